"""How an article that a unit sent in looks in a list."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from taizhang.bulletin.models import Article, Proof, Submission
from taizhang.bulletin.queries import submissions

register = template.Library()


@register.simple_tag
def length_of(row: Submission) -> str:
    """1,024字."""
    return _("{n}字").format(n=f"{submissions.length_of(row.body):,}")


@register.simple_tag
def last_proof(article: Article) -> Proof | None:
    """The proof that the article's unit was shown last."""
    return article.proofs.order_by("-asked_at", "-pk").first()
