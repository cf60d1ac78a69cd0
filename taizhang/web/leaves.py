"""What the pane of the official page shows: one page, how many there are, and the report on the form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from taizhang.core.gongwen.model import Bulletin
from taizhang.press import PressError
from taizhang.web.sheets import WIDTHS, Sheet, key_of, known_sheet, sheet_of
from taizhang.web.words import say


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

    @property
    def before(self) -> int:
        return self.page - 1 if self.page > 1 else 0

    @property
    def after(self) -> int:
        return self.page + 1 if self.page < self.pages else 0


def leaf_of(bulletin: Bulletin, page: int, url: Callable[[int], str], *, check: bool) -> Leaf:
    """The page; typeset now if ``check`` is asked for, otherwise only what is known already."""
    try:
        sheet = sheet_of(bulletin) if check else known_sheet(bulletin)
    except PressError as refusal:
        return Leaf(page, "", "", checked=True, refusal=say(refusal.sentence))
    shown = min(page, sheet.pages) if sheet else page
    address = f"{url(shown)}?v={key_of(bulletin)[:20]}"
    if sheet is None:
        return Leaf(shown, address, _alt(bulletin, shown))
    return _checked(bulletin, sheet, shown, address)


def _checked(bulletin: Bulletin, sheet: Sheet, page: int, address: str) -> Leaf:
    report = sheet.report
    verdict = _("22行×28字 ✓ 版式核验通过") if report["ok"] else _("▲ 版式核验有提示")
    return Leaf(
        page,
        address,
        _alt(bulletin, page),
        pages=sheet.pages,
        checked=True,
        ok=bool(report["ok"]),
        verdict=verdict,
        findings=[_(words["pattern"]).format(**words["values"]) for words in report["findings"]],
        notes=[_(words["pattern"]).format(**words["values"]) for words in report["notes"]],
    )


def _alt(bulletin: Bulletin, page: int) -> str:
    return _("{name}正式版面第{page}页").format(name=bulletin.name or _("本期"), page=page)
