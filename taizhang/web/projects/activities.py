"""What took place: the list, the form, one activity with its counts, and its voiding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.core.lifecycle.project_year import IN_COUNT, PROJECT
from taizhang.ledger.actions import records
from taizhang.ledger.models import Activity, Basis, Figure, Project
from taizhang.ledger.visible import activities_for, projects_for, sees_whole_ledger
from taizhang.office.clock import today
from taizhang.office.models import Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.queries import active_units
from taizhang.office.visible import Viewer
from taizhang.web.frame.access import load, offered, seen, units_offered
from taizhang.web.frame.parts import (
    Actions,
    Callout,
    Entries,
    Entry,
    Facts,
    Link,
    PageHead,
    PagePart,
    PostButton,
    SheetPart,
    Sheets,
    Words,
    amount_mark,
    by_at,
    dotted,
    link,
    listed,
    page,
)
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.tags_record_look import figure_reading, figure_words
from taizhang.web.frame.words import reading_of
from taizhang.web.projects.forms import COUNT_WORDS, ActivityForm, CountRow, Places, VoidRecordForm
from taizhang.web.projects.links import project_link
from taizhang.web.projects.project_actions import may_record

A_PAGE = 50
OFFERED = (_("参加人数"), _("服务人次"))  # counts that most write; more come by a button


def _title(row: Activity) -> object:
    return format_html("<s>{}</s> {}", row.title, _("已作废")) if row.voided_at else row.title


def _chips(row: Activity) -> object:
    counted = ((each.name, figure_words(each)) for each in row.figures.all() if not each.ended_at)
    return format_html_join("", '<span class="chip">{} {}</span>', counted)


def _columns(*, whole: bool, project: Project | None) -> Iterator[Column[Activity]]:
    yield Column(_("日期"), lambda row: dated(row.held_on), "date", sort="held_on")
    yield Column(_("活动"), _title, head=True, url=lambda row: reverse("activity", args=[row.pk]))
    yield Column(_("类别"), lambda row: row.get_kind_display(), "tight", sort="kind")
    yield Column(_("数据"), _chips)
    if whole:
        yield Column(_("单位"), "unit", "tight", sort="unit__short_name")
    if project is None:
        yield Column(_("项目"), lambda row: row.project.account_no if row.project else "")


@require_safe
def index(request: Request) -> HttpResponse:
    """Newest first; of one project where ?project= asks for it."""
    rows = activities_for(request.viewer).prefetch_related("figures")
    project, may = _project_asked(request), bool(_units(request))
    if project is not None:
        rows = rows.filter(project=project)
    more = _("开展过的活动登记一次，月报、佐证、简报都可直接引用，不用再报。") if may else ""
    columns = _columns(whole=sees_whole_ledger(request.viewer), project=project)
    table = Table(*columns, empty=listed(_("还没有登记活动。"), more), per_page=A_PAGE).of(request, rows)
    new = reverse("activity-new") + (f"?project={project.pk}" if project else "")
    head = PageHead(
        _("活动"),
        facts=[_("共 {n} 项").format(n=table.page.paginator.count)],
        crumb=project_link(project) if project else None,
        links=[Link(_("登记活动"), new, filled=True)] if may else [],
    )
    return page(request, head, table)


def _project_asked(request: Request) -> Project | None:
    given = request.GET.get("project", "")
    if not given:
        return None
    found = projects_for(request.viewer).filter(pk=number_in(given) or 0).first()
    if found is None:
        raise Http404
    return found


def _units(request: HttpRequest) -> list[Unit]:
    """The units for which the person may record."""
    if "record" in offered(request, PROJECT, "active", None):
        return list(active_units())
    return units_offered(request, PROJECT, "active", "record")


def _places(request: Request) -> Places:
    """Where something may have taken place, as far as this person records it."""
    units = _units(request)
    if not units:
        raise Http404
    rows = projects_for(request.viewer).filter(state__in=IN_COUNT["active"])
    return Places(units, rows.order_by("-ledger__year", "serial"), _project_asked(request))


def _initial(places: Places) -> dict[str, Any]:
    project = places.asked
    if project is None:
        own = list(places.projects[:2])
        project = own[0] if len(own) == 1 else None
    unit = project.lead_unit if project and project.lead_unit in places.units else places.units[0]
    counts = [{"name": str(name)} for name in OFFERED]
    return {"held_on": today(), "unit": unit, "project": project, "counts": counts}


def _record(*, counts: Sequence[dict[str, str]], by: Person, at: datetime, **given: Any) -> Activity:
    counted = [(row["name"], row["text"].strip(), row["unit"], Basis.PERIOD) for row in counts]
    return records.record_activity(counts=counted, by=by, at=at, **given)


def _new_page(request: Request, places: Places, boxes: Sequence[PagePart]) -> HttpResponse:
    fact = _("登记一次，月报、佐证、简报都可直接引用。不需要照片，不填参加人姓名。")
    return page(request, PageHead(_("登记活动"), facts=[fact]), *boxes)


@require_safe
def reading(request: HttpRequest) -> HttpResponse:
    """How a count is understood, while it is typed."""
    typed = next((str(value) for key, value in request.GET.items() if key.endswith("text")), "")
    return render(
        request,
        "projects/_reading.html",
        {"reading": reading_of(typed) if len(typed) <= COUNT_WORDS else "", "typed": typed},
    )


@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    """One activity with what can be done about it."""
    activity = load(activities_for(request.viewer), pk)
    return _page(request, activity, VOIDING.boxes(request, activity))


def _page(request: Request, activity: Activity, boxes: Sequence[PagePart]) -> HttpResponse:
    """One activity, its counts as figures with their reading, and where it serves as evidence."""
    back = f"?project={activity.project_id}" if activity.project_id else ""
    days = [dated(day) for day in (activity.held_on, activity.ended_on) if day]
    head = PageHead(
        activity.title,
        facts=[
            dotted(
                activity.get_kind_display(), format_html_join("—", "{}", ((d,) for d in days)), activity.unit
            )
        ],
        crumb=Link(_("活动"), reverse("activities") + back),
    )
    figures = activity.figures.order_by("pk").filter(replaced_by__isnull=True)
    counted = Entries(_("数据"), [_figure(each) for each in figures], empty=_("没有登记数据。"), paper=True)
    about = SheetPart(_("基本情况"), [Facts("", _facts(activity)), *_offer(request, activity)])
    return page(request, head, *_told(activity), Sheets([about, counted]), *boxes)


def _told(activity: Activity) -> Iterator[PagePart]:
    if activity.voided_at:
        words = _("这项活动已作废，数据不计入任何合计。原因：{reason}")
        yield Callout(words.format(reason=activity.void_reason), look="warn")


def _facts(activity: Activity) -> Iterator[tuple[Words, object]]:
    at, project = activity.link, activity.project and project_link(activity.project)
    yield _("项目"), link(project.words, project.url) if project else "—"
    yield _("地点"), activity.venue
    yield _("分会场"), _("{n} 个").format(n=activity.sub_venues) if activity.sub_venues else ""
    yield _("媒体"), listed(activity.outlet, link(Truncator(at).chars(60), at) if at else "")
    yield _("内容或成果"), activity.note
    yield _("登记"), by_at(activity.recorded_by or "—", activity.recorded_at)


def _figure(figure: Figure) -> Entry:
    return Entry(
        figure.name,
        reverse("figure", args=[figure.pk]),
        figure_reading(figure),
        aside=amount_mark(figure_words(figure)),
    )


def _offer(request: Request, activity: Activity) -> Iterator[PagePart]:
    """Whether it is evidence of its project, or the button that makes it that."""
    project = activity.project
    if activity.evidence.filter(withdrawn_at__isnull=True).exists():
        yield Callout(_("已作为项目的佐证材料。"), look="good")
    elif project and not activity.voided_at and may_record(project, request.viewer):
        url, given = reverse("evidence", args=[project.pk]), {"activity": activity.pk}
        post = PostButton(_("作为项目的佐证"), url, given, look="button")
        yield Actions([post], note=_("需要时再加，不加也可以。"))


def _may_void(activity: Activity, viewer: Viewer) -> bool:
    verbs = PROJECT.verbs("active", viewer.roles_for(activity.unit_id))
    return activity.voided_at is None and "record" in verbs


RECORDING: Steps[Places] = Steps(
    "",
    StepForm(
        [Step("save", _record, _("保存"))],
        ActivityForm,
        on_enter="save",
        initial=_initial,
        rows={"counts": CountRow},
        add=_("再加一项数据"),
    ),
    load=_places,
    page=_new_page,
    goes=lambda activity: reverse("activity", args=[activity.pk]),
)
VOIDING = Steps(
    "activity",
    StepForm(
        [Step("void", records.void_activity, _("确认作废"), _("已作废，它的数据不再计入。"))],
        VoidRecordForm,
        fold=_("这项活动登记有误"),
        when=_may_void,
    ),
    load=seen(activities_for),
    page=_page,
    goes=lambda row: reverse("activity", args=[row.pk]),
)
urlpatterns = [
    Route("activities/", index, "activities", Permission.SEE_LEDGER),
    *RECORDING.routes("activities/new/", "activity-new", Permission.ACT_IN_LEDGER),
    Route("activities/reading/", reading, "count-reading", Permission.SEE_LEDGER),
    Route("activities/<int:pk>/", show, "activity", Permission.SEE_LEDGER),
    *VOIDING.post("activities/<int:pk>/void/", "activity-void", Permission.ACT_IN_LEDGER),
]
