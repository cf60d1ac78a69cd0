"""Steps of a row's life as people take them: declared once, and the view, forms, routes and guard come from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Generic, TypeVar, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taizhang.core.lifecycle.workflow import LifeTable, Refused
from taizhang.ledger.rules.checks import Objections
from taizhang.office.permissions import Permission
from taizhang.office.visible import Viewer
from taizhang.web.frame.access import viewer_of
from taizhang.web.frame.forms import OpenForm
from taizhang.web.frame.parts import Facts, PagePart, Words
from taizhang.web.frame.perform import who
from taizhang.web.frame.routes import Door, Route
from taizhang.web.frame.rows import BoundRows, RowForm, RowsForm
from taizhang.web.frame.stored import StoredNow, posted_mark, stored_mark, told_now
from taizhang.web.frame.words import say

Row = TypeVar("Row")
PLAIN, QUIET = "button", "button-word"
SECOND = "button button-second"  # also where it stands first: the one thing to do is elsewhere on the page
Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """What one button does.

    ``verb`` is the table's; ``action`` takes the row, ``by``, ``at`` and the form's fields, as ``takes`` names
    them (field → argument; None: each under its own name; empty: no field, and none is checked).
    ``done`` is what is said afterwards, or a function of what the action returned; empty: nothing. ``at_field``: where
    its refusals are said.
    """

    verb: str
    action: Callable[..., object]
    label: Words
    done: Words | Callable[[Any], str] = ""
    takes: Mapping[str, str] | None = None
    look: str = PLAIN
    at_field: str = ""

    @property
    def fields(self) -> bool:
        """Whether what is typed is part of the step."""
        return self.takes is None or bool(self.takes)


@dataclass(frozen=True, slots=True)
class StepForm(Generic[Row]):
    """Steps that stand under the same fields, the likeliest first.

    ``fold``: the words behind which it is put away until asked for, as everything that cannot be undone is; ``help``:
    what to know before (or the form has a ``help`` of its own).
    ``rows`` are lists of rows below the fields, each with the words on the button that adds one (``add``).
    ``initial`` fills the fields and, under its name, a list of rows. ``as_stored``: it fills them with what the row
    has, so that what somebody else has stored since the page was drawn is not overwritten unseen.
    ``at_field``: where a refusal of the action is said (else at the first field; NON_FIELD_ERRORS: above them all).
    ``on_enter``: the verb that the Enter key takes where it is not the first. ``when``: for which rows and viewers it
    is shown at all.
    """

    steps: Sequence[Step]
    form: Callable[..., forms.Form] = OpenForm
    fold: Words = ""
    help: Words = ""
    at_field: str = ""
    on_enter: str = ""
    when: Callable[[Row, Viewer], bool] = lambda row, viewer: True
    initial: Callable[[Row], Given] = lambda row: {}
    rows: Mapping[str, type[RowForm]] = field(default_factory=dict)
    add: Words = ""
    template: str = "frame/parts/steps.html"
    as_stored: bool = False

    def stored(self, row: Row) -> str:
        """Return a mark of what the row has; empty where the fields do not begin with it."""
        return stored_mark(self.initial(row)) if self.as_stored else ""

    def is_stale(self, row: Row, posted: Given) -> bool:
        """Whether the row has changed since the page was drawn from which the form was posted."""
        now = self.stored(row)
        return posted_mark(posted, now) != now

    def paper(self, row: Any, viewer: Viewer) -> RowsForm:
        """Its fields; their ids begin with the first verb and the row's key, because several forms stand on a page."""
        auto_id = f"{self.steps[0].verb}{getattr(row, 'pk', '')}_%s"
        return RowsForm(partial(self.form, row=row, viewer=viewer, auto_id=auto_id), self.rows)


@dataclass(frozen=True, slots=True)
class StepBox:
    """A StepForm on a page: those of its steps that are offered, and its fields as they stand."""

    template: str
    paper: BoundRows
    steps: Sequence[Step]
    action: str
    declared: StepForm[Any]
    stored: str  # StepForm.stored
    typed: bool = False  # the fields stand as somebody typed them
    told: StoredNow | None = None  # where it was changed elsewhere

    @property
    def form(self) -> Any:
        return self.paper.head

    @property
    def help(self) -> Words:
        return self.declared.help or self.form.help

    @property
    def groups(self) -> list[list[Any]]:
        """The fields that are shown at once, those beside each other together."""
        return self._grouped(each for each in self.form if each.name not in self.form.folded)

    @property
    def folded(self) -> list[list[Any]]:
        """Those that are put away, in the same way."""
        return self._grouped(each for each in self.form if each.name in self.form.folded)

    @property
    def opened(self) -> bool:
        """Whether something stands in a field that is put away, or is wrong there."""
        return any(self.form[name].errors or self.form[name].value() for name in self.form.folded)

    def _grouped(self, bound: Iterable[Any]) -> list[list[Any]]:
        groups: list[list[Any]] = []
        for each in bound:
            if groups and each.name in self.form.beside:
                groups[-1].append(each)
            elif each.name not in self.form.drawn:
                groups.append([each])
        return groups

    @property
    def lists(self) -> list[tuple[str, Any]]:
        """The lists of rows with their names."""
        return list(self.paper.parts.items())

    @property
    def on_enter(self) -> Step | None:
        return next((step for step in self.steps if step.verb == self.declared.on_enter), None)


class Steps(Generic[Row]):
    """The page of a row and the steps that can be taken there.

    ``load(request, **address)`` returns the row or raises Http404: what it returns, the person may see
    (``access.seen`` makes it from the rows that a viewer may see).
    ``page(request, row, boxes)`` answers with the page. The action receives the row as ``subject`` (empty: it
    does not). Without a ``table`` every step is offered, as on a page where something new is made.
    ``goes(result)`` is the address afterwards; without it, the same page. ``asked`` names the fields that the
    page's own address may fill in. ``answer(request, result)`` answers at once instead of leading anywhere, where what
    the action returned is shown this once.
    """

    def __init__(
        self,
        subject: str,
        *forms: StepForm[Row],
        load: Callable[..., Row],
        page: Callable[[Any, Row, Sequence[PagePart]], HttpResponse],
        table: LifeTable | None = None,
        goes: Callable[[Any], str] | None = None,
        asked: Sequence[str] = (),
        answer: Callable[[Any, Any], HttpResponse] | None = None,
    ) -> None:
        self.subject, self.forms, self.load, self.page = subject, forms, load, page
        self.table, self.goes, self.asked, self.answer = table, goes, asked, answer
        self.name = self.target = ""
        self.has_page = self.of_a_row = True

    def routes(
        self, path: str, name: str, needs: Permission | Door, act: Permission | None = None
    ) -> list[Route]:
        """The page's address, where steps are posted, too; with ``act`` they are posted to an address of their own."""
        self.name = self.target = name
        self.of_a_row = "<int:pk>" in path
        if act is None:
            return [Route(path, require_http_methods(["GET", "HEAD", "POST"])(self.view), name, needs)]
        self.target = f"{name}-act"
        return [
            Route(path, require_safe(self.view), name, needs),
            Route(f"{path}act/", require_POST(self.view), self.target, act),
        ]

    def post(self, path: str, name: str, needs: Permission | Door) -> list[Route]:
        """An address that steps are posted to from a page of many rows, which shows ``boxes`` for each."""
        self.name = self.target = name
        self.has_page, self.of_a_row = False, "<int:pk>" in path
        return [Route(path, require_POST(self.view), name, needs)]

    def boxes(self, request: HttpRequest, row: Row) -> list[PagePart]:
        """The steps of one row among others."""
        address = {"pk": cast(Model, row).pk} if self.of_a_row else {}
        return list(self._boxes(request, row, address))

    def view(self, request: HttpRequest, **address: Any) -> HttpResponse:
        """The page; posted, the step is taken."""
        row = self.load(request, **address)
        if request.method != "POST":
            return self.page(request, row, list(self._boxes(request, row, address)))
        return self._take(request, row, address)

    def _offered(self, request: HttpRequest, row: Row) -> frozenset[str]:
        if self.table is None:
            return frozenset(step.verb for form in self.forms for step in form.steps)
        stateful: Any = row
        roles = viewer_of(request).roles_for(stateful.responsible_unit_id)
        return frozenset(self.table.verbs(stateful.state, roles))

    def _standing(
        self, request: HttpRequest, row: Row, also: StepForm[Row] | None = None
    ) -> Iterator[tuple[StepForm[Row], list[Step]]]:
        """The forms of the page with the steps that are offered; no step twice. ``also``: one that was posted."""
        left = set(self._offered(request, row))
        for form in self.forms:
            shown = left and (form is also or form.when(row, viewer_of(request)))
            steps = [step for step in form.steps if step.verb in left] if shown else []
            left -= {step.verb for step in steps}
            if steps:
                yield form, steps

    def _boxes(
        self,
        request: HttpRequest,
        row: Row,
        address: Given,
        typed: tuple[StepForm[Row], BoundRows] | None = None,
        *,
        told: bool = False,
    ) -> Iterator[PagePart]:
        """``typed``: a form as it was posted, to stand in the place of the fresh one. ``told``: beside what is stored now;
        else it keeps the mark with which it was posted.
        """
        target = reverse(self.target, kwargs=dict(address))
        asked = {name: request.GET[name] for name in self.asked if name in request.GET}
        for each, steps in self._standing(request, row, typed[0] if typed else None):
            given = {**each.initial(row), **asked}
            lists = {name: given[name] for name in each.rows if name in given}
            box = StepBox(
                template=each.template,
                paper=each.paper(row, viewer_of(request)).filled(given, lists),
                steps=steps,
                action="" if target == request.path else target,
                declared=each,
                stored=each.stored(row),
            )
            if typed and typed[0] is each:
                more = (
                    {"told": told_now(box.form, given)}
                    if told
                    else {"stored": posted_mark(request.POST, box.stored)}
                )
                box = replace(box, paper=typed[1], typed=True, **more)
            yield box

    def _take(self, request: HttpRequest, row: Row, address: Given) -> HttpResponse:
        standing = list(self._standing(request, row))
        likeliest = standing[0][1] if standing else self.forms[0].steps
        verb = request.POST.get("act") or likeliest[0].verb
        act, _colon, rest = verb.partition(":")
        for each, _steps in standing:
            if act in ("add", "drop", "show") and rest.partition(":")[0] in each.rows:
                typed = each.paper(row, viewer_of(request)).typed(request.POST, verb)
                return self.page(request, row, list(self._boxes(request, row, address, (each, typed))))
        every = [*standing, *((each, each.steps) for each in self.forms)]
        found = ((each, step) for each, steps in every for step in steps if step.verb == verb)
        asked = next(found, None) if verb in self._offered(request, row) else None
        if asked is None:
            return self._too_late(request, row, address, verb)
        each, step = asked
        if step.fields and each.is_stale(row, request.POST):
            return self._changed_elsewhere(request, row, address, each)
        return self._act(request, row, address, each, step)

    def _act(
        self, request: HttpRequest, row: Row, address: Given, each: StepForm[Row], step: Step
    ) -> HttpResponse:
        blank = each.paper(row, viewer_of(request))
        posted = blank.posted(request.POST, request.FILES)
        if step.fields and not posted.is_valid():
            return self._again(request, address, (each, posted))
        try:
            result = step.action(**self._given(row, step, posted), **who(request))
        except Refused as refusal:
            if not (step.fields and _objected(refusal, posted.head, (step.at_field, each.at_field))):
                messages.error(request, say(refusal.sentence))
                posted = blank.typed(request.POST, "")
            return self._again(request, address, (each, posted))
        if step.done:
            messages.success(request, str(step.done(result) if callable(step.done) else step.done))
        if self.answer is not None:
            return self.answer(request, result)
        if request.POST.get("next") == "queue":  # the button stands on the landing page, too
            return redirect("queue")
        return redirect(self.goes(result) if self.goes else reverse(self.name, kwargs=dict(address)))

    def _given(self, row: Row, step: Step, posted: BoundRows) -> dict[str, Any]:
        """The arguments of the action: the row, and the fields and lists of rows it takes."""
        given: dict[str, Any] = {self.subject: row} if self.subject else {}
        if step.takes is None:
            lists = {name: posted.rows(name) for name in posted.parts}
            return {**given, **posted.head.cleaned_data, **lists}
        return given | {name: posted.head.cleaned_data[each] for each, name in step.takes.items()}

    def _again(
        self, request: HttpRequest, address: Given, typed: tuple[StepForm[Row], BoundRows]
    ) -> HttpResponse:
        """The page with what was typed; the row is loaded anew, because a refused action may have begun to change it."""
        row = self.load(request, **address)
        answer = self.page(request, row, list(self._boxes(request, row, address, typed)))
        answer.status_code = 422
        return answer

    def _changed_elsewhere(
        self, request: HttpRequest, row: Row, address: Given, each: StepForm[Row]
    ) -> HttpResponse:
        """What is stored now, above what was typed: it can be stored over it, by somebody who has seen both."""
        typed = each.paper(row, viewer_of(request)).typed(request.POST, "")
        answer = self.page(request, row, list(self._boxes(request, row, address, (each, typed), told=True)))
        answer.status_code = 422
        return answer

    def _too_late(self, request: HttpRequest, row: Row, address: Given, verb: str) -> HttpResponse:
        """The step is not offered, or no more: that is said, and the words typed for it are shown to be copied."""
        messages.error(request, _("状态已经变化，此操作不再适用。请刷新页面后再看。"))
        fields: dict[str, forms.Field] = {}
        asked = [each for each in self.forms if any(step.verb == verb for step in each.steps)]
        for each in asked or self.forms:
            fields |= each.form(row=row, viewer=viewer_of(request)).fields
        typed = [(field.label or "", request.POST.get(name, "")) for name, field in fields.items()]
        heading = _("刚才填写的内容（没有提交，可以复制）")
        kept = [Facts(heading, typed)] if any(words for _label, words in typed) else []
        if not kept and self.has_page:
            return redirect(reverse(self.name, kwargs=dict(address)))
        answer = self.page(request, row, [*kept, *self._boxes(request, row, address)])
        answer.status_code = 422
        return answer


def _objected(refusal: Refused, form: Any, wanted: Sequence[str]) -> bool:
    """Say the refusal at its fields, else at the first of ``wanted`` that is shown; False where no field is shown."""
    seen = [bound.name for bound in form.visible_fields()]
    if not seen:
        return False
    seen.append(NON_FIELD_ERRORS)
    usual = next((name for name in wanted if name in seen), seen[0])
    at_fields = refusal.by_field if isinstance(refusal, Objections) else {usual: refusal.sentence}
    for name, sentence in at_fields.items():
        form.add_error(name if name in seen else usual, say(sentence))
    return True
