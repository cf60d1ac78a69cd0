"""Questions that a text puts to its writer. They blame no one and score nothing; a person answers them."""

from __future__ import annotations

from collections.abc import Sequence

from taizhang.core.figures.model import TextFigure
from taizhang.core.gongwen.model import Bulletin
from taizhang.core.gongwen.questions import claims, slips
from taizhang.core.gongwen.questions.model import QuestionKind, WriterQuestion, scenes

__all__ = ["QuestionKind", "WriterQuestion", "raise_questions"]

_OF_AN_ITEM = (claims.coverage, claims.sessions, claims.scopes, claims.people, claims.vague, claims.as_of)
_OF_THE_TEXT = (slips.misread, slips.punctuation)


def raise_questions(text: str, bulletin: Bulletin, figures: Sequence[TextFigure]) -> list[WriterQuestion]:
    """The questions on ``text``, in the order of their places.

    ``bulletin`` must have been read from ``text`` and ``figures`` too: all spans point into it."""
    questions = [q for scene in scenes(text, bulletin, figures) for rule in _OF_AN_ITEM for q in rule(scene)]
    questions += [q for rule in _OF_THE_TEXT for q in rule(text, bulletin)]
    return sorted(questions, key=lambda q: (q.span, q.kind))
