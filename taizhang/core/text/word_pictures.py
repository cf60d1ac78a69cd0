"""Pictures in a text that comes back from a word processor: picture and caption, two paragraphs, are one line again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from taizhang.core.gongwen.punctuation import normalise
from taizhang.core.text.pictures import PictureLine, next_caption, picture_in
from taizhang.core.text.tracked import TrackedText

_CAPTION = re.compile(r"图[ \u3000]?(?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})[^。；！？\n]{0,80}")
_CREDITED = re.compile(r"(?P<caption>.*)（(?P<credit>[^（）]*)）")


def with_pictures(back: TrackedText, sent: str) -> TrackedText:
    """The text with each picture on the line that it had in ``sent``, or on a new one with the caption below it."""
    known = {found.name: line for line in sent.split("\n") if (found := picture_in(line))}
    return back.replaced(list(_parts(back, known)))


def captioned(text: str) -> str:
    """Return the text with each picture and the caption below it on one line, and a number for each that has none."""
    joined = with_pictures(TrackedText(text), "").text.split("\n")
    for n, line in enumerate(joined):
        if picture := picture_in(line):
            caption = next_caption("\n".join(joined), picture.caption)
            joined[n] = PictureLine(picture.name, caption, picture.credit, picture.description).to_line()
    return "\n".join(joined)


def _parts(back: TrackedText, known: dict[str, str]) -> Iterator[tuple[int, int, str]]:
    lines = back.text.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    for n, line in enumerate(lines):
        if picture := picture_in(line):
            below = (
                back.part(starts[n + 1], starts[n + 1] + len(lines[n + 1])).final
                if n + 1 < len(lines)
                else ""
            )
            usual = known.get(picture.name, "")
            printed = picture_in(normalise(usual))
            captioned = bool(below) and (
                _is_caption(below) or (printed is not None and below == printed.title)
            )
            end = starts[n + captioned] + len(lines[n + captioned])
            yield starts[n], end, _line_of(picture, usual, printed, below if captioned else "")


def _is_caption(line: str) -> bool:
    return _CAPTION.fullmatch(line) is not None


def _line_of(picture: PictureLine, usual: str, printed: PictureLine | None, below: str) -> str:
    if usual and printed is not None and below in ("", printed.title):
        return usual
    credited = _CREDITED.fullmatch(below) if printed is None or printed.credit else None
    caption, credit = (credited["caption"], credited["credit"]) if credited else (below, "")
    known = picture_in(usual)
    described = known.description if known else picture.description
    return PictureLine(picture.name, " ".join(caption.split()), credit, described).to_line()
