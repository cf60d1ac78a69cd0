"""What media reported: the list with reprints under the first, one item, outlets and their columns (媒体报道)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Prefetch
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.bulletin.dispatch.letters import number_of
from taizhang.bulletin.models import Issue
from taizhang.bulletin.visible import issues_for
from taizhang.core.coverage.media import MediaMention, episode_words, media_words
from taizhang.core.lifecycle.outreach_life import MEDIA_ITEM
from taizhang.ledger.visible import activities_for
from taizhang.office import clock
from taizhang.office.models import Office
from taizhang.office.permissions import Permission
from taizhang.outreach.actions import media
from taizhang.outreach.models import MediaItem, MediaOutlet
from taizhang.outreach.models.media import OUTLET_KINDS
from taizhang.outreach.visible import columns_for, media_for, outlets_for, sessions_for
from taizhang.web.fieldwork.shared import choice, tabs
from taizhang.web.frame.access import office_of, seen
from taizhang.web.frame.forms import OpenForm, day, line, number
from taizhang.web.frame.parts import (
    Entries,
    Entry,
    Facts,
    Link,
    Note,
    PageHead,
    PagePart,
    dotted,
    link,
    listed,
    page,
)
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import SECOND, Step, StepForm, Steps
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.words import day_words, say
from taizhang.web.outreach.fields import ChoosingForm, own_projects
from taizhang.web.projects.forms import ReasonForm

LIST = _("媒体报道")
RECENT = timedelta(days=180)  # events that an item may be linked to
FIELDS = (
    "outlet", "title", "published_on", "link", "project", "column", "episode", "original", "activity", "session", "issue",
)  # fmt: skip


class IssueChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An issue by its number."""

    def label_from_instance(self, row: Any) -> str:
        return f"{row.name}{number_of(row)}"


class MediaForm(ChoosingForm):
    """Who carried what on which day, and what it belongs to."""

    rows = {
        "outlet": outlets_for,
        "project": own_projects,
        "column": columns_for,
        "original": lambda viewer: media_for(viewer).filter(state="listed", original=None),
        "activity": lambda viewer: activities_for(viewer).filter(
            voided_at=None, held_on__gte=clock.today() - RECENT
        ),
        "session": lambda viewer: sessions_for(viewer).filter(held_on__gte=clock.today() - RECENT),
        "issue": issues_for,
    }
    outlet: Any = choice(_("媒体"), _("请选择"), required=True)
    title = line(_("标题"), 200, required=True)
    published_on = day(_("刊播日期"), required=True)
    link = line(_("链接"), 500, help_text=_("只保存文字，系统不会去访问。"))
    project: Any = choice(_("项目"))
    column: Any = choice(_("栏目或系列"))
    episode = number(_("第几期"), 1, 30_000, required=False)
    original: Any = choice(_("转载自"), _("不是转载"))
    activity: Any = choice(_("活动"))
    session: Any = choice(_("宣讲场次"))
    issue: Any = IssueChoice(label=_("简报"), queryset=None, required=False, empty_label=_("不关联"))
    fold, folded = _("栏目、转载和关联"), ("column", "episode", "original", "activity", "session", "issue")

    def clean(self) -> dict[str, Any]:
        """The bulletin is kept by name and key; a unit's people register for their unit."""
        given = super().clean()
        issue: Issue | None = given.get("issue")
        field: Any = self.fields["issue"]
        named = field.label_from_instance(issue) if issue else ""
        given |= {"issue": issue and issue.pk, "issue_name": named}
        if isinstance(self.row, MediaItem):
            return given | {name: value for name, value in self._kept(self.row) if not given.get(name)}
        return given | {"unit": next(iter(self.viewer.units), None)}

    def _kept(self, row: MediaItem) -> Iterator[tuple[str, Any]]:
        """What the item is linked to and this person cannot choose (any more): leaving it out does not unlink it."""
        for name in ("project", "original", "activity", "session"):
            field, now = self.fields[name], getattr(row, name)
            if now is not None and not field.queryset.filter(pk=now.pk).exists():  # type: ignore[attr-defined]
                yield name, now
        if row.issue and not issues_for(self.viewer).filter(pk=row.issue).exists():
            yield "issue", row.issue
            yield "issue_name", row.issue_name


class OutletForm(OpenForm):
    """A newspaper, station, site or account."""

    name = line(_("媒体名称"), 60, required=True)
    kind = forms.ChoiceField(label=_("类别"), choices=OUTLET_KINDS, widget=forms.RadioSelect)


class ColumnForm(ChoosingForm):
    """A column or series."""

    rows = {"outlet": outlets_for}
    outlet: Any = choice(_("媒体"), _("请选择"), required=True)
    name = line(_("栏目或系列名称"), 60, required=True)


def _reprints(row: MediaItem) -> str:
    again = row.listed_reprints  # type: ignore[attr-defined]
    return "、".join(f"{each.outlet}（{day_words(each.published_on)}）" for each in again)


def _column_words(row: MediaItem) -> str:
    episode = gettext("第{n}期").format(n=row.episode) if row.episode else ""
    return f"{row.column.name}{episode}" if row.column else ""


TABLE: Table[MediaItem] = Table(
    Column(_("日期"), lambda row: dated(row.published_on), "date", sort="published_on"),
    Column(_("标题"), "title", head=True, url=lambda row: reverse("media-item", args=[row.pk])),
    Column(_("媒体"), lambda row: f"{row.outlet}（{row.outlet.get_kind_display()}）", "tight", sort="outlet__name"),
    Column(_("栏目"), _column_words),
    Column(_("转载"), _reprints),
    Column(_("项目"), lambda row: row.project.title if row.project else ""),
    empty=_("还没有登记。报道登记一次，简报里的“多家媒体”就有清单可查。"),
)  # fmt: skip


@require_safe
def index(request: Request) -> HttpResponse:
    """What stands on the list, the latest first, reprints under the first; of one project or column where asked."""
    rows = media_for(request.viewer).filter(state="listed")
    for name in ("project", "column"):
        if asked := number_in(request.GET.get(name, "")):
            rows = rows.filter(**{name: asked})
    shown = Prefetch("reprints", rows.order_by("published_on", "pk"), "listed_reprints")
    firsts = rows.exclude(original__in=rows.values("pk")).prefetch_related(shown)
    told = [MediaMention(*each) for each in rows.values_list("outlet__name", "outlet__kind")]
    adds = request.viewer.may(Permission.ACT_IN_OUTREACH)
    head = PageHead(
        LIST,
        facts=[say(media_words(told))] if told else [],
        links=[
            *([Link(_("登记报道"), reverse("media-new"), filled=True)] if adds else []),
            Link(_("媒体和栏目"), reverse("outlets")),
        ],
    )
    return page(request, head, tabs("media"), TABLE.of(request, firsts))


def _new_page(request: Request, office: Office, boxes: Sequence[PagePart]) -> HttpResponse:
    head = PageHead(_("登记报道"), crumb=Link(LIST, reverse("media")))
    none = Note(_("还没有媒体可选。请调度员先在“媒体和栏目”里登记。"))
    return page(request, head, *(boxes if outlets_for(request.viewer).exists() else [none]))


def _page(request: Request, row: MediaItem, boxes: Sequence[PagePart]) -> HttpResponse:
    """One item with what it belongs to; the address is shown as it is."""
    viewer = request.viewer
    issue = issues_for(viewer).filter(pk=row.issue).first() if row.issue else None
    original = media_for(viewer).filter(pk=row.original_id).first() if row.original_id else None
    address = format_html('<a href="{0}" rel="noreferrer noopener">{0}</a>', row.link) if row.link else ""
    facts = [
        (_("媒体"), dotted(row.outlet, row.outlet.get_kind_display())),
        (_("栏目"), _column_words(row)),
        (_("刊播日期"), dated(row.published_on)),
        (_("链接"), address),
        (_("转载自"), link(original, reverse("media-item", args=[original.pk])) if original else ""),
        (_("单位"), row.unit or ""),
        (_("项目"), row.project or ""),
        (_("活动"), row.activity or ""),
        (_("宣讲场次"), row.session or ""),
        (_("简报"), link(row.issue_name, reverse("issue", args=[issue.pk])) if issue else row.issue_name),
        (_("撤下原因"), row.reason),
    ]
    reprints = [
        Entry(
            each.outlet.name, reverse("media-item", args=[each.pk]), each.title, mark=dated(each.published_on)
        )
        for each in media_for(viewer).filter(original=row, state="listed")
    ]
    head = PageHead(row.title, crumb=Link(LIST, reverse("media")), facts=[row.get_state_display()])
    return page(
        request, head, Facts(_("报道"), facts), *([Entries(_("转载"), reprints)] if reprints else []), *boxes
    )


def _outlets_page(request: Request, office: Office, boxes: Sequence[PagePart]) -> HttpResponse:
    """Outlets by kind with their columns; of a series, which episodes are on the list."""
    rows, viewer = list(outlets_for(request.viewer)), request.viewer
    parts: list[PagePart] = [
        Entries(words, [_outlet(request, row) for row in rows if row.kind == kind])
        for kind, words in OUTLET_KINDS
        if any(row.kind == kind for row in rows)
    ]
    head = PageHead(_("媒体和栏目"), crumb=Link(LIST, reverse("media")))
    none = [] if rows else [Note(_("还没有登记媒体。"))]
    return page(request, head, *parts, *none, aside=boxes if viewer.may(Permission.RUN_OUTREACH) else ())


def _outlet(request: Request, row: MediaOutlet) -> Entry:
    items = media_for(request.viewer).filter(state="listed", outlet=row)
    columns = [
        Entry(each.name, f"{reverse('media')}?column={each.pk}", _episodes(items.filter(column=each)))
        for each in row.columns.all()
    ]
    number = gettext("{n}条").format(n=items.count())
    return Entry(row.name, small=number, below=[Entries("", columns)] if columns else [])


def _episodes(items: Any) -> object:
    numbers = items.exclude(episode=None).values_list("episode", flat=True)
    words = episode_words(numbers)
    return listed(gettext("{n}条").format(n=items.count()), say(words) if words else "")


def _initial(row: MediaItem) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FIELDS}


NEW = Steps(
    "office",
    StepForm(
        [Step("list", media.list_media, _("登记"), _("已登记。"))], MediaForm, at_field="outlet",
        initial=lambda office: {"published_on": clock.today()},
    ),
    load=office_of,
    page=_new_page,
    goes=lambda row: reverse("media-item", args=[row.pk]),
    asked=("project", "activity", "session", "original", "column"),
)  # fmt: skip
STEPS = Steps(
    "item",
    StepForm(
        [Step("correct", media.correct_media, _("保存更正"), _("已更正。"))], MediaForm,
        fold=_("更正这条报道"), initial=_initial, as_stored=True, at_field="outlet",
    ),
    StepForm(
        [Step("withdraw", media.withdraw_media, _("撤下"), _("已撤下，不再作为依据。"))], ReasonForm,
        fold=_("登记有误"),
    ),
    load=seen(media_for),
    page=_page,
    table=MEDIA_ITEM,
)  # fmt: skip
OUTLETS = Steps(
    "office",
    StepForm([Step("add", media.add_outlet, _("登记媒体"), _("已登记。"))], OutletForm),
    StepForm(
        [Step("column", lambda office, **given: media.add_column(**given), _("加栏目"), _("已登记。"), look=SECOND)],
        ColumnForm, at_field="name",
    ),
    load=office_of,
    page=_outlets_page,
    goes=lambda row: reverse("outlets"),
)  # fmt: skip
urlpatterns = [
    Route("media/", index, "media", Permission.SEE_OUTREACH),
    *NEW.routes("media/new/", "media-new", Permission.ACT_IN_OUTREACH),
    *OUTLETS.routes("media/outlets/", "outlets", Permission.SEE_OUTREACH, act=Permission.RUN_OUTREACH),
    *STEPS.routes("media/<int:pk>/", "media-item", Permission.SEE_OUTREACH, act=Permission.ACT_IN_OUTREACH),
]
