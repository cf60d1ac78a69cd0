"""What those without an account see of an issue: its corrections and recall, its files, and by link its pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from taizhang.bulletin.models import Correction, Issue, IssueAttachment, Origin, Recall, Rendering, Revision
from taizhang.bulletin.queries.attachments import attachments_of
from taizhang.bulletin.queries.printed import current, letter_now
from taizhang.bulletin.typesetting.typeset_cache import TypesetSheet, sealed_sheet
from taizhang.core.lifecycle.bulletin_life import CorrectionState
from taizhang.press import PressError, edge_lines, masthead_numbers, written_date
from taizhang.web.frame.parts import dotted
from taizhang.web.frame.titles import issue_title
from taizhang.web.frame.words import day_words, headline

MOST_EDGES = 500
_EDGES: dict[str, tuple[str, str]] = {}


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


def pages_of(issue: Issue) -> TypesetSheet:
    """The sealed pages of the version that holds now; 404 where there are none."""
    sheet = sealed_sheet(issue)
    if sheet is None:
        raise Http404
    return sheet


def is_closed(issue: Issue) -> bool:
    """Whether the pages may no longer be shown: the issue was recalled, and there is no revision made after that."""
    recall: Recall | None = getattr(issue, "recall", None)
    return recall is not None and not issue.revisions.filter(sealed_at__gt=recall.at).exists()


def on_paper(issue: Issue) -> list[tuple[str, str]]:
    """By what a printed copy is compared with the sealed file of the version that holds: title, date, number of pages,
    first and last line. Empty for an issue that was read in, and for one that was recalled.
    """
    sheet = None if is_closed(issue) else sealed_sheet(issue)
    if sheet is None:
        return []
    first, last = _edges(sheet.key, sheet.pdf)
    bulletin = current(issue)
    titles = [headline(item.title) for item in bulletin.items if item.title]
    return [
        (_("报头"), " ".join([bulletin.name or issue.name, *masthead_numbers(bulletin)])),
        (_("标题"), _("；").join(titles)),
        (_("日期"), written_date(issue.date)),
        (_("页数"), _("共{n}页").format(n=sheet.pages)),
        (_("首行"), first),
        (_("末行"), last),
    ]


def _edges(key: str, pdf: bytes) -> tuple[str, str]:
    """First and last line of a sealed file, found once: it never changes."""
    known = _EDGES.get(key)
    if known is None:
        if len(_EDGES) >= MOST_EDGES:
            _EDGES.clear()
        try:
            known = edge_lines(pdf)
        except PressError:
            known = ("", "")
        _EDGES[key] = known
    return known


def stored_lines(issue: Issue) -> list[SealedFileLine]:
    """Every file of the issue by its hash, the version that holds first; of an old issue the original before what was set
    anew here.
    """
    now = letter_now(issue)
    lines = [SealedFileLine(_("原件"), issue.original.sha256)] if issue.original else []
    made = _files(issue).order_by("-letter", "-format", "pk")
    attached = [SealedFileLine(attachment_words(row), row.file.sha256) for row in attachments_of(issue)]
    return [
        *lines,
        *(
            SealedFileLine(
                dotted(each.get_format_display(), version_words(issue, each.letter, now)), each.file.sha256
            )
            for each in made
        ),
        *attached,
    ]


def attachment_words(row: IssueAttachment) -> str:
    """附件1: its name is content, which the public page does not tell."""
    return _("附件{n}").format(n=row.position)


def version_words(issue: Issue, letter: str, now: str) -> str:
    """原版, 修订版B; that a later version has made it void; that it was set anew here from an old issue."""
    if issue.origin == Origin.READ:
        return _("本系统重排，以原件为准")
    words = _("原版") if letter == "A" else _("修订版{letter}").format(letter=letter)
    return words if letter == now else _("{version}，已作废").format(version=words)


def facts_of(issue: Issue) -> list[tuple[str, str]]:
    """What the public page says of an issue: never its content."""
    return [
        (_("刊物"), issue.name),
        (_("期号"), issue_title(issue).removeprefix(issue.name).strip()),
        (_("编印单位"), issue.issuer),
        (_("日期"), day_words(issue.date)),
    ]


def _files(issue: Issue) -> QuerySet[Rendering]:
    rows: QuerySet[Rendering] = issue.renderings.all()
    return rows.select_related("file")
