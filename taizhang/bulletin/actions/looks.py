"""What a person has seen of an issue, so that the next time only what changed need be read."""

from __future__ import annotations

from datetime import datetime

from taizhang.bulletin.models import Issue, LastLook
from taizhang.office.models import Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import unit_of_work


def note_look(*, issue: Issue, by: Person, at: datetime) -> LastLook:
    """Remember the issue's texts as ``by`` has them before them now. It is nobody's record but their own."""
    with unit_of_work(office=issue.office, by=by, at=at, needs=Permission.SEE_ISSUES):
        texts = {str(a.pk): [a.title, a.body] for a in issue.articles.all()}
        look, _new = LastLook.objects.update_or_create(
            issue=issue, person=by, defaults={"office": issue.office, "at": at, "texts": texts}
        )
    return look
