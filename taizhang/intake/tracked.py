"""The story of a Word file that came back: nothing taken apart, indented or joined; a paragraph is a line, a row of a
table one between bars. Tracked changes, comments, bookmarks and pictures keep their places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from taizhang.core.text.messages import N_, Message
from taizhang.core.text.pictures import PictureLine
from taizhang.core.text.tables import literal
from taizhang.core.text.tracked import Bookmark, TrackedRun, TrackedText, WordComment
from taizhang.intake.embedded import MOST_CONTENT, EmbeddedPictures
from taizhang.intake.numbering import numbering_of
from taizhang.intake.package import Element, Package
from taizhang.intake.runs import INLINE, LEFT_OUT, RunLook, Runs, Source, alternative
from taizhang.intake.story import cells_across, within
from taizhang.intake.styles import Styles
from taizhang.intake.word import notes_of, part_of

MOST_AUTHOR = 60  # characters of a name
_FATES = {
    "w:ins": False,
    "w:moveTo": False,
    "w:del": True,
    "w:moveFrom": True,
}  # whether what it holds is gone


class _Fate(NamedTuple):
    """Who tracked a change, and whether it took away; ``never``: inserted and deleted again."""

    gone: bool
    author: str
    never: bool = False


class _Piece(NamedTuple):
    """Characters with their fate, or a named place."""

    text: str
    fate: _Fate | None = None
    mark: tuple[str, str] | None = None


class TrackedStory(Runs):
    """Collects the pieces of one document; ``read`` its body, then take ``tracked`` and ``pictures``."""

    def __init__(self, package: Package, main: str) -> None:
        styles = Styles(part_of(package, main, "styles"))
        numbering = numbering_of(part_of(package, main, "numbering"), styles)
        super().__init__(Source(styles, numbering, notes_of(package, main)), words_of)
        self.notes: list[Message] = []
        self._embedded = EmbeddedPictures(package, main, MOST_CONTENT)
        self._pieces: list[_Piece] = []
        self._fate: _Fate | None = None
        self._in_cell = False

    @property
    def pictures(self) -> dict[str, str]:
        """The pictures in base64, by their names."""
        return self._embedded.contents

    def read(self, parent: Element) -> None:
        """Add the blocks of ``parent``."""
        for child in parent:
            if child.tag == "w:p":
                self._paragraph(child)
            elif child.tag == "w:tbl":
                self._table(child)
            elif child.tag in _FATES:
                with self._as(child):
                    self.read(child)
            elif child.tag in _MARKS:
                self._mark(child, RunLook())
            elif child.tag == "mc:AlternateContent":
                self.read(alternative(child))
            elif child.tag not in LEFT_OUT:
                self.read(child)

    def tracked(self, comments: dict[str, tuple[str, str]]) -> TrackedText:
        """All that was read; ``comments``: author and words by their ids."""
        runs: list[TrackedRun] = []
        places: dict[tuple[str, str], int] = {}
        at = 0
        for piece in self._pieces:
            if piece.mark:
                places.setdefault(piece.mark, at)
            elif piece.fate and runs and (at, *piece.fate[:2]) == runs[-1][1:]:
                runs[-1] = runs[-1]._replace(end=at + len(piece.text))
            elif piece.fate:
                runs.append(TrackedRun(at, at + len(piece.text), *piece.fate[:2]))
            at += len(piece.text)
        found = []
        for name, (author, words) in comments.items():
            end = places.get(("end", name), places.get(("reference", name)))
            start = places.get(("start", name), end)
            if start is not None and end is not None:
                found.append(WordComment(start, max(start, end), author, words))
        marks = [Bookmark(name, place) for (kind, name), place in places.items() if kind == "bookmark"]
        return TrackedText(
            "".join(each.text for each in self._pieces), tuple(runs), tuple(found), tuple(marks)
        )

    # ---- pieces

    def _add(self, text: str) -> None:
        if self._fate is not None and self._fate.never:
            return
        text = "".join(text.split("\f"))
        if self._in_cell:
            text = text.replace("\n", " ").replace("|", "｜")
        if text:
            self._pieces.append(_Piece(text, self._fate))

    @contextmanager
    def _as(self, change: Element | None) -> Iterator[None]:
        """What is added meanwhile was changed as ``change`` says."""
        before = self._fate
        if change is not None:
            gone, author = _FATES[change.tag], author_of(change)
            undone = before is not None and (before.never or before.gone != gone)
            self._fate = _Fate(gone, author, undone)
        yield
        self._fate = before

    def _paragraph(self, paragraph: Element) -> None:
        self.boxes, self.drawings = [], []
        self._properties = properties = paragraph.find("w:pPr")
        self._add(self._source.numbering.mark(properties))
        self._inline(paragraph, RunLook())
        with self._as(_mark_change(properties)):
            self._add("\n")

    def _inline(self, element: Element, look: RunLook) -> str:
        for child in element:
            if own := _OWN.get(child.tag):
                own(self, child, look)
            elif child.tag not in LEFT_OUT:
                form = INLINE.get(child.tag)
                self._add(form(self, child, look) if form else self._inline(child, look))
        return ""

    def _changed(self, element: Element, look: RunLook) -> None:
        with self._as(element):
            self._inline(element, look)

    def _deleted_text(self, element: Element, look: RunLook) -> None:
        self._add(self._text(element, look))

    def _mark(self, element: Element, _look: RunLook) -> None:
        kind, attribute = _MARKS[element.tag]
        self._pieces.append(_Piece("", None, (kind, element.get(attribute, ""))))

    def _picture(self, element: Element, look: RunLook) -> None:
        """A picture on a line of its own; a text box is not read, for the imprint stands in one."""
        described = next((each.get("descr", "") for each in element.iter("wp:docPr")), "")
        if any(True for _ in element.iter("w:txbxContent")):
            return
        names = self._embedded.take(element)
        if not names:
            self.notes.append(Message(N_("文件中的一个图表或图形没有带回，请另存为图片后插入。")))
        for name in names:
            if not name:
                self.notes.append(Message(N_("文件中的图片太大，有一张没有带回。")))
                continue
            line = PictureLine(name, "", "", " ".join(described.split())).to_line()
            self._add(" " if self._in_cell else f"\n{line}\n")

    # ---- tables

    def _table(self, table: Element) -> None:
        for row in within(table, "w:tr"):
            cells = list(within(row, "w:tc"))
            if self._in_cell:
                for cell in cells:
                    self.read(cell)
                continue
            with self._as(_row_change(row)):
                wide = sum(len(cells_across(cell.find("w:tcPr"))) for cell in cells) > 1
                for cell in cells:
                    self._add("| " if wide and cell is cells[0] else "")
                    self._cell(cell, wide=wide)
                self._add("\n")

    def _cell(self, cell: Element, *, wide: bool) -> None:
        first, *more = cells_across(cell.find("w:tcPr"))
        before, self._pieces = self._pieces, []
        if not first:
            self._in_cell = True
            self.read(cell)
            self._in_cell = False
            _strip(self._pieces)
            words = "".join(piece.text for piece in self._pieces)
            if (as_words := literal(words)) != words:
                self._pieces.insert(0, _Piece(as_words[:1], self._pieces[0].fate))
        self._pieces = before + self._pieces
        self._add(first)
        if wide:
            self._add("".join(f" | {mark}" for mark in more))
            self._add(" | ")


def _strip(pieces: list[_Piece]) -> None:
    """Take white space off both ends."""
    for order, strip in ((range(len(pieces)), str.lstrip), (range(len(pieces) - 1, -1, -1), str.rstrip)):
        for n in order:
            pieces[n] = pieces[n]._replace(text=strip(pieces[n].text))
            if pieces[n].text:
                break


def author_of(element: Element) -> str:
    """Whose change or comment it is, as one line."""
    name = " ".join(element.get("w:author", "").split())
    return "".join(sign for sign in name if sign.isprintable())[:MOST_AUTHOR]


def words_of(note: Element) -> str:
    """The words of a note or comment, a line for each paragraph."""
    lines = ("".join(each.text or "" for each in row.iter("w:t")) for row in note.iter("w:p"))
    return "\n".join(line.strip() for line in lines if line.strip())


def _mark_change(properties: Element | None) -> Element | None:
    mark = None if properties is None else properties.find("w:rPr")
    return None if mark is None else next((each for each in mark if each.tag in _FATES), None)


def _row_change(row: Element) -> Element | None:
    properties = row.find("w:trPr")
    return None if properties is None else next((each for each in properties if each.tag in _FATES), None)


_MARKS = {
    "w:bookmarkStart": ("bookmark", "w:name"),
    "w:commentRangeStart": ("start", "w:id"),
    "w:commentRangeEnd": ("end", "w:id"),
    "w:commentReference": ("reference", "w:id"),
}
_OWN: dict[str, Callable[[TrackedStory, Element, RunLook], None]] = {
    **dict.fromkeys(_FATES, TrackedStory._changed),
    **dict.fromkeys(_MARKS, TrackedStory._mark),
    "w:delText": TrackedStory._deleted_text,
    "w:drawing": TrackedStory._picture,
    "w:pict": TrackedStory._picture,
}
