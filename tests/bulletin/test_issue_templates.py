"""Several kinds of bulletins in one series: what each has of its own, and that no number is given twice or left out."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taizhang.bulletin.actions import approval, issues
from taizhang.bulletin.actions.numbers import allot, declare_void, set_next_number
from taizhang.bulletin.actions.recipients import PastedRecipients, add_recipient
from taizhang.bulletin.actions.sealing import seal_issue
from taizhang.bulletin.actions.series import drop_issue_template, set_issue_template
from taizhang.bulletin.dispatch.letters import name_of
from taizhang.bulletin.models import Issue, VoidNumber
from taizhang.bulletin.queries.archive import missing_annual_numbers, missing_numbers
from taizhang.bulletin.queries.composing import bulletin_of, numbers_of
from taizhang.bulletin.queries.titles import draft_title, issue_title
from taizhang.bulletin.typesetting.rendering import template_for
from taizhang.core.gongwen.issue_templates import IssueNumbering, IssueTemplate
from taizhang.core.gongwen.lengths import UsualLength
from taizhang.core.lifecycle.workflow import Refused
from taizhang.office.models import Event
from tests.bulletin.cast import DAY, Cast, put_issue

SPECIAL = IssueTemplate(
    "special", "海川文明专报", {"addressed": ("主送", "抄送", ""), "colour": "#1d4f91", "note_label": "按"},
    ("调研",), UsualLength(1_000, 3_000, 2, 6), IssueNumbering.OWN,
)  # fmt: skip
FLASH = IssueTemplate("flash", "海川文明快报", numbering=IssueNumbering.ANNUAL)
NEWS = IssueTemplate("news", "海川文明动态")


def have(cast: Cast, *templates: IssueTemplate, **more: Any) -> None:
    for template in templates:
        set_issue_template(series=cast.series, template=template, by=None, at=cast.at, **more)
    cast.series.refresh_from_db()


def begun(cast: Cast, template: str = "", **more: Any) -> Issue:
    issue = issues.open_issue(
        series=cast.series, template=template, by=cast.editor, at=cast.at, **{"on": DAY, **more}
    )
    issues.add_article(issue=issue, title="一起读书。", body="大家按时来。", by=cast.editor, at=cast.at)
    return issue


def sign(cast: Cast, issue: Issue) -> tuple[int | None, int | None]:
    approval.pass_on(issue=issue, version=issue.version, by=cast.editor, at=cast.at)
    approval.check_issue(issue=issue, version=issue.version, by=cast.checker, at=cast.at)
    approval.sign_issue(issue=issue, version=issue.version, by=cast.signer, at=cast.at)
    return issue.annual_no, issue.cumulative_no


def test_an_issue_begun_from_a_template_is_as_the_template_says(cast: Cast) -> None:
    have(cast, SPECIAL)
    issue, plain = begun(cast, "special"), begun(cast)
    printed, look = bulletin_of(issue), template_for(issue)
    assert (issue.name, printed.name, look.name) == ("海川文明专报",) * 3
    assert (look.colour, look.note_label, look.addressed) == ("#1d4f91", "按", ("主送", "抄送", ""))
    assert (printed.columns, issue.usual.longest) == (("调研",), 3_000)
    assert str(draft_title(issue)) == "海川文明专报 第1期（拟）"
    assert (plain.name, plain.usual, bulletin_of(plain).columns) == (cast.series.name, UsualLength(), ())
    with pytest.raises(Refused, match="没有这种模板"):
        begun(cast, "news")


def test_each_template_counts_as_it_says_and_what_is_foreseen_is_given(cast: Cast) -> None:
    have(cast, SPECIAL, FLASH, NEWS)
    kinds = ("", "special", "news", "flash", "special", "", "flash")
    rows = [begun(cast, kind) for kind in kinds]
    foreseen = [numbers_of(row) for row in rows]
    assert [sign(cast, row) for row in rows] == foreseen
    assert foreseen == [(1, 1), (1, 1), (2, 2), (1, None), (2, 2), (3, 3), (2, None)]
    assert str(issue_title(rows[4])) == "海川文明专报 2026年第2期（总第2期）"
    assert name_of(rows[6]) == "《海川文明快报》2026年第2期"
    assert (missing_numbers(cast.series), missing_annual_numbers(cast.series, 2026)) == ([], [])
    turned = begun(cast, "special", on=DAY.replace(year=2027))
    assert sign(cast, turned) == (1, 3)


def test_the_database_takes_no_number_twice_in_a_count(cast: Cast) -> None:
    have(cast, SPECIAL)
    first, other, common = begun(cast, "special"), begun(cast, "special"), begun(cast)
    for row in (first, common):
        put_issue(cast, row, "signed")
    with pytest.raises(IntegrityError), transaction.atomic():
        put_issue(cast, other, "signed")
    with pytest.raises(IntegrityError), transaction.atomic():
        put_issue(cast, other, "signed", count="")


def test_drafts_follow_their_template_and_numbers_that_are_given_stay(cast: Cast) -> None:
    have(cast, SPECIAL)
    signed, draft = begun(cast, "special"), begun(cast, "special")
    assert sign(cast, signed) == (1, 1)
    have(cast, IssueTemplate("special", "海川文明专刊", numbering=IssueNumbering.COMMON))
    for row in (signed, draft):
        row.refresh_from_db()
    assert [(row.count, row.name) for row in (signed, draft)] == [
        ("special", SPECIAL.name),
        ("", "海川文明专刊"),
    ]
    assert (bulletin_of(signed).name, template_for(signed).name) == (SPECIAL.name,) * 2
    put_issue(cast, begun(cast), "signed")
    assert sign(cast, draft) == (8, 308)
    assert VoidNumber.objects.count() == 0


def test_a_signer_whose_page_is_older_than_the_template_gives_a_number_of_one_count(cast: Cast) -> None:
    """The numbers and the count that they are of are written together, whichever template was read."""
    have(cast, SPECIAL)
    issue = begun(cast, "special")
    approval.pass_on(issue=issue, version=issue.version, by=cast.editor, at=cast.at)
    approval.check_issue(issue=issue, version=issue.version, by=cast.checker, at=cast.at)
    have(cast, IssueTemplate("special", "海川文明专报", numbering=IssueNumbering.COMMON))
    approval.sign_issue(
        issue=issue, version=issue.version, by=cast.signer, at=cast.at
    )  # as it was loaded before
    issue.refresh_from_db()
    assert (issue.count, issue.annual_no) == ("special", 1)
    assert sign(cast, begun(cast)) == (1, 1)


def test_a_count_of_its_own_goes_on_where_the_office_says(cast: Cast) -> None:
    have(cast, SPECIAL, next_no=31)
    assert sign(cast, begun(cast, "special")) == (31, 1)
    with pytest.raises(Refused, match="大于已用过的31"):
        have(cast, SPECIAL, next_no=31)
    set_next_number(
        series=cast.series, count="special", kind="regular", year=2026, number=40, by=None, at=cast.at
    )
    declare_void(
        series=cast.series, count="special", kind="regular", year=2026, number=40, reason="印错", by=None,
        at=cast.at,
    )  # fmt: skip
    assert sign(cast, begun(cast, "special")) == (41, 2)
    assert sign(cast, begun(cast)) == (1, 1)


def test_a_voided_issue_leaves_its_number_in_the_register_of_its_count(cast: Cast) -> None:
    have(cast, SPECIAL)
    issue = begun(cast, "special")
    sign(cast, issue)
    approval.void_issue(issue=issue, reason="不发了", by=cast.signer, at=cast.at)
    assert set(VoidNumber.objects.values_list("count", "year", "number")) == {
        ("special", 0, 1), ("special", 2026, 1),
    }  # fmt: skip
    assert sign(cast, begun(cast)) == (1, 1)
    assert sign(cast, begun(cast, "special")) == (2, 2)


@pytest.mark.usefixtures("quick_press")
def test_whom_a_template_does_not_address_is_neither_printed_nor_sent_to(cast: Cast) -> None:
    have(cast, SPECIAL)
    for name, direction in (("市委", "up"), ("市档案馆", "peer"), ("各区文明办", "down")):
        told = PastedRecipients(name, direction, f"{direction}@haichuan.test", 1, "both")
        add_recipient(series=cast.series, told=told, by=cast.editor, at=cast.at)
    issue = begun(cast, "special")
    assert bulletin_of(issue).recipients.down == ()
    sign(cast, issue)
    seal_issue(issue=issue, by=cast.signer, at=cast.at)
    assert set(issue.sendings.values_list("name", flat=True)) == {"市委", "市档案馆"}
    assert issue.renderings.filter(file__name__startswith="jianbao-special-2026-1.").exists()


def test_a_template_that_was_used_is_not_deleted(cast: Cast) -> None:
    have(cast, SPECIAL, NEWS)
    begun(cast, "special")
    with pytest.raises(Refused, match="不能删除"):
        drop_issue_template(series=cast.series, kind="special", by=None, at=cast.at)
    drop_issue_template(series=cast.series, kind="news", by=None, at=cast.at)
    cast.series.refresh_from_db()
    assert [each.kind for each in cast.series.templates] == ["special"]
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"set_issue_template", "drop_issue_template"} <= verbs


@pytest.mark.parametrize(
    "look", [{"addressed": ("报", "送")}, {"colour": "red"}, {"addressed": (1, 2, 3)}, {"nothing": 1}]
)
def test_what_the_press_could_not_set_is_no_template(cast: Cast, look: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        have(cast, IssueTemplate("news", "海川动态", look))


@given(
    kinds=st.lists(st.sampled_from(["", "special", "flash", "news"]), min_size=1, max_size=10),
    turns=st.lists(st.sampled_from([2026, 2027]), min_size=10, max_size=10),
    void=st.sets(st.integers(1, 9), max_size=5),
)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_numbers_of_each_count_have_no_gap_but_the_void_ones(
    cast: Cast, kinds: list[str], turns: list[int], void: set[int]
) -> None:
    with transaction.atomic():
        have(cast, SPECIAL, FLASH, NEWS)
        for number in void:
            declare_void(
                series=cast.series, count="special", kind="regular", year=2026, number=number, reason="印错",
                by=None, at=cast.at,
            )  # fmt: skip
        given_out: dict[tuple[str, int], list[int]] = {}
        for kind, year in zip(kinds, turns, strict=False):
            template = cast.series.issue_template(kind)
            count = template.count if template else ""
            row = Issue(series=cast.series, template=kind, count=count, date=DAY.replace(year=year))
            annual, ever = allot(row)
            given_out.setdefault((count, year), []).append(annual)
            if ever is not None:
                given_out.setdefault((count, 0), []).append(ever)
            assert (ever is None) == (kind == "flash")
        transaction.set_rollback(True)
    for (count, year), numbers in given_out.items():
        passed = void if (count, year) == ("special", 2026) else set()
        assert numbers == [n for n in range(1, 40) if n not in passed][: len(numbers)]
