"""What the pages of a report show: the form beside what is known, and the report as others read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from taizhang.core.calendar import Period, PeriodKind, period_of
from taizhang.core.lifecycle.project_year import ReportState
from taizhang.core.plan.report_layout import ReportLayout
from taizhang.core.text.messages import filled
from taizhang.ledger.models import (
    Evidence,
    Indicator,
    Ledger,
    Milestone,
    Obligation,
    ProgressReport,
    ReportFormVersion,
    Theme,
)
from taizhang.ledger.queries.figure_extraction import ExtractedFigure, Extraction, ValueOption, read_narrative
from taizhang.ledger.queries.report_forms import form_in_force, form_seen, layout_for, sample_project
from taizhang.ledger.queries.report_words import (
    ChangedValue,
    answer_words,
    changed_in,
    period_words,
    values_before,
)
from taizhang.ledger.queries.reports import citable, known_before, last_accepted, report_of
from taizhang.ledger.rules.report_values import is_late, limit_of, time_of
from taizhang.office import clock
from taizhang.office.visible import Viewer
from taizhang.outreach.queries.record_draft import record_draft
from taizhang.web.frame.levels import mark_of
from taizhang.web.frame.parts import link
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.words import say
from taizhang.web.reports.forms import PARTS, ReportForm, initial_of

MOST_READINGS = 150


def by_part(words: Mapping[str, str]) -> dict[str, str]:
    """What is said of each part of a report, "" where nothing is; of the report itself under "whole"."""
    return {
        **{part: words.get(part, "") for part in PARTS},
        "whole": words.get("", ""),
    }


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """A figure of the narrative with what may be answered of it; ``chosen`` is what stands or is proposed."""

    name: str
    surface: str
    around: str
    choices: tuple[tuple[str, str], ...]
    chosen: str
    note: str
    reason: str


def form_for(obligation: Obligation, today: date, data: QueryDict | None = None) -> ReportForm:
    """The form, empty or as the draft has it; ``data``: as it was just typed."""
    project, report = obligation.project, report_of(obligation)
    done = report.milestones_done if report else {}
    stones = project.milestones.filter(in_force=True, done_on__isnull=True)
    asked = _asked(obligation, report, data)
    layout = layout_for(asked, project, report.answers if report else ())
    near = [each for each in stones if str(each.pk) in done or _is_near(each, today)]
    rows = known_before(project, today)
    return ReportForm(
        data,
        initial=initial_of(report, layout.fields),
        indicators=rows,
        milestones=near,
        activities=citable(project, report),
        late=today > limit_of(obligation),
        read=lambda words: read_narrative(words, project, today, time_of(obligation, today)[0], rows),
        layout=layout,
        asked=asked,
    )


def sample_form(ledger: Ledger, theme: Theme | None, layout: ReportLayout) -> ReportForm:
    """The form as the liaison of one of its projects sees it, with that project's indicators; nothing can be typed."""
    today = clock.today()
    project = sample_project(ledger, theme)
    form = ReportForm(
        indicators=known_before(project, today) if project else [],
        milestones=list(project.milestones.filter(in_force=True)[:3]) if project else [],
        activities=[],
        late=False,
        read=lambda narrative: Extraction([], {}),
        layout=layout,
    )
    for each in form.fields.values():
        each.disabled = True
    return form


def _asked(
    obligation: Obligation, report: ProgressReport | None, data: QueryDict | None
) -> ReportFormVersion | None:
    """The form of the report; of one not begun yet that which its writer sees."""
    project = obligation.project
    if report is not None:
        return report.form
    if data is not None and "form" in data:
        return form_seen(project, number_in(str(data["form"])))
    return form_in_force(project.ledger, project.theme)


def _is_near(stone: Milestone, today: date) -> bool:
    """Whether it may have been reached by now; later ones are not asked about."""
    return (stone.due - today).days <= 45


def drafted(obligation: Obligation, viewer: Viewer, today: date) -> SafeString:
    """The draft of what is recorded of the report's period, each number with a link to its figure, or to those that it
    is the sum of; of a milestone's report of this month's records; empty where there are none.
    """
    project, code = obligation.project, time_of(obligation, today)[0]
    period = Period.parse(code) if code else period_of(today, PeriodKind.MONTH)

    def shown(words: str, figures: Sequence[int]) -> str:
        if not figures:
            return words
        one = reverse("figure", args=figures) if len(figures) == 1 else ""
        return link(words, one or reverse("figures", args=[project.pk]))

    pieces = record_draft(project, period, viewer)
    return format_html_join("", "{}", ((shown(piece.text, piece.figures),) for piece in pieces))


def readings_of(narrative: str, extraction: Extraction, answers: Mapping[str, str]) -> list[ReadingRow]:
    """The first figures of the narrative as it stands, each with its likeliest answer chosen; what is not listed is
    answered by nobody, and not recorded.
    """
    shown = extraction.proposals[:MOST_READINGS]
    return [_reading_row(narrative, each, extraction, answers) for each in shown]


def _reading_row(
    narrative: str, each: ExtractedFigure, extraction: Extraction, answers: Mapping[str, str]
) -> ReadingRow:
    name = f"reading-{each.start}-{each.end}"
    proposed = "same" if each.known else f"indicator:{each.indicator.pk}" if each.indicator else ""
    choices = _choices(each, proposed, extraction.questions)
    chosen = answers.get(name) or proposed
    return ReadingRow(
        name,
        each.surface,
        narrative[max(each.start - 10, 0) : each.end + 6].replace("\n", " "),
        choices,
        chosen if chosen in dict(choices) else proposed,
        say(each.question) if each.question else "",
        _(each.reason) if each.reason else "",
    )


def _choices(
    proposal: ExtractedFigure, proposed: str, questions: Mapping[int, tuple[ValueOption, ...]]
) -> tuple[tuple[str, str], ...]:
    """What may be answered of a figure; what is asked at its indicator is not asked here again.

    The answer that stands where nothing is answered has no value of its own, so that it is proposed anew when the
    words change.
    """
    own = proposal.indicator
    place = (proposal.start, proposal.end)
    asked = [
        each
        for each in proposal.fitting
        if place in [(option.start, option.end) for option in questions.get(each.pk, ())]
    ]
    others = [each for each in proposal.fitting if each != own and each not in asked]
    return (
        *([(f"indicator:{own.pk}", filled(_("记为“{name}”"), name=own.name))] if own else []),
        *([("", filled(_("请在“{name}”处选择"), name=asked[0].name))] if asked and not proposed else []),
        ("same", _("已经报过")),
        ("record", _("单独记为数据")),
        ("skip" if proposed or asked else "", _("不是要记的数据")),
        *((f"chosen:{each.pk}", filled(_("记为“{name}”"), name=each.name)) for each in others),
    )


def value_rows(
    form: ReportForm, extraction: Extraction, readings: list[ReadingRow], answers: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Each indicator's fields with what the narrative says of it: the one value taken, or several to choose from."""
    rows = form.rows()
    for row in rows:
        pk = row["indicator"].pk
        name = f"choose_{pk}"
        row["choice"] = name
        row["chosen"] = answers.get(name, "")
        options = extraction.questions.get(pk, ())
        row["options"] = [
            (f"{each.start}-{each.end}-{each.value}", _option_words(each, options, row["indicator"]))
            for each in options
        ]
        row["taken"] = [
            each.surface for each in readings if each.chosen in (f"indicator:{pk}", f"chosen:{pk}")
        ]
    return rows


def _option_words(option: ValueOption, options: Sequence[ValueOption], indicator: Indicator) -> str:
    """The figure as written (1.3万人次); of a range each end with the range: 5场（3—5场）."""
    is_range = sum(each.start == option.start for each in options) > 1
    return f"{option.value}{indicator.unit}（{option.surface}）" if is_range else option.surface


def answers_of(report: ProgressReport | None) -> dict[str, str]:
    """What was answered before, by the name of the field."""
    return dict(_answer(each) for each in report.readings) if report else {}


def _answer(reading: Mapping[str, Any]) -> tuple[str, str]:
    pk, place = reading.get("indicator"), f"{reading['start']}-{reading['end']}"
    if reading["answer"] == "none":
        return f"choose_{pk}", "none"
    if reading.get("value"):
        return f"choose_{pk}", f"{place}-{reading['value']}"
    kind = "chosen" if reading.get("by_hand") else "indicator"
    return f"reading-{place}", f"{kind}:{pk}" if pk else reading["answer"]


@dataclass(frozen=True, slots=True)
class ReportPart:
    """A report as leader and office read it: what changed first."""

    report: ProgressReport
    period: str
    changed: list[ChangedValue]
    same: list[str]
    stones: list[tuple[str, date, date]]  # title, due, done
    answers: list[tuple[str, str]]  # to the office's own fields, by label
    evidence: list[Evidence]
    planned: float | None
    actual: float | None
    last: ProgressReport | None
    late: bool
    asks_why_late: bool  # it became late on the leader's desk
    returned: list[tuple[str, str]]  # what was to be changed, by the part of the report
    url: str
    mark: str  # the project's signal


def shown(report: ProgressReport, today: date) -> ReportPart:
    """Everything the report says, beside what was known before it."""
    project = report.project
    indicators = list(project.indicators.filter(in_force=True))
    changed = changed_in(report, values_before([report], today)[report.pk])
    moved = {each.indicator.pk for each in changed}
    done = {int(pk): date.fromisoformat(day) for pk, day in report.milestones_done.items()}
    stones = [(each.title, each.due, done[each.pk]) for each in project.milestones.filter(pk__in=done)]
    return ReportPart(
        report=report,
        period=say(period_words(report.obligation)),
        changed=changed,
        same=[each.name for each in indicators if each.pk not in moved],
        stones=stones,
        answers=[(label, say(words)) for label, words in answer_words(report)],
        evidence=list(report.evidence.filter(withdrawn_at__isnull=True).select_related("file", "activity")),
        planned=None if project.planned is None else float(project.planned),
        actual=None if project.actual is None else float(project.actual),
        last=last_accepted(project) if report.state != ReportState.ACCEPTED else None,
        late=bool(report.late_reason),
        asks_why_late=not report.late_reason and is_late(report, today),
        returned=[(_(PARTS[part]) if part else "", words) for part, words in report.reasons.items()],
        url=reverse("report", args=[report.pk]),
        mark=mark_of(project.state, project.level),
    )
