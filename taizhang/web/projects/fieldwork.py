"""What outreach and fieldwork did for a project: its sessions, services, media, sit-ins, research and plans."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.ledger.models import Project
from taizhang.ledger.visible import projects_for
from taizhang.office.permissions import Permission
from taizhang.office.together import together
from taizhang.office.visible import Viewer
from taizhang.outreach import visible
from taizhang.outreach.queries.sessions import sessions_of_project
from taizhang.web.frame.access import load
from taizhang.web.frame.parts import Entries, Entry, PageHead, Words, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.projects.links import project_link

MOST = 100  # rows of a kind


@dataclass(frozen=True, slots=True)
class RecordKind:
    """``rows`` of a project as the viewer sees them; the paths of title, day and what is said in small print."""

    words: Words
    rows: Callable[[Viewer, Project], QuerySet[Any]]
    route: str
    title: str
    day: str
    small: str
    key: str = "pk"

    def paths(self) -> list[str]:
        return list(dict.fromkeys((self.key, self.title, self.day, self.small)))

    def entry(self, row: dict[str, Any]) -> Entry:
        """A row as a line; without a page of its own it leads nowhere."""
        url = reverse(self.route, args=[row[self.key]]) if row[self.key] else ""
        return Entry(
            row[self.title], url, row[self.small] or "", dated(row[self.day]) if row[self.day] else ""
        )


KINDS = (
    RecordKind(_("宣讲场次"), sessions_of_project, "session", "title", "held_on", "speaker__name"),
    RecordKind(
        _("公益服务"),
        lambda viewer, project: visible.services_for(viewer).filter(project=project).order_by("position", "pk"),
        "slot", "title", "slot__starts_on", "slot__place", "slot__pk",
    ),
    RecordKind(
        _("媒体报道"),
        lambda viewer, project: visible.media_for(viewer).filter(project=project, state="listed").order_by(
            "-published_on", "-pk"
        ),
        "media-item", "title", "published_on", "outlet__name",
    ),
    RecordKind(
        _("巡听旁听"),
        lambda viewer, project: visible.sit_ins_for(viewer).filter(project=project).exclude(state="cancelled").order_by(
            "-planned_on", "-pk"
        ),
        "sit-in", "subject", "planned_on", "unit__short_name",
    ),
    RecordKind(
        _("调查研究"),
        lambda viewer, project: visible.research_for(viewer).filter(project=project).exclude(state="dropped").order_by(
            "-started_at", "-pk"
        ),
        "research-topic", "question", "started_at", "method",
    ),
    RecordKind(
        _("专项方案"),
        lambda viewer, project: visible.plans_for(viewer).filter(project=project).order_by("-starts_on", "-pk"),
        "plan", "name", "starts_on", "event",
    ),
)  # fmt: skip


def _found(viewer: Viewer, project: Project) -> list[tuple[RecordKind, list[dict[str, Any]]]]:
    """The latest ``MOST`` rows of each kind and one more, in one query; kinds without rows are left out, and all of them to
    who sees no outreach.
    """
    if not viewer.may(Permission.SEE_OUTREACH):
        return []
    rows = together(*((kind.rows(viewer, project)[: MOST + 1], kind.paths()) for kind in KINDS))
    return [(kind, found) for kind, found in zip(KINDS, rows, strict=True) if found]


@require_safe
def index(request: Request, pk: int) -> HttpResponse:
    """All of it, kind by kind."""
    project = load(projects_for(request.viewer), pk)
    found = _found(request.viewer, project)
    parts = [
        Entries(
            _latest(kind.words) if len(rows) > MOST else kind.words,
            [kind.entry(row) for row in rows[:MOST]],
        )
        for kind, rows in found
    ]
    head = PageHead(_("宣讲和外勤"), crumb=project_link(project))
    return page(request, head, *parts, empty=_("这个项目还没有宣讲和外勤记录。"))


def _latest(words: Words) -> str:
    return gettext("{words}，只列最近{n}条").format(words=words, n=MOST)


urlpatterns = [
    Route("projects/<int:pk>/outreach/", index, "project-fieldwork", Permission.SEE_LEDGER),
]
