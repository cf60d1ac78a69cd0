"""What pages are made of: a head and parts below it, each a value with its template (``frame/parts``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, Protocol, TypeVar

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from taizhang.web.frame.tags_record_look import moment

Words = str | Promise
Row = TypeVar("Row", bound=Model)
MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; ``filled``: the one thing to do on this page."""

    words: Words
    url: str
    filled: bool = False


@dataclass(frozen=True, slots=True)
class PageHead:
    """Where one is: the way back, the title, quiet facts, and what can be opened from here.

    ``name`` is the window's title where it is not the heading's.
    """

    title: Words
    facts: Sequence[object] = ()
    crumb: Link | None = None
    links: Sequence[Link] = ()
    name: Words = ""


class PagePart(Protocol):
    """A part of a page."""

    @property
    def template(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Prose:
    """A text that somebody wrote, with who and when (``notes``), and an answer to it with whose it is (``below``).

    ``official``: in the type of documents, a paragraph a line.
    """

    template: ClassVar[str] = "frame/parts/prose.html"
    heading: Words
    text: str
    notes: Sequence[object] = ()
    official: bool = False
    answer: str = ""
    below: object = ""
    folded: bool = False
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values; those without a value are left out."""

    template: ClassVar[str] = "frame/parts/facts.html"
    heading: Words
    rows: Iterable[tuple[Words, object]]

    @property
    def told(self) -> list[tuple[Words, object]]:
        return [(label, value) for label, value in self.rows if value not in ("", None)]


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence on a sheet: nothing is here yet, and what to do next."""

    template: ClassVar[str] = "frame/parts/note.html"
    words: Words


@dataclass(frozen=True, slots=True)
class Choose:
    """One choice of a list's address (``name``), taken by a button that needs no script; links beside it."""

    template: ClassVar[str] = "frame/parts/choose.html"
    label: Words
    name: str
    options: Sequence[tuple[str, Words]]
    chosen: str
    links: Sequence[Link] = ()


@dataclass(frozen=True, slots=True)
class DayAsked:
    """The day as of which a page is shown (``?on=``), to be chosen; ``on`` None: today."""

    template: ClassVar[str] = "frame/parts/day.html"
    today: date
    on: date | None


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed by, as a sentence of fields in the page's address; ``all_url`` leads back to all of it."""

    template: ClassVar[str] = "frame/parts/filter.html"
    form: Any
    all_url: str = ""


@dataclass(frozen=True, slots=True)
class Sheets:
    """Parts beside each other where there is room."""

    template: ClassVar[str] = "frame/parts/sheets.html"
    parts: Sequence[PagePart]


@dataclass(frozen=True, slots=True)
class SheetPart:
    """Parts on one sheet under a heading, with a sentence before them."""

    template: ClassVar[str] = "frame/parts/sheet.html"
    heading: Words
    parts: Sequence[PagePart]
    words: Words = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """Words to be copied and kept elsewhere."""

    template: ClassVar[str] = "frame/parts/copy.html"
    label: Words
    value: str
    help: Words = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart under its heading, with a sentence that says what it shows."""

    template: ClassVar[str] = "frame/parts/drawing.html"
    heading: Words
    words: str
    chart: object


@dataclass(frozen=True, slots=True)
class BareField:
    """A field without its label, in a cell whose row and column say what it is."""

    template: ClassVar[str] = "frame/parts/bare_field.html"
    field: Any


@dataclass(frozen=True, slots=True)
class Callout:
    """What to know before anything else on the page, with where to go; ``look``: "good", "warn" or "bad"."""

    template: ClassVar[str] = "frame/parts/notice.html"
    words: Words
    links: Sequence[Link] = ()
    look: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One of several views of the same page."""

    words: Words
    url: str
    here: bool


@dataclass(frozen=True, slots=True)
class Tabs:
    """The views of a page as links beside each other."""

    template: ClassVar[str] = "frame/parts/tabs.html"
    label: Words
    tabs: Sequence[Tab]


@dataclass(frozen=True, slots=True)
class PostButton:
    """A button that posts something to an address without asking more; ``of`` says to the ear what it is about."""

    template: ClassVar[str] = "frame/parts/post.html"
    words: Words
    url: str
    given: Mapping[str, object] = field(default_factory=dict)
    of: Words = ""
    look: str = "button button-small"


@dataclass(frozen=True, slots=True)
class Actions:
    """Buttons and links beside each other, and a word about them."""

    template: ClassVar[str] = "frame/parts/actions.html"
    posts: Sequence[PostButton]
    links: Sequence[Link] = ()
    note: Words = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of the parts that follow."""

    template: ClassVar[str] = "frame/parts/heading.html"
    words: Words


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list: what it is (``url`` opens it), something small below, a mark before and words after it.

    ``words`` are what somebody wrote to it, ``boxes`` the steps that can be taken on the spot, ``posts`` buttons at its
    end; ``anchor`` is its place on the page, ``below`` parts that belong to it.
    ``void``: it is kept, and does not count any more.
    """

    title: Words
    url: str = ""
    small: object = ""
    mark: object = ""
    aside: object = ""
    words: str = ""
    boxes: Sequence[PagePart] = ()
    posts: Sequence[PostButton] = ()
    anchor: str = ""
    below: Sequence[PagePart] = ()
    void: bool = False


@dataclass(frozen=True, slots=True)
class Entries:
    """Lines under a heading, on a sheet with it (``paper``) or put away behind it until asked for (``folded``);
    ``more`` of them are not shown.
    """

    template: ClassVar[str] = "frame/parts/entries.html"
    heading: Words
    entries: Sequence[Entry]
    more: int = 0
    page: Any = None  # of a list in pages
    empty: Words = ""
    folded: bool = False
    opened: bool = False
    paper: bool = False

    @property
    def count(self) -> int:
        return self.page.paginator.count if self.page else len(self.entries) + self.more


def entries(
    heading: Words,
    rows: QuerySet[Row],
    of: Callable[[Row], Entry],
    *,
    empty: Words = "",
    most: int = MOST_LISTED,
) -> list[PagePart]:
    """The first ``most`` rows as lines, and how many more there are; where there is no row, ``empty`` or no part."""
    found = list(rows[: most + 1])
    if not found:
        return [Note(empty)] if empty else []
    more = rows.count() - most if len(found) > most else 0
    return [Entries(heading, [of(row) for row in found[:most]], more)]


def paged_entries(
    request: HttpRequest, heading: Words, rows: QuerySet[Row], of: Callable[[Row], Entry], per_page: int
) -> list[Entries]:
    """The page of the rows that the address asks for ("page"), as lines; no part where there is no row."""
    found = Paginator(rows, per_page).get_page(request.GET.get("page"))
    return [Entries(heading, [of(row) for row in found], page=found)] if found.object_list else []


def page(
    request: HttpRequest,
    head: PageHead,
    *parts: PagePart,
    aside: Sequence[PagePart] = (),
    empty: Words = "",
    template: str = "frame/page.html",
    status: int = 200,
    **context: object,
) -> HttpResponse:
    """The page with this head and these parts below it, or the sentence ``empty`` where there is none.

    ``aside`` stands beside the parts where there is room.
    """
    context |= {"head": head, "parts": parts or ([Note(empty)] if empty else []), "aside": aside}
    return render(request, template, context, status=status)


def by_at(who: object, at: datetime | None) -> SafeString:
    """陈静 · 8月15日 09:40: whose words these are."""
    return dotted(who, moment(at))


def dotted(*words: object) -> SafeString:
    """Facts in one line, those that say nothing left out."""
    return format_html_join(" · ", "{}", ((each,) for each in words if each not in ("", None)))


def listed(*words: object) -> SafeString:
    """Words after each other, those that say nothing left out."""
    return format_html_join(" ", "{}", ((each,) for each in words if each not in ("", None)))


def amount_mark(words: object, *, big: bool = False) -> SafeString:
    """An amount that stands out from the words around it."""
    return format_html('<b class="amount{}">{}</b>', " amount-big" if big else "", words)


def link(words: object, url: str) -> SafeString:
    """Words that lead somewhere, inside a fact."""
    return format_html('<a href="{}">{}</a>', url, words)
