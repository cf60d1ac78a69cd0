"""A suitcase as a file: one ZIP with its manifest and the digest of the whole, and keys under a passphrase."""

from taizhang.press.suitcase.container import OpenSuitcase, SuitcaseWriter, opened
from taizhang.press.suitcase.passphrase import LEAST, lock, unlock

__all__ = ["LEAST", "OpenSuitcase", "SuitcaseWriter", "lock", "opened", "unlock"]
