"""Proofreading: named rules that ask the writer about a place of a text; each question can be put away."""

from taizhang.core.proof.catalogue import RULES, proofread
from taizhang.core.proof.model import ProofClass, ProofContext, ProofQuestion, ProofRule, RuleLevel
from taizhang.core.proof.register import NameRegister, register_from_json

__all__ = [
    "RULES",
    "NameRegister",
    "ProofClass",
    "ProofContext",
    "ProofQuestion",
    "ProofRule",
    "RuleLevel",
    "proofread",
    "register_from_json",
]
