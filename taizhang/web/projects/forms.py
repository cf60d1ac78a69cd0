"""Forms of what took place: activities with their counts, evidence, services, figures put right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.plan.amounts import amount_of
from taizhang.ledger.models import ActivityKind, Project
from taizhang.office.clock import today
from taizhang.office.models import Unit
from taizhang.office.queries import units
from taizhang.web.frame import words
from taizhang.web.frame.forms import FilesField, FilesInput, OpenForm, day, file_attrs, line, looking, text
from taizhang.web.frame.rows import RowForm
from taizhang.web.frame.words import day_words

COUNT_WORDS = 60  # characters of a count as people write it
READ = {  # how it is understood, below the field, while it is typed
    "hx-get": reverse_lazy("count-reading"),
    "hx-trigger": "input changed delay:300ms",
    "hx-target": "next .field-help",
}


@dataclass(frozen=True, slots=True)
class Places:
    """Whose activity it may be, of which projects, and the one that the address asks for."""

    units: Sequence[Unit]
    projects: Any
    asked: Project | None = None


class ActivityForm(OpenForm):
    """What took place; all but kind, name and day may stay empty."""

    kind = forms.ChoiceField(
        label=gettext_lazy("类别"),
        choices=ActivityKind.choices,
        widget=forms.RadioSelect,
        initial=ActivityKind.VOLUNTEER,
    )
    title = forms.CharField(label=gettext_lazy("名称"), max_length=200)
    held_on = day(gettext_lazy("日期"))
    venue = line(gettext_lazy("地点"), 200)
    unit: Any = forms.ModelChoiceField(label=gettext_lazy("单位"), queryset=None, empty_label=None)
    project: Any = forms.ModelChoiceField(
        label=gettext_lazy("所属项目"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("不属于哪个项目"),
    )
    ended_on = day(gettext_lazy("结束日期"), help_text=gettext_lazy("连续多天的填写。"))
    sub_venues = forms.IntegerField(
        label=gettext_lazy("分会场数"),
        required=False,
        min_value=0,
        max_value=100_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    outlet = line(gettext_lazy("媒体名称"), 100)
    link = forms.URLField(
        label=gettext_lazy("报道链接"), required=False, max_length=500, assume_scheme="https"
    )
    note = text(gettext_lazy("内容或成果"), 5_000, 3)
    beside = ("venue", "sub_venues", "link")
    folded = ("ended_on", "sub_venues", "outlet", "link", "note")
    fold = gettext_lazy("更多：结束日期、分会场、媒体、内容或成果")

    def __init__(self, *args: Any, row: Places, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        fields: Any = self.fields
        fields["project"].queryset = row.projects
        fields["project"].label_from_instance = project_words
        fields["unit"].queryset = units().filter(pk__in=[unit.pk for unit in row.units])
        if len(row.units) == 1:
            fields["unit"].required, fields["unit"].widget = False, forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if "held_on" not in self.errors and not given.get("held_on"):
            self.add_error("held_on", _("请填写日期。"))
        if given.get("held_on") and given["held_on"] > today():
            self.add_error("held_on", _("日期在今天之后；活动开展后再登记。"))
        if given.get("ended_on") and given.get("held_on") and given["ended_on"] < given["held_on"]:
            self.add_error("ended_on", _("结束日期早于开始日期，请核对。"))
        if not given.get("unit") and "unit" not in self.errors:
            given["unit"] = self.fields["unit"].queryset.first()  # type: ignore[attr-defined]
        return given


class CountRow(RowForm):
    """One count as people write it: 500余人, 1.2万份."""

    text_fields = ("text",)
    heading = gettext_lazy("数据")
    help = gettext_lazy("连单位一起写：523人、500余人、1.2万份。人和人次分开写，系统不会相加。没有就不填。")
    name = line(gettext_lazy("数据名称"), 100)
    text = line(gettext_lazy("数量"), COUNT_WORDS, widget=forms.TextInput(READ))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = self.data.get(self.add_prefix("text")) if self.is_bound else self.initial.get("text")
        read = words.reading_of(typed) if typed and len(typed) <= COUNT_WORDS else ""
        self.fields["text"].help_text = _("读作：{words}").format(words=read) if read else " "

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        typed = (given.get("text") or "").strip()
        if not typed:
            return given
        try:
            amount = amount_of(typed)
        except Refused as refusal:
            self.add_error("text", words.say(refusal.sentence))
            return given
        if amount is None:
            self.add_error("text", _("没有读出数目，请写成“523人”“500余人”“1.2万份”这样。"))
        elif not amount.unit:
            self.add_error("text", _("请连单位一起写，如“523人”“8场”。"))
        else:
            given["unit"] = amount.unit
        return given


class EvidenceForm(OpenForm):
    """An activity that is recorded already, or a file of any kind."""

    activity: Any = forms.ModelChoiceField(
        label=gettext_lazy("已登记的活动"), queryset=None, required=False, empty_label=gettext_lazy("请选择")
    )
    file = FilesField(
        label=gettext_lazy("文件"),
        required=False,
        max_length=200,
        widget=FilesInput(attrs=file_attrs(multiple=True)),
    )
    title = line(
        gettext_lazy("名称"),
        200,
        help_text=gettext_lazy("不填就用活动名称或文件名；一次传几个文件的，都用文件名。"),
    )

    def __init__(self, *args: Any, row: Project, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        activity: Any = self.fields["activity"]
        used = row.evidence.filter(withdrawn_at__isnull=True, activity__isnull=False)
        open_ones = row.activities.filter(voided_at__isnull=True)
        activity.queryset = open_ones.exclude(pk__in=used.values("activity")).order_by("-held_on", "-pk")
        activity.label_from_instance = lambda row: f"{day_words(row.held_on)} {row.title}"
        if activity.queryset.exists():
            self.fields["file"].label = _("或者选一个文件")
        else:
            activity.widget = forms.HiddenInput()
        said = _(
            "可以一次选几个：文档、图片、PDF 等都可以，每个不超过 {most} MB；不收程序文件。涉密文件不得上传。"
        )
        self.fields["file"].help_text = said.format(most=settings.UPLOAD_LIMIT // 1_000_000)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.errors:
            return given
        if given.get("file") and given.get("activity"):
            self.add_error("file", _("活动和文件请分两次添加。"))
        elif not given.get("file") and not given.get("activity"):
            self.add_error("activity", _("请选择一项已登记的活动，或者选择一个文件。"))
        return given


class CorrectForm(OpenForm):
    """A figure put right."""

    value = forms.CharField(label=gettext_lazy("更正为"), max_length=60)
    reason = forms.CharField(label=gettext_lazy("更正原因"), max_length=200)
    help = gettext_lazy("旧数留存，新数并列；引用它的地方会看到已经更正。")


class ReasonForm(OpenForm):
    """Why."""

    reason = line(gettext_lazy("原因"), 200, required=True)


class VoidRecordForm(OpenForm):
    """Why an activity does not count."""

    reason = line(gettext_lazy("作废原因"), 200)
    help = gettext_lazy("作废后记录仍在，但它的数据不再计入合计；数值写错的，点数据逐项更正即可。")


class ServiceItemForm(OpenForm):
    """A line of the list of services."""

    title = forms.CharField(label=gettext_lazy("事项"), max_length=200)
    unit = forms.CharField(label=gettext_lazy("计量单位"), max_length=20)
    target = line(gettext_lazy("年度目标"), 60, help_text=gettext_lazy("没有目标可以不填。"))
    beside = ("target",)


class ServiceEntryForm(OpenForm):
    """What was done of it on a day."""

    done_on = day(gettext_lazy("日期"))
    amount = forms.CharField(label=gettext_lazy("数量"), max_length=60)
    note = looking("grow", line(gettext_lazy("说明"), 200))

    def clean_done_on(self) -> Any:
        given = self.cleaned_data["done_on"]
        if given is None:
            raise forms.ValidationError(_("请填写日期。"))
        if given > today():
            raise forms.ValidationError(_("日期在今天之后，请核对。"))
        return given


def project_words(project: Project) -> str:
    """2026-012 独居老人每周一访."""
    return f"{project.account_no} {project.title}".strip()
