"""What those without an account see of an issue: its corrections and recall, its files, and by link its pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from taizhang.bulletin.dispatch.links import SENT, issue_of, sending_of
from taizhang.bulletin.models import Correction, Issue, Recall, Rendering, RenderingFormat, Revision, Sending
from taizhang.bulletin.typesetting.typeset_cache import TypesetSheet
from taizhang.core.lifecycle.bulletin_life import CorrectionState
from taizhang.office import files
from taizhang.web.frame.words_of_issues import day_words, issue_title


@dataclass(frozen=True, slots=True)
class After:
    """What became of an issue after it was sealed."""

    template: ClassVar[str] = "dispatch/_after.html"
    recall: Recall | None
    corrections: list[Correction]
    revisions: list[Revision]


@dataclass(frozen=True, slots=True)
class SealedFileLine:
    """A sealed file by its name and SHA-256."""

    words: str
    digest: str


def after(issue: Issue) -> After:
    """Recall, issued corrections and revisions; called inside the office's scope."""
    issued = issue.corrections.filter(state=CorrectionState.ISSUED)
    return After(
        recall=getattr(issue, "recall", None),
        corrections=list(issued.select_related("runs_in__series").order_by("issued_at", "pk")),
        revisions=list(issue.revisions.all()),
    )


def load_letter(token: str) -> Sending:
    """What a signed link opens, or 404."""
    sending = sending_of(token)
    if sending is None:
        raise Http404
    return sending


def load_public(key: str) -> Issue:
    """The issue that a QR code names, or 404."""
    issue = issue_of(key)
    if issue is None:
        raise Http404
    return issue


def pages_of(sending: Sending) -> TypesetSheet:
    """The sealed pages that were sent; 404 where there are none."""
    made = _files(sending.issue).filter(letter=sending.letter, format=RenderingFormat.PDF)
    newest = made.order_by("-made_at", "-pk").first()
    if newest is None:
        raise Http404
    return TypesetSheet(newest.file.sha256, files.read(newest.file), newest.form)


def is_closed(sending: Sending) -> bool:
    """Whether the pages may no longer be shown: the issue was recalled, and this is no revision made after that."""
    recall: Recall | None = getattr(sending.issue, "recall", None)
    if recall is None:
        return False
    return not sending.issue.revisions.filter(letter=sending.letter, sealed_at__gt=recall.at).exists()


def stored_lines(issue: Issue) -> list[SealedFileLine]:
    """Every sealed file of the issue."""
    return [
        SealedFileLine(f"{made.get_format_display()} · {_version(made.letter)}", made.file.sha256)
        for made in _files(issue).order_by("letter", "-format", "pk")
    ]


def facts_of(issue: Issue) -> list[tuple[str, str]]:
    """What the public page says of an issue: never its content."""
    return [
        (_("刊物"), issue.series.name),
        (_("期号"), issue_title(issue).removeprefix(issue.series.name).strip()),
        (_("编印单位"), issue.issuer),
        (_("日期"), day_words(issue.date)),
    ]


def newer_letter(sending: Sending) -> str:
    """The letter of a later version that this recipient was sent, if there is one."""
    rows = sending.recipient.sendings.filter(
        issue=sending.issue_id, letter__gt=sending.letter, state__in=SENT
    )
    last: str | None = rows.order_by("-letter").values_list("letter", flat=True).first()
    return last or ""


def _version(letter: str) -> str:
    return _("原版") if letter == "A" else _("修订版{letter}").format(letter=letter)


def _files(issue: Issue) -> QuerySet[Rendering]:
    rows: QuerySet[Rendering] = issue.renderings.all()
    return rows.select_related("file")
