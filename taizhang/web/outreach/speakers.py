"""The pool of speakers and the menu of topics; speakers from a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from taizhang.core.dispatch.day_parts import DayPart
from taizhang.core.roster.speakers import SpeakerRow
from taizhang.core.roster.table import words_of
from taizhang.core.text.masking import masked_number
from taizhang.office import clock
from taizhang.office.models import Office
from taizhang.office.permissions import Permission
from taizhang.office.queries import active_units, units_of
from taizhang.outreach.actions import speakers
from taizhang.outreach.models import Speaker, Topic
from taizhang.outreach.models.speakers import PARTS, WEEKDAYS
from taizhang.outreach.queries.speakers import speaker_table, weekly_of
from taizhang.outreach.visible import sessions_for, speakers_for, topics_for
from taizhang.web.frame.access import office_of, seen
from taizhang.web.frame.forms import OpenForm, SeveralField, day, line, number, text
from taizhang.web.frame.parts import Facts, Link, PageHead, PagePart, Words, dotted, entries, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.tables import Column, Table
from taizhang.web.office.pasting import PastedList, paste
from taizhang.web.outreach.fields import ChoosingForm, menu, own_projects, part_field
from taizhang.web.outreach.sessions import entry_of

LIST, TOPICS = _("宣讲员"), _("课题菜单")
HALVES = [
    (f"{number}-{part}", f"{day_words}{words}") for number, day_words in WEEKDAYS for part, words in PARTS
]


class SpeakerForm(ChoosingForm):
    """A speaker of the pool."""

    rows = {"home_unit": lambda viewer: active_units(), "topics": menu}
    name = line(_("姓名"), 30, required=True)
    home_unit: Any = forms.ModelChoiceField(
        label=_("所在单位"), queryset=None, required=False, empty_label=_("外单位")
    )
    title = line(_("职务"), 60)
    topics: Any = SeveralField(
        label=_("课题"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    district = line(_("所在区县"), 30)
    districts = line(_("可到区县（用顿号分开，不填为都可到）"), 200)
    weekly: Any = forms.MultipleChoiceField(
        label=_("每周空闲时段"), choices=HALVES, required=False, widget=forms.CheckboxSelectMultiple
    )
    per_day = number(_("每天最多场次"), 1, 3)
    per_month = number(_("每月最多场次"), 1, 99)
    buffer_minutes = number(_("两场之间至少间隔（分钟）"), 0, 600)
    notice_days = number(_("最少提前（天）"), 0, 60)
    phone = line(_("电话"), 30, help_text=_("加密保存；不改请留空。"))
    email = forms.EmailField(label=_("邮箱"), required=False)
    active = forms.BooleanField(label=_("在用"), required=False)

    def clean_districts(self) -> list[str]:
        return list(words_of(self.cleaned_data["districts"]))

    def clean_weekly(self) -> frozenset[tuple[int, DayPart]]:
        halves = (each.partition("-") for each in self.cleaned_data["weekly"])
        return frozenset((int(day_number), DayPart(part)) for day_number, _dash, part in halves)


class FreeForm(OpenForm):
    """One day that is not as the week says."""

    on = day(_("日期"), required=True)
    part = part_field()
    free = forms.BooleanField(label=_("有空"), required=False)


class TopicForm(ChoosingForm):
    """A topic of the menu."""

    rows = {"project": own_projects}
    name = line(_("课题"), 60, required=True)
    group = line(_("类别"), 30)
    words = line(_("关键词"), 200, help_text=_("单位用文字点单时，按这些词推测课题；用顿号分开。"))
    minutes = number(_("时长（分钟）"), 10, 480)
    summary = text(_("简介"), 500, 3)
    project: Any = forms.ModelChoiceField(
        label=_("服务的项目"), queryset=None, required=False, empty_label=_("不属于项目")
    )


class ChangeTopicForm(TopicForm):
    """A topic that may be taken off the menu."""

    active = forms.BooleanField(label=_("在菜单上"), required=False)


SPEAKERS: Table[Speaker] = Table(
    Column(_("姓名"), "name", head=True, sort="name", url=lambda row: reverse("speaker", args=[row.pk])),
    Column(_("单位和职务"), lambda row: dotted(row.home_unit, row.title)),
    Column(_("课题"), lambda row: "、".join(each.name for each in row.topics.all())),
    Column(_("所在区县"), "district", sort="district"),
    Column(_("电话"), lambda row: masked_number(row.phone or "")),
    Column(_("每月上限"), "per_month", "number", sort="per_month"),
    Column(_("状态"), lambda row: gettext("在用") if row.active else gettext("停用"), sort="active"),
    empty=_("还没有宣讲员。点“导入”，从 Excel 名单一次加入。"),
)
MENU: Table[Topic] = Table(
    Column(_("课题"), "name", head=True, sort="name", url=lambda row: reverse("topic", args=[row.pk])),
    Column(_("类别"), "group", sort="group"),
    Column(_("关键词"), "words"),
    Column(_("时长（分钟）"), "minutes", "number"),
    Column(_("状态"), lambda row: gettext("在菜单上") if row.active else gettext("已停用"), sort="active"),
    empty=_("菜单上还没有课题。"),
)


@require_safe
def index(request: Request) -> HttpResponse:
    """The pool; numbers are masked in the list, whoever looks."""
    runs = request.viewer.may(Permission.RUN_OUTREACH)
    links = [
        Link(_("导入"), reverse("speakers-import"), filled=True),
        Link(_("添加宣讲员"), reverse("speaker-new")),
    ]
    rows = speakers_for(request.viewer).prefetch_related("topics")
    return page(request, PageHead(LIST, links=links if runs else []), SPEAKERS.of(request, rows))


@require_safe
def topics(request: Request) -> HttpResponse:
    """The menu; a unit orders from it."""
    runs = request.viewer.may(Permission.RUN_OUTREACH)
    links = [Link(_("添加课题"), reverse("topic-new"), filled=True)] if runs else []
    return page(request, PageHead(TOPICS, links=links), MENU.of(request, topics_for(request.viewer)))


@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """A table with speakers: looked at, mistakes at their row, then stored."""
    head = PageHead(_("导入宣讲员"), crumb=Link(LIST, reverse("speakers")))
    return paste(request, PASTED, head, [], [], reverse("speakers"))


def _columns(office: Office) -> Table[SpeakerRow]:
    units = {unit.pk: unit.short_name for unit in units_of(office)}
    return Table(
        Column(_("行"), "row", look="number"),
        Column(_("姓名"), "name", head=True),
        Column(_("单位和职务"), lambda row: dotted(units.get(row.unit or 0, ""), row.title)),
        Column(_("课题"), lambda row: gettext("{n}个").format(n=len(row.topics) + len(row.new_topics))),
        Column(_("新课题"), lambda row: "、".join(row.new_topics)),
        Column(_("区县"), lambda row: dotted(row.district, "、".join(row.districts))),
        Column(_("空闲时段"), lambda row: weekly_words(row.weekly)),
        Column(_("电话"), lambda row: masked_number(row.phone)),
    )


def weekly_words(weekly: frozenset[tuple[int, DayPart]]) -> str:
    """周一上午、周三下午."""
    days, parts = dict(WEEKDAYS), dict(PARTS)
    order = list(DayPart)
    found = sorted(weekly, key=lambda each: (each[0], order.index(each[1])))
    return "、".join(f"{days[number]}{parts[part]}" for number, part in found)


def _page(request: Request, row: Speaker, boxes: Sequence[PagePart]) -> HttpResponse:
    """A speaker; the number in full for who dispatches."""
    runs = request.viewer.may(Permission.RUN_OUTREACH)
    phone = row.phone
    shown = gettext("密钥已更换，无法显示，请重新填写") if phone is None else phone
    facts = Facts(
        LIST,
        [
            (_("单位和职务"), dotted(row.home_unit, row.title)),
            (_("电话"), shown if runs else masked_number(phone or "")),
            (_("课题"), "、".join(each.name for each in row.topics.all())),
            (_("区县"), dotted(row.district, "、".join(row.districts))),
            (_("每周空闲时段"), weekly_words(weekly_of(row))),
        ],
    )
    coming = sessions_for(request.viewer).filter(speaker=row, held_on__gte=clock.today())
    head = PageHead(row.name, crumb=Link(LIST, reverse("speakers")))
    return page(request, head, facts, *entries(_("今后的场次"), coming, entry_of), *boxes)


def _topic_page(request: Request, row: Topic, boxes: Sequence[PagePart]) -> HttpResponse:
    crumb = Link(TOPICS, reverse("topics"))
    facts = Facts(
        _("课题"), [(_("类别"), row.group), (_("简介"), row.summary), (_("项目"), row.project or "")]
    )
    order = Link(_("点这个课题"), f"{reverse('order-new')}?topic={row.pk}", filled=True)
    links = [order] if request.viewer.may(Permission.ORDER_TALK) else []
    runs = request.viewer.may(Permission.RUN_OUTREACH)
    return page(request, PageHead(row.name, crumb=crumb, links=links), facts, *(boxes if runs else []))


def _new_page(title: Words, crumb: Words, back: str) -> Any:
    def shown(request: Request, row: Office, boxes: Sequence[PagePart]) -> HttpResponse:
        return page(request, PageHead(title, crumb=Link(crumb, reverse(back))), *boxes)

    return shown


def _written(row: Speaker) -> dict[str, Any]:
    names = (
        "name",
        "home_unit",
        "title",
        "district",
        "per_day",
        "per_month",
        "buffer_minutes",
        "notice_days",
    )
    given = {name: getattr(row, name) for name in (*names, "email", "active")}
    weekly = [f"{number}-{part}" for number, part in weekly_of(row)]
    return {
        **given,
        "districts": "、".join(row.districts),
        "topics": list(row.topics.all()),
        "weekly": weekly,
    }


def _topic_written(row: Topic) -> dict[str, Any]:
    names = ("name", "group", "words", "minutes", "summary", "project", "active")
    return {name: getattr(row, name) for name in names}


PASTED = PastedList(
    speaker_table,
    speakers.import_speakers,
    _columns,
    _("粘贴宣讲员名单"),
    _(
        "从 Excel 复制即可，一行一人，带表头：姓名、单位、职务、课题、所在区县、可到区县、空闲时段、电话、邮箱、"
        "每天最多场次、每月最多场次；只有姓名也行。空闲时段写成“周一至周三上午、周五下午”。菜单上没有的课题会一并添加。"
    ),
    lambda n: gettext("{n}名宣讲员").format(n=n),
)
NEW = Steps(
    "office",
    StepForm(
        [Step("add", speakers.add_speaker, _("添加"), _("已添加。"))],
        SpeakerForm,
        initial=lambda row: {
            "per_day": 1, "per_month": 6, "buffer_minutes": 60, "notice_days": 3, "active": True,
        },
    ),
    load=office_of,
    page=_new_page(_("添加宣讲员"), LIST, "speakers"),
    goes=lambda row: reverse("speaker", args=[row.pk]),
)  # fmt: skip
STEPS = Steps(
    "speaker",
    StepForm(
        [Step("change", speakers.change_speaker, _("保存"), _("已保存。"))],
        SpeakerForm,
        initial=_written,
        as_stored=True,
        fold=_("修改"),
        when=lambda row, viewer: viewer.may(Permission.RUN_OUTREACH),
    ),
    StepForm(
        [Step("free", speakers.set_free, _("保存这一天"), _("已保存。"))],
        FreeForm,
        fold=_("某一天有空或没空"),
        when=lambda row, viewer: viewer.may(Permission.RUN_OUTREACH),
        at_field="on",
    ),
    load=seen(speakers_for),
    page=_page,
    goes=lambda row: reverse("speaker", args=[getattr(row, "speaker_id", row.pk)]),
)
NEW_TOPIC = Steps(
    "office",
    StepForm(
        [Step("add", speakers.add_topic, _("添加"), _("已添加。"))],
        TopicForm,
        initial=lambda row: {"minutes": 90},
    ),
    load=office_of,
    page=_new_page(_("添加课题"), TOPICS, "topics"),
    goes=lambda row: reverse("topics"),
)
TOPIC = Steps(
    "topic",
    StepForm(
        [Step("change", speakers.change_topic, _("保存"), _("已保存。"))],
        ChangeTopicForm,
        initial=_topic_written,
        as_stored=True,
    ),
    load=seen(topics_for),
    page=_topic_page,
)
urlpatterns = [
    Route("speakers/", index, "speakers", Permission.RUN_OUTREACH),
    Route("speakers/import/", take_in, "speakers-import", Permission.RUN_OUTREACH),
    *NEW.routes("speakers/new/", "speaker-new", Permission.RUN_OUTREACH),
    *STEPS.routes("speakers/<int:pk>/", "speaker", Permission.SEE_OUTREACH, act=Permission.RUN_OUTREACH),
    Route("topics/", topics, "topics", Permission.SEE_OUTREACH),
    *NEW_TOPIC.routes("topics/new/", "topic-new", Permission.RUN_OUTREACH),
    *TOPIC.routes("topics/<int:pk>/", "topic", Permission.SEE_OUTREACH, act=Permission.RUN_OUTREACH),
]
