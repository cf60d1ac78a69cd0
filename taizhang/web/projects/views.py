"""A project's page with its whole story, and a unit's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from taizhang.ledger.models import DirectiveSubject
from taizhang.ledger.queries.choices import Choices, choices_in, choosing
from taizhang.ledger.queries.grid import GridQuery, page_of
from taizhang.ledger.queries.page import page_for
from taizhang.ledger.queries.story import story_of
from taizhang.ledger.visible import projects_for, sees_whole_ledger, supported_by, units_for
from taizhang.office import clock
from taizhang.office.permissions import Permission
from taizhang.office.queries import holders_of
from taizhang.web.directives.writing import directive_parts
from taizhang.web.frame.access import load, viewer_of
from taizhang.web.frame.query_values import day_asked, ledger_asked, ledgers_of
from taizhang.web.grid.page import asked_of, sheet_of
from taizhang.web.projects.cited import by_day, issues_citing
from taizhang.web.projects.page import view_of
from taizhang.web.projects.project_actions import acts_for
from taizhang.web.projects.story import told


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The project, as of any day since its account was opened."""
    project, on = load(projects_for(viewer_of(request)).select_related("lead_post"), pk), day_asked(request)
    page, viewer = page_for(project, on), viewer_of(request)
    context = {
        "project": project,
        "page": page,
        "view": view_of(project, page, on),
        "opens_unit": sees_whole_ledger(viewer) or project.lead_unit in viewer.units,
        "story": by_day(
            [told(moment, on) for moment in story_of(project, on, viewer, page.standings)],
            issues_citing(project, on, viewer),
        ),
        "acts": acts_for(request, project) if on is None else [],
        "directives": directive_parts(request, DirectiveSubject.PROJECT, project) if on is None else [],
        "fieldwork": viewer.may(Permission.SEE_OUTREACH),
        "as_of": on,
    }
    return render(request, "projects/project.html", context)


@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """What a unit leads and what it supports, and who holds its posts."""
    shown, on, ledger = load(units_for(viewer_of(request)), pk), day_asked(request), ledger_asked(request)
    if ledger is None:
        return render(request, "grid/none.html", {"as_of": None})
    asked = asked_of(request)
    visible = projects_for(viewer_of(request))
    beside = choosing(viewer_of(request), ledger)
    leads = page_of(ledger, visible, whole=False, wanted=GridQuery(units=(shown.pk,)), on=on, beside=beside)
    supports = page_of(ledger, visible.filter(supported_by(shown)), whole=False, wanted=GridQuery(), on=on)
    choices = Choices(themes=choices_in(leads.beside).themes)
    sheets = [sheet_of(asked, ledger, [], each, on=on, choices=choices) for each in (leads, supports)]
    people = holders_of(shown.office, clock.now()).filter(post__unit=shown)
    context = {"unit": shown, "sheet": sheets[0], "supported": sheets[1], "people": people}
    context["may_transfer"] = on is None and viewer_of(request).may(Permission.RUN_LEDGER)
    frame = {"ledger": ledger, "ledgers": ledgers_of(request), "today": clock.today(), "as_of": on}
    return render(request, "projects/unit.html", {**context, **frame})
