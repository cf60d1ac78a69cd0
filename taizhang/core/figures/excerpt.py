"""The words around a figure, bounded: a text without full stops is one sentence, however long."""

from __future__ import annotations

from taizhang.core.figures.model import Span

REACH = 80  # characters on either side; a sentence of official prose has 40 to 150


def window(sentence: Span, span: Span, reach: int = REACH) -> Span:
    """Return the part of ``sentence`` within ``reach`` characters of ``span``."""
    return Span(max(sentence.start, span.start - reach), min(sentence.end, span.end + reach))


def excerpt(text: str, sentence: Span, span: Span, reach: int = REACH) -> str:
    """Return the sentence around ``span`` on one line, with an ellipsis where it was cut."""
    part = window(sentence, span, reach)
    words = "".join(part.of(text).split("\n"))
    return f"{'…' * (part.start > sentence.start)}{words}{'…' * (part.end < sentence.end)}"
