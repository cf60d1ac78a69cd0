"""What an edit changes of what a text says: obligation, state, scope, condition, negation, time, subject, number."""

from taizhang.core.meaning.compare import KIND_WORDS, MeaningChange, meaning_changes, meaning_kinds
from taizhang.core.meaning.model import MeaningKind

__all__ = ["KIND_WORDS", "MeaningChange", "MeaningKind", "meaning_changes", "meaning_kinds"]
