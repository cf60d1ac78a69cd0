"""The first year's ledger and the first series of the new office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from taizhang.bulletin.actions.recipients import PastedRecipients, read_pasted
from taizhang.bulletin.actions.series import found_series, recipients_of
from taizhang.bulletin.models import Direction, Series
from taizhang.bulletin.visible import series_for
from taizhang.core.gongwen.issue_templates import SERIES_KINDS
from taizhang.core.gongwen.lengths import LONGEST, MOST_PAGES
from taizhang.core.pace.signals import PRESETS
from taizhang.core.workbook.reading import read_book
from taizhang.intake import read_sheets
from taizhang.ledger.actions.year import FIRST_YEAR, LAST_YEAR, open_first_year
from taizhang.ledger.models import Ledger
from taizhang.ledger.queries.incoming.kept import kept_books
from taizhang.ledger.queries.ledgers import ledgers
from taizhang.office import clock
from taizhang.office.models import Office, Person
from taizhang.web.founding.door import founding_page, steps_head
from taizhang.web.frame.access import viewer_of
from taizhang.web.frame.forms import OpenForm, line, number, table_file, text
from taizhang.web.frame.parts import Entry, PagePart, entries, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.words import kind_words, say
from taizhang.web.office.rule_words import lines_of, name_of
from taizhang.web.reading.incoming import REFUSALS, clean_name

THEMES = "聚力共建\n文明实践\n文明创建\n文明培育"


def _preset_words(code: str) -> str:
    rules = PRESETS[code]
    return f"{name_of(rules)}：{' '.join(str(words) for _level, words in lines_of(rules))}"


class FirstYearForm(OpenForm):
    """A year, its days and caps, how pace is judged, and the themes."""

    year = number(_("年度"), FIRST_YEAR, LAST_YEAR)
    name = line(_("台账名称"), 100, help_text=_("不填则为“某年度重点工作台账”。"))
    themes = text(_("项目类别"), 2_000, 4, initial=THEMES, help_text=_("每行一个，以后可以增改。"))
    rules_preset = forms.ChoiceField(
        label=_("进度评定规则"), widget=forms.RadioSelect, initial="blue-yellow-red"
    )
    report_due_day = number(_("月报截止日"), 1, 28, initial=5, help_text=_("次月几日前报送，1至28。"))
    notice_days = number(
        _("最短通知天数"), 1, 60, initial=5, help_text=_("向各单位要材料，至少提前这么多天。")
    )
    review_cap = number(_("全年督查次数上限"), 0, 12, initial=2, help_text=_("每个单位一年最多被督查几次。"))

    book = table_file(
        _("去年的台账表格"),
        _("xlsx 或 csv，可以不传。先存着，由督账员在“台账 › 导入”里核对后读入，不必重录。"),
    )

    def clean(self) -> dict[str, Any]:
        """A workbook in which no ledger can be found is said at its field."""
        given = super().clean()
        upload = given.get("book")
        if upload is not None:
            content, name = upload.read(), clean_name(upload.name)
            try:
                read = read_book(read_sheets(content, name), given.get("year") or clock.today().year)
            except REFUSALS as refusal:
                self.add_error("book", say(refusal.sentence))
            else:
                if not read.fields:
                    self.add_error("book", say(read.errors[0].message))
            given["book"] = (content, name)
        return given

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, _preset_words(code)) for code in PRESETS]
        self.fields["rules_preset"].choices = choices  # type: ignore[attr-defined]
        self.fields["year"].initial = clock.today().year


def _open_year(
    *, office: Office, year: int, name: str, rules_preset: str, themes: str, by: Person | None, at: datetime,
    book: tuple[bytes, str] | None = None, **settings: int,
) -> Ledger:  # fmt: skip
    return open_first_year(
        office=office, year=year, name=name, rules_preset=rules_preset, themes=themes.splitlines(),
        settings=settings, book=book, by=by, at=at,
    )  # fmt: skip


def _year_page(request: Request, office: Office, boxes: Sequence[PagePart]) -> HttpResponse:
    head, tabs = steps_head(request, _("年度台账"), _("下一步：刊物"))
    there = entries(_("已建立的台账"), ledgers(), _ledger_line)
    kept = entries(_("已存下的表格，待督账员核对导入"), kept_books(), lambda book: Entry(book.name))
    return page(request, head, tabs, *there, *kept, *boxes)


def _ledger_line(ledger: Ledger) -> Entry:
    return Entry(ledger.name, small="、".join(str(theme) for theme in ledger.themes.all()))


YEAR = Steps(
    "office",
    StepForm([Step("open", _open_year, _("建立台账，下一步"))], FirstYearForm, at_field="year"),
    load=lambda request: viewer_of(request).office,
    page=_year_page,
    goes=lambda ledger: reverse("founding-series"),
)


class FirstSeriesForm(OpenForm):
    """Masthead, numbers, columns, imprint and recipients of a series."""

    name = line(_("刊名"), 60, required=True, help_text=_("例如：海川市精神文明建设情况简报"))
    kind = forms.ChoiceField(
        label=_("刊物类型"), widget=forms.RadioSelect, initial="briefing",
        choices=[(code, kind_words(kind)) for code, kind in SERIES_KINDS.items()],
    )  # fmt: skip
    shortest = number(_("每篇最少字数"), 1, LONGEST, required=False)
    longest = number(
        _("每篇最多字数"), 1, LONGEST, required=False, help_text=_("不填则按刊物类型；供撰稿参考，不是限制。")
    )
    most_pages = number(_("每期最多页数"), 1, MOST_PAGES, required=False)
    masthead = line(_("报头文字"), 40, help_text=_("报头印的名称与刊名不同时填写。"))
    colour = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$",
        label=_("报头颜色"),
        initial="#d7000f",
        widget=forms.TextInput(attrs={"type": "color"}),
    )
    issuer = line(_("编发单位"), 60, required=True)
    next_no = number(_("下一期期号"), 1, 9_999, initial=1, help_text=_("今年已出9期的，填10。"))
    next_cumulative_no = number(_("下一期总期号"), 1, 999_999, initial=1)
    columns = text(_("栏目"), 1_000, 3, help_text=_("每行一个，例如：聚力共建"))
    editor = line(_("责编"), 30)
    checker = line(_("核稿"), 30)
    phone = line(_("电话"), 60)
    fax = line(_("传真"), 60)
    email = line(_("邮箱"), 100)
    up = text(_("报"), 60_000, 3, help_text=_("每行一个：名称、邮箱、份数，从表格复制即可。"))
    peer = text(_("送"), 60_000, 3)
    down = text(_("发"), 60_000, 3)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for each in Direction:
            rows, mistakes = read_pasted(given.get(each.value, ""), each.value)
            given[each.value] = rows
            words = gettext("第{n}行：{words}")
            for wrong in mistakes:
                self.add_error(each.value, words.format(n=wrong.line, words=say(wrong.words)))
        return given


def _found_series(
    *, office: Office, name: str, masthead: str, colour: str, issuer: str, by: Person | None, at: datetime,
    next_no: int, next_cumulative_no: int, kind: str, columns: str, editor: str, checker: str, **more: Any,
) -> Series:  # fmt: skip
    lists: Mapping[str, list[PastedRecipients]] = {each.value: more[each.value] for each in Direction}
    contacts = {key: more[key] for key in ("phone", "fax", "email") if more[key]}
    head = {
        "column": [each.strip() for each in columns.splitlines() if each.strip()],
        "editor": editor, "checker": checker, "contacts": contacts, "recipients": recipients_of(lists),
    }  # fmt: skip
    begins = SERIES_KINDS[kind]
    lengths = begins.lengths.with_given({name: more[name] for name in ("shortest", "longest", "most_pages")})
    template = {"name": masthead, "colour": colour, "note_label": begins.note_label}
    return found_series(
        office=office, name=name, issuer=issuer, template=template, lengths=lengths,
        head={key: value for key, value in head.items() if value}, next_no=next_no,
        next_cumulative_no=next_cumulative_no, recipients=[row for rows in lists.values() for row in rows],
        by=by, at=at,
    )  # fmt: skip


def _series_page(request: Request, office: Office, boxes: Sequence[PagePart]) -> HttpResponse:
    head, tabs = steps_head(request, _("刊物"), _("下一步：开始使用"))
    there = entries(
        _("已建立的刊物"), series_for(request.viewer), lambda each: Entry(each.name, small=each.issuer)
    )
    return page(request, head, tabs, *there, *boxes)


SERIES = Steps(
    "office",
    StepForm(
        [Step("found", _found_series, _("建立刊物，下一步"))],
        FirstSeriesForm,
        at_field="name",
        initial=lambda office: {"issuer": office.short_name},
    ),
    load=lambda request: viewer_of(request).office,
    page=_series_page,
    goes=lambda series: reverse("founding-done"),
)
urlpatterns = [
    founding_page("setup/year/", "founding-year", YEAR),
    founding_page("setup/series/", "founding-series", SERIES),
]
