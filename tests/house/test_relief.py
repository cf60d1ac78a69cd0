"""Relief of the grassroots: nothing is ranked, nothing is asked twice, nothing is mandatory that is only a trace."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms

from taizhang.web.closing.forms import ChangeForm
from taizhang.web.projects.forms import ActivityForm, EvidenceForm, ServiceEntryForm, ServiceItemForm
from taizhang.web.proposals.forms import ProposalHead, ProposedIndicator, ProposedMilestone
from taizhang.web.reports.forms import ReportForm
from taizhang.web.submissions.forms import ArticleDrop, ArticleForm
from taizhang.web.supervision.blockers import BlockerForm
from taizhang.web.supervision.notices import ReplyForm
from taizhang.web.supervision.relief import ComplaintForm

from .sources import PACKAGE

# 排名、打分、签到: what no page of ours may do to units or people (《整治形式主义为基层减负若干规定》).
FORBIDDEN = re.compile(
    "排名|排行|名次|打分|评分|得分|积分|末位|红黑榜|光荣榜|龙虎榜|签到|打卡|人脸识别|在线时长|点赞|"
    r"\brank(?:ing|ed|s)?\b|\bleaderboard\b|\bleague\b|\bcheck-?in\b|\bgeolocation\b|\bscoreboard\b",
    re.IGNORECASE,
)
SPOKEN_OF = {  # words about the rule itself, and the text of an invented bulletin that keeps it
    "demo/texts/2026-04.txt",
    "demo/texts/projects.txt",
}
KINDS = {".py", ".html", ".js", ".txt", ".po", ".typ"}


def sources() -> list[Path]:
    return [
        path
        for path in sorted(PACKAGE.rglob("*"))
        if path.suffix in KINDS
        and str(path.relative_to(PACKAGE)) not in SPOKEN_OF
        and not {"core", "vendor"} & set(path.parts)  # the trade's own words; what was not written here
    ]


def test_no_ranking_and_no_watching_anywhere() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}: {match[0]}"
        for path in sources()
        for match in FORBIDDEN.finditer(path.read_text("utf-8"))
    ]
    assert found == []


# All that a unit is ever asked to type, form by form: what only the unit can know. Whoever adds a field has to
# add it here, and to say to themselves that the ledger does not hold it already.
ASKED: dict[type[forms.BaseForm], set[str]] = {
    ProposalHead: {"title", "theme", "goal", "measures", "due", "supporting_units"},
    ProposedIndicator: {"name", "target", "unit", "basis"},
    ProposedMilestone: {"title", "due", "phase"},
    ActivityForm: {
        "unit", "project", "kind", "title", "held_on", "ended_on", "venue", "sub_venues", "outlet", "link", "note",
    },
    EvidenceForm: {"title", "file", "activity"},
    ServiceItemForm: {"title", "unit", "target"},
    ServiceEntryForm: {"done_on", "amount", "note"},
    ReportForm: {"narrative", "next_steps", "late_reason"},
    ReplyForm: {"reply"},
    ComplaintForm: {"text", "anonymous", "page"},
    BlockerForm: {"text", "wanted"},
    ArticleDrop: {"text", "file"},
    ArticleForm: {"title", "body", "project", "theme"},
}  # fmt: skip


@pytest.mark.parametrize("form", ASKED, ids=lambda form: form.__name__)
def test_a_unit_is_asked_only_what_the_ledger_does_not_hold(form: type[forms.BaseForm]) -> None:
    asked = {name for name, field in form.base_fields.items() if not field.widget.is_hidden}
    assert asked <= ASKED[form]


# What the ledger holds of every row: no form of a unit may have a field for it.
HELD = {
    "lead_unit", "account_no", "serial", "period", "year", "office", "phone", "liaison", "reporter", "written_by",
    "date", "filed_on", "state", "level", "contact", "leader", "participants", "names", "photo", "location", "gps",
}  # fmt: skip


@pytest.mark.parametrize("form", [*ASKED, ChangeForm], ids=lambda form: form.__name__)
def test_no_form_asks_for_what_is_stored(form: type[forms.BaseForm]) -> None:
    assert not set(form.base_fields) & HELD


def test_no_trace_is_mandatory() -> None:
    for form in (EvidenceForm, ActivityForm):
        for name in ("file", "activity", "link", "venue", "outlet", "note"):
            if name in form.base_fields:
                assert not form.base_fields[name].required, f"{form.__name__}.{name}"
