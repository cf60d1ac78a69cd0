"""A Word file that went out and comes back, read in a limited process."""

from __future__ import annotations

import base64
from typing import Any, NamedTuple
from xml.etree import ElementTree

from taizhang.core.text.messages import N_, Message
from taizhang.core.text.tracked import Bookmark, TrackedRun, TrackedText, WordComment
from taizhang.intake import archive, office, plain
from taizhang.intake.archive import damaged
from taizhang.intake.extract import ask
from taizhang.intake.limits import Limits
from taizhang.intake.package import Package
from taizhang.intake.refusal import IntakeRefused
from taizhang.intake.signature import format_of

IDENTITY = "taizhang"  # name of the property that says what the file was made from
MOST_COMMENTS = 400
_DEFAULT = Limits()
_WORD_2012 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


class WordCopy(NamedTuple):
    """A Word file that came back: what it says it was made from, its text, the pictures in it by their names, and what
    the reader should know."""

    identity: str
    text: TrackedText
    pictures: dict[str, bytes]
    notes: tuple[Message, ...]


def read_copy(data: bytes, limits: Limits = _DEFAULT) -> WordCopy:
    """Return what the Word file holds. Raises ``IntakeRefused``, also for files of any other kind."""
    told = ask("copy", data, limits)
    text = TrackedText(
        told["text"],
        tuple(TrackedRun(*each) for each in told["runs"]),
        tuple(WordComment(*each) for each in told["comments"]),
        tuple(Bookmark(*each) for each in told["bookmarks"]),
    )
    pictures = {name: base64.b64decode(content) for name, content in told["pictures"].items()}
    return WordCopy(told["identity"], text, pictures, tuple(map(Message.from_json, told["notes"])))


def answer(data: bytes, limits: Limits) -> dict[str, Any]:
    """The child's answer to the task ``copy``."""
    from taizhang.intake.tracked import TrackedStory

    package, main, body = _opened(data, limits)
    try:
        story = TrackedStory(package, main)
        story.read(body)
        found = story.tracked(_comments(package, main))
        identity = _identity(package)
    except (ElementTree.ParseError, KeyError, ValueError):
        raise damaged() from None
    if len(found.text) > limits.characters:
        raise IntakeRefused(
            Message(N_("文字超过 {count} 万字，请拆分后再试。"), {"count": limits.characters // 10_000})
        )
    plain.cleaned(found.text)
    found = found.replaced([(*span, "") for span in plain.hidden_in(found.text)])
    return {
        "identity": identity,
        "text": found.text,
        "runs": found.runs,
        "comments": found.comments,
        "bookmarks": found.bookmarks,
        "pictures": story.pictures,
        "notes": [note.to_json() for note in story.notes],
    }


def _opened(data: bytes, limits: Limits) -> tuple[Package, str, Any]:
    if format_of(data) == "zip":
        container = archive.checked(data, limits)
        package = Package(container)
        kind, main, body = office.kind_of(container, package)
        if kind == "word" and body is not None:
            from taizhang.intake.word import refuse_active

            refuse_active(package, main)
            return package, main, body
    raise IntakeRefused(Message(N_("请选择从本系统导出、改好的 Word 文件（docx）。")))


def _identity(package: Package) -> str:
    """What the file says it was made from; empty where it says nothing."""
    part = package.related("", "custom-properties")
    if not part:
        return ""
    named = (each for each in package.root(part) if each.get("name") == IDENTITY)
    return "".join("".join(each.itertext()) for each in named).strip()[:4_000]


def _comments(package: Package, main: str) -> dict[str, tuple[str, str]]:
    """Author and words of each comment by its id, with the replies below the words."""
    from taizhang.intake.tracked import author_of, words_of

    part = package.related(main, "comments")
    rows = list(package.root(part).iter("w:comment")) if part else []
    above = _answered(package, main)
    found: dict[str, tuple[str, str]] = {}
    of_paragraph: dict[str, str] = {}
    for row in rows[:MOST_COMMENTS]:
        paragraphs = [each.get(f"{_WORD_2010}paraId", "") for each in row.iter("w:p")]
        own, author = row.get("w:id", ""), author_of(row)
        first = next(
            (of_paragraph[above[each]] for each in paragraphs if above.get(each) in of_paragraph), own
        )
        of_paragraph |= dict.fromkeys(filter(None, paragraphs), first)
        words, _notes = plain.cleaned(words_of(row))
        if first != own and first in found:
            found[first] = found[first][0], f"{found[first][1]}\n{author}：{words}"
        elif words:
            found[own] = author, words
    return found


def _answered(package: Package, main: str) -> dict[str, str]:
    """For the paragraph of each reply, the paragraph of what it answers."""
    part = package.related(main, "commentsExtended")
    rows = package.root(part).iter(f"{_WORD_2012}commentEx") if part else ()
    pairs = ((row.get(f"{_WORD_2012}paraId", ""), row.get(f"{_WORD_2012}paraIdParent", "")) for row in rows)
    return {own: parent for own, parent in pairs if parent}
