"""A question about a figure, as the unit answers it and the editor settles it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from taizhang.bulletin.actions import facts
from taizhang.bulletin.models import FactAnswer
from taizhang.bulletin.visible import facts_for
from taizhang.core.lifecycle.bulletin_life import FACT_QUERY
from taizhang.web.frame.access import load, offered, viewer_of
from taizhang.web.frame.perform import attempt


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The sentence, the question, and what was answered."""
    query = load(facts_for(viewer_of(request)), pk)
    context = {
        "query": query,
        "verbs": offered(request, FACT_QUERY, query.state, query.unit),
        "answers": FactAnswer.choices,
    }
    return render(request, "issues/fact.html", context)


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer, settle, ask again, withdraw."""
    query = load(facts_for(viewer_of(request)), pk)
    verb, words = request.POST.get("act", ""), request.POST.get("words", "")
    if verb == "answer":
        answer = request.POST.get("answer", "")
        if answer not in FactAnswer.values:
            raise Http404
        done = _("已答复，谢谢。")
        went = attempt(request, facts.answer_fact, done, query=query, answer=answer, words=words)
        return redirect("queue") if went else redirect("fact", pk=pk)
    if verb == "ask_again":
        attempt(request, facts.ask_fact_again, _("已再次请单位核实。"), query=query, question=words)
    elif verb == "settle":
        attempt(request, facts.settle_fact, _("已了结。"), query=query)
    elif verb == "withdraw":
        attempt(request, facts.withdraw_fact, _("已撤回。"), query=query)
    else:
        raise Http404
    return redirect("fact", pk=pk)
