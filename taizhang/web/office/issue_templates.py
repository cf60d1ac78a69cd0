"""Templates of a series for the kinds of its issues: masthead, columns, lengths, whom they address, their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from taizhang.bulletin.actions.series import drop_issue_template, set_issue_template
from taizhang.bulletin.models import Direction, Series
from taizhang.bulletin.queries.archive import series_by_name
from taizhang.core.gongwen.issue_templates import SERIES_KINDS, IssueNumbering, IssueTemplate
from taizhang.core.gongwen.lengths import LONGEST, MOST_PAGES, UsualLength
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.visible import Viewer
from taizhang.press import HouseTemplate
from taizhang.web.frame.forms import OpenForm, line, number, text
from taizhang.web.frame.parts import Entries, Entry, Link, PageHead, PagePart, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.steps import QUIET, Step, StepForm, Steps
from taizhang.web.frame.words import kind_words

NUMBERS = {
    IssueNumbering.COMMON: _("与本刊其他各期统一编号"),
    IssueNumbering.OWN: _("单独编期号和总期号"),
    IssueNumbering.ANNUAL: _("单独编期号，不编总期号"),
}
IMPRINTS = {
    ("recipients", "people"): _("发送范围和编校人员"),
    ("recipients",): _("只印发送范围"),
    ("people",): _("只印编校人员"),
}
LONGEST_COLUMN = 100  # of an article
LOOK = ("colour", "note_label", "left_mark", "right_mark", "contents", "imprint_on_even_page")
WORDS = tuple(f"{each}_word" for each in Direction.values)


@dataclass(frozen=True, slots=True)
class KindOfSeries:
    """A kind of issues of a series, whether it has a template or not yet."""

    series: Series
    kind: str

    @property
    def pk(self) -> str:
        return self.kind

    @property
    def known(self) -> bool:
        return self.kind in self.series.issue_templates

    @property
    def template(self) -> IssueTemplate:
        """The template that there is, or the one with which to begin."""
        there = self.series.issue_template(self.kind)
        return there or IssueTemplate.of_kind(self.kind, self.series.name)


class IssueTemplateForm(OpenForm):
    """What the issues of this kind have of their own."""

    name = line(_("报头文字"), 40, required=True, help_text=_("也是这类期次的名称。"))
    colour = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$", label=_("报头颜色"), widget=forms.TextInput(attrs={"type": "color"})
    )
    columns = text(_("栏目"), 1_000, 3, help_text=_("每行一个，例如：聚力共建"))
    shortest = number(_("每篇最少字数"), 1, LONGEST)
    longest = number(_("每篇最多字数"), 1, LONGEST)
    fewest_pages = number(_("每期最少页数"), 1, MOST_PAGES)
    most_pages = number(_("每期最多页数"), 1, MOST_PAGES)
    contents = forms.BooleanField(label=_("三篇以上时印本期要目"), required=False)
    up_word = line(_("上级的称谓"), 8, help_text=_("版记中印在名单前，例如：报、主送。"))
    peer_word = line(_("平级的称谓"), 8, help_text=_("例如：送、抄送。"))
    down_word = line(_("下级的称谓"), 8, help_text=_("例如：发。不填即不发给这一类，分发名单也不列。"))
    numbering = forms.ChoiceField(label=_("编号"), choices=NUMBERS.items(), widget=forms.RadioSelect)
    next_no = number(
        _("下一期期号"), 1, 9_999, required=False, help_text=_("单独编号时可填，不填则接着已用的号。")
    )
    imprint = forms.ChoiceField(
        label=_("版记"), choices=[("+".join(parts), words) for parts, words in IMPRINTS.items()]
    )
    imprint_on_even_page = forms.BooleanField(label=_("版记尽量排在双数页"), required=False)
    note_label = line(_("按语标签"), 40, help_text=_("例如：编者按"))
    left_mark = line(_("报头左上角文字"), 40, help_text=_("例如：内部资料"))
    right_mark = line(_("报头右上角文字"), 40, help_text=_("例如：编号：#，其中#印为期号。"))
    beside = ("colour", "longest", "fewest_pages", "most_pages", "peer_word", "down_word", "right_mark")
    help = _("只影响还没有签发的期次；已有的期号不变。")

    def clean_columns(self) -> tuple[str, ...]:
        """The names, each as long as an article's may be."""
        names = tuple(each.strip() for each in self.cleaned_data["columns"].splitlines() if each.strip())
        for each in names:
            if len(each) > LONGEST_COLUMN:
                words = gettext("栏目“{name}…”超过{most}字。").format(name=each[:10], most=LONGEST_COLUMN)
                raise forms.ValidationError(words, code="column")
        return names


def _initial(of: KindOfSeries) -> dict[str, Any]:
    template = of.template
    look = HouseTemplate.from_json(of.series.look_from(template))
    return {
        **{name: getattr(look, name) for name in LOOK},
        **dict(zip(WORDS, look.addressed, strict=True)),
        **template.lengths.to_json(),
        "name": template.name, "columns": "\n".join(template.columns), "numbering": template.numbering.value,
        "imprint": "+".join(look.imprint),
    }  # fmt: skip


def _set(
    *, of: KindOfSeries, name: str, columns: tuple[str, ...], numbering: str, next_no: int | None, imprint: str, by: Person,
    at: datetime, **more: Any,
) -> Series:  # fmt: skip
    look = {each: more[each] for each in LOOK}
    look |= {"imprint": imprint.split("+"), "addressed": [more[each] for each in WORDS]}
    lengths = UsualLength(**{each: more[each] for each in UsualLength().to_json()})
    template = IssueTemplate(of.kind, name, look, columns, lengths, IssueNumbering(numbering))
    return set_issue_template(series=of.series, template=template, next_no=next_no, by=by, at=at)


def _drop(*, of: KindOfSeries, by: Person, at: datetime) -> Series:
    return drop_issue_template(series=of.series, kind=of.kind, by=by, at=at)


def _load(request: Request, pk: int, kind: str) -> KindOfSeries:
    if kind not in SERIES_KINDS:
        raise Http404
    return KindOfSeries(get_object_or_404(series_by_name(), pk=pk), kind)


def _page(request: Request, of: KindOfSeries, boxes: Sequence[PagePart]) -> HttpResponse:
    crumb = Link(of.series.name, reverse("office-series-one", args=[of.series.pk]))
    return page(request, PageHead(gettext(SERIES_KINDS[of.kind].name), crumb=crumb), *boxes)


def templates_of(series: Series) -> Entries:
    """The kinds of issues, each leading to its template."""
    rows = []
    for kind, known in SERIES_KINDS.items():
        there = series.issue_template(kind)
        small = f"{there.name}，{NUMBERS[there.numbering]}" if there else gettext("没有模板")
        url = reverse("office-series-template", args=[series.pk, kind])
        rows.append(Entry(kind_words(known), url, small=small))
    return Entries(gettext("各类期刊模板"), rows)


def _there(of: KindOfSeries, viewer: Viewer) -> bool:
    return of.known


STEPS = Steps(
    "of",
    StepForm(
        [Step("set-template", _set, _("保存"), _("已保存，新开一期时可以选用。"))],
        IssueTemplateForm,
        initial=_initial,
        as_stored=True,
    ),
    StepForm(
        [Step("drop-template", _drop, _("删除模板"), _("模板已删除。"), takes={}, look=QUIET)],
        fold=_("删除模板"),
        help=_("新开一期时不再列出。已经用它编过的不能删除。"),
        when=_there,
    ),
    load=_load,
    page=_page,
    goes=lambda series: reverse("office-series-one", args=[series.pk]),
)
urlpatterns = [
    *STEPS.routes(
        "office/series/<int:pk>/templates/<slug:kind>/", "office-series-template", Permission.MANAGE_UNITS
    )
]
