"""Fields of every form: what is typed is checked and answered at its field, never cut short."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taizhang.core.calendar import YEARS
from taizhang.core.gongwen import find_secrecy_mark
from taizhang.core.text.folding import as_drawn
from taizhang.web.frame.query_values import number_in

Field = TypeVar("Field", bound=forms.Field)
UNSTORED = gettext_lazy("文中有密级标志。本系统不处理涉密材料，内容未保存。")
TOO_LARGE = gettext_lazy("文件超过 {size} MB，请压缩图片或拆分后再传。")
TOO_LONG = gettext_lazy("最多%(limit_value)d字，现有%(show_value)d字，请删减后再提交。")


def file_attrs(**attrs: Any) -> dict[str, Any]:
    """Return the attributes of a file field: the page says what is too large before anything is sent."""
    size = settings.UPLOAD_LIMIT
    return {
        "data-max-bytes": size,
        "data-too-large": format_lazy(TOO_LARGE, size=size // 1_000_000),
        **attrs,
    }


def table_file(label: Any, help_text: Any, *, required: bool = False, **more: Any) -> forms.FileField:
    """Return the field of a file that holds a table: a workbook, or lines of text."""
    widget = forms.ClearableFileInput(attrs=file_attrs(accept=".xlsx,.csv,.txt"))
    return forms.FileField(label=label, required=required, help_text=help_text, widget=widget, **more)


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; its value is their list."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list) else [data] if data else []
        return [super(FilesField, self).clean(each, initial) for each in given]


class TypedField(forms.CharField):
    """Text as typed. The browser is told no length, because it would cut what is pasted; the server says it instead."""

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = max_length
        self.validators.append(MaxLengthValidator(max_length, message=TOO_LONG))

    def to_python(self, value: Any) -> str:
        """A browser sends a line's end as two characters; one is counted and kept. Marks of direction are left out."""
        words: str = super().to_python(value) or ""
        return as_drawn(words.replace("\r\n", "\n"))


class OpenForm(forms.Form):
    """A form that refuses text with a secrecy mark at the field where it stands.

    ``row`` is what it is about, ``viewer`` who fills it in.
    """

    help: Any = ""  # what to know before one of the buttons is pressed
    table: Any = None  # the table that it begins with, and the names of the fields that stand there
    drawn: Sequence[str] = ()
    beside: Sequence[str] = ()  # the fields that stand beside the one before them
    folded: Sequence[str] = ()  # the fields that are put away behind the words ``fold``
    fold: Any = ""

    def __init__(self, *args: Any, row: Any = None, viewer: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.viewer = row, viewer

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name, value in list(given.items()):
            if isinstance(value, str) and find_secrecy_mark(value) is not None:
                self.add_error(name, UNSTORED)
        return given


class SeveralField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several rows of a table; a key that no database holds is a wrong choice like any other, and never asked for."""

    def clean(self, value: Any) -> Any:
        for key in value or ():
            if number_in(str(key)) is None:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": key}
                )
        return super().clean(value)


class PickedField(SeveralField):
    """The rows ticked in a table; what is no key is no row."""

    def clean(self, value: Any) -> Any:
        return super().clean([key for key in value or () if number_in(str(key)) is not None])


class PickForm(OpenForm):
    """A form that begins with a table whose rows are ticked: ``picked`` names the field, ``table`` draws the rows."""

    picked = ""
    order: Any = None  # in which the rows are shown, see ``Table.order_asked``

    @property
    def drawn(self) -> Sequence[str]:  # type: ignore[override]
        return (self.picked,)

    @property
    def pick_errors(self) -> Any:
        return self.errors.get(self.picked, ())

    def tick(self, row: Any) -> SafeString:
        """The box of one row, with the words that name it for those who do not see the table."""
        name, chosen = self.add_prefix(self.picked), self[self.picked].value() or []
        return format_html(
            '<input type="checkbox" name="{0}" value="{1}" id="{0}{1}"{2}><label class="unseen" for="{0}{1}">{3}</label>',
            name,
            row.pk,
            format_html(" {}", "checked") if str(row.pk) in map(str, chosen) else "",
            row,
        )


def looking(look: str, field: Field) -> Field:
    """The field with a class of its own around it: "field-short", or when it is shown at all."""
    field.look = look  # type: ignore[attr-defined]
    return field


def line(label: Any, most: int, *, required: bool = False, **more: Any) -> TypedField:
    """A line of text; length and characters are as its column stores them."""
    return TypedField(label=label, required=required, max_length=most, **more)


def text(label: Any, most: int, rows: int, *, required: bool = False, **more: Any) -> TypedField:
    """Lines of text."""
    widget = forms.Textarea(attrs={"rows": rows, "spellcheck": "false"})
    return TypedField(label=label, required=required, max_length=most, widget=widget, **more)


def number(label: Any, low: int, high: int, **more: Any) -> forms.IntegerField:
    """A whole number between two bounds."""
    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=low, max_value=high, widget=widget, **more)


def day(label: Any, *, required: bool = False, **more: Any) -> forms.DateField:
    """A day, from a date picker or typed; a year that nobody can mean is a slip."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    formats = ["%Y-%m-%d", "%Y/%m/%d"]
    return forms.DateField(
        label=label, required=required, widget=widget, input_formats=formats, validators=[meant], **more
    )


def meant(given: date) -> None:
    """Raises ValidationError for a day outside YEARS."""
    if given.year not in YEARS:
        raise forms.ValidationError(_("年份不对，请核对。"), code="year")


class VersionField(forms.CharField):
    """The version of the row that the page showed; what is no number is none, so that the action refuses it."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> int:
        return number_in(str(value or "")) or 0
