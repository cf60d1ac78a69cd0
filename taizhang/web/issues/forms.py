"""Forms of the bulletin desk: a new issue, and an issue's masthead and imprint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from taizhang.bulletin.models import Article, Direction, Issue, Recipient, Series
from taizhang.bulletin.queries.archive import series_by_name
from taizhang.bulletin.queries.composing import addressed_by, composed, imprint_of, recipients_of
from taizhang.core.figures import Span
from taizhang.core.gongwen import bulletin_from_json, bulletin_to_json
from taizhang.core.gongwen.issue_templates import SERIES_KINDS
from taizhang.web.frame.forms import OpenForm, day, file_attrs, line
from taizhang.web.reading.forms import KINDS, BulletinForm, bulletin_of, initial_of
from taizhang.web.reading.pictures import PictureForm

MOST_DIGITS = 9  # of a place in a text
IMPRINT = ("up", "peer", "down", "copies")  # taken from the list of recipients, where there is one
NOT_HERE = ("name", "year", "annual_no", "cumulative_no")


class NewIssueForm(forms.Form):
    """Which series and which of its templates, what kind, of what day."""

    series = forms.ChoiceField(label=_("刊物"))
    kind = forms.ChoiceField(label=_("类别"), choices=KINDS, initial=KINDS[0][0])
    on = day(_("日期"), required=True)

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"on": today})
        self.known = {str(each.pk): each for each in series_by_name()}
        series: Any = self.fields["series"]
        series.choices = [choice for each in self.known.values() for choice in _templates(each)]

    @property
    def begins(self) -> dict[str, Any]:
        """The arguments with which the issue is begun."""
        key, _colon, template = self.cleaned_data["series"].partition(":")
        return {**self.cleaned_data, "series": self.known[key], "template": template}


def _templates(series: Series) -> Iterator[tuple[str, str]]:
    """A series as it is, and each of its templates."""
    yield str(series.pk), series.name
    for each in series.templates:
        gaps = {"series": series.name, "kind": gettext(SERIES_KINDS[each.kind].name), "name": each.name}
        yield f"{series.pk}:{each.kind}", gettext("{series}（{kind}：{name}）").format(**gaps)


class ReturnIssueForm(OpenForm):
    """Why an issue goes back to the editor."""

    reason = line(
        _("退回意见"), 500, required=True, widget=forms.TextInput(attrs={"placeholder": _("退回意见")})
    )


class NewArticleForm(OpenForm):
    """An article that no unit sent in."""

    title = line(_("标题"), 200, required=True)


class VoidForm(OpenForm):
    """Why a signed issue does not appear."""

    reason = line(_("原因"), 200, required=True)


class WordCopyForm(OpenForm):
    """The Word file that was edited elsewhere. Once it was asked whether to take it by its words, it need not be chosen
    again.
    """

    kept = forms.CharField(required=False, widget=forms.HiddenInput)  # the name of the file that is kept
    file = forms.FileField(
        label=_("改好的 Word 稿"),
        required=False,
        help_text=_("从这里导出、用 Word 或 WPS 改过的 docx。改动列为修订，正文不会直接改动；报头、版记不带回。"),
        widget=forms.FileInput(attrs=file_attrs(accept=".docx")),
    )  # fmt: skip
    similar = forms.BooleanField(label=_("按文字比对"), required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not given.get("file") and not given.get("kept") and not self.errors:
            self.add_error("file", gettext("请选择改好的 Word 稿。"))
        return given

    def offer_similar(self, name: str) -> None:
        """Show the tick by which the file of that name, which is kept, is taken by its words."""
        self.fields["similar"].widget = forms.CheckboxInput()
        self["file"].help_text = gettext("已收到“{name}”，不必再选；换一份才需要重选。").format(name=name)
        self.data = {**self.data.dict(), "kept": name}  # type: ignore[attr-defined]


class PlaceForm(OpenForm):
    """Column, unit as printed, run-in headline."""

    column = line(_("栏目"), 100)
    source_unit = line(_("供稿单位（文末括号内）"), 200)
    run_in = forms.BooleanField(label=_("标题排在首段开头"), required=False)


class ManyAnswersForm(OpenForm):
    """One answer for several figures of the article, which are ticked in the table above it."""

    figure = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)
    reason = line(_("说明（对勾选的数据都适用）"), 200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ticked = self.data.getlist("figure") if self.is_bound else []  # type: ignore[attr-defined]
        figure: Any = self.fields["figure"]
        figure.choices = [(each, each) for each in ticked]

    @property
    def ticked(self) -> frozenset[str]:
        """The figures that were ticked, as start and end of each."""
        return frozenset(self["figure"].value() or ())

    @property
    def spans(self) -> list[Span]:
        """The places that were ticked; what is no place is left aside."""
        pairs = [each.split("-") for each in self.cleaned_data["figure"]]
        return [
            Span(int(pair[0]), int(pair[1])) for pair in pairs if len(pair) == 2 and all(map(_is_place, pair))
        ]


def _is_place(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < MOST_DIGITS


DESK_FORMS: dict[str, type[OpenForm]] = {
    "return_form": ReturnIssueForm,
    "new_article_form": NewArticleForm,
    "void_form": VoidForm,
    "picture_form": PictureForm,
    "word_form": WordCopyForm,
    "many_form": ManyAnswersForm,
}


def desk_forms(article: Article | None, typed: Mapping[str, forms.Form]) -> dict[str, forms.Form]:
    """The small forms of the desk by their name; ``typed`` are those that were refused."""
    made: dict[str, forms.Form] = {name: form(auto_id=f"{name}_%s") for name, form in DESK_FORMS.items()}
    if article is not None:
        place = {name: getattr(article, name) for name in PlaceForm.base_fields}
        made["place_form"] = PlaceForm(initial=place, auto_id="place_form_%s")
    return made | dict(typed)


class HeadForm(BulletinForm):
    """Masthead, note and imprint. Name and numbers come from the series and from the signature."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, issue: Issue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.series = issue.series
        self.addressed = addressed_by(issue)
        self.imprint = imprint_of(issue.series, self.addressed)
        nobody = [each for each in Direction.values if each not in self.addressed]
        for name in (*NOT_HERE, *(IMPRINT if self.imprint else nobody)):
            del self.fields[name]
        for name, word in self.addressed.items():
            if name in self.fields:
                self.fields[name].label = word
        self.fields["date"].required = True

    @property
    def order(self) -> list[tuple[str, list[Recipient]]]:
        """The recipients of each direction in the order of the imprint, where there are several."""
        rows = recipients_of(self.series)
        named = [
            (word, [row for row in rows if row.direction == way]) for way, word in self.addressed.items()
        ]
        return [(label, group) for label, group in named if len(group) > 1]

    @property
    def listed(self) -> list[tuple[str, str]]:
        """Recipients and copies as the imprint takes them from the list of recipients; empty without one."""
        if not self.imprint:
            return []
        named = [(word, _joined(self.imprint["recipients"][each])) for each, word in self.addressed.items()]
        copies = self.imprint["copies"]
        printed = gettext("{n}份").format(n=copies) if copies else gettext("不印纸质")
        return [*((term, words) for term, words in named if words), (gettext("印数"), printed)]


def _joined(names: list[str]) -> str:
    return gettext("，").join(names)


def head_initial(issue: Issue) -> dict[str, Any]:
    """The issue's head as values of the form's fields."""
    head = bulletin_from_json({**composed(issue), "items": []})
    columns = "\n".join(issue.data.get("column") or [])
    return {**initial_of(head), "columns": columns, "version": issue.version}


def head_json(given: dict[str, Any]) -> dict[str, Any]:
    """The cleaned values as core.gongwen writes a bulletin, without articles and numbers."""
    nothing = dict.fromkeys(NOT_HERE)
    unlisted = {"up": "", "peer": "", "down": "", "copies": None}
    head = bulletin_of({**unlisted, **given, **nothing, "name": ""}, [], bulletin_from_json({}))
    return {key: value for key, value in bulletin_to_json(head).items() if key not in ("items", *NOT_HERE)}
