"""Old issues are read in, file by file: each is one transaction, and read once however often it is brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from taizhang.bulletin.actions.readings import keep_original, store_read_issue
from taizhang.bulletin.models import ArchivedFile, FileOutcome, Issue, Origin, Reading, Series
from taizhang.bulletin.rules.checks import check_number_free, check_ready, check_text, words_of
from taizhang.core.calendar.day_words import day_words
from taizhang.core.gongwen import bulletin_to_json, read_as
from taizhang.core.gongwen.model import Bulletin
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.folding import comparison_key
from taizhang.core.text.messages import N_, Message
from taizhang.office.models import Person, StoredFile
from taizhang.office.permissions import Permission
from taizhang.office.workflow import unit_of_work


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as it was read: its text and the bulletin in it, with the file itself, or why it cannot be read."""

    name: str
    sha256: str
    format: str = ""
    text: str = ""
    bulletin: Bulletin | None = None
    refusal: Message | None = None
    notes: tuple[Message, ...] = ()
    content: bytes = b""


def read_text(
    name: str,
    sha256: str,
    source_format: str,
    text: str,
    notes: Sequence[Message] = (),
    content: bytes = b"",
) -> ReadFile:
    """The bulletin in a text; refused, with nothing kept, where the text bears a secrecy mark or is none."""
    try:
        check_text(text)
    except Refused as refusal:
        return ReadFile(name, sha256, refusal=refusal.sentence)
    bulletin = read_as(text, source_format)
    return ReadFile(name, sha256, source_format, text, bulletin, notes=tuple(notes), content=content)


def archive_file(*, series: Series, read: ReadFile, by: Person | None, at: datetime) -> ArchivedFile:
    """Put what was read into the archive of ``series``, or note why not; a known content is not read again, but becomes
    the original of an issue that has none.

    What cannot be archived as it stands opens as a reading at the desk of ``by``, if somebody is named.
    """
    office = series.office
    with unit_of_work(office=office, by=by, at=at, needs=Permission.SAVE_TO_ARCHIVE) as work:
        known = ArchivedFile.objects.filter(series=series, sha256=read.sha256).first()
        if known is not None:
            _add_original(known.issue, read, at)
            return known
        outcome, doubts, made = _settle(series, read, by, at)
        file = ArchivedFile.objects.create(
            office=office,
            series=series,
            sha256=read.sha256,
            name=read.name[-200:],
            outcome=outcome,
            doubts=[doubt.to_json() for doubt in doubts],
            issue=made if isinstance(made, Issue) else None,
            reading=made if isinstance(made, Reading) else None,
            by=by,
            at=at,
        )
        detail = {"outcome": outcome.value, "name": file.name}
        subject = made if isinstance(made, Issue) else file
        work.record("archive_file", subject, detail)
    return file


Settled = tuple[FileOutcome, list[Message], Issue | Reading | None]


def _settle(series: Series, read: ReadFile, by: Person | None, at: datetime) -> Settled:
    if read.refusal is not None or read.bulletin is None:
        return FileOutcome.REFUSED, [read.refusal] if read.refusal else [], None
    bulletin = read.bulletin
    try:
        year, annual_no, cumulative_no = check_ready(bulletin)
        twin = _twin(series, bulletin, year)
        if twin is not None:
            _add_original(twin, read, at)
            words = N_("与已存档的{date}一期内容相同。")
            return FileOutcome.DUPLICATE, [Message(words, {"date": day_words(twin.date)})], twin
        check_number_free(series, bulletin, year)
    except Refused as refusal:
        return FileOutcome.DOUBT, [refusal.sentence, *read.notes], _at_desk(series, read, by, at)
    issue = store_read_issue(
        series=series,
        bulletin=bulletin,
        numbers=(year, annual_no, cumulative_no),
        source_name=read.name[-200:],
        source_text=read.text,
        original=_original(series, read, at),
        by=by,
        at=at,
    )
    return FileOutcome.ARCHIVED, [*_missing(bulletin), *read.notes], issue


def _original(series: Series, read: ReadFile, at: datetime) -> StoredFile | None:
    return keep_original(series.office, read.content, read.name, read.format, at)


def _add_original(issue: Issue | None, read: ReadFile, at: datetime) -> None:
    """Give an issue that was read in before originals were kept the file it came from."""
    if issue is not None and issue.origin == Origin.READ and issue.original is None and read.refusal is None:
        issue.original = _original(issue.series, read, at)
        issue.save(update_fields=["original"])


def _twin(series: Series, bulletin: Bulletin, year: int) -> Issue | None:
    """The archived issue of the same number with the same words."""
    same = Issue.objects.filter(series=series, count="", year=year, annual_no=bulletin.annual_no)
    return same.filter(search_text=comparison_key(words_of(bulletin))).first()


def _at_desk(series: Series, read: ReadFile, by: Person | None, at: datetime) -> Reading | None:
    if by is None or read.bulletin is None:
        return None
    return Reading.objects.create(
        office=series.office,
        by=by,
        opened_at=at,
        changed_at=at,
        source_name=read.name[-200:],
        source_format=read.format,
        source_file=_original(series, read, at),
        source_text=read.text,
        data=bulletin_to_json(read.bulletin),
    )


def _missing(bulletin: Bulletin) -> list[Message]:
    """What an issue usually has and this one has not."""
    usual = (
        (bulletin.annual_no, N_("没有读到期号。")),
        (bulletin.cumulative_no, N_("没有读到总期号。")),
        (bulletin.issuer, N_("没有读到编发单位。")),
        (all(item.source_unit for item in bulletin.items), N_("有的稿件没有读到供稿单位。")),
    )
    return [Message(words) for there, words in usual if not there]
