"""What the desk shows of an article that a unit sent in."""

from __future__ import annotations

from django import template

from taizhang.bulletin.models import Article, Proof

register = template.Library()


@register.simple_tag
def last_proof(article: Article) -> Proof | None:
    """The proof that the article's unit was shown last."""
    return article.proofs.order_by("-asked_at", "-pk").first()
