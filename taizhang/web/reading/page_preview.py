"""What the pane of the official page shows: one page, how many there are, and the report on the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from taizhang.bulletin.typesetting.typeset_cache import WIDTHS, TypesetSheet, key_of, known_sheet, sheet_of
from taizhang.core.gongwen.model import Bulletin
from taizhang.core.text.messages import N_, Message
from taizhang.press import HouseTemplate, PressError, verdict_of
from taizhang.web.frame.words import say

MOST_OVER = 8  # rows that somebody would cut for a page less
MOST_RUNTS = 3


@dataclass(frozen=True, slots=True)
class PageStep:
    """A button that has the pages set otherwise: the field it sends and where to."""

    label: str
    name: str
    value: str | int
    url: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of the official sheet. ``checked`` is false while nobody has typeset the content yet."""

    page: int
    url: str
    alt: str
    widths: tuple[int, ...] = WIDTHS
    pages: int = 0
    checked: bool = False
    ok: bool = False
    verdict: str = ""
    findings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refusal: str = ""
    fit: dict[str, Any] = field(default_factory=dict)  # how the pages end, as core.gongwen.copyfit writes it
    steps: Sequence[PageStep] = ()

    @property
    def ends(self) -> list[str]:
        """How much is left or too much, and which short last lines cost a whole one."""
        return ends_of(self.fit) if self.fit else []

    @property
    def sheets(self) -> list[tuple[int, str]]:
        """Every page with the address of its picture."""
        here = f"/{self.page}.png?"
        return [(n, self.url.replace(here, f"/{n}.png?")) for n in range(1, self.pages + 1)]

    @property
    def before(self) -> int:
        return self.page - 1 if self.page > 1 else 0

    @property
    def after(self) -> int:
        return self.page + 1 if self.page < self.pages else 0


def leaf_of(
    bulletin: Bulletin, template: HouseTemplate, page: int, place: tuple[str, int], *, check: bool
) -> Leaf:
    """The page; typeset now if ``check`` is asked for, otherwise only what is known already.

    ``place`` is the route of the pictures and the number of the row: ("issue-page", 7).
    """
    try:
        sheet = sheet_of(bulletin, template) if check else known_sheet(bulletin, template)
    except PressError as refusal:
        return Leaf(page, "", "", checked=True, refusal=say(refusal.sentence))
    if sheet is None:
        return Leaf(page, _address(place, page, key_of(bulletin, template)), _alt(bulletin, page))
    return leaf_of_sheet(bulletin, sheet, page, place)


def leaf_of_sheet(bulletin: Bulletin, sheet: TypesetSheet, page: int, place: tuple[str, int]) -> Leaf:
    """A page of what has been typeset."""
    shown = min(page, sheet.pages)
    return _checked(bulletin, sheet, shown, _address(place, shown, sheet.key))


def _address(place: tuple[str, int], page: int, key: str) -> str:
    route, pk = place
    return f"{reverse(route, args=[pk, page])}?v={key[:20]}"


def _checked(bulletin: Bulletin, sheet: TypesetSheet, page: int, address: str) -> Leaf:
    report = sheet.report
    lines, cells = report["grid"]
    grid = _("{lines}行×{cells}字").format(lines=lines, cells=cells)
    shape = "✓" if report["ok"] else "▲"
    return Leaf(
        page,
        address,
        _alt(bulletin, page),
        pages=sheet.pages,
        checked=True,
        ok=bool(report["ok"]),
        verdict=f"{grid} {shape} {say(verdict_of(report))}",
        findings=[finding_words(found) for found in report["findings"]],
        notes=[_told(words) for words in report["notes"]],
        fit=report.get("fit", {}),
    )


def ends_of(fit: dict[str, Any]) -> list[str]:
    """The rows that are left on the last page, or too many for a page less, and paragraphs whose last line is of a
    character or two."""
    pages, room, over = fit["pages"], fit["room"], fit["over"]
    left = (
        _("还差{n}行到第{page}页末").format(n=room, page=pages)
        if room
        else _("第{page}页已排满").format(page=pages)
    )
    told = [left]
    if 0 < over <= MOST_OVER:
        told.append(_("比{pages}页多出{n}行").format(n=over, pages=pages - 1))
    told += [
        say(
            Message(
                N_("“{start}…”段末行只有{n}个字，删去可省1行"), {"start": each["start"], "n": each["left"]}
            )
        )
        for each in fit["runts"][:MOST_RUNTS]
    ]
    return told


def _told(words: dict[str, Any]) -> str:
    return say(Message.from_json(words))


def finding_words(found: dict[str, Any]) -> str:
    """A finding with its page; page 0 is the whole document."""
    if not found["page"]:
        return _told(found)
    return _("第{page}页：{finding}").format(page=found["page"], finding=_told(found))


def _alt(bulletin: Bulletin, page: int) -> str:
    return _("{name}正式版面第{page}页").format(name=bulletin.name or _("本期"), page=page)
