"""Tables of named rules: the first rule of a table that applies decides.

Each rule has an example and a counter-example: texts as they stand under a plain masthead, and what is read in
them (``tools.structure`` writes both onto the reference page; a test reads them).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

CaseT = TypeVar("CaseT")
ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class StructureRule(Generic[CaseT, ResultT]):
    """``decide`` returns the result, or None where the rule does not apply.

    ``reads`` is the outline of ``example``, in which the rule decides; ``instead`` that of ``counter``, which
    looks alike and is read otherwise.
    """

    name: str
    decide: Callable[[CaseT], ResultT | None]
    example: str
    reads: str
    counter: str
    instead: str


def decision(rules: Iterable[StructureRule[CaseT, ResultT]], case: CaseT) -> ResultT | None:
    """Return the result of the first rule that applies to ``case``; None where none does."""
    for rule in rules:
        result = rule.decide(case)
        if result is not None:
            return result
    return None


# Texts that examples are made of.
TEXT = "市局走访商户四百余户，收集意见五十七条。"
ARTICLE = f"市局办好便民早市\n{TEXT}"
RUN_IN = f"市局办好便民早市。{TEXT}"
SIGNED = f"市局办好便民早市\n{TEXT}\n（市商务局）\n"
SIGNED_READ = "文章《市局办好便民早市》（市商务局）1 段"
