"""Every write to the bulletin's tables: one keyword-only function per verb, ``by=`` and ``at=`` passed in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from taizhang.bulletin.models import Article, Issue, Reading, Rendering, RenderingFormat, Series
from taizhang.bulletin.rules.checks import (
    check_number_free,
    check_own,
    check_ready,
    check_text,
    check_verb,
    read_data,
    words_of,
)
from taizhang.core.gongwen import bulletin_to_json, read_as
from taizhang.core.gongwen.model import Bulletin
from taizhang.core.lifecycle.workflow import Overtaken, Refused
from taizhang.core.text.folding import comparison_key
from taizhang.core.text.messages import N_, Message
from taizhang.office import files
from taizhang.office.models import Office, Person, StoredFile
from taizhang.office.permissions import Permission
from taizhang.office.workflow import unit_of_work

MEDIA_TYPES = {
    RenderingFormat.PDF: "application/pdf",
    RenderingFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


ORIGINAL_TYPES = {"pdf": MEDIA_TYPES[RenderingFormat.PDF], "docx": MEDIA_TYPES[RenderingFormat.DOCX]}


def keep_original(
    office: Office, content: bytes, name: str, source_format: str, at: datetime
) -> StoredFile | None:
    """Keep the file that was brought, in the caller's transaction; None for a text that came without one."""
    if not content:
        return None
    media_type = ORIGINAL_TYPES.get(source_format, "text/plain")
    return files.store(office=office, content=content, name=name[-200:], media_type=media_type, at=at)


def add_series(
    *,
    office: Office,
    name: str,
    slug: str,
    issuer: str,
    template: dict[str, Any] | None = None,
    first_cumulative_no: int = 1,
    by: Person | None,
    at: datetime,
) -> Series:
    """Found a series; the archive is expected to hold its issues from ``first_cumulative_no`` on."""
    with unit_of_work(office=office, by=by, at=at, needs=Permission.SAVE_TO_ARCHIVE) as work:
        if comparison_key(name) in {
            comparison_key(known) for known in Series.objects.values_list("name", flat=True)
        }:
            raise Refused(Message(N_("刊物“{name}”已经存在。"), {"name": name}))
        series = Series.objects.create(
            office=office,
            name=name,
            slug=slug,
            issuer=issuer,
            template=template or {},
            first_cumulative_no=first_cumulative_no,
        )
        work.record("add_series", series, {"name": name})
    return series


def open_reading(
    *,
    office: Office,
    by: Person,
    at: datetime,
    name: str,
    source_format: str,
    text: str,
    content: bytes = b"",
) -> Reading:
    """Lay a text on the desk: freeze it with the file it came in (``content``), and read it for the first time.

    Refused, with nothing stored, for empty, huge or classified texts.
    """
    check_text(text)
    with unit_of_work(office=office, by=by, at=at, needs=Permission.USE_DESK) as work:
        reading = Reading.objects.create(
            office=office,
            by=by,
            opened_at=at,
            changed_at=at,
            source_name=name,
            source_format=source_format,
            source_file=keep_original(office, content, name, source_format, at),
            source_text=text,
            data=bulletin_to_json(read_as(text, source_format)),
        )
        detail = {"format": source_format, "characters": len(text)}
        work.record("open_reading", reading, detail)
    return reading


def correct_reading(
    *, reading: Reading, by: Person, at: datetime, version: int, data: dict[str, Any]
) -> Reading:
    """Replace what was read by what the person says is right; the source text stays as it is.

    Refused where ``version`` is not the stored one: the person would overwrite what they have not seen.
    """
    bulletin = read_data(data)
    check_text(words_of(bulletin) or "-")
    with unit_of_work(office=reading.office, by=by, at=at, needs=Permission.USE_DESK) as work:
        check_own(reading, by)
        step = check_verb(reading, "correct")
        corrected = bulletin_to_json(bulletin)
        _move(reading, step.before, version=version, data=corrected, changed_at=at)
        detail = {"version": version + 1}
        work.record("correct_reading", reading, detail, sitting=True)
    return reading


def discard_reading(*, reading: Reading, by: Person, at: datetime) -> Reading:
    """Take the text off the desk. The row stays for the record, its text and data are emptied, its file is removed."""
    with unit_of_work(office=reading.office, by=by, at=at, needs=Permission.USE_DESK) as work:
        check_own(reading, by)
        step = check_verb(reading, "discard")
        file = reading.source_file
        emptied: dict[str, Any] = {"source_file": None, "source_text": "", "data": {}, "changed_at": at}
        _move(reading, step.before, version=reading.version, state=step.after, **emptied)
        if file is not None:
            files.forget(file)
        work.record("discard_reading", reading)
    return reading


def save_reading(*, reading: Reading, series: Series, by: Person, at: datetime) -> Issue:
    """Put the bulletin into the archive of ``series``: an issue and its articles, whole or not at all.

    Refused where the date is missing or the number is taken; the words name the issue that is there.
    """
    bulletin = read_data(reading.data)
    year, annual_no, cumulative_no = check_ready(bulletin)
    office = reading.office
    with unit_of_work(office=office, by=by, at=at, needs=Permission.SAVE_TO_ARCHIVE) as work:
        check_own(reading, by)
        step = check_verb(reading, "save")
        if series.office_id != office.pk:
            raise Refused(Message(N_("这个刊物不属于本办公室。")))
        check_number_free(series, bulletin, year)
        issue = store_read_issue(
            series=series,
            bulletin=bulletin,
            numbers=(year, annual_no, cumulative_no),
            source_name=reading.source_name,
            source_text=reading.source_text,
            original=reading.source_file,
            by=by,
            at=at,
        )
        _move(reading, step.before, version=reading.version, state=step.after, issue=issue, changed_at=at)
        detail = {"series": series.pk, "year": year, "annual_no": annual_no, "cumulative_no": cumulative_no}
        work.record("save_reading", issue, detail)
    return issue


def store_rendering(
    *, issue: Issue, by: Person | None, at: datetime, fmt: str, content: bytes, form: dict[str, Any]
) -> Rendering:
    """Keep an issue's PDF or Word file with the form check made of it (``form``: the report as JSON)."""
    office, kind = issue.office, RenderingFormat(fmt)
    with unit_of_work(office=office, by=by, at=at, needs=Permission.READ_ARCHIVE) as work:
        name = f"{issue.series.slug}-{issue.date:%Y%m%d}-{issue.pk}.{kind.value}"
        file = files.store(office=office, content=content, name=name, media_type=MEDIA_TYPES[kind], at=at)
        rendering = Rendering.objects.create(
            office=office, issue=issue, format=kind, file=file, form=form, made_at=at
        )
        detail = {"format": kind.value, "sha256": file.sha256}
        work.record("store_rendering", issue, detail)
    return rendering


def _move(reading: Reading, before: frozenset[str], *, version: int, **changes: Any) -> None:
    """Change the row if it still is what the caller saw, and only then."""
    there = Reading.objects.filter(pk=reading.pk, version=version, state__in=before)
    if not there.update(version=version + 1, **changes):
        raise Overtaken(Message(N_("这份稿件已在别处改动过。请先看最新版本，再决定是否保存您的修改。")))
    reading.refresh_from_db()


def store_read_issue(
    *,
    series: Series,
    bulletin: Bulletin,
    numbers: tuple[int, int | None, int | None],
    source_name: str,
    source_text: str,
    original: StoredFile | None,
    by: Person | None,
    at: datetime,
) -> Issue:
    """The rows of an issue that was read from a text, in the caller's transaction; ``numbers`` from check_ready."""
    year, annual_no, cumulative_no = numbers
    if bulletin.date is None:
        raise ValueError("check_ready comes first")
    issue = Issue.objects.create(
        office=series.office,
        series=series,
        kind=bulletin.kind,
        year=year,
        annual_no=annual_no,
        cumulative_no=cumulative_no,
        issuer=bulletin.issuer or series.issuer,
        date=bulletin.date,
        data=bulletin_to_json(bulletin),
        source_name=source_name,
        source_text=source_text,
        original=original,
        search_text=comparison_key(words_of(bulletin)),
        saved_by=by,
        saved_at=at,
    )
    _store_articles(issue, bulletin)
    return issue


def _store_articles(issue: Issue, bulletin: Bulletin) -> None:
    Article.objects.bulk_create(
        Article(
            office=issue.office,
            issue=issue,
            position=position,
            title=item.title,
            body="\n".join(paragraph.text for paragraph in item.body),
            source_unit=item.source_unit,
            column=item.column,
        )
        for position, item in enumerate(bulletin.items, 1)
    )
