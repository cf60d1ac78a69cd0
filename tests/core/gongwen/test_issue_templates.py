"""Kinds of bulletins, and what the issues of one kind have of their own."""

from __future__ import annotations

import pytest

from taizhang.core.gongwen.issue_templates import SERIES_KINDS, IssueNumbering, IssueTemplate
from taizhang.core.gongwen.lengths import UsualLength
from taizhang.core.lifecycle.workflow import Refused


def test_a_masthead_is_called_by_its_kind() -> None:
    said = {kind: known.masthead("海川文明简报") for kind, known in SERIES_KINDS.items()}
    assert said == {
        "briefing": "海川文明简报", "special": "海川文明专报", "flash": "海川文明快报", "news": "海川文明动态",
        "information": "海川文明信息",
    }  # fmt: skip
    assert SERIES_KINDS["special"].masthead("精神文明建设") == "精神文明建设专报"
    assert SERIES_KINDS["special"].masthead("信息") == "信息专报"  # nothing would be left of it


def test_a_template_begins_as_its_kind_is_used() -> None:
    special = IssueTemplate.of_kind("special", "海川文明简报")
    assert (special.name, special.look["addressed"]) == ("海川文明专报", ("主送", "抄送", ""))
    assert special.lengths == UsualLength(1_000, 3_000, 2, 6)
    assert (special.count, special.cumulative) == ("", True)


@pytest.mark.parametrize(
    ("numbering", "count", "cumulative"),
    [
        (IssueNumbering.COMMON, "", True),
        (IssueNumbering.OWN, "flash", True),
        (IssueNumbering.ANNUAL, "flash", False),
    ],
)
def test_the_numbers_of_a_template(numbering: IssueNumbering, count: str, cumulative: bool) -> None:
    template = IssueTemplate("flash", "海川快报", numbering=numbering)
    assert (template.count, template.cumulative) == (count, cumulative)
    assert template.of_issue == {"named": "海川快报", "count": count}
    assert IssueTemplate.from_json(template.to_json()) == template


def test_a_template_survives_the_way_through_json() -> None:
    given = IssueTemplate(
        "news", "海川动态", {"colour": "#1d4f91"}, ("县区", "部门"), UsualLength(9, 99, 1, 2)
    )
    assert IssueTemplate.from_json(given.to_json()) == given


def test_a_template_without_a_masthead_or_of_no_kind_is_none() -> None:
    with pytest.raises(Refused, match="报头"):
        IssueTemplate("news", "　 ")
    with pytest.raises(ValueError, match="magazine"):
        IssueTemplate("magazine", "海川")
