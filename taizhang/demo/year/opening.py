"""January and February: the call, the proposals, the accounts (征集、建账)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from django.db.models import prefetch_related_objects

from taizhang.core.pace.curves import by_months, campaign, curve_to_json
from taizhang.core.plan.account_plan import CriterionPlan
from taizhang.demo.year.cast import Cast
from taizhang.demo.year.data import YEAR, Story
from taizhang.ledger.actions import accounts, proposals, signals, year
from taizhang.ledger.models import Call, Ledger, Project, Proposal, Schedule, Theme
from taizhang.ledger.rules.account_plans import LISTS, plan_of

CALLED = datetime(YEAR, 1, 6, 2, tzinfo=UTC)
DEADLINE = datetime(YEAR, 1, 23, 10, tzinfo=UTC)
OPENED = datetime(YEAR, 2, 10, 2, tzinfo=UTC)
# Proposals that do not become accounts: one too many, one withdrawn, one merged.
SPARE = (
    ("市体育局", "全市机关工间操大比拼", "declined"),
    ("市商务局", "夜市文明摊位认领", "withdrawn"),
    ("市民政局", "独居老人定期探访", "merged"),
)


def open_the_year(cast: Cast, tales: list[Story]) -> list[Project]:
    """From the call to confirmed accounts, numbered in the order of ``tales``."""
    ledger = year.open_ledger(
        office=cast.office,
        year=YEAR,
        name="海川市2026年度精神文明建设重点项目台账",
        by=cast.officer,
        at=CALLED,
    )
    themes = {
        name: year.add_theme(ledger=ledger, name=name, by=cast.officer, at=CALLED)
        for name in dict.fromkeys(tale.theme for tale in tales)
    }
    call = _call(cast, ledger, list(themes.values()))
    signed = [_propose(cast, call, themes, tale, number) for number, tale in enumerate(tales)]
    _spare(cast, call, themes[tales[0].theme], signed)
    at = CALLED + timedelta(days=24)
    year.close_call(call=call, by=cast.officer, at=at)
    projects = proposals.admit_proposals(proposals=signed, by=cast.officer, at=at)
    prefetch_related_objects(projects, *LISTS)
    for number, project in enumerate(projects):
        _prepare(cast, project, number)
    accounts.open_accounts(projects=projects, by=cast.officer, at=OPENED)
    for days in range(5):
        at = OPENED + timedelta(days=1 + days, hours=1)
        with signals.judged_together(at):
            for project in projects[days::5]:
                leader = cast.crews[project.lead_unit.short_name].leader
                accounts.confirm_account(project=project, by=leader, at=at)
    return projects


def _call(cast: Cast, ledger: Ledger, themes: list[Theme]) -> Call:
    draft = year.draft_call(
        ledger=ledger,
        title="2026年度精神文明建设重点项目征集",
        guidance="每单位报送1至3个年内能够完成、群众看得见的项目。可以在去年项目的基础上修改，已有的内容不必重填。",
        themes=themes,
        deadline=DEADLINE,
        minutes=4,
        by=cast.officer,
        at=CALLED,
    )
    return year.issue_call(call=draft, by=cast.officer, at=CALLED)


def _propose(cast: Cast, call: Call, themes: dict[str, Theme], tale: Story, number: int) -> Proposal:
    crew = cast.crews[tale.lead]
    late = number % 31 == 17
    at = (
        DEADLINE + timedelta(hours=20) if late else CALLED + timedelta(days=2 + number % 14, hours=number % 7)
    )
    proposal = proposals.draft_proposal(
        call=call,
        unit=crew.unit,
        title=tale.title,
        theme=themes[tale.theme],
        goal=tale.goal,
        measures="\n".join(tale.measures),
        indicators=[
            {"name": aim.name, "target": aim.target, "unit": aim.unit, "basis": aim.basis}
            for aim in tale.aims
        ],
        milestones=[{"title": title, "due": day.isoformat(), "phase": ""} for day, title in tale.stones],
        due=tale.due,
        supporting_units=[cast.crews[name].unit for name in tale.supporting],
        by=crew.liaison,
        at=at,
    )
    proposals.send_proposal(proposal=proposal, by=crew.liaison, at=at)
    return proposals.sign_proposal(proposal=proposal, by=crew.leader, at=at + timedelta(hours=2))


def _spare(cast: Cast, call: Call, theme: Theme, signed: list[Proposal]) -> None:
    at = CALLED + timedelta(days=12)
    for short, title, fate in SPARE:
        crew = cast.crews[short]
        proposal = proposals.draft_proposal(
            call=call, unit=crew.unit, title=title, theme=theme, goal=f"{title}，年内见成效。",
            due=date(YEAR, 11, 30), by=crew.liaison, at=at,
        )  # fmt: skip
        proposals.send_proposal(proposal=proposal, by=crew.liaison, at=at)
        proposals.sign_proposal(proposal=proposal, by=crew.leader, at=at)
        if fate == "declined":
            reason = "与市直机关日常工作重复，且带有评比性质，建议结合日常开展。"
            proposals.decline_proposal(proposal=proposal, reason=reason, by=cast.officer, at=at)
        elif fate == "withdrawn":
            proposals.withdraw_proposal(proposal=proposal, by=crew.liaison, at=at)
        else:
            into = next(each for each in signed if each.title.startswith("独居老人"))
            proposals.merge_proposal(proposal=proposal, into=into, by=cast.officer, at=at)


def _prepare(cast: Cast, project: Project, number: int) -> None:
    plan = plan_of(project)
    plan = replace(
        plan,
        lead_post=cast.crews[project.lead_unit.short_name].post.pk,
        start=date(YEAR, 2, 15),
        schedule=Schedule.MONTHLY if (curve := _curve(project, number)) else _schedule(number),
        criteria=(*plan.criteria, CriterionPlan("留有可以核对的过程记录")),
        curve=curve,
    )
    accounts.prepare_account(
        project=project, version=project.version, plan=plan, by=cast.officer, at=OPENED - timedelta(days=3)
    )


def _schedule(number: int) -> Schedule:
    if number % 5 == 3:
        return Schedule.QUARTERLY
    return Schedule.MILESTONE if number % 16 == 9 else Schedule.MONTHLY


def _curve(project: Project, number: int) -> dict[str, object]:
    """Most projects go evenly; some wait for the summer, some for the autumn."""
    start, due = date(YEAR, 2, 15), project.due or date(YEAR, 12, 20)
    if "暑期" in project.title or number % 11 == 4:
        return curve_to_json(campaign(start, due, date(YEAR, 6, 20), date(YEAR, 8, 31)))
    if number % 7 == 5:
        shares = {6: Fraction(2, 5), 9: Fraction(7, 10), 11: Fraction(1)}
        return curve_to_json(by_months(start, shares))
    return {}
