"""A notice as its printed page."""

from __future__ import annotations

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from taizhang.ledger.models import Notice
from taizhang.press import NoticeSheet, shared_press
from taizhang.web.frame.tags_record_look import notice_number, stored
from taizhang.web.frame.words import day_words


def notice_pdf(notice: Notice) -> bytes:
    """The official form of an issued notice. Raises PressError."""
    return shared_press().set_notice(_sheet(notice))


def _sheet(notice: Notice) -> NoticeSheet:
    project = notice.project
    facts = [
        (_("项目"), f"{project.account_no}\u3000{project.title}"),
        (_("责任岗位"), project.lead_post.title if project.lead_post else ""),
        (_("完成时限"), project.due and day_words(project.due, 0)),
        (_("督办原因"), _why(notice)),
        (_("回复时限"), notice.reply_due and day_words(notice.reply_due, 0)),
    ]
    return NoticeSheet(
        issuer=notice.office.name,
        title=_("督办单"),
        number=notice_number(notice),
        colour=str(notice.get_colour_display()),
        addressee=project.lead_unit.name,
        facts=[(label, words) for label, words in facts if words],
        body=notice.text.splitlines(),
        reply=notice.reply.splitlines(),
        day=localdate(notice.issued_at),
        colour_label=_("督办等级"),
        reply_label=_("办理情况"),
        blank=_("（由承办单位填写，可另附页）"),
    )


def _why(notice: Notice) -> str:
    words = stored(notice.reason)
    if words and notice.baseline is not None:
        return _("{words}（依据第{n}版账目）").format(words=words, n=notice.baseline.version)
    return words
