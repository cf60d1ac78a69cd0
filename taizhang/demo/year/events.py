"""What else happens: activities, services, blockers, directives, notices, changes, closures, reviews, a complaint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from taizhang.core.lifecycle.project_year import PROJECT, ChangeKind, NoticeState
from taizhang.core.plan.account_plan import MeasurePlan
from taizhang.demo.year.cast import Cast
from taizhang.demo.year.data import YEAR
from taizhang.ledger.actions import blockers, changes, closing, directives, notices, records, relief, reviews
from taizhang.ledger.models import ActivityKind, Blocker, Directive, DirectiveSubject, Ledger, Notice, Project
from taizhang.ledger.rules.account_plans import plan_of
from taizhang.office.models import Person, Post
from taizhang.office.workflow import read_again

KINDS = (
    (ActivityKind.TALK, "第{n}场宣讲", "听讲", "人次", 86),
    (ActivityKind.VOLUNTEER, "第{n}次志愿服务", "参加志愿者", "人", 34),
    (ActivityKind.CULTURE, "第{n}场群众文化活动", "观众", "人次", 320),
    (ActivityKind.VISIT, "第{n}次走访", "走访", "户", 58),
    (ActivityKind.SERVICE, "第{n}次便民服务日", "服务群众", "人次", 210),
    (ActivityKind.MEETING, "工作推进会", "参会", "人", 46),
    (ActivityKind.MEDIA, "市级媒体报道", "", "", 0),
)
VENUES = (
    "望江街道江畔社区",
    "云栖区古巷社区",
    "临港区职工之家",
    "青禾县稻香村",
    "松岭区文化站",
    "市民中心一楼大厅",
)


def month_by_month(cast: Cast, projects: list[Project], month: int) -> None:
    """Some activities of the month; every project has one now and then."""
    turns = [(number, project) for number, project in enumerate(projects) if not (number + month) % 4]
    read_again([project for _number, project in turns])
    for number, project in turns:
        if project.state not in PROJECT.steps["record"].before:
            continue
        kind, title, counted, unit, size = KINDS[(number + month) % len(KINDS)]
        day = date(YEAR, month, 3 + number % 24)
        counts = [(counted, f"{size + number % 17 * 3}", unit, "")] if counted else []
        records.record_activity(
            unit=project.lead_unit,
            project=project,
            kind=kind,
            title=f"{project.title}{title.format(n=month)}",
            held_on=day,
            venue=VENUES[(number + month) % len(VENUES)],
            outlet="海川日报" if kind is ActivityKind.MEDIA else "",
            counts=counts,
            by=cast.crews[project.lead_unit.short_name].liaison,
            at=datetime(YEAR, month, day.day, 8, tzinfo=UTC),
        )


def by_month(cast: Cast, ledger: Ledger, projects: list[Project], month: int) -> None:
    """What happens once, in its month."""
    acts: dict[int, Callable[[Cast, Ledger, list[Project], datetime], None]] = {
        3: _plan_reviews, 4: _april, 5: _may, 6: _june, 7: _july,
    }  # fmt: skip
    if month in acts:
        acts[month](cast, ledger, projects, datetime(YEAR, month, 18, 2, tzinfo=UTC))


def _plan_reviews(cast: Cast, ledger: Ledger, projects: list[Project], at: datetime) -> None:
    units = [crew.unit for crew in cast.crews.values()]
    for title, day, chosen, on_site in (
        ("上半年案头督查", date(YEAR, 6, 24), units[:12], False),
        ("年中实地督查（区县）", date(YEAR, 7, 8), units[9:17], True),
        ("第三季度专题督查", date(YEAR, 9, 16), units[20:30], False),
        ("年底销账核验", date(YEAR, 12, 8), units[30:42], True),
    ):
        reviews.plan_review(
            ledger=ledger, title=title, planned_on=day, units=chosen, on_site=on_site, by=cast.officer, at=at
        )


def _april(cast: Cast, ledger: Ledger, projects: list[Project], at: datetime) -> None:
    for number, text, answer in (
        (
            4,
            "结对社区活动室晚上开放需要值守人员，请协调。",
            "已商望江区文明办，自5月起每周三、周五晚开放。",
        ),
        (34, "头盔和反光衣采购流程较长，示范路口建设可能推迟。", ""),
        (51, "流动展的车辆年检期间无法下乡，希望借用一辆通勤车。", "市机关事务局同意借用一辆，手续已办好。"),
    ):
        blocker = _raise(cast, projects[number], text, at)
        if answer:
            blockers.answer_blocker(
                blocker=blocker, answer=answer, by=cast.officer, at=at + timedelta(days=2)
            )
    item = records.add_service_item(
        project=projects[13],
        title="上门理发",
        unit="人次",
        target="3600",
        by=_liaison(cast, projects[13]),
        at=at,
    )
    for day, amount in ((2, "120"), (9, "136"), (16, "128余")):
        records.add_service_entry(
            item=item,
            done_on=at.date().replace(day=day),
            amount=amount,
            by=_liaison(cast, projects[13]),
            at=at,
        )


def _may(cast: Cast, ledger: Ledger, projects: list[Project], at: datetime) -> None:
    project = projects[61]
    _ask(cast, project, ChangeKind.SUSPEND, "古村落修缮施工，村史馆暂不能开放。", at, approve=True)
    project = projects[24]
    plan = plan_of(project)
    amended = replace(plan, measures=(*plan.measures, MeasurePlan("增设夜间巡查时段")))
    change = changes.request_change(
        project=project, kind=ChangeKind.AMEND, reason="居民反映夜间隐患多，增加夜间巡查。", proposed=amended,
        by=_liaison(cast, project), at=at,
    )  # fmt: skip
    changes.approve_change(change=change, decision="同意，请做好人员保障。", by=cast.officer, at=at)
    _issue(cast, at, 2)
    for notice in list(Notice.objects.filter(state=NoticeState.ISSUED)):
        by = cast.crews[notice.project.lead_unit.short_name].liaison
        later = at + timedelta(days=4)
        notices.reply_to_notice(notice=notice, reply="已增派人员，6月中旬前补齐进度。", by=by, at=later)
        notices.settle_notice(notice=notice, decision="同意，按期完成。", by=cast.officer, at=later)


def _june(cast: Cast, ledger: Ledger, projects: list[Project], at: datetime) -> None:
    _ask(cast, projects[61], ChangeKind.RESUME, "修缮提前完成，6月下旬恢复开放。", at, approve=True)
    _ask(cast, projects[43], ChangeKind.EXTEND, "乘客征询意见较集中，座椅方案需重新设计。", at, approve=True)
    _ask(
        cast,
        projects[69],
        ChangeKind.CANCEL,
        "与县里统一开展的庭院整治合并实施，不再单列。",
        at,
        approve=True,
    )
    change = changes.request_change(
        project=projects[59], kind=ChangeKind.MERGE, reason="书角与托管点同一场地，合并实施。", into=projects[83],
        by=_liaison(cast, projects[59]), at=at,
    )  # fmt: skip
    changes.approve_change(change=change, by=cast.head, at=at + timedelta(days=1))
    done = _direct(cast, projects[33], cast.officer_post, "此项进度明显落后，请了解原因并提出补救办法。", at)
    directives.reply_to_directive(
        directive=done, words="已到现场了解：主要是场地未定。已商区里腾出一处，7月底前补齐。", by=cast.officer,
        at=at + timedelta(days=3),
    )  # fmt: skip
    directives.end_directive(
        directive=done, words="同意，按商定的时间办。", by=cast.head, at=at + timedelta(days=4)
    )
    held = ledger.reviews.order_by("planned_on").first()
    if held is not None:
        findings = "12个单位台账齐全，2个单位的数据口径需要统一。"
        later = at + timedelta(days=7)
        reviews.hold_review(
            review=held, held_on=held.planned_on, findings=findings, by=cast.officer, at=later
        )


def _july(cast: Cast, ledger: Ledger, projects: list[Project], at: datetime) -> None:
    _issue(cast, at, 3)
    for number in (0, 7):
        _close(cast, projects[number], at, verified=True)
    _close(cast, projects[51], at + timedelta(days=8), verified=False)
    _ask(
        cast,
        projects[39],
        ChangeKind.EXTEND,
        "汛期步道施工暂停，护栏到货推迟。",
        at + timedelta(days=9),
        approve=False,
    )
    _ask(
        cast,
        projects[49],
        ChangeKind.EXTEND,
        "演出场地大修，九月才能重新排期。",
        at + timedelta(days=10),
        approve=False,
    )
    lead = cast.crews[projects[8].lead_unit.short_name].post
    _direct(cast, projects[8], lead, "入汛后户外活动较多，请把安全措施再检查一遍。", at + timedelta(days=26))
    liaison = cast.crews["市民政局"].liaison
    relief.complain(
        office=cast.office,
        text="七月份同时收到督查和报送要求，能否错开一周？",
        page="/",
        anonymous=False,
        by=liaison,
        at=at,
    )
    _raise(cast, projects[50], "暑期书房夜间开放，志愿者返乡后人手不足，请协调海川大学支持。", at)


def _direct(cast: Cast, project: Project, post: Post, text: str, at: datetime) -> Directive:
    return directives.write_directive(
        kind=DirectiveSubject.PROJECT, subject=project.pk, title=f"{project.account_no} {project.title}",
        project=project, text=text, post=post, due=(at + timedelta(days=12)).date(), by=cast.head, at=at,
    )  # fmt: skip


def _raise(cast: Cast, project: Project, text: str, at: datetime) -> Blocker:
    return blockers.raise_blocker(project=project, text=text, by=_liaison(cast, project), at=at)


def _liaison(cast: Cast, project: Project) -> Person:
    return cast.crews[project.lead_unit.short_name].liaison


def _ask(cast: Cast, project: Project, kind: ChangeKind, reason: str, at: datetime, *, approve: bool) -> None:
    project.refresh_from_db()
    forecast = None
    if kind is ChangeKind.EXTEND and project.due is not None:
        forecast = min(project.due + timedelta(days=20), date(YEAR, 12, 31))
    change = changes.request_change(
        project=project, kind=kind, reason=reason, forecast=forecast, by=_liaison(cast, project), at=at
    )
    if approve:
        changes.approve_change(change=change, decision="同意。", by=cast.officer, at=at + timedelta(days=1))


def _issue(cast: Cast, at: datetime, most: int) -> None:
    """A person issues the first of the drafts; the others wait."""
    for notice in list(Notice.objects.filter(state=NoticeState.DRAFT).order_by("pk"))[:most]:
        due = (at + timedelta(days=10)).date()
        notices.issue_notice(notice=notice, reply_due=due, by=cast.officer, at=at)


def _close(cast: Cast, project: Project, at: datetime, *, verified: bool) -> None:
    project.refresh_from_db()
    answers = {
        each.pk: ((), "已完成，过程记录在进展报告中可查。") for each in project.criteria.filter(in_force=True)
    }
    closure = closing.draft_closure(
        project=project,
        summary="年度任务提前完成，转入常态开展。",
        answers=answers,
        by=_liaison(cast, project),
        at=at,
    )
    closing.sign_closure(
        closure=closure, by=cast.crews[project.lead_unit.short_name].leader, at=at + timedelta(hours=2)
    )
    if verified:
        closing.verify_closure(
            closure=closure, opinion="核验属实，同意销账。", by=cast.officer, at=at + timedelta(days=3)
        )
