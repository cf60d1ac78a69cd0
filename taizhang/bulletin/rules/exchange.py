"""What may be asked and said in the exchange; each check raises Refused with the user's words."""

from __future__ import annotations

from collections.abc import Collection

from taizhang.bulletin.models import Article
from taizhang.bulletin.rules.authors import author_of
from taizhang.core.lifecycle.bulletin_life import OUT
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.rules.checks import check_no_secret
from taizhang.office.models import Unit
from taizhang.office.rules import passes


def check_out(article: Article) -> None:
    """Refused for an article whose issue has not appeared."""
    if article.issue.state not in OUT:
        raise Refused(Message(N_("这一期还没有印发。")))


def check_askable(article: Article, own: Collection[Unit]) -> Unit:
    """Whom one of the units ``own`` may ask about the article; Refused where it is nobody, or themselves."""
    check_out(article)
    author = author_of(article)
    if author is None:
        raise Refused(Message(N_("这篇稿件没有登记是哪个单位的，无处可问。")))
    if author in own:
        raise Refused(Message(N_("这是本单位的稿件。")))
    return author


def can_ask(article: Article, own: Collection[Unit]) -> bool:
    """Whether check_askable passes."""

    def check() -> None:
        check_askable(article, own)

    return passes(check)


def check_words(text: str) -> None:
    """Refused for nothing, and for what bears a secrecy mark."""
    if not text.strip():
        raise Refused(Message(N_("请写几句话。")))
    check_no_secret(text)
