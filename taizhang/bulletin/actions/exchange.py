"""Learning from each other: questions to the unit that wrote an article, practice taken over, themes followed.

All of it is voluntary: nothing here is asked of anybody, has a date, or is counted by person or unit.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.utils.timezone import localdate
from django_scopes import scopes_disabled

from taizhang.bulletin.models import Article, PracticeReuse, Question, ThemeFeed, ThemeSubscription
from taizhang.bulletin.rules.authors import author_of
from taizhang.bulletin.rules.exchange import check_askable, check_out, check_words
from taizhang.core.lifecycle.bulletin_life import QUESTION
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.models import Project
from taizhang.ledger.rules.checks import check_no_secret
from taizhang.ledger.visible import projects_for
from taizhang.office.models import Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.visible import viewer_with
from taizhang.office.workflow import posts_in_act, transition, unit_of_work

SIGNER = Signer(salt="taizhang.themes", sep=".")


def ask_question(*, article: Article, text: str, by: Person, at: datetime) -> Question:
    """Ask the unit that wrote a published article how it was done."""
    with unit_of_work(office=article.office, by=by, at=at, needs=Permission.LEARN) as work:
        own = viewer_with(by, posts_in_act(by, at)).units
        unit = check_askable(article, own)
        check_words(text)
        question = Question.objects.create(
            office=article.office,
            article=article,
            unit=unit,
            asker=own[0] if own else None,
            text=text.strip(),
            asked_by=by,
            asked_at=at,
        )
        work.record("ask_question", question)
    return question


def answer_question(*, question: Question, text: str, by: Person, at: datetime) -> Question:
    """The unit answers; from now on every reader of the office sees question and answer."""
    with transition(QUESTION, "answer", question, by=by, at=at) as act:
        check_words(text)
        act.move(answer=text.strip(), answered_by=by, answered_at=at)
        act.record("answer_question")
    return question


def add_to_answer(*, question: Question, text: str, by: Person, at: datetime) -> Question:
    """The unit says more; what it said before stays."""
    with transition(QUESTION, "add", question, by=by, at=at) as act:
        check_words(text)
        day = localdate(at)
        more = f"{question.answer}\n\n（{day.year}年{day.month}月{day.day}日补充）{text.strip()}"
        act.move(answer=more)
        act.record("add_to_answer")
    return question


def close_question(*, question: Question, by: Person, at: datetime) -> Question:
    """The desk closes a question that does not belong here; the unit need not answer it."""
    with transition(QUESTION, "close", question, by=by, at=at) as act:
        act.move()
        act.record("close_question")
    return question


def record_reuse(
    *,
    article: Article,
    unit: Unit,
    note: str = "",
    project: Project | None = None,
    by: Person,
    at: datetime,
) -> PracticeReuse:
    """A unit says that it took over what the article tells of; said again, it replaces what was said."""
    check_no_secret(note)
    with unit_of_work(office=article.office, by=by, at=at, needs=Permission.LEARN) as work:
        viewer = viewer_with(by, posts_in_act(by, at))
        check_out(article)
        if unit not in viewer.units:
            raise Refused(Message(N_("只能替自己的单位登记借鉴。")))
        if author_of(article) == unit:
            raise Refused(Message(N_("这是本单位的做法，不用登记。")))
        if project is not None and not projects_for(viewer).filter(pk=project.pk).exists():
            raise Refused(Message(N_("只能选本单位的项目。")))
        said = {"note": note.strip(), "project": project, "by": by, "at": at}
        reuse, _new = PracticeReuse.objects.update_or_create(
            article=article, unit=unit, defaults=said, create_defaults={"office": article.office, **said}
        )
        work.record("record_reuse", reuse)
    return reuse


def withdraw_reuse(*, reuse: PracticeReuse, by: Person, at: datetime) -> None:
    """The unit takes back what it said of itself."""
    with unit_of_work(office=reuse.office, by=by, at=at, needs=Permission.LEARN) as work:
        if reuse.unit not in viewer_with(by, posts_in_act(by, at)).units:
            raise Refused(Message(N_("只能撤回自己单位登记的借鉴。")))
        work.record("withdraw_reuse", reuse)
        PracticeReuse.objects.filter(pk=reuse.pk).delete()


def follow(*, theme: str, by: Person, at: datetime) -> ThemeSubscription:
    """Follow a theme or column by its name; followed already, nothing changes."""
    with unit_of_work(office=by.office, by=by, at=at, needs=Permission.LEARN) as work:
        name = " ".join(theme.split())
        if not name:
            raise Refused(Message(N_("请选一个主题。")))
        subscription, new = ThemeSubscription.objects.get_or_create(
            person=by, theme=name, defaults={"office": by.office, "at": at}
        )
        if new:
            work.record("follow", subscription)
    return subscription


def unfollow(*, subscription: ThemeSubscription, by: Person, at: datetime) -> None:
    """Follow it no longer."""
    with unit_of_work(office=by.office, by=by, at=at, needs=Permission.LEARN) as work:
        if subscription.person_id != by.pk:
            raise Refused(Message(N_("个人设置只能由本人修改。")))
        work.record("unfollow", subscription)
        ThemeSubscription.objects.filter(pk=subscription.pk).delete()


def open_theme_feed(*, by: Person, at: datetime) -> ThemeFeed:
    """Open one's feed of themes under a new address; one that was open is closed."""
    with unit_of_work(office=by.office, by=by, at=at, needs=Permission.LEARN) as work:
        _revoke(by, at)
        feed = ThemeFeed.objects.create(office=by.office, person=by, created_at=at)
        work.record("open_theme_feed", feed)
    return feed


def close_theme_feed(*, by: Person, at: datetime) -> None:
    """Close it for good."""
    with unit_of_work(office=by.office, by=by, at=at, needs=Permission.LEARN) as work:
        if not _revoke(by, at):
            raise Refused(Message(N_("主题订阅地址已经停用。")))
        work.record("close_theme_feed", by)


def _revoke(person: Person, at: datetime) -> int:
    return ThemeFeed.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=at)


def theme_feed_secret(feed: ThemeFeed) -> str:
    """What the feed's address ends with."""
    return SIGNER.sign(feed.key.hex)


def person_of_theme_feed(secret: str) -> Person | None:
    """Whose feed this opens; None for an unknown, altered or revoked one, and for a closed account."""
    try:
        key = uuid.UUID(SIGNER.unsign(secret))
    except (BadSignature, ValueError):
        return None
    with scopes_disabled():
        open_feeds = ThemeFeed.objects.filter(key=key, revoked_at__isnull=True, person__is_active=True)
        feed = open_feeds.select_related("person__office").first()
    return feed.person if feed else None
