"""Closing an account (销账): asked for against each criterion, verified by somebody else, or sent back with a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from taizhang.core.lifecycle.project_year import CLOSURE, PROJECT, ClosureState
from taizhang.core.plan.criteria import CriterionFigure
from taizhang.ledger.actions import closing
from taizhang.ledger.models import Closure, ClosureAnswer, Project, Rectification
from taizhang.ledger.queries.closing import shortfalls_of
from taizhang.ledger.queries.figures import totals
from taizhang.ledger.visible import closures_for, projects_for, rectifications_for
from taizhang.office.clock import today
from taizhang.office.permissions import Permission
from taizhang.web.closing.forms import (
    ClosureForm,
    ClosureReturnForm,
    OpinionForm,
    RectifiedForm,
    RectifyRow,
    ReopenForm,
    figure_words,
)
from taizhang.web.frame.access import load, offered, seen
from taizhang.web.frame.parts import (
    Callout,
    Entries,
    Entry,
    Link,
    PageHead,
    PagePart,
    Prose,
    by_at,
    dotted,
    link,
    listed,
    page,
)
from taizhang.web.frame.request import Request
from taizhang.web.frame.steps import QUIET, Step, StepForm, Steps
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.tags_ledger_look import dated, state_seal
from taizhang.web.frame.tags_record_look import amount, in_unit
from taizhang.web.frame.words import say
from taizhang.web.projects.links import project_link

REACHED: Table[tuple[Any, Any]] = Table(
    Column(_("指标"), lambda row: row[0].name, head=True),
    Column(_("完成"), lambda row: "—" if row[1] is None else amount(row[1]) + row[0].unit, "number"),
    Column(
        _("目标"),
        lambda row: (
            amount(row[0].target) + row[0].unit
            if row[0].target
            else in_unit(row[0].target_text, row[0].unit) or "—"
        ),
        "number",
    ),
)


def _reached(project: Project) -> list[PagePart]:
    """What each indicator has come to: nobody types it again."""
    indicators = list(project.indicators.filter(in_force=True))
    values: Mapping[int, Any] = totals(indicators, today())
    rows = [(each, values.get(each.pk)) for each in indicators]
    return [REACHED.whole(rows, _("指标完成情况"), _("取自已登记的数据，不用再填"))] if rows else []


def _may_ask(request: HttpRequest, project: Project) -> bool:
    verbs = offered(request, PROJECT, project.state, project.lead_unit)
    return not verbs.isdisjoint(("draft_closure", "request_closure"))


def _load_project(request: HttpRequest, pk: int) -> Project:
    """A project that this person may ask to close, or 404."""
    project = seen(projects_for)(request, pk)
    if not _may_ask(request, project):
        raise Http404
    return project


def _ask_page(request: Request, project: Project, boxes: Sequence[PagePart]) -> HttpResponse:
    """Each criterion with what shows it already; what is missing is explained in words."""
    head = PageHead(
        _("申请销账"),
        crumb=project_link(project),
        facts=[_("逐条对照销账标准：已有的佐证直接勾选，没有佐证的写一句说明。")],
        links=[Link(_("先加佐证材料"), reverse("evidence", args=[project.pk]))],
    )
    left = rectifications_for(request.viewer).filter(closure__project=project, done_on=None).order_by("pk")
    told = [
        Callout(
            _("上次核验列出的整改事项还有未完成的，登记完成后再申请：{text}").format(text=row.text),
            [Link(_("去登记"), reverse("closure", args=[row.closure_id]))],
            look="warn",
        )
        for row in left
    ]
    last = project.closures.order_by("-round").first()
    if last is not None and last.state == ClosureState.UNIT_REVIEW:
        words = _("销账申请已送单位负责人审签。要改的，先撤回再申请。")
        return page(request, head, Callout(words, [Link(_("看申请"), _address(last))]))
    if last is not None and last.state == ClosureState.HANDED_BACK:
        told.append(Callout(_("单位负责人退回修改：{words}").format(words=last.returned), look="warn"))
    return page(request, head, *told, *_reached(project), *boxes)


def _offered_first(project: Project) -> dict[str, Any]:
    """What was answered last time, and the evidence that was given for a criterion, stand there already."""
    first: dict[str, Any] = {}
    last = project.closures.order_by("-round").first()
    if last is not None:
        first["summary"] = last.summary
        for answer in last.answers.prefetch_related("evidence"):
            standing = [f"e{row.pk}" for row in answer.evidence.all() if row.withdrawn_at is None]
            first[f"evidence{answer.criterion_id}"] = standing
            first[f"words{answer.criterion_id}"] = answer.explanation
    for row in project.evidence.filter(withdrawn_at__isnull=True, criterion__isnull=False):
        first.setdefault(f"evidence{row.criterion_id}", []).append(f"e{row.pk}")
    return first


def _page(request: Request, row: Closure, boxes: Sequence[PagePart], *typed: PagePart) -> HttpResponse:
    """The request with its answers, and what this person can do; ``typed``: a step of its project or its list."""
    project = row.project
    asked = _("第 {n} 次申请销账").format(n=row.round) if row.round > 1 else _("申请销账")
    who_asked = dotted(
        row.get_state_display(),
        project.lead_unit,
        by_at(row.requested_by, row.requested_at),
        row.signed_at and listed(_("审签"), by_at(row.signed_by, row.signed_at)),
    )
    may_ask = _may_ask(request, project)
    again = may_ask and row.state in (ClosureState.RECTIFY, ClosureState.HANDED_BACK)
    to_ask = Link(_("再次申请销账"), reverse("closure-request", args=[project.pk]), filled=True)
    head = PageHead(
        asked,
        name=f"{_('销账')} · {project.title}",
        crumb=project_link(project),
        facts=[state_seal(project.state), who_asked],
        links=[to_ask] if again else [],
    )
    below = typed or [*ARCHIVING.boxes(request, project), *REOPENING.boxes(request, project)]
    return page(request, head, *_told(request, row, may_ask), *boxes, *below)


def _told(request: Request, row: Closure, may: bool) -> Iterator[PagePart]:
    short = shortfalls_of(row)
    if short:
        words = _("{n} 项数据没有达到销账标准：{figures}。请看单位的说明。")
        yield Callout(words.format(n=len(short), figures="；".join(map(say, short))), look="warn")
    if row.returned:
        yield Prose(_("单位负责人退回修改"), row.returned)
    if row.verified_at:
        opinion = row.opinion or str(row.get_state_display())
        yield Prose(_("核验意见"), opinion, [by_at(row.verified_by, row.verified_at)])
    items = [_item(request, each, may) for each in row.rectifications.order_by("pk")]
    if items:
        yield Entries(_("整改清单"), items)
    yield from _reached(row.project)
    answers = row.answers.select_related("criterion")
    answers = answers.prefetch_related("evidence__file", "evidence__activity")
    yield Entries(_("逐条对照"), [_answer(each) for each in answers])
    if row.summary:
        yield Prose(_("完成情况"), row.summary)


def _item(request: Request, row: Rectification, may: bool) -> Entry:
    state: object = _("未完成")
    if row.done_on:
        state = listed(_("已完成"), dated(row.done_on), row.done_note)
    elif row.due:
        state = listed(_("时限"), dated(row.due))
    boxes = RECTIFIED.boxes(request, row) if may and not row.done_on else []
    return Entry(row.text, small=state, boxes=boxes)


def _answer(row: ClosureAnswer) -> Entry:
    shown = [
        link(each.title, reverse("evidence-file", args=[each.pk]))
        if each.file
        else link(each.title, reverse("activity", args=[each.activity_id]))
        for each in row.evidence.all()
    ]
    figures = figure_words([CriterionFigure.from_json(each) for each in row.figures])
    return Entry(row.criterion.text, small=dotted(figures, listed(*shown)), words=row.explanation)


def _address(row: Closure) -> str:
    return reverse("closure", args=[row.pk])


def _rectify(*, items: Sequence[Mapping[str, Any]], **given: Any) -> Closure:
    return closing.rectify_closure(items=[(each["text"], each["due"]) for each in items], **given)


def _item_page(request: Request, row: Rectification, boxes: Sequence[PagePart]) -> HttpResponse:
    """The request again with the words that were refused."""
    return _page(request, load(closures_for(request.viewer), row.closure_id), [], *boxes)


def _project_page(request: Request, row: Project, boxes: Sequence[PagePart]) -> HttpResponse:
    last = closures_for(request.viewer).filter(project=row).first()
    if last is None:
        return page(request, PageHead(row.title, crumb=project_link(row)), *boxes)
    return _page(request, last, [], *boxes)


ASKING = Steps(
    "project",
    StepForm(
        [
            Step("request_closure", closing.request_closure, _("申请销账"), _("已申请销账，送督账员核验。")),
            Step("draft_closure", closing.draft_closure, _("送单位负责人审签"), _("已送单位负责人审签。")),
        ],
        ClosureForm,
        initial=_offered_first,
        template="closing/closure_form.html",
    ),
    load=_load_project,
    page=_ask_page,
    table=PROJECT,
    goes=_address,
)
STEPS = Steps(
    "closure",
    StepForm([Step("sign", closing.sign_closure, _("审签"), _("已审签，送督账员核验。"), takes={})]),
    StepForm(
        [Step("hand_back", closing.hand_back_closure, _("退回修改"), _("已退回修改。"))],
        ClosureReturnForm,
        fold=_("退回修改"),
    ),
    StepForm(
        [Step("verify", closing.verify_closure, _("核验通过，销账"), _("已核验，账目已销。"))], OpinionForm
    ),
    StepForm(
        [Step("rectify", _rectify, _("退回整改"), _("已退回整改，单位会看到清单。"))],
        OpinionForm,
        rows={"items": RectifyRow},
        add=_("再加一项"),
        fold=_("还不能销：列出整改清单退回"),
    ),
    StepForm(
        [
            Step(
                "withdraw",
                closing.withdraw_closure,
                _("撤回销账申请"),
                _("销账申请已撤回，项目继续督账。"),
                look=QUIET,
            )
        ]
    ),
    load=seen(closures_for),
    page=_page,
    table=CLOSURE,
)
RECTIFIED = Steps(
    "rectification",
    StepForm(
        [Step("done", closing.mark_rectified, _("已完成"), _("已登记完成。"))],
        RectifiedForm,
        template="frame/parts/inline_steps.html",
    ),
    load=seen(rectifications_for),
    page=_item_page,
    goes=lambda row: reverse("closure", args=[row.closure_id]),
)
ARCHIVING = Steps(
    "project",
    StepForm(
        [Step("archive", closing.archive_project, _("归档"), _("已归档。"))],
        fold=_("归档：归档后不再恢复督账"),
    ),
    load=seen(projects_for),
    page=_project_page,
    table=PROJECT,
    goes=lambda row: reverse("project", args=[row.pk]),
)
REOPENING = Steps(
    "project",
    StepForm(
        [Step("reopen", closing.reopen_project, _("确认恢复"), _("已恢复督账，并作标记。"))],
        ReopenForm,
        fold=_("恢复督账"),
    ),
    load=seen(projects_for),
    page=_project_page,
    table=PROJECT,
    goes=lambda row: reverse("project", args=[row.pk]),
)
urlpatterns = [
    *ASKING.routes("projects/<int:pk>/close/", "closure-request", Permission.ACT_IN_LEDGER),
    *STEPS.routes("closures/<int:pk>/", "closure", Permission.SEE_LEDGER),
    *RECTIFIED.post("rectifications/<int:pk>/", "rectified", Permission.ACT_IN_LEDGER),
    *REOPENING.post("projects/<int:pk>/reopen/", "project-reopen", Permission.DECIDE_CHANGE),
    *ARCHIVING.post("projects/<int:pk>/archive/", "project-archive", Permission.RUN_LEDGER),
]
