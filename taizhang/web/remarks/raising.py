"""Raising a remark or a suggestion on whatever text a page shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from taizhang.core.text.remarking import QUOTE_LIMIT, WORDS_LIMIT, RemarkDraft, RemarkKind
from taizhang.web.frame.forms import OpenForm, VersionField, looking, text
from taizhang.web.frame.parts import PagePart
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.steps import SECOND, Step, StepForm, Steps


class RemarkForm(OpenForm):
    """The chosen words, what is said of them, and what could stand there instead."""

    start = forms.CharField(required=False, widget=forms.HiddenInput)  # code points before the words
    version = VersionField(required=False)
    quote = text(_("针对的原文（在文中选取，或照抄一处；不填即对全文）"), QUOTE_LIMIT, 1, strip=False)
    replacement = looking(
        "remark-replacement", text(_("改为（批注不填；修订留空即删去）"), QUOTE_LIMIT, 2, strip=False)
    )
    words = text(_("意见"), WORDS_LIMIT, 1)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        chosen = {name: given.get(name, "") for name in ("quote", "replacement", "words")}
        draft = RemarkDraft(start=number_in(given.get("start", "")), **chosen)
        return {"draft": draft, "version": given.get("version") or None}


def raising(
    subject: str,
    action: Callable[..., object],
    load: Callable[..., Any],
    page: Callable[[Any, Any, Sequence[PagePart]], HttpResponse],
    answer: Callable[[HttpRequest, Any], HttpResponse],
    *,
    versioned: bool = False,
) -> Steps[Any]:
    """Return the steps by which a remark is raised on the row that ``load`` returns; they stand on its ``page``.

    ``versioned``: the action is told of which version the words were chosen.
    """
    takes = {"draft": "draft", "version": "version"} if versioned else {"draft": "draft"}

    def step(verb: str, kind: RemarkKind, label: Any, done: Any, look: str) -> Step:
        def act(*, draft: RemarkDraft, **given: Any) -> object:
            return action(draft=replace(draft, kind=kind), **given)

        return Step(verb, act, label, done, takes=takes, look=look, at_field="quote")

    remark = step("remark", RemarkKind.REMARK, _("提出批注"), _("批注已提出。"), "button")
    suggest = step("suggest", RemarkKind.SUGGESTION, _("提出修订"), _("修订已提出。"), SECOND)
    box: StepForm[Any] = StepForm(
        [remark, suggest],
        RemarkForm,
        fold=_("提出批注或修订"),
        initial=lambda row: {"version": getattr(row, "version", "")},
        template="remarks/_raise.html",
    )
    return Steps(subject, box, load=load, page=page, answer=answer)
