"""What a change makes of an account: each thing that two versions say differently, old beside new."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from taizhang.core.plan.account_plan import AccountPlan, differences, from_json
from taizhang.core.text.messages import N_
from taizhang.ledger.models import Baseline, Basis, Schedule
from taizhang.ledger.models.account import Phase
from taizhang.ledger.queries.ledgers import Names, names_in_plans
from taizhang.web.frame.tags_record_look import in_unit
from taizhang.web.frame.words import day_words

PARTS: Mapping[str, str] = {
    "title": N_("项目名称"),
    "goal": N_("工作目标"),
    "theme": N_("类别"),
    "supporting_units": N_("配合单位"),
    "lead_post": N_("责任岗位"),
    "schedule": N_("报送周期"),
    "waived_months": N_("免报月份"),
    "start": N_("起始日期"),
    "due": N_("完成时限"),
    "curve": N_("序时进度"),
    "indicators": N_("指标"),
    "measures": N_("主要举措"),
    "milestones": N_("节点"),
    "criteria": N_("销账标准"),
}


@dataclass(frozen=True, slots=True)
class PlanChange:
    """One thing two versions say differently; an empty side says nothing of it."""

    part: str
    old: str
    new: str


def plan_of_version(baseline: Baseline) -> AccountPlan:
    """The account as it was frozen."""
    data = {key: value for key, value in baseline.data.items() if key != "supporting_names"}
    return from_json({"title": baseline.title, **data})


def compared(old: AccountPlan, new: AccountPlan) -> list[PlanChange]:
    """What changed, in the order of the form."""
    names = names_in_plans(old, new)
    return [
        PlanChange(_(PARTS[each.part]), _say(each.part, each.old, names), _say(each.part, each.new, names))
        for each in differences(old, new)
    ]


def _say(part: str, value: Any, names: Names) -> str:
    if value in (None, "", (), {}):
        return ""
    if part in names:
        keys = value if isinstance(value, tuple) else (value,)
        return "、".join(names[part].get(key, "") for key in keys)
    return _SAYERS.get(part, str)(value)


def _indicator(each: Any) -> str:
    target = in_unit(each.target_text or each.target, each.unit)
    how = Basis(each.basis).label
    return _("{name}：{target}{unit}（{how}）").format(name=each.name, target=target, unit="", how=how)


def _milestone(each: Any) -> str:
    phase = f"（{Phase(each.phase).label}）" if each.phase else ""
    return f"{day_words(each.due, 0)} {each.title}{phase}"


def _months(value: Sequence[str]) -> str:
    return "、".join(_("{n}月").format(n=int(month[-2:])) for month in value)


_SAYERS: Mapping[str, Callable[[Any], str]] = {
    "schedule": lambda value: str(Schedule(value).label),
    "waived_months": _months,
    **dict.fromkeys(("start", "due"), lambda day: day_words(day, 0)),  # versions are compared over years
    "curve": lambda _value: _("按自定的进度"),
    "indicators": _indicator,
    "measures": lambda each: str(each.text),
    "milestones": _milestone,
    "criteria": lambda each: str(each.text),
}
