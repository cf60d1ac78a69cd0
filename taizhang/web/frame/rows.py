"""A form with repeated rows: rows come and go by buttons that need no script, and what was typed stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from taizhang.core.text.messages import filled
from taizhang.web.frame.query_values import number_in

MOST_ROWS = 60
Rows = Sequence[Mapping[str, Any]]


class RowForm(forms.Form):
    """One row; a row with nothing typed into it counts as not there."""

    text_fields: Sequence[str] = ()  # what makes a row: the first of them must be filled
    heading: Any = ""  # of the list, with what to know about it
    help: Any = ""

    @property
    def is_filled(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.text_fields)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first = self.text_fields[0]
        if not given.get(first) and first not in self.errors and any(map(given.get, self.text_fields)):
            self.add_error(
                first, filled(_("请填写“{field}”，或者删去这一行。"), field=self.fields[first].label)
            )
        return given


def rows_of(form: type[RowForm]) -> Any:
    """The formset of such rows."""
    return forms.formset_factory(form, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True)


@dataclass(frozen=True, slots=True)
class BoundRows:
    """A head form and its lists of rows."""

    head: Any
    parts: Mapping[str, Any]

    def is_valid(self) -> bool:
        """Checks every part, so that all mistakes are shown at once."""
        return all([self.head.is_valid(), *(part.is_valid() for part in self.parts.values())])

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The cleaned rows of a list that say something, in order."""
        return [row.cleaned_data for row in self.parts[name] if row.is_filled]

    @property
    def error_count(self) -> int:
        return sum(len(form.errors) for form in self._forms()) if self.head.is_bound else 0

    @property
    def first_mistake(self) -> str:
        """The id of the first field with a mistake, for a link to it."""
        wrong = (bound for form in self._forms() for bound in form if bound.errors)
        return next((bound.auto_id for bound in wrong), "")

    def _forms(self) -> list[Any]:
        return [self.head, *(row for part in self.parts.values() for row in part)]


@dataclass(frozen=True, slots=True)
class RowsForm:
    """What a paper is made of: the head form (as a function of its arguments) and the rows of each list."""

    head: Callable[..., forms.Form]
    parts: Mapping[str, type[RowForm]]

    def filled(self, head: Mapping[str, Any], rows: Mapping[str, Rows]) -> BoundRows:
        """With initial values; an empty list shows one empty row."""
        return BoundRows(
            self.head(initial=head),
            {
                name: rows_of(form)(initial=list(rows.get(name) or [{}]), prefix=name)
                for name, form in self.parts.items()
            },
        )

    def posted(self, data: QueryDict, files: Any = None) -> BoundRows:
        """As posted, to be checked."""
        return BoundRows(
            self.head(data, files),
            {name: rows_of(form)(data, prefix=name) for name, form in self.parts.items()},
        )

    def typed(self, data: QueryDict, act: str) -> BoundRows:
        """As typed, unchecked, after ``act``: "add:milestones", "drop:milestones:2", else unchanged."""
        verb, _colon, rest = act.partition(":")
        name, _colon, digits = rest.partition(":")
        rows = {part: _typed_rows(data, part, form) for part, form in self.parts.items()}
        if verb == "add" and name in rows and len(rows[name]) < MOST_ROWS:
            rows[name].append({})
        row = number_in(digits)
        if verb == "drop" and name in rows and row is not None:
            del rows[name][row : row + 1]
        return self.filled(_typed(data, self.head().fields, ""), rows)


def _typed_rows(data: QueryDict, part: str, form: type[RowForm]) -> list[dict[str, Any]]:
    total = number_in(data.get(f"{part}-TOTAL_FORMS", "")) or 0
    fields = form().fields
    return [_typed(data, fields, f"{part}-{k}-") for k in range(min(total, MOST_ROWS))]


def _typed(data: QueryDict, fields: Mapping[str, forms.Field], prefix: str) -> dict[str, Any]:
    return {
        name: data.getlist(prefix + name)
        if isinstance(field.widget, forms.SelectMultiple)
        else field.widget.value_from_datadict(data, {}, prefix + name)
        for name, field in fields.items()
    }
