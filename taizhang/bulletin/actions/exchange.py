"""Learning from each other: questions to the unit that wrote an article, practice taken over, themes followed.

All of it is voluntary: nothing here is asked of anybody, has a date, or is counted by person or unit.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.utils.timezone import localdate
from django_scopes import scopes_disabled

from taizhang.bulletin.actions.workflow import move, stepping
from taizhang.bulletin.models import Article, PracticeReuse, Question, ThemeFeed, ThemeSubscription
from taizhang.bulletin.rules.authors import author_of
from taizhang.bulletin.rules.exchange import check_askable, check_out, check_words
from taizhang.core.lifecycle.bulletin_life import QUESTION
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Sentence
from taizhang.ledger.models import Project
from taizhang.ledger.rules.checks import check_no_secret
from taizhang.ledger.visible import projects_for
from taizhang.office.models import Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.record import acting, posts_in_act, record_event
from taizhang.office.visible import viewer_with

SIGNER = Signer(salt="taizhang.themes", sep=".")


def ask_question(*, article: Article, text: str, by: Person, at: datetime) -> Question:
    """Ask the unit that wrote a published article how it was done."""
    with acting(office=article.office, by=by, at=at, needs=Permission.LEARN):
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
        record_event(office=article.office, by=by, at=at, verb="ask_question", subject=question)
    return question


def answer_question(*, question: Question, text: str, by: Person, at: datetime) -> Question:
    """The unit answers; from now on every reader of the office sees question and answer."""
    with stepping(QUESTION, "answer", question, unit=question.unit, by=by, at=at) as step:
        check_words(text)
        move(question, step, answer=text.strip(), answered_by=by, answered_at=at)
        record_event(office=question.office, by=by, at=at, verb="answer_question", subject=question)
    return question


def add_to_answer(*, question: Question, text: str, by: Person, at: datetime) -> Question:
    """The unit says more; what it said before stays."""
    with stepping(QUESTION, "add", question, unit=question.unit, by=by, at=at) as step:
        check_words(text)
        day = localdate(at)
        more = f"{question.answer}\n\n（{day.year}年{day.month}月{day.day}日补充）{text.strip()}"
        move(question, step, answer=more)
        record_event(office=question.office, by=by, at=at, verb="add_to_answer", subject=question)
    return question


def close_question(*, question: Question, by: Person, at: datetime) -> Question:
    """The desk closes a question that does not belong here; the unit need not answer it."""
    with stepping(QUESTION, "close", question, by=by, at=at) as step:
        move(question, step)
        record_event(office=question.office, by=by, at=at, verb="close_question", subject=question)
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
    with acting(office=article.office, by=by, at=at, needs=Permission.LEARN):
        viewer = viewer_with(by, posts_in_act(by, at))
        check_out(article)
        if unit not in viewer.units:
            raise Refused(Sentence(N_("只能替自己的单位登记借鉴。")))
        if author_of(article) == unit:
            raise Refused(Sentence(N_("这是本单位的做法，不用登记。")))
        if project is not None and not projects_for(viewer).filter(pk=project.pk).exists():
            raise Refused(Sentence(N_("只能选本单位的项目。")))
        said = {"note": note.strip(), "project": project, "by": by, "at": at}
        reuse, _new = PracticeReuse.objects.update_or_create(
            article=article, unit=unit, defaults=said, create_defaults={"office": article.office, **said}
        )
        record_event(office=article.office, by=by, at=at, verb="record_reuse", subject=reuse)
    return reuse


def withdraw_reuse(*, reuse: PracticeReuse, by: Person, at: datetime) -> None:
    """The unit takes back what it said of itself."""
    with acting(office=reuse.office, by=by, at=at, needs=Permission.LEARN):
        if reuse.unit not in viewer_with(by, posts_in_act(by, at)).units:
            raise Refused(Sentence(N_("只能撤回自己单位登记的借鉴。")))
        record_event(office=reuse.office, by=by, at=at, verb="withdraw_reuse", subject=reuse)
        PracticeReuse.objects.filter(pk=reuse.pk).delete()


def follow(*, theme: str, by: Person, at: datetime) -> ThemeSubscription:
    """Follow a theme or column by its name; followed already, nothing changes."""
    with acting(office=by.office, by=by, at=at, needs=Permission.LEARN):
        name = " ".join(theme.split())
        if not name:
            raise Refused(Sentence(N_("请选一个主题。")))
        subscription, new = ThemeSubscription.objects.get_or_create(
            person=by, theme=name, defaults={"office": by.office, "at": at}
        )
        if new:
            record_event(office=by.office, by=by, at=at, verb="follow", subject=subscription)
    return subscription


def unfollow(*, subscription: ThemeSubscription, by: Person, at: datetime) -> None:
    """Follow it no longer."""
    with acting(office=by.office, by=by, at=at, needs=Permission.LEARN):
        if subscription.person_id != by.pk:
            raise Refused(Sentence(N_("个人设置只能由本人修改。")))
        record_event(office=by.office, by=by, at=at, verb="unfollow", subject=subscription)
        ThemeSubscription.objects.filter(pk=subscription.pk).delete()


def open_theme_feed(*, by: Person, at: datetime) -> ThemeFeed:
    """Open one's feed of themes under a new address; one that was open is closed."""
    with acting(office=by.office, by=by, at=at, needs=Permission.LEARN):
        _revoke(by, at)
        feed = ThemeFeed.objects.create(office=by.office, person=by, created_at=at)
        record_event(office=by.office, by=by, at=at, verb="open_theme_feed", subject=feed)
    return feed


def close_theme_feed(*, by: Person, at: datetime) -> None:
    """Close it for good."""
    with acting(office=by.office, by=by, at=at, needs=Permission.LEARN):
        if not _revoke(by, at):
            raise Refused(Sentence(N_("主题订阅地址已经停用。")))
        record_event(office=by.office, by=by, at=at, verb="close_theme_feed", subject=by)


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
