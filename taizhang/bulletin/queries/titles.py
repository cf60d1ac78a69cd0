"""How issues are called: 海川文明简报 2024年第6期（总第318期）; at the desk with the number foreseen."""

from __future__ import annotations

from collections.abc import Sequence

from taizhang.bulletin.models import Issue
from taizhang.bulletin.queries.numbers import annual_counters
from taizhang.core.text.messages import N_, Message

_NUMBERS = {"supplement": N_("增刊第{n}期"), "special": N_("专刊第{n}期")}


def issue_title(issue: Issue) -> Message:
    """Return 海川文明简报 2024年第6期（总第318期)."""
    gaps: dict[str, str | int | Message] = {
        "series": issue.series.name,
        "year": issue.year,
        "number": number_words(issue) or "",
    }
    if issue.cumulative_no:
        gaps["total"] = issue.cumulative_no
        return Message(N_("{series} {year}年{number}（总第{total}期）"), gaps)
    return Message(N_("{series} {year}年{number}"), gaps)


def number_words(issue: Issue) -> Message | None:
    """Return 第6期 or 增刊第1期; None where there is no number."""
    if not issue.annual_no:
        return None
    return Message(_NUMBERS.get(issue.kind, N_("第{n}期")), {"n": issue.annual_no})


def draft_title(issue: Issue) -> Message:
    """Return 海川文明简报 第10期（拟） of an issue at the desk, with the number it has or would get."""
    return draft_titles([issue])[0]


def draft_titles(issues: Sequence[Issue]) -> list[Message]:
    """Return ``draft_title`` of each issue. One query."""
    wanted = {_counter(each) for each in issues if each.annual_no is None}
    counters = annual_counters(wanted) if wanted else {}

    def title(issue: Issue) -> Message:
        if issue.annual_no is not None:
            return Message(N_("{name} 第{n}期"), {"name": issue.series.name, "n": issue.annual_no})
        number = counters[_counter(issue)].foreseen((issue.date, issue.pk))
        return Message(N_("{name} 第{n}期（拟）"), {"name": issue.series.name, "n": number})

    return [title(each) for each in issues]


def _counter(issue: Issue) -> tuple[int, str, int]:
    return issue.series_id, issue.kind, issue.date.year
