"""Writing a directive: the same form stands on the page of what it is about, and on a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from taizhang.bulletin.models import Issue
from taizhang.bulletin.queries import titles
from taizhang.bulletin.visible import drafts_for, issues_for
from taizhang.core.lifecycle.bulletin_life import OUT
from taizhang.ledger.actions.directives import write_directive
from taizhang.ledger.models import Directive, DirectiveSubject, Project
from taizhang.ledger.queries.directives import written_on
from taizhang.ledger.queries.ledgers import ledgers
from taizhang.ledger.rules.directives import posts_for
from taizhang.ledger.visible import notices_for, projects_for
from taizhang.office.clock import today
from taizhang.office.models import Person, Post
from taizhang.office.permissions import Permission
from taizhang.office.roles import Role
from taizhang.office.visible import Viewer
from taizhang.office.workdays import workdays_after
from taizhang.web.frame.access import load, viewer_of
from taizhang.web.frame.forms import OpenForm, day, looking, text
from taizhang.web.frame.parts import Entry, Link, PageHead, PagePart, dotted, entries, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import Step, StepForm, Steps
from taizhang.web.frame.tags_ledger_look import dated
from taizhang.web.frame.tags_record_look import notice_number

DAYS = 7  # working days: the time proposed; the leader may write another day


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that a directive may be on: which rows the viewer may write on, how a row is called, its page, the
    project it is about, and the role whose post is proposed. ``fold``: the form stands folded on a page that has much else.
    """

    kind: DirectiveSubject
    rows: Callable[[Viewer], Any]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    project: Callable[[Any], Project | None] = lambda row: None
    likeliest: Role = Role.LEDGER_OFFICER
    fold: bool = True


def _project_title(project: Project) -> str:
    return f"{project.account_no} {project.title}".strip()


def _issue_title(issue: Issue) -> str:
    return str(titles.issue_title(issue) if issue.state in OUT else titles.draft_title(issue))


SUBJECTS = {
    subject.kind: subject
    for subject in (
        Subject(
            DirectiveSubject.PROJECT,
            projects_for,
            _project_title,
            lambda project: reverse("project", args=[project.pk]),
            lambda project: project,
        ),
        Subject(
            DirectiveSubject.NOTICE,
            lambda viewer: notices_for(viewer).filter(serial__isnull=False),
            lambda notice: f"{notice_number(notice)} {_project_title(notice.project)}",
            lambda notice: reverse("notice", args=[notice.pk]),
            lambda notice: notice.project,
            fold=False,
        ),
        Subject(
            DirectiveSubject.ISSUE,
            lambda viewer: issues_for(viewer) | drafts_for(viewer),
            _issue_title,
            lambda issue: reverse("issue" if issue.state in OUT else "draft", args=[issue.pk]),
            likeliest=Role.EDITOR,
        ),
        Subject(
            DirectiveSubject.SHEET,
            lambda viewer: ledgers() if viewer.may(Permission.SEE_SHEET) else ledgers().none(),
            lambda ledger: ledger.name,
            lambda ledger: f"{reverse('sheet')}?year={ledger.year}",
        ),
    )
}


def post_words(post: Post) -> str:
    """The post with its unit: 市教育局联络员."""
    unit = str(post.unit or "")
    return post.title if unit in post.title else f"{unit} {post.title}"


class PostField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One post of many, those of a unit under its name."""

    def label_from_instance(self, post: Post) -> str:
        return post_words(post)


class DirectiveForm(OpenForm):
    """One sentence, whose task it becomes, and until when."""

    text = text(_("批示"), 500, 2, required=True)
    post: Any = PostField(label=_("交给"), queryset=None, empty_label=None)
    due: Any = looking("field-short", day(_("办理时限"), required=True))
    help = _("承办人会在待办里看到，办完向您回复；项目的经过里会记下这句批示。")

    def __init__(self, *args: Any, subject: Subject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        post: Any = self.fields["post"]
        post.queryset = posts_for(subject.project(self.row)).exclude(pk__in=[p.pk for p in self.viewer.posts])
        likeliest = post.queryset.filter(role=subject.likeliest).first()
        self.initial.setdefault("post", likeliest and likeliest.pk)
        self.initial.setdefault("due", workdays_after(today(), DAYS))


def _write(
    subject: Subject, *, row: Any, text: str, post: Post, due: date, by: Person, at: datetime
) -> Directive:
    return write_directive(
        kind=subject.kind, subject=row.pk, title=subject.title(row), project=subject.project(row),
        text=text, post=post, due=due, by=by, at=at,
    )  # fmt: skip


def _load(subject: Subject, request: HttpRequest, pk: int) -> Any:
    return load(subject.rows(viewer_of(request)), pk)


def _page(subject: Subject, request: Request, row: Any, boxes: Sequence[PagePart]) -> HttpResponse:
    head = PageHead(_("写批示"), facts=[subject.title(row)], crumb=Link(subject.title(row), subject.url(row)))
    return page(request, head, *boxes)


def _steps(subject: Subject) -> Steps[Any]:
    return Steps(
        "row",
        StepForm(
            [Step("write", partial(_write, subject), _("批示"), _("批示已交办。"))],
            partial(DirectiveForm, subject=subject),
            fold=_("写批示") if subject.fold else "",
            at_field="text",
        ),
        load=partial(_load, subject),
        page=partial(_page, subject),
        goes=lambda directive: reverse("directive", args=[directive.pk]),
    )


def entry(row: Directive) -> Entry:
    """A directive as a line."""
    return Entry(
        title=row.text,
        url=reverse("directive", args=[row.pk]),
        small=dotted(f"{row.get_kind_display()}：{row.title}", post_words(row.post)),
        aside=dotted(row.get_state_display(), dated(row.due)),
    )


def directive_parts(request: HttpRequest, kind: DirectiveSubject, row: Any) -> list[PagePart]:
    """What is written on ``row``, and for who may write the form for more; a project's stands in its story."""
    viewer = viewer_of(request)
    listed = written_on(viewer, kind, row.pk)
    parts = [] if kind == DirectiveSubject.PROJECT else entries(_("领导批示"), listed, entry)
    return [*parts, *writing_boxes(request, kind, row)]


def writing_boxes(request: HttpRequest, kind: DirectiveSubject, row: Any) -> list[PagePart]:
    """The form, for who may write a directive."""
    return WRITING[kind].boxes(request, row) if viewer_of(request).may(Permission.WRITE_DIRECTIVE) else []


WRITING = {kind: _steps(subject) for kind, subject in SUBJECTS.items()}
urlpatterns: list[Route] = [
    route
    for kind, steps in WRITING.items()
    for route in steps.routes(
        f"directives/on/{kind}/<int:pk>/", f"directive-on-{kind}", Permission.WRITE_DIRECTIVE
    )
]
