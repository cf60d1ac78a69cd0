"""Forms: what people type, checked, and turned into the values of the core."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from taizhang.bulletin.queries.archive import series_by_name, years_with_issues
from taizhang.core.gongwen.model import (
    Bulletin,
    Contacts,
    IssueKind,
    Item,
    Paragraph,
    Recipients,
)
from taizhang.web.frame.forms import day, file_attrs

LINE = 200  # code points of a one-line field
TEXT = 200_000  # code points of a text
BIGGEST = 999_999
MOST_ITEMS = 200

KINDS = [
    (IssueKind.REGULAR.value, _("正刊")),
    (IssueKind.SUPPLEMENT.value, _("增刊")),
    (IssueKind.SPECIAL.value, _("专刊")),
]


class DraftForm(forms.Form):
    """A new draft: a file or a pasted text."""

    text = forms.CharField(
        label=_("粘贴稿件文字"),
        required=False,
        max_length=TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("或者选择文件"),
        required=False,
        allow_empty_file=True,
        help_text=_("PDF、Word、WPS 导出的 docx 或纯文本，选好即开始。"),
        widget=forms.ClearableFileInput(attrs=file_attrs(accept=".pdf,.docx,.txt,.zip,.xlsx")),
    )

    @property
    def may_be_empty(self) -> bool:
        """Whether nothing need be brought."""
        return False

    @property
    def empty(self) -> bool:
        """Whether neither a text nor a file was brought."""
        given = self.cleaned_data
        return not given.get("file") and not (given.get("text") or "").strip()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.empty and not self.may_be_empty and not self.errors:
            self.add_error("text", _("请粘贴稿件文字，或者选择一个文件。"))
        return given


def _line(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=LINE, **more)


def _text(label: Any, rows: int, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "spellcheck": "false"})
    return forms.CharField(label=label, required=False, max_length=TEXT, widget=widget, **more)


def _count(label: Any, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=BIGGEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        **more,
    )


class BulletinForm(forms.Form):
    """Masthead, note and imprint; the items have their own formset."""

    name = _line(_("刊名"))
    kind = forms.ChoiceField(label=_("类别"), choices=KINDS, initial=IssueKind.REGULAR.value)
    year = forms.IntegerField(
        label=_("年份"),
        required=False,
        min_value=1949,
        max_value=2200,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    annual_no = _count(_("期号"))
    cumulative_no = _count(_("总期号"))
    issuer = _line(_("编印单位"))
    date = day(_("日期"))
    columns = _text(_("栏目"), 1, help_text=_("每行一个。"))
    note = _text(_("按语"), 3)
    editor = _line(_("责编"))
    checker = _line(_("核稿"))
    signer = _line(_("签发"))
    phone = _line(_("电话"))
    fax = _line(_("传真"))
    email = _line(_("邮箱"))
    up = _text(_("报"), 2, help_text=_("每行一个单位。"))
    peer = _text(_("送"), 2)
    down = _text(_("发"), 2)
    copies = _count(_("印数（份）"))


class ItemForm(forms.Form):
    """One article."""

    title = forms.CharField(label=_("标题"), required=False, max_length=500)
    run_in = forms.BooleanField(label=_("标题排在首段开头"), required=False)
    body = _text(_("正文"), 6)
    source_unit = _line(_("供稿单位"))
    column = _line(_("所属栏目"))


ItemFormSet = forms.formset_factory(
    ItemForm, extra=0, max_num=MOST_ITEMS, absolute_max=MOST_ITEMS, validate_max=True
)


def initial_of(bulletin: Bulletin) -> dict[str, Any]:
    """The bulletin as values of the form's fields."""
    return {
        "name": bulletin.name,
        "kind": bulletin.kind.value,
        "year": bulletin.year,
        "annual_no": bulletin.annual_no,
        "cumulative_no": bulletin.cumulative_no,
        "issuer": bulletin.issuer,
        "date": bulletin.date,
        "columns": "\n".join(bulletin.columns),
        "note": _join(bulletin.note),
        "editor": bulletin.editor,
        "checker": bulletin.checker,
        "signer": bulletin.signer,
        "phone": bulletin.contacts.phone,
        "fax": bulletin.contacts.fax,
        "email": bulletin.contacts.email,
        "up": "\n".join(bulletin.recipients.up),
        "peer": "\n".join(bulletin.recipients.peer),
        "down": "\n".join(bulletin.recipients.down),
        "copies": bulletin.copies,
    }


def initial_items(bulletin: Bulletin) -> list[dict[str, Any]]:
    """The bulletin's articles as values of the formset; more than it takes are paragraphs of the last one."""
    items = list(bulletin.items[:MOST_ITEMS])
    if len(bulletin.items) > MOST_ITEMS:
        surplus = bulletin.items[MOST_ITEMS:]
        added = (each for item in surplus for each in (Paragraph(item.title), *item.body) if each.text)
        items[-1] = replace(items[-1], body=(*items[-1].body, *added))
    return [
        {
            "title": item.title,
            "run_in": item.run_in,
            "body": _join(item.body),
            "source_unit": item.source_unit,
            "column": item.column,
        }
        for item in items
    ]


def bulletin_of(head: dict[str, Any], items: Sequence[dict[str, Any]], before: Bulletin) -> Bulletin:
    """The bulletin that cleaned values describe. Paragraphs that stayed the same keep their source place."""
    known = {paragraph.text: paragraph for paragraph in _paragraphs(before)}
    return Bulletin(
        name=head["name"],
        kind=IssueKind(head["kind"]),
        year=head["year"],
        annual_no=head["annual_no"],
        cumulative_no=head["cumulative_no"],
        issuer=head["issuer"],
        date=head["date"],
        columns=_lines(head["columns"]),
        note=_split(head["note"], known),
        items=tuple(
            Item(
                title=item["title"],
                body=_split(item["body"], known),
                source_unit=item["source_unit"],
                run_in=item["run_in"],
                column=item["column"],
            )
            for item in items
        ),
        editor=head["editor"],
        checker=head["checker"],
        signer=head["signer"],
        contacts=Contacts(head["phone"], head["fax"], head["email"]),
        recipients=Recipients(_lines(head["up"]), _lines(head["peer"]), _lines(head["down"])),
        copies=head["copies"],
    )


def _paragraphs(bulletin: Bulletin) -> Iterable[Paragraph]:
    yield from bulletin.note
    for item in bulletin.items:
        yield from item.body


def _join(paragraphs: Sequence[Paragraph]) -> str:
    return "\n".join(paragraph.text for paragraph in paragraphs)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _split(text: str, known: dict[str, Paragraph]) -> tuple[Paragraph, ...]:
    return tuple(known.get(line, Paragraph(line)) for line in _lines(text))


def _in_words(year: int) -> str:
    return gettext("{year}年").format(year=year)


class SeriesForm(forms.Form):
    """Which series an issue goes to."""

    series: Any = forms.ModelChoiceField(label=_("刊物"), queryset=None, empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["series"]
        choices.queryset = series_by_name()


class ArchiveForm(forms.Form):
    """The filter of the archive, read as a sentence."""

    series: Any = forms.ModelChoiceField(
        label=_("刊物"), queryset=None, required=False, empty_label=_("全部刊物")
    )
    year = forms.TypedChoiceField(label=_("年份"), required=False, coerce=int, empty_value=None)
    words = forms.CharField(
        label=_("标题中的词"),
        required=False,
        max_length=60,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("标题或正文中的词"), "autocomplete": "off"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        series: Any = self.fields["series"]
        series.queryset = series_by_name()
        year: Any = self.fields["year"]
        years = years_with_issues()
        year.choices = [("", _("全部年份")), *((number, _in_words(number)) for number in years)]
