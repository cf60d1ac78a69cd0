"""Baselines side by side: what was promised first, and what each approved change made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from taizhang.core.plan.account_plan import AccountPlan
from taizhang.core.text.messages import N_
from taizhang.ledger.models import Baseline
from taizhang.ledger.queries.page import plan_in
from taizhang.web.frame.tags_record_look import in_unit
from taizhang.web.frame.words import day_words

SHOWN = 4  # versions beside each other
WORDS = {
    "title": N_("项目名称"),
    "unit": N_("牵头单位"),
    "supporting": N_("配合单位"),
    "post": N_("责任岗位"),
    "goal": N_("工作目标"),
    "start": N_("起始日期"),
    "due": N_("完成时限"),
    "indicators": N_("指标"),
    "measures": N_("主要举措"),
    "milestones": N_("节点"),
    "criteria": N_("销账标准"),
}


@dataclass(frozen=True, slots=True)
class Version:
    n: int
    since: date
    why: str


@dataclass(frozen=True, slots=True)
class BaselineCell:
    """Lines of one version; ``old``: the next version says something else, ``new``: the one before did."""

    lines: tuple[str, ...]
    old: bool
    new: bool


@dataclass(frozen=True, slots=True)
class BaselineLine:
    words: str
    cells: tuple[BaselineCell, ...]

    @property
    def same(self) -> bool:
        return not any(cell.old or cell.new for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Beside:
    versions: tuple[Version, ...]
    lines: tuple[BaselineLine, ...]


def beside(baselines: Sequence[Baseline], day: date) -> Beside | None:
    """The last versions with all they say; None before the first."""
    if not baselines:
        return None
    shown = baselines[-SHOWN:]
    columns = [_said(baseline, day.year) for baseline in shown]
    lines = (
        BaselineLine(_(words), _cells([column[part] for column in columns])) for part, words in WORDS.items()
    )
    return Beside(
        tuple(Version(each.version, localdate(each.since), _why(each)) for each in shown),
        tuple(line for line in lines if any(cell.lines for cell in line.cells)),
    )


def _why(baseline: Baseline) -> str:
    return str(baseline.change.get_kind_display()) if baseline.change else _("建账")


def _cells(said: Sequence[tuple[str, ...]]) -> tuple[BaselineCell, ...]:
    last = len(said) - 1
    return tuple(
        BaselineCell(lines, n < last and said[n + 1] != lines, n > 0 and said[n - 1] != lines)
        for n, lines in enumerate(said)
    )


def _said(baseline: Baseline, year: int) -> dict[str, tuple[str, ...]]:
    plan = plan_in(baseline.data)
    single = {
        "title": baseline.title,
        "unit": str(baseline.lead_unit),
        "supporting": _("、").join(baseline.data.get("supporting_names", ())),
        "post": baseline.lead_post.title if baseline.lead_post else "",
        "goal": plan.goal,
        "start": day_words(baseline.start, year),
        "due": day_words(baseline.due, year),
    }
    return {part: (words,) if words else () for part, words in single.items()} | _lists(plan, year)


def _lists(plan: AccountPlan, year: int) -> dict[str, tuple[str, ...]]:
    return {
        "indicators": tuple(
            f"{each.name} {in_unit(each.target_text or each.target, each.unit)}" for each in plan.indicators
        ),
        "measures": tuple(each.text for each in plan.measures),
        "milestones": tuple(f"{day_words(each.due, year)} {each.title}" for each in plan.milestones),
        "criteria": tuple(each.text for each in plan.criteria),
    }
