"""What the office does outside in the year: sit-ins and what follows from them, what media reported."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.utils.timezone import localdate

from taizhang.demo.year.cast import Cast
from taizhang.ledger.actions import blockers
from taizhang.ledger.models import Project
from taizhang.office.models import Post
from taizhang.outreach.actions import follow_ups, media, plans, research, sit_ins, slots
from taizhang.outreach.models import MediaColumn, MediaItem, MediaOutlet

OUTLETS = (
    ("海川日报", "mainstream", "文明海川行"),
    ("海川广播电视台", "mainstream", "身边的变化"),
    ("海川晚报", "mainstream", ""),
    ("海川网", "new", "云上宣讲"),
    ("云栖融媒", "new", ""),
    ("文明海川", "own", "板凳课堂"),
)
EVERYWHERE, SERIES = (2, 4), (0, 5)  # places in OUTLETS: of the first story; whose columns run in episodes
Place = tuple[MediaOutlet, MediaColumn | None]
STORIES = (
    "把课堂搬到家门口",
    "百姓身边的宣讲员",
    "老街坊讲新故事",
    "志愿服务进社区",
    "家风故事会开讲",
    "一条板凳一堂课",
)
SUBJECTS = ("理论学习中心组学习", "支部主题党日", "基层宣讲", "道德讲堂", "专题学习会", "青年理论学习小组")
QUESTIONS = (
    ("群众想听什么、怎样讲才愿意听", "问卷、座谈"),
    ("宣讲员从哪里来、怎样留得住", "座谈"),
    ("社区有没有固定的宣讲场地", "实地走访"),
    ("晚间和周末开讲的效果", "走访、随机访谈"),
)
VISITS = (
    ("云栖区新民社区", "居民多在晚饭后到广场，七点以后人最多。"),
    ("临港区和平社区", "活动室只能坐十五人，天热时在楼下树荫里讲。"),
    ("青禾县河东社区", "老年人愿听养老、防诈骗，青年人想听就业政策。"),
    ("望江区长桥社区", "周末亲子场坐得最满，工作日上午只有几个人。"),
)
FINDINGS = (
    "走访的四个社区都是晚间和周末人多。建议宣讲安排在晚上七点以后和周末，上门讲、就近讲；课题以身边事为主。"
)
SERVICES = (("义务理发", "人次", "week", 26), ("蔬菜直通车", "斤", "fortnight", 480))
TASKS = (
    ("before", 20, "集体备课，统一宣讲提纲"),
    ("before", 10, "确定主会场和分会场"),
    ("before", 3, "核对宣讲员和联络人"),
    ("during", 1, "主会场首场宣讲"),
    ("during", 3, "进社区巡回宣讲"),
    ("after", 7, "汇总各场人数和听众提问"),
)
RECORD = (
    "到场{n}人。围绕“{subject}”讲了三个本地案例，用时四十分钟；听众问了办事流程和志愿者报名，主讲人当场答复。"
)
REPLY = "记录属实。报名办法已在单位公告栏补充说明。"


def work_outside(cast: Cast, projects: list[Project], now: datetime) -> None:
    """Register the year's media items and sit-ins in every state."""
    _media(cast, [each for each in projects if each.state == "active"], now)
    _sit_ins(cast, now)
    active = [each for each in projects if each.state == "active"]
    _research(active, cast, now)
    _services(active, cast, now)
    _plan(cast, now)


def _media(cast: Cast, projects: list[Project], now: datetime) -> None:
    """Each of the first projects with a report and its reprints, some as episodes of a series; one item taken off."""
    own: dict[str, Any] = {"by": cast.dispatcher, "at": now - timedelta(days=90)}
    places: list[Place] = []
    for name, kind, column in OUTLETS:
        outlet = media.add_outlet(office=cast.office, name=name, kind=kind, **own)
        places.append((outlet, media.add_column(outlet=outlet, name=column, **own) if column else None))
    for n, project in enumerate(projects[: len(STORIES)]):
        last = _story(cast, project, n, places, now)
    media.withdraw_media(item=last, reason="与上一条重复登记。", by=cast.dispatcher, at=now)


def _story(cast: Cast, project: Project, n: int, places: list[Place], now: datetime) -> MediaItem:
    """The report of the project and those that repeat it; the last of them."""
    first = item = None
    for m in (n % 3, 3 + n % 3, *(EVERYWHERE if n == 0 else ())):
        outlet, column = places[m]
        series = column if m in SERIES else None
        item = media.list_media(
            office=cast.office, outlet=outlet, column=series, episode=n + 1 if series else None,
            title=STORIES[n], published_on=localdate(now) - timedelta(days=70 - 9 * n - m),
            link=f"https://media.haichuan.example/2026/{n}{m}.html", project=project, original=first,
            by=cast.dispatcher, at=now - timedelta(days=8 - n),
        )  # fmt: skip
        first = first or item
    assert item is not None  # noqa: S101 - two outlets at least
    return item


def _research(projects: list[Project], cast: Cast, now: datetime) -> None:
    """Four questions of one project: one begun, one visited, one with a problem that is answered, one concluded."""
    project = projects[0]
    crew = cast.crews[project.lead_unit.short_name]
    topics = [
        research.start_research(
            project=project, question=question, method=method, by=crew.liaison, at=now - timedelta(days=75)
        )
        for question, method in QUESTIONS
    ]
    for n, topic in enumerate(topics[1:], 1):
        for m, (place, learnt) in enumerate(VISITS[: n + 1]):
            day = now - timedelta(days=60 - 8 * n - 3 * m)
            research.add_visit(
                topic=topic, visited_on=localdate(day), place=place, learnt=learnt, by=crew.liaison, at=day
            )
    at = now - timedelta(days=20)
    problem = research.raise_problem(
        topic=topics[2], text="三个社区没有能坐下三十人的场地。", wanted="市住建局", by=crew.liaison, at=at
    )
    blockers.answer_blocker(
        blocker=problem, answer="已商请市住建局腾出两处闲置门面，九月底前交付使用。", by=cast.officer, at=now
    )
    research.conclude_research(topic=topics[3], findings=FINDINGS, by=crew.liaison, at=at)


def _services(projects: list[Project], cast: Cast, now: datetime) -> None:
    """Two services that recur, delivered since spring with one day left out."""
    for n, (title, unit, every, amount) in enumerate(SERVICES):
        project = projects[n]
        by = cast.crews[project.lead_unit.short_name].liaison
        start = localdate(now) - timedelta(days=84 + n)
        slot = slots.start_slot(
            project=project, title=title, unit=unit, every=every, starts_on=start, place="云栖区新民社区广场", by=by,
            at=now - timedelta(days=84 + n),
        )  # fmt: skip
        for m, day in enumerate(slot.recurrence.days(localdate(now) - timedelta(days=3))):
            if m != 2:
                at = now - timedelta(days=(localdate(now) - day).days)
                slots.deliver(slot=slot, done_on=day, amount=str(amount + 3 * m), note="", by=by, at=at)


def _plan(cast: Cast, now: datetime) -> None:
    """A plan around an event that was moved by a week, with a step that is done and a problem that waits."""
    own: dict[str, Any] = {"by": cast.dispatcher, "at": now - timedelta(days=10)}
    start = localdate(now) + timedelta(days=12)
    plan = plans.make_plan(
        office=cast.office, name="理论宣讲周专项方案", event="全市理论宣讲周", starts_on=start,
        ends_on=start + timedelta(days=4), **own,
    )  # fmt: skip
    crews = list(islice(cast.crews.values(), 6))
    steps = [
        plans.add_step(
            plan=plan, phase=phase, days=days, title=title, unit=crew.unit if crew else None, **own
        )
        for (phase, days, title), crew in zip(TASKS, (None, *crews), strict=False)
    ]
    plans.finish_step(step=steps[0], **own)
    plans.move_event(
        plan=plan, starts_on=start + timedelta(days=7), ends_on=start + timedelta(days=11), **own
    )
    follow_ups.follow_up_plan(
        plan=plan, text="主会场音响老旧，后排听不清。", unit=crews[0].unit, due=start, **own
    )


def _sit_ins(cast: Cast, now: datetime) -> None:
    """Told and answered in the past weeks, planned for the coming ones; points that wait, and one that has its answer."""
    own: dict[str, Any] = {"by": cast.dispatcher}
    sit_ins.set_cap(office=cast.office, year=now.year, most=2, at=now - timedelta(days=80), **own)
    for n, crew in enumerate(islice(cast.crews.values(), 2, 2 + len(SUBJECTS))):
        at = now - timedelta(days=60 - 11 * n)
        ahead = n >= 4
        row = sit_ins.plan_sit_in(
            office=cast.office, unit=crew.unit, subject=SUBJECTS[n], team="市委讲师团、市文明办",
            planned_on=localdate(now if ahead else at) + timedelta(days=4 * (n - 3) if ahead else 3),
            place=f"{crew.unit.short_name}会议室", at=at, **own,
        )  # fmt: skip
        if ahead:
            continue
        told = at + timedelta(days=4)
        heads = 36 + 7 * n
        sit_ins.record_sit_in(
            sit_in=row, heads=heads, record=RECORD.format(n=heads, subject=row.subject), at=told, **own
        )
        due = localdate(now) + timedelta(days=10 - 6 * (n == 2))
        point = follow_ups.follow_up_sit_in(
            sit_in=row,
            text="把听众问得多的问题整理成一页问答，发给宣讲员。",
            due=due,
            unit=crew.unit,
            at=told,
            **own,
        )
        if n < 2:
            sit_ins.reply_to_sit_in(sit_in=row, reply=REPLY, by=crew.leader, at=told + timedelta(days=1))
            follow_ups.answer_follow_up(
                follow_up=point,
                answer="已整理成一页问答，发给全部宣讲员。",
                by=crew.liaison,
                at=told + timedelta(days=5),
            )
        if n == 3:
            post = Post.objects.get(role="dispatcher", closed_at=None, unit=None)
            follow_ups.follow_up_sit_in(
                sit_in=row, text="与单位商定下半年的宣讲课题。", due=due, post=post, at=told, **own
            )
