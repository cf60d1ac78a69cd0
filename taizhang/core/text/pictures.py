"""Pictures inside a text: a line that names a stored picture, with caption, credit and what it shows.

    ![图1 揭牌仪式｜市文明办供图｜三人在社区门口揭牌](picture:ghbcijdeklfam)

The name is the beginning of the picture's SHA-256 in letters only, so that nothing of it reads as a figure. The line is
text: search finds its words, versions and differences hold it, and a sealed issue always shows the same picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from taizhang.core.text.tables import TableBlock, split_tables

NAME_LENGTH = 24  # letters: 96 bits
_NAMED = str.maketrans("0123456789", "ghijklmnop")
_STORED = str.maketrans("ghijklmnop", "0123456789")
_LINE = re.compile(r"[ \t\u3000]*[!！]\[(?P<words>[^\[\]\n]*)\]\(picture:(?P<name>[a-p]{24})\)[ \t\u3000]*")
_NUMBERED = re.compile(r"(图)[ \u3000]?([0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})[ \u3000]*")
_TAKEN = str.maketrans({"｜": "，", "|": "，", "[": "（", "]": "）", "\n": " ", "\r": " "})


@dataclass(frozen=True, slots=True)
class PictureLine:
    """A picture of the text: its name, caption, credit (供图), and its description for those who do not see it."""

    name: str
    caption: str
    credit: str
    description: str

    @property
    def title(self) -> str:
        """What is printed below it: 图1　揭牌仪式（市文明办供图）."""
        words = (
            _NUMBERED.sub(r"\1\2　", self.caption, count=1) if _NUMBERED.match(self.caption) else self.caption
        )
        return f"{words.strip()}（{self.credit}）" if self.credit else words.strip()

    def to_line(self) -> str:
        """The line of the text."""
        words = (self.caption, self.credit, self.description)
        return f"![{'｜'.join(each.translate(_TAKEN).strip() for each in words)}](picture:{self.name})"


def name_of(digest: str) -> str:
    """The name of the picture with this SHA-256."""
    return digest[:NAME_LENGTH].translate(_NAMED)


def is_name(words: str) -> bool:
    """Whether a word may be the name of a picture."""
    return len(words) == NAME_LENGTH and set(words) <= set("abcdefghijklmnop")


def digest_start(name: str) -> str:
    """The beginning of the SHA-256 of the picture with this name."""
    return name.translate(_STORED)


def picture_in(line: str) -> PictureLine | None:
    """The picture that a line names; None for any other line."""
    found = _LINE.fullmatch(line) if "](picture:" in line else None
    if found is None:
        return None
    caption, credit, description = [*found["words"].split("｜", 2), "", ""][:3]
    return PictureLine(found["name"], caption.strip(), credit.strip(), description.strip() or caption.strip())


def unprinted_spans(text: str) -> list[tuple[int, int]]:
    """Where credits and descriptions of pictures and their names stand in a text: of a picture only the caption claims
    anything.
    """
    if "](picture:" not in text:
        return []
    found, at = list[tuple[int, int]](), 0
    for line in text.split("\n"):
        if picture_in(line):
            stop = line.find("｜")
            found.append((at + (stop if stop >= 0 else line.index("](picture:")), at + len(line)))
        at += len(line) + 1
    return found


def next_caption(text: str, words: str) -> str:
    """A caption with the next number of the text's pictures, unless it has one: 图2 现场."""
    if _NUMBERED.match(words):
        return words
    pictures = filter(None, map(picture_in, text.split("\n")))
    numbers = [
        int(found[2])
        for each in pictures
        if (found := _NUMBERED.match(each.caption)) and found[2].isdecimal()
    ]
    return f"图{max(numbers, default=0) + 1} {words}".strip()


def with_line(text: str, line: str, after: int | None) -> str:
    """Return the text with a line of its own below the line number ``after`` of those that hold something (0: at the
    head), at the end for None or where there are fewer; never inside a table.
    """
    seen, place = 0, len(text)
    for start, end, _table in split_tables(text):
        if after is not None and seen >= after:
            place = start
            break
        seen += sum(bool(each.strip()) for each in text[start:end].split("\n"))
    above, below = text[:place].rstrip("\n"), text[place:].strip("\n")
    return "\n".join(filter(None, [above, line, below]))


def text_blocks(lines: Iterable[str]) -> list[str | TableBlock | PictureLine]:
    """The lines that hold something: those of a table as that table, that of a picture as that picture."""
    text = "\n".join(lines)
    parts = (
        table or picture_in(text[start:end]) or text[start:end] for start, end, table in split_tables(text)
    )
    return [part for part in parts if not isinstance(part, str) or part.strip()]


def printed_length(text: str) -> int:
    """Return the number of characters without blanks that are printed: of a table its caption and cells, of a picture
    its caption with the credit.
    """
    return sum(len("".join(words.split())) for part in text_blocks([text]) for words in _printed(part))


def _printed(part: str | TableBlock | PictureLine) -> Iterator[str]:
    yield part if isinstance(part, str) else part.title
    if isinstance(part, TableBlock):
        yield from (cell.text for row in part.rows for cell in row)
