"""The pool of speakers and the menu of topics: added, changed, imported, free times."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from taizhang.core.dispatch.day_parts import DayPart
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.roster.speakers import SpeakerRow, Weekly
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.models import Project
from taizhang.ledger.rules.checks import Objections, check_no_secret
from taizhang.office.models import Office, Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.workflow import unit_of_work
from taizhang.outreach.models import Availability, Speaker, SpeakerTopic, Topic, secret_text


def add_topic(
    *, office: Office, name: str, group: str = "", words: str = "", summary: str = "", minutes: int = 90,
    project: Project | None = None, by: Person | None, at: datetime,
) -> Topic:  # fmt: skip
    """Put a topic on the menu."""
    with unit_of_work(office=office, by=by, at=at, needs=Permission.RUN_OUTREACH) as work:
        _check_topic(name, None, words, summary, group)
        topic = Topic.objects.create(
            office=office, name=name.strip(), group=group, words=words, summary=summary, minutes=minutes,
            project=project,
        )  # fmt: skip
        work.record("add_topic", topic)
    return topic


def change_topic(*, topic: Topic, by: Person, at: datetime, **values: Any) -> Topic:
    """Change a topic, or take it off the menu (``active``); sessions keep the title they were given."""
    with unit_of_work(office=topic.office, by=by, at=at, needs=Permission.RUN_OUTREACH) as work:
        _check_topic(values["name"], topic, *(each for each in values.values() if isinstance(each, str)))
        Topic.objects.filter(pk=topic.pk).update(**values)
        topic.refresh_from_db()
        work.record("change_topic", topic)
    return topic


def _check_topic(name: str, topic: Topic | None, *words: str) -> None:
    check_no_secret(name, *words)
    if not name.strip():
        raise Objections({"name": Message(N_("请填写课题名称。"))})
    same = Topic.objects.filter(name=name.strip())
    if (same.exclude(pk=topic.pk) if topic else same).exists():
        raise Objections({"name": Message(N_("课题“{name}”已经在菜单上。"), {"name": name.strip()})})


def add_speaker(
    *, office: Office, topics: Collection[Topic] = (), weekly: Weekly = frozenset(), phone: str = "",
    by: Person | None, at: datetime, **values: Any,
) -> Speaker:  # fmt: skip
    """Add a speaker to the pool, with topics and the parts of the week on which they are free."""
    with unit_of_work(office=office, by=by, at=at, needs=Permission.RUN_OUTREACH) as work:
        _check_speaker(values, None)
        speaker = Speaker.objects.create(office=office, phone_sealed=secret_text.seal(phone), **values)
        _write_topics(speaker, topics)
        _write_weekly(speaker, weekly)
        work.record("add_speaker", speaker)
    return speaker


def change_speaker(
    *, speaker: Speaker, topics: Collection[Topic], weekly: Weekly, phone: str = "", by: Person, at: datetime,
    **values: Any,
) -> Speaker:  # fmt: skip
    """Change a speaker; an empty ``phone`` keeps the one that is stored, because the form shows it masked only."""
    with unit_of_work(office=speaker.office, by=by, at=at, needs=Permission.RUN_OUTREACH) as work:
        _check_speaker(values, speaker)
        if phone:
            values["phone_sealed"] = secret_text.seal(phone)
        Speaker.objects.filter(pk=speaker.pk).update(**values)
        speaker.refresh_from_db()
        _write_topics(speaker, topics)
        _write_weekly(speaker, weekly)
        work.record("change_speaker", speaker)
    return speaker


def set_free(*, speaker: Speaker, on: date, part: str, free: bool, by: Person, at: datetime) -> Availability:
    """Say that the speaker is free, or not, on a part of one day, whatever the week says."""
    with unit_of_work(office=speaker.office, by=by, at=at, needs=Permission.RUN_OUTREACH) as work:
        row, _new = Availability.objects.update_or_create(
            office=speaker.office, speaker=speaker, on=on, part=DayPart(part), defaults={"free": free}
        )
        work.record("set_speaker_free", speaker, {"on": on.isoformat(), "free": free})
    return row


def import_speakers(
    *, office: Office, rows: Sequence[SpeakerRow], by: Person | None, at: datetime
) -> list[Speaker]:
    """Add the speakers of a table that was looked at before, all or none; topics that the menu lacks are added to it."""
    with unit_of_work(office=office, by=by, at=at, needs=Permission.RUN_OUTREACH) as work:
        known = {each.pk: each for each in Topic.objects.all()}
        units = {each.pk: each for each in Unit.objects.filter(pk__in={row.unit for row in rows})}
        fresh: dict[str, Topic] = {}
        for name in dict.fromkeys(word for row in rows for word in row.new_topics):
            fresh[name] = add_topic(office=office, name=name, by=by, at=at)
        made = [_import(office, row, known, fresh, units, by, at) for row in rows]
        work.record("import_speakers", office, {"rows": len(made)})
    return made


def _import(
    office: Office, row: SpeakerRow, known: dict[int, Topic], fresh: dict[str, Topic], units: dict[int, Unit],
    by: Person | None, at: datetime,
) -> Speaker:  # fmt: skip
    limits = {name: n for name in ("per_day", "per_month") if (n := getattr(row, name)) is not None}
    return add_speaker(
        office=office,
        name=row.name,
        home_unit=units[row.unit] if row.unit else None,
        title=row.title,
        district=row.district,
        districts=list(row.districts),
        email=row.mail,
        phone=row.phone,
        topics=[*(known[key] for key in row.topics), *(fresh[name] for name in row.new_topics)],
        weekly=row.weekly,
        by=by,
        at=at,
        **limits,
    )


def _check_speaker(values: dict[str, Any], speaker: Speaker | None) -> None:
    check_no_secret(values)
    name, unit = values["name"].strip(), values.get("home_unit")
    if not name:
        raise Objections({"name": Message(N_("请填写姓名。"))})
    same = Speaker.objects.filter(name=name, home_unit=unit)
    if (same.exclude(pk=speaker.pk) if speaker else same).exists():
        raise Objections({"name": Message(N_("“{name}”已经在库里。"), {"name": name})})
    if not 1 <= values.get("per_day", 1) <= 3 or not 1 <= values.get("per_month", 1) <= 99:
        raise Refused(Message(N_("每天最多1到3场，每月最多1到99场。")))


def _write_topics(speaker: Speaker, topics: Collection[Topic]) -> None:
    SpeakerTopic.objects.filter(speaker=speaker).exclude(topic__in=topics).delete()
    had = set(SpeakerTopic.objects.filter(speaker=speaker).values_list("topic", flat=True))
    SpeakerTopic.objects.bulk_create(
        SpeakerTopic(office=speaker.office, speaker=speaker, topic=each)
        for each in topics
        if each.pk not in had
    )


def _write_weekly(speaker: Speaker, weekly: Weekly) -> None:
    Availability.objects.filter(speaker=speaker, on__isnull=True).delete()
    Availability.objects.bulk_create(
        Availability(office=speaker.office, speaker=speaker, weekday=day, part=part)
        for day, part in sorted(weekly)
    )
