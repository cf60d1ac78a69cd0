"""Lines of the landing page: issues to go on with, to check, to sign; questions about figures."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from taizhang.bulletin.models import FactQuery, Issue, Series
from taizhang.bulletin.queries.numbers import foreseen
from taizhang.core.gongwen.model import IssueKind
from taizhang.core.lifecycle.bulletin_life import AT_DESK, FactQueryState, IssueState
from taizhang.office.models import Unit
from taizhang.office.roles import Role
from taizhang.web.issues.page import draft_title
from taizhang.web.tasks.queue_lines import Button, Group, Line

SHOWN = 30


def bulletin_groups(roles: frozenset[Role], units: list[Unit], today: date) -> list[Group]:
    """What waits for somebody with these posts; empty groups are left to the caller."""
    groups: list[Group] = []
    if Role.SIGNER in roles:
        groups.append(Group(_("待签发"), _issues(_("签发"), IssueState.CHECKED, IssueState.SIGNED)))
    if Role.CHECKER in roles:
        groups.append(Group(_("待核稿"), _issues(_("核稿"), IssueState.EDITED)))
    if units:
        groups.append(_facts_of(units))
    if Role.EDITOR in roles:
        groups.append(_answered())
        groups.append(
            Group(_("正在编辑的简报"), [*_issues(_("编辑"), IssueState.COMPOSING), *_to_begin(today)])
        )
    return groups


def _issues(act: str, *states: IssueState) -> list[Line]:
    rows = Issue.objects.filter(state__in=states).select_related("series").order_by("date", "pk")
    return [
        Line(
            title=draft_title(row),
            small=_("退回：{reason}").format(reason=row.reason) if row.reason else row.get_state_display(),
            url=reverse("draft", args=[row.pk]),
            act=act,
            due=row.date,
        )
        for row in rows[:SHOWN]
    ]


def _to_begin(today: date) -> list[Line]:
    """The next issue of each series that none is being composed of."""
    busy = Issue.objects.filter(state=IssueState.COMPOSING).values("series")
    lines = []
    for series in Series.objects.exclude(pk__in=busy).order_by("name"):
        annual, _ever = foreseen(series, IssueKind.REGULAR, today.year)
        fields = (("series", str(series.pk)), ("kind", IssueKind.REGULAR.value), ("on", today.isoformat()))
        lines.append(
            Line(
                title=_("{name} 第{n}期（拟）").format(name=series.name, n=annual),
                small=_("沿用上一期的栏目、联系方式和报送范围"),
                url=reverse("drafts"),
                act=_("编刊"),
                button=Button(_("新开一期"), reverse("draft-new"), fields),
            )
        )
    return lines


def _facts_of(units: list[Unit]) -> Group:
    rows = FactQuery.objects.filter(
        unit__in=units, state=FactQueryState.OPEN, article__issue__state__in=AT_DESK
    )
    lines = [
        Line(
            title=_("“{surface}”：{question}").format(surface=row.surface, question=row.question),
            small=row.sentence[:60],
            url=reverse("fact", args=[row.pk]),
            act=_("答复"),
        )
        for row in rows.order_by("asked_at", "pk")[:SHOWN]
    ]
    return Group(_("请核实的数据"), lines)


def _answered() -> Group:
    rows = FactQuery.objects.filter(state=FactQueryState.ANSWERED, article__issue__state__in=AT_DESK)
    lines = [
        Line(
            title=_("“{surface}”：{answer}").format(surface=row.surface, answer=row.get_answer_display()),
            small=_("{unit}：{words}").format(unit=row.unit, words=row.words or row.question),
            url=reverse("fact", args=[row.pk]),
            act=_("查看"),
        )
        for row in rows.select_related("unit").order_by("answered_at", "pk")[:SHOWN]
    ]
    return Group(_("单位对数据的答复"), lines)
