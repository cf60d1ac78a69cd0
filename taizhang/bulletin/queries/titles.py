"""How issues are called: 海川文明简报 2024年第6期（总第318期）; at the desk with the number foreseen."""

from __future__ import annotations

from collections.abc import Sequence

from taizhang.bulletin.models import Issue
from taizhang.bulletin.queries.numbers import Place, annual_foreseen
from taizhang.core.text.messages import N_, Message

_NUMBERS = {"supplement": N_("增刊第{n}期"), "special": N_("专刊第{n}期")}


def issue_title(issue: Issue) -> Message:
    """Return 海川文明简报 2024年第6期（总第318期)."""
    gaps: dict[str, str | int | Message] = {
        "series": issue.name,
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
    wanted = {_place(each) for each in issues if each.annual_no is None}
    foreseen = annual_foreseen(wanted) if wanted else {}
    return [
        Message(N_("{name} 第{n}期（拟）"), {"name": each.name, "n": foreseen[_place(each)]})
        if each.annual_no is None
        else Message(N_("{name} 第{n}期"), {"name": each.name, "n": each.annual_no})
        for each in issues
    ]


def _place(issue: Issue) -> Place:
    return issue.series_id, issue.count, issue.kind, issue.date.year, issue.pk
