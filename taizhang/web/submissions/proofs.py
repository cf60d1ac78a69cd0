"""Proofs: the editor shows the unit what will be printed, the unit confirms it or objects."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from taizhang.bulletin.actions import proofs
from taizhang.bulletin.models import Proof
from taizhang.bulletin.queries.submissions import changed_figures, difference, signed_of
from taizhang.bulletin.visible import draft_articles_for, proofs_for
from taizhang.core.lifecycle.bulletin_life import PROOF
from taizhang.web.frame.access import load, offered, viewer_of
from taizhang.web.frame.perform import attempt


@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the article to its unit as it stands."""
    article = load(draft_articles_for(viewer_of(request)), pk)
    attempt(request, proofs.ask_proof, _("已送校样，请单位确认。"), article=article)
    return redirect(f"{reverse('draft', args=[article.issue_id])}?article={article.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The changed figures and the difference first; then the whole text."""
    proof = load(proofs_for(viewer_of(request)), pk)
    if request.method == "POST" and _answered(request, proof):
        return redirect("queue")
    signed = signed_of(proof.article, proof.unit)
    runs = difference((signed.title, signed.body), (proof.title, proof.body)) if signed else ()
    context = {
        "proof": proof,
        "signed": signed,
        "runs": runs,
        "changed": len(runs) > 1,
        "moved": changed_figures(runs),
        "verbs": offered(request, PROOF, proof.state, proof.unit),
    }
    return render(request, "submissions/proof.html", context)


def _answered(request: HttpRequest, proof: Proof) -> bool:
    verb, words = request.POST.get("act", ""), request.POST.get("words", "")[:500]
    if verb == "overtake":
        return attempt(request, proofs.overtake_proof, _("校样已收回。"), proof=proof)
    if verb not in ("confirm", "object"):
        raise Http404
    confirm = verb == "confirm"
    done = _("已确认，谢谢。") if confirm else _("意见已送编辑。")
    return attempt(request, proofs.answer_proof, done, proof=proof, confirm=confirm, words=words)
