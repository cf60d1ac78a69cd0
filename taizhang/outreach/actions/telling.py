"""What is mailed about a session: to the speaker the link, to the hosts that it is settled, to both that it is off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from taizhang.core.text.messages import N_, Message
from taizhang.office.mail.outbox import enqueue
from taizhang.office.mail.phrases import greeting, signature
from taizhang.office.mail.transport import Address
from taizhang.office.models import Person
from taizhang.office.queries import liaisons_of
from taizhang.outreach.models import Session, Venue
from taizhang.outreach.rules.links import speaker_url
from taizhang.outreach.rules.session_words import when_of

KIND = "outreach"
Lines = Sequence[Message]


def tell_speaker(session: Session, at: datetime) -> None:
    """Mail the speaker the link by which to answer; who has no address is told the link by the dispatcher."""
    subject = Message(N_("宣讲邀请：{title}（{when}）"), _gaps(session))
    lines = [
        Message(N_("请打开下面的链接答复是否承接（不用登录）：{url}"), {"url": speaker_url(session)}),
        Message(N_("链接只供本人使用，请勿转发。")),
    ]
    if session.speaker.email:
        to = Address(session.speaker.name, session.speaker.email)
        _write(session, to, subject, lines, f"ask:{session.key.hex}", at)


def tell_hosts(session: Session, at: datetime) -> None:
    """Mail the liaisons of the hosts who comes and when."""
    subject = Message(N_("宣讲已排定：{title}（{when}）"), _gaps(session))
    lines = [
        Message(N_("宣讲员：{name}。宣讲结束后，请在系统中确认到场人数。"), {"name": session.speaker.name})
    ]
    for person in _liaisons(session.venues.all(), at):
        _write(session, person, subject, lines, f"set:{session.key.hex}:{person.pk}", at)


def tell_cancelled(session: Session, at: datetime) -> None:
    """Mail the speaker and the hosts that it does not take place then, and why."""
    subject = Message(N_("宣讲取消或延期：{title}（{when}）"), _gaps(session))
    lines = [Message(N_("原因：{reason}"), {"reason": session.reason})]
    to: list[Person | Address] = list(_liaisons(session.venues.all(), at))
    if session.speaker.email:
        to.append(Address(session.speaker.name, session.speaker.email))
    for n, each in enumerate(to):
        _write(session, each, subject, lines, f"off:{session.pk}:{session.version}:{n}", at)


def remind_hosts(venues: Sequence[Venue], at: datetime) -> int:
    """Remind the liaisons of the hosts to say how many came, one letter each; how many letters."""
    letters = 0
    for holder in liaisons_of({each.unit_id for each in venues}, at):
        own = [each for each in venues if each.unit_id == holder.post.unit_id]
        lines = [Message("· {title}（{when}）", _gaps(each.session)) for each in own]
        lines.append(Message(N_("请登录后填写到场人数；没有举行的，请选“没有举行”。")))
        subject = Message(N_("有{n}场宣讲待确认到场人数"), {"n": len(own)})
        key = f"heads:{holder.pk}:{at:%Y%m%d}"
        letters += _write(own[0].session, holder.person, subject, lines, key, at)
    return letters


def _liaisons(venues: Iterable[Venue], at: datetime) -> list[Person]:
    return [holder.person for holder in liaisons_of({each.unit_id for each in venues}, at)]


def _gaps(session: Session) -> dict[str, str | int | Message]:
    return {"title": session.title, "when": when_of(session)}


def _write(
    session: Session, to: Person | Address, subject: Message, lines: Lines, key: str, at: datetime
) -> bool:
    told = [greeting(to.name), "", str(subject), *map(str, lines), "", *signature(session.office)]
    message = enqueue(
        office=session.office, to=to, subject=str(subject)[:200], body="\n".join(told), kind=KIND,
        dedupe_key=f"outreach:{key}", at=at,
    )  # fmt: skip
    return message is not None
