"""Projects by the thousand, written past the actions, for measuring: ``python -m bench.ledger_rows 10000``.

The rows are what the actions would leave behind (numbers, standings, baselines, signals, figures, evidence).
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

YEAR = 2026
OPENED = datetime(YEAR, 2, 20, 2, tzinfo=UTC)
DAY = date(YEAR, 8, 15)
BATCH = 2_000
STATES = (
    ["active"] * 84
    + ["closed"] * 8
    + ["suspended"] * 3
    + ["cancelled"] * 2
    + ["carried_over", "merged"]
    + ["opened"]
)
LEVELS = ["normal"] * 76 + ["near"] * 10 + ["behind"] * 9 + ["overdue"] * 5
DEMO = Path(__file__).parent.parent / "taizhang" / "demo" / "texts"


def main(argv: list[str]) -> int:
    import django

    django.setup()
    from django_scopes import scope

    from taizhang.office.models import Office

    number = int(argv[0]) if argv else 98
    office = Office.objects.order_by("pk").first() or Office.objects.create(
        name="海川市精神文明建设办公室", short_name="海川市文明办", slug="haichuan"
    )
    with scope(office=office.pk):
        ledger = fill(office, number)
    print(f"{number} projects in {ledger}")
    return 0


def titles() -> list[tuple[str, str, str]]:
    """(theme, unit, title) of the demo's projects."""
    lines = (DEMO / "projects.txt").read_text(encoding="utf-8").splitlines()
    cut = [line.split("|") for line in lines if line and not line.startswith("#")]
    return [(row[0], row[1], row[3]) for row in cut]


def fill(office: Any, number: int, year: int = YEAR) -> Any:
    """A ledger of ``number`` projects; called inside the office's scope."""
    from taizhang.ledger.models import Counter, Ledger, RuleSet, Theme
    from taizhang.office.models import Post, Unit

    units = {}
    for line in (DEMO / "units.txt").read_text(encoding="utf-8").splitlines():
        name, short, *_kind = line.split("|")
        units[short] = Unit.objects.get_or_create(office=office, name=name, defaults={"short_name": short})[0]
    posts = {
        short: Post.objects.create(office=office, unit=unit, role="unit_leader", title="分管负责人")
        for short, unit in units.items()
    }
    rules = RuleSet.objects.create(
        office=office, code=f"bench{year}", name="常用", version=1, data={}, adopted_at=OPENED
    )
    ledger = Ledger.objects.create(office=office, year=year, name=f"{year}年度重点项目台账", rules=rules)
    themes = {name: Theme(office=office, ledger=ledger, name=name) for name, _u, _t in titles()}
    Theme.objects.bulk_create(themes.values())
    maker = _Maker(office, ledger, rules, themes, units, posts)
    for first in range(0, number, BATCH):
        maker.write(range(first, min(number, first + BATCH)))
    Counter.objects.create(office=office, ledger=ledger, kind="account", last=number)
    return ledger


class _Maker:
    def __init__(self, office: Any, ledger: Any, rules: Any, themes: Any, units: Any, posts: Any) -> None:
        self.office, self.ledger, self.rules = office, ledger, rules
        self.themes, self.units, self.posts = themes, units, posts
        self.titles = titles()
        self.random = random.Random(20260815)

    def write(self, numbers: range) -> None:
        from taizhang.ledger import models as m

        projects = m.Project.objects.bulk_create(self._project(n) for n in numbers)
        own = {"office": self.office}
        indicators = m.Indicator.objects.bulk_create(
            m.Indicator(
                **own,
                project=p,
                position=n,
                name=name,
                unit=unit,
                target=target,
                target_text=f"不少于{target}{unit}",
            )
            for p in projects
            for n, (name, unit, target) in enumerate((("活动场次", "场", 120), ("服务群众", "人次", 5_000)))
        )
        stones = m.Milestone.objects.bulk_create(self._stone(p, n) for p in projects for n in range(3))
        m.StateInterval.objects.bulk_create(self._standings(projects))
        of_project: dict[int, list[Any]] = {}
        for each in [*indicators, *stones]:
            of_project.setdefault(each.project_id, []).append(each)
        baselines = m.Baseline.objects.bulk_create(self._baseline(p, of_project[p.pk]) for p in projects)
        m.Signal.objects.bulk_create(self._signals(projects, baselines))
        m.Figure.objects.bulk_create(self._figures(indicators))
        activities = m.Activity.objects.bulk_create(
            m.Activity(**own, unit_id=p.lead_unit_id, project=p, kind="volunteer", title=f"{p.title}：{n + 3}月集中服务",
                       held_on=date(self.ledger.year, n + 3, 12), recorded_at=OPENED + timedelta(days=20 + 30 * n))
            for p in projects
            for n in range(2)
        )  # fmt: skip
        by = self._person()
        m.Evidence.objects.bulk_create(
            m.Evidence(
                **own,
                project_id=a.project_id,
                title="活动简讯",
                activity=a,
                added_by=by,
                added_at=a.recorded_at,
            )
            for a in activities
        )

    def _project(self, n: int) -> Any:
        from taizhang.ledger.models import Project

        theme, unit, title = self.titles[n % len(self.titles)]
        again = f"（{n // len(self.titles) + 1}）" if n >= len(self.titles) else ""
        state = STATES[(n * 37) % len(STATES)]
        active = state == "active"
        level = LEVELS[(n * 53) % len(LEVELS)] if active else ""
        planned = Decimal("0.6200")
        short = {"normal": "0.02", "near": "-0.01", "behind": "-0.12", "overdue": "-0.3"}.get(level, "0")
        reason = {
            "behind": "实际进度落后计划12个百分点。",
            "overdue": "节点“中期评估”应于7月20日完成，已逾期26天。",
        }.get(level, "进度正常。")
        return Project(
            office=self.office, ledger=self.ledger, serial=n + 1, account_no=f"{self.ledger.year}-{n + 1:03d}", state=state,
            title=title + again, theme=self.themes[theme], lead_unit=self.units.get(unit) or self.units["市教育局"],
            lead_post=self.posts.get(unit) or self.posts["市教育局"], goal="让群众看得见变化、说得出好处。",
            start=date(self.ledger.year, 1, 1), due=date(self.ledger.year, 9 + n % 4, 20), level=level,
            level_reason={"pattern": reason, "values": {}} if active else {},
            planned=planned if active else None, actual=planned + Decimal(short) if active else None,
            opened_at=OPENED, changed_at=OPENED,
        )  # fmt: skip

    def _stone(self, project: Any, n: int) -> Any:
        from taizhang.ledger.models import Milestone

        due = date(self.ledger.year, 4 + 3 * n, 20)
        late = project.level == "overdue" and n == 1
        done = due if due < DAY and not late else None
        title = ("动员部署", "中期评估", "总结与成果展示")[n]
        return Milestone(
            office=self.office, project=project, position=n, title=title, due=due,
            done_on=done, done_noted_at=done and OPENED,
        )  # fmt: skip

    def _standings(self, projects: list[Any]) -> Iterator[Any]:
        from taizhang.ledger.models import StateInterval

        turned = OPENED + timedelta(days=10)
        ended = OPENED + timedelta(days=120)
        for p in projects:
            own = {"office": self.office, "project": p, "ledger": self.ledger}
            steps = [("opened", OPENED)] if p.state == "opened" else [("opened", OPENED), ("active", turned)]
            if p.state not in ("opened", "active"):
                steps.append((p.state, ended))
            untils = [moment for _state, moment in steps[1:]]
            for (state, since), until in zip(steps, [*untils, None], strict=True):
                yield StateInterval(**own, state=state, since=since, until=until)

    def _baseline(self, project: Any, parts: list[Any]) -> Any:
        from taizhang.ledger.models import Baseline, Indicator

        indicators = [
            {
                "key": i.pk, "name": i.name, "unit": i.unit, "basis": i.basis,
                "target": str(i.target), "target_text": i.target_text, "definition": None,
            }
            for i in parts
            if isinstance(i, Indicator)
        ]  # fmt: skip
        stones = [
            {"key": s.pk, "title": s.title, "due": s.due.isoformat(), "phase": ""}
            for s in parts
            if not isinstance(s, Indicator)
        ]
        return Baseline(
            office=self.office, project=project, version=1, since=OPENED, title=project.title, theme=project.theme,
            lead_unit=project.lead_unit, lead_post=project.lead_post, start=project.start, due=project.due,
            data={"title": project.title, "goal": project.goal, "schedule": "monthly", "curve": {}, "supporting_names": [],
                  "indicators": indicators, "milestones": stones, "measures": [], "criteria": []},
        )  # fmt: skip

    def _signals(self, projects: list[Any], baselines: list[Any]) -> Iterator[Any]:
        """One a month; the last one holds still."""
        from taizhang.ledger.models import Signal

        months = range(3, 9)
        for p, baseline in zip(projects, baselines, strict=True):
            if p.state != "active":
                continue
            for month in months:
                last = month == months[-1]
                yield Signal(
                    office=self.office, project=p, ledger=self.ledger, period=f"{self.ledger.year}-{month:02d}",
                    level=p.level if last or month > 6 else "normal", rule="on_pace",
                    reason=p.level_reason if last else {"pattern": "进度正常。", "values": {}},
                    planned=p.planned, actual=p.actual, baseline=baseline, rules=self.rules,
                    since=date(self.ledger.year, month, 3), until=None if last else date(self.ledger.year, month + 1, 3),
                    judged_at=OPENED,
                )  # fmt: skip

    def _figures(self, indicators: list[Any]) -> Iterator[Any]:
        from taizhang.ledger.models import Figure

        for i in indicators:
            for month in range(3, 9):
                value = i.target * (month - 2) // 10
                yield Figure(
                    office=self.office, project_id=i.project_id, whose_id=i.project.lead_unit_id, indicator=i, name=i.name,
                    value=value, unit=i.unit, basis=i.basis, period=f"{self.ledger.year}-{month:02d}",
                    as_of=date(self.ledger.year, month, 25 if month < 8 else 10), imported_from="测算数据",
                    recorded_at=OPENED + timedelta(days=30 * (month - 2)),
                )  # fmt: skip

    def _person(self) -> Any:
        from taizhang.office.models import Person

        return Person.objects.get_or_create(
            username="bench", defaults={"office": self.office, "name": "林知秋"}
        )[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
