"""The report's form: its fields follow from the account, so that nothing else is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taizhang.ledger.models import Activity, Basis, Indicator, Milestone, ProgressReport
from taizhang.ledger.rules.amounts import plain
from taizhang.web.frame.forms import day, line, text
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.words_of_issues import day_words

STANDING = Q(withdrawn_at__isnull=True, activity__isnull=False)
READING = re.compile(r"reading-(\d{1,6})-(\d{1,6})")


class ReportForm(forms.Form):
    """Narrative, one amount for each indicator, milestones done, what comes next; a reason where it is late."""

    narrative = text(gettext_lazy("进展情况"), 10_000, 7)
    next_steps = text(gettext_lazy("下步打算"), 2_000, 2)
    late_reason = line(gettext_lazy("补报原因"), 200)

    def __init__(
        self,
        *args: Any,
        indicators: list[tuple[Indicator, Decimal | None]],
        milestones: list[Milestone],
        activities: Sequence[Activity],
        late: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["late_reason"]
        self.indicators, self.milestones, self.activities = indicators, milestones, activities
        for indicator, known in indicators:
            self.fields[f"value_{indicator.pk}"] = _amount(indicator, known)
            self.fields[f"correction_{indicator.pk}"] = line(_("减少的原因"), 200)
        for stone in milestones:
            self.fields[f"milestone_{stone.pk}"] = day(stone.title)
        if activities:
            self.fields["activities"] = _to_cite(activities)

    def rows(self) -> list[dict[str, Any]]:
        """Each indicator with its fields; the reason for a fall is asked only where there is one."""
        rows = []
        for indicator, known in self.indicators:
            value, correction = self[f"value_{indicator.pk}"], self[f"correction_{indicator.pk}"]
            rows.append(
                {
                    "indicator": indicator,
                    "known": None if known is None else plain(known),
                    "value": value,
                    "correction": correction if value.errors or correction.value() else None,
                }
            )
        return rows

    def stones(self) -> list[dict[str, Any]]:
        """Each open milestone with the day on which it was done."""
        return [{"stone": stone, "field": self[f"milestone_{stone.pk}"]} for stone in self.milestones]

    def cited(self) -> list[Activity]:
        """The activities that the report points to."""
        chosen = self.cleaned_data.get("activities", ())
        return [each for each in self.activities if str(each.pk) in chosen]

    def given(self) -> dict[str, Any]:
        """The cleaned values as ``reports.write_report`` asks for them."""
        clean = self.cleaned_data
        return {
            "narrative": clean["narrative"],
            "next_steps": clean["next_steps"],
            "late_reason": clean.get("late_reason", ""),
            "values": {each.pk: clean[f"value_{each.pk}"] for each, _known in self.indicators},
            "corrections": {
                each.pk: clean[f"correction_{each.pk}"]
                for each, _known in self.indicators
                if clean[f"correction_{each.pk}"]
            },
            "milestones_done": {
                each.pk: clean[f"milestone_{each.pk}"]
                for each in self.milestones
                if clean[f"milestone_{each.pk}"]
            },
            "readings": readings_in(self.data, clean["narrative"]),
        }


def _amount(indicator: Indicator, known: Decimal | None) -> forms.CharField:
    field: forms.CharField = line(indicator.name, 60)
    field.widget.attrs.update({"autocomplete": "off"})
    if known is not None and indicator.basis != Basis.PERIOD:
        field.widget.attrs["placeholder"] = f"{plain(known)}{indicator.unit}"
    return field


def _to_cite(activities: Sequence[Activity]) -> forms.MultipleChoiceField:
    choices = [(str(each.pk), f"{day_words(each.held_on)} {each.title}") for each in activities]
    return forms.MultipleChoiceField(
        label=gettext_lazy("可作佐证的活动"),
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def initial_of(report: ProgressReport | None) -> dict[str, Any]:
    """What is in the draft."""
    if report is None:
        return {}
    return {
        "narrative": report.narrative,
        "next_steps": report.next_steps,
        "late_reason": report.late_reason,
        "activities": [str(pk) for pk in report.evidence.filter(STANDING).values_list("activity", flat=True)],
        **{f"value_{pk}": stored["text"] for pk, stored in report.values.items()},
        **{f"correction_{pk}": stored.get("reason", "") for pk, stored in report.values.items()},
        **{f"milestone_{pk}": date.fromisoformat(day_) for pk, day_ in report.milestones_done.items()},
    }


def readings_in(data: Mapping[str, Any], narrative: str) -> list[dict[str, Any]]:
    """What was answered of each figure of the narrative: 同已知, 不记, 单独记, or an indicator's value."""
    found = []
    for name in data:
        match = READING.fullmatch(name)
        answer = str(data.get(name, ""))
        if match is None or not answer:
            continue
        start, end = int(match[1]), int(match[2])
        reading: dict[str, Any] = {"start": start, "end": end, "surface": narrative[start:end]}
        kind, _colon, key = answer.partition(":")
        if kind == "indicator" and number_in(key):
            reading |= {"answer": "record", "indicator": number_in(key)}
        elif answer in ("record", "same", "skip"):
            reading |= {"answer": answer}
        else:
            continue
        found.append(reading)
    return found
