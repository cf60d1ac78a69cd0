"""The menu of topics, and which of them is meant by free words."""

from __future__ import annotations

from taizhang.core.roster.table import words_of
from taizhang.core.text.best_match import best_match
from taizhang.outreach.models import Topic


def guessed_topic(words: str) -> Topic | None:
    """Return the topic of the menu that the words speak of; None where none is near."""
    menu = {each: (each.name, *words_of(each.words)) for each in Topic.objects.filter(active=True)}
    return best_match(words, menu) if words.strip() else None
