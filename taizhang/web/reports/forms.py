"""The report's form: its fields follow from the account, so that nothing else is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.amounts import shown
from taizhang.core.plan.report_layout import WORDS, YES_NO, ItemKind, ReportItem, ReportLayout
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.models import Activity, Basis, Indicator, Milestone, ProgressReport, ReportFormVersion
from taizhang.ledger.queries.figure_extraction import Extraction
from taizhang.ledger.queries.reports import cited_by
from taizhang.ledger.rules.report_values import ANSWER
from taizhang.web.frame.forms import OpenForm, day, line, text
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.words import day_words

PARTS: dict[str, str] = {
    "narrative": N_("进展情况"),
    "values": N_("指标数值"),
    "milestones": N_("节点"),
    "next_steps": N_("下步打算"),
    "answers": N_("补充内容"),
}
TEMPLATES = {
    ItemKind.NARRATIVE: "reports/_narrative.html",
    ItemKind.VALUES: "reports/_values.html",
    ItemKind.MILESTONES: "reports/_stones.html",
    ItemKind.NEXT_STEPS: "reports/_next.html",
    ItemKind.EVIDENCE: "reports/_citing.html",
}
READING = re.compile(r"reading-(\d{1,6})-(\d{1,6})")
CHOICE = re.compile(r"choose_(\d{1,18})")
OPTION = re.compile(r"(\d{1,6})-(\d{1,6})-([\d.]{1,30})")
_REREAD = N_("文字已改动，其中的数据要重新核对。")


@dataclass(frozen=True, slots=True)
class FormBlock:
    """One item of the form: its template, and its field where it is one of the office's own."""

    template: str
    field: Any = None
    is_first: bool = False


class ReturnForm(OpenForm):
    """What is to be changed, at the part of the report it speaks of, or of the whole."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in (*PARTS, ""):
            label = _("要退回的，在有问题的一项写明原因，或者写在这里")
            if part:
                said = _("要改的话，写明原因")
                label = format_html('{}<span class="unseen">：{}</span>', said, _(PARTS[part]))
            # The fields stand beside the parts, outside the form: they name it.
            widget = forms.TextInput(attrs={"form": "return"})
            self.fields[f"reason_{part}"] = line(label, 500, widget=widget)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        return {"reasons": {part: given.get(f"reason_{part}", "") for part in (*PARTS, "")}}


class HandBackForm(OpenForm):
    """The leader's word to the liaison."""

    word = line(gettext_lazy("要退回联络员的，写一句话"), 500)


class LateForm(OpenForm):
    """Why a report is signed after its day."""

    late_reason = line(gettext_lazy("已过截止日期，请写一句补报原因"), 200)


class WaiveForm(OpenForm):
    """Why a unit is let off a report."""

    reason = line(gettext_lazy("原因"), 200)


class ReportForm(forms.Form):
    """What the office's form asks, and a reason where it is late; ``asked`` is that form's version."""

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
        read: Callable[[str], Extraction],
        layout: ReportLayout,
        asked: ReportFormVersion | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.layout, self.asked = layout, asked
        parts = layout.parts
        for part in {ItemKind.NARRATIVE, ItemKind.NEXT_STEPS} - parts:
            del self.fields[part]
        indicators = indicators if ItemKind.VALUES in parts else []
        milestones = milestones if ItemKind.MILESTONES in parts else []
        activities = activities if ItemKind.EVIDENCE in parts else []
        if not late:
            del self.fields["late_reason"]
        self.indicators, self.milestones, self.activities = indicators, milestones, activities
        self._read = read
        for indicator, known in indicators:
            self.fields[f"value_{indicator.pk}"] = _amount(indicator, known)
            self.fields[f"correction_{indicator.pk}"] = line(_("减少的原因"), 200)
        for stone in milestones:
            self.fields[f"milestone_{stone.pk}"] = day(stone.title)
        if activities:
            self.fields["activities"] = _to_cite(activities)
        self.answers = {f"answer_{k}": label for k, label in enumerate(layout.fields)}
        for name, label in self.answers.items():
            self.fields[name] = _own(layout.fields[label])

    def first(self) -> list[FormBlock]:
        """The items up to the narrative, beside which its figures stand; empty where it is not asked."""
        return self._blocks()[: self._cut()]

    def rest(self) -> list[FormBlock]:
        """The items that follow."""
        return self._blocks()[self._cut() :]

    def _cut(self) -> int:
        kinds = [each.kind for each in self.layout.items]
        return kinds.index(ItemKind.NARRATIVE) + 1 if ItemKind.NARRATIVE in kinds else 0

    def _blocks(self) -> list[FormBlock]:
        names = {label: name for name, label in self.answers.items()}
        own = next(iter(names), None)
        return [
            FormBlock(template)
            if (template := TEMPLATES.get(each.kind))
            else FormBlock("reports/_answer.html", self[names[each.label]], each.label == own)
            for each in self.layout.items
        ]

    def name_of(self, key: str) -> str | None:
        """The field that an objection speaks of; None where it is not shown."""
        names = {f"{ANSWER}{label}": name for name, label in self.answers.items()}
        name = names.get(key, f"value_{key}")
        return name if name in self.fields else None

    def rows(self) -> list[dict[str, Any]]:
        """Each indicator with its fields; the reason for a fall is asked only where there is one."""
        rows = []
        for indicator, known in self.indicators:
            value, correction = self[f"value_{indicator.pk}"], self[f"correction_{indicator.pk}"]
            rows.append(
                {
                    "indicator": indicator,
                    "known": None if known is None else shown(known),
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

    def narrative_words(self) -> str:
        """The narrative as it stands in the form, with the line ends that offsets count."""
        words = self["narrative"].value() if "narrative" in self.fields else ""
        return str(words or "").strip()[:10_000].replace("\r\n", "\n")

    def extraction(self) -> Extraction:
        """The figures of the narrative as it stands in the form."""
        return self._read(self.narrative_words())

    def given(self, *, being_typed: bool = False) -> dict[str, Any]:
        """The cleaned values as ``reports.write_report`` asks for them.

        Answers to figures that the narrative does not hold any more are dropped while it is being typed, else Refused.
        """
        clean = self.cleaned_data
        narrative = clean.get("narrative", "")
        answered = any(READING.fullmatch(name) or CHOICE.fullmatch(name) for name in self.data)
        answers = ReadingAnswers(narrative, self._read(narrative) if answered else Extraction([], {}))
        return {
            "narrative": narrative,
            "next_steps": clean.get("next_steps", ""),
            "answers": {label: clean[name] for name, label in self.answers.items()},
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
            "readings": answers.given(self.data, drop_stale=being_typed),
        }


def _amount(indicator: Indicator, known: Decimal | None) -> forms.CharField:
    field: forms.CharField = line(indicator.name, 60)
    field.widget.attrs.update({"autocomplete": "off"})
    if known is not None and indicator.basis != Basis.PERIOD:
        field.widget.attrs["placeholder"] = f"{shown(known)}{indicator.unit}"
    return field


def _own(item: ReportItem) -> forms.Field:
    """A field of the office's own."""
    hint = gettext_lazy("送审前请填写。") if item.required and not item.hint else item.hint
    if item.kind is ItemKind.TEXT:
        return text(item.label, WORDS, 2, help_text=hint)
    if item.kind is ItemKind.NUMBER:
        return line(f"{item.label}（{item.unit}）", 60, help_text=hint)
    given = item.choices if item.kind is ItemKind.CHOICE else tuple(YES_NO)
    words = YES_NO if item.kind is ItemKind.YES_NO else {}
    choices = [("", _("不填")), *((each, _(words[each]) if each in words else each) for each in given)]
    return forms.ChoiceField(
        label=item.label, choices=choices, required=False, help_text=hint, widget=forms.RadioSelect
    )


def _to_cite(activities: Sequence[Activity]) -> forms.MultipleChoiceField:
    choices = [(str(each.pk), f"{day_words(each.held_on)} {each.title}") for each in activities]
    return forms.MultipleChoiceField(
        label=gettext_lazy("可作佐证的活动"),
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def initial_of(report: ProgressReport | None, labels: Iterable[str]) -> dict[str, Any]:
    """What is in the draft; ``labels`` are those of the office's own fields, in order."""
    if report is None:
        return {}
    return {
        "narrative": report.narrative,
        "next_steps": report.next_steps,
        "late_reason": report.late_reason,
        **{f"answer_{k}": report.answers.get(label, {}).get("text", "") for k, label in enumerate(labels)},
        "activities": list(map(str, cited_by(report))),
        **{
            f"value_{pk}": stored["text"]
            for pk, stored in report.values.items()
            if stored.get("source") != "narrative"
        },
        **{f"correction_{pk}": stored.get("reason", "") for pk, stored in report.values.items()},
        **{f"milestone_{pk}": date.fromisoformat(day_) for pk, day_ in report.milestones_done.items()},
    }


class ReadingAnswers:
    """What was answered of the figures of one narrative: 同已知, 不记, 单独记, or an indicator's value."""

    def __init__(self, narrative: str, extraction: Extraction) -> None:
        self._narrative = narrative
        self._proposals = {(each.start, each.end): each for each in extraction.proposals}
        self._questions = extraction.questions

    def given(self, data: Mapping[str, Any], *, drop_stale: bool) -> list[dict[str, Any]]:
        """The answers as ``reports.write_report`` asks for them.

        An answer to a figure that is not read there any more is dropped, or Refused.
        """
        found = []
        for name in data:
            answer = str(data.get(name, ""))
            reading = self._of_figure(name, answer) or self._of_choice(name, answer)
            if reading is not None and not reading.pop("stale"):
                found.append(reading)
            elif reading is not None and not drop_stale:
                raise Refused(Message(_REREAD))
        return found

    def _of_figure(self, name: str, answer: str) -> dict[str, Any] | None:
        match = READING.fullmatch(name)
        kind, _colon, key = answer.partition(":")
        pk = number_in(key) if kind in ("indicator", "chosen") else None
        if match is None or not (pk or answer in ("record", "same", "skip")):
            return None
        start, end = int(match[1]), int(match[2])
        proposal = self._proposals.get((start, end))
        reading: dict[str, Any] = {"start": start, "end": end, "surface": self._narrative[start:end]}
        if pk is None:
            return {**reading, "answer": answer, "stale": proposal is None and answer == "record"}
        fitting = proposal is not None and any(each.pk == pk for each in proposal.fitting)
        proposed = proposal is not None and proposal.indicator is not None and proposal.indicator.pk == pk
        by_hand = kind == "chosen"
        stale = not (fitting if by_hand else proposed)
        return {**reading, "answer": "record", "indicator": pk, "by_hand": by_hand, "stale": stale}

    def _of_choice(self, name: str, answer: str) -> dict[str, Any] | None:
        """One of several plausible values, or none of them."""
        match, option = CHOICE.fullmatch(name), OPTION.fullmatch(answer)
        if match is None or not (option or answer == "none"):
            return None
        pk = int(match[1])
        options = self._questions.get(pk, ())
        if option is None:
            return {"start": 0, "end": 0, "answer": "none", "indicator": pk, "stale": not options}
        start, end, value = int(option[1]), int(option[2]), option[3]
        there = any((each.start, each.end, each.value) == (start, end, value) for each in options)
        reading = {"start": start, "end": end, "surface": self._narrative[start:end], "answer": "record"}
        return {**reading, "indicator": pk, "by_hand": True, "value": value, "stale": not there}
