"""What stands in a project's way: raised by its unit, answered by the office, settled by the unit (问题清单)."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taizhang.core.lifecycle.project_year import BLOCKER
from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.actions import blockers
from taizhang.ledger.models import Blocker
from taizhang.ledger.visible import blockers_for, projects_for
from taizhang.web.frame.access import load, offered, viewer_of
from taizhang.web.frame.perform import attempt, who
from taizhang.web.frame.rows import line, text
from taizhang.web.frame.words import say

SHOWN = 200


class BlockerForm(forms.Form):
    """A question to the office."""

    text = text(gettext_lazy("遇到的问题"), 2_000, 4)
    wanted = line(gettext_lazy("希望哪个单位协调"), 100)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Questions of the projects one may see: open ones first, the oldest first."""
    rows = blockers_for(viewer_of(request))
    groups = [
        (words, list(rows.filter(state=state).order_by(order, "pk")[:SHOWN]))
        for state, words, order in (
            ("open", _("待答复"), "raised_at"),
            ("answered", _("已答复，等单位确认"), "answered_at"),
            ("settled", _("已解决"), "-ended_at"),
            ("withdrawn", _("已撤回"), "-ended_at"),
        )
    ]
    return render(request, "supervision/blockers.html", {"groups": [each for each in groups if each[1]]})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for help."""
    project = load(projects_for(viewer_of(request)), pk)
    form = BlockerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            blocker = blockers.raise_blocker(project=project, **form.cleaned_data, **who(request))
        except Refused as refusal:
            form.add_error("text", say(refusal.sentence))
        else:
            return redirect("blocker", pk=blocker.pk)
    context = {"project": project, "form": form}
    return render(request, "supervision/blocker_new.html", context, status=422 if form.is_bound else 200)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The question, its answer, and what this person can do about it."""
    return _page(request, load(blockers_for(viewer_of(request)), pk))


def _page(request: HttpRequest, blocker: Blocker, words: str = "") -> HttpResponse:
    """``words``: what was typed and refused."""
    verbs = offered(request, BLOCKER, blocker.state, blocker.project.lead_unit)
    context = {"blocker": blocker, "verbs": verbs, "words": words}
    return render(request, "supervision/blocker.html", context, status=422 if words else 200)


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer, ask again, settle or withdraw."""
    blocker = load(blockers_for(viewer_of(request)), pk)
    words = request.POST.get("words", "")[:2_000]
    verb = request.POST.get("act", "")
    if verb == "answer":
        done = attempt(request, blockers.answer_blocker, _("已答复。"), blocker=blocker, answer=words)
    elif verb == "ask_again":
        done = attempt(request, blockers.ask_again, _("已再次提出。"), blocker=blocker, text=words)
    elif verb == "settle":
        done = attempt(request, blockers.settle_blocker, _("已登记为解决。"), blocker=blocker)
    else:
        done = verb == "withdraw" and attempt(
            request, blockers.withdraw_blocker, _("已撤回。"), blocker=blocker
        )
    return redirect("blocker", pk=pk) if done or not words else _page(request, blocker, words)
