"""What a leader of the office wrote on something (批示), whose task it became, and what was said to it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.core.lifecycle.project_year import DirectiveState
from taizhang.ledger.models.account import Project
from taizhang.office.models import Owned, Person, Post
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import LineField, Text

DIRECTIVE_STATES = [
    (DirectiveState.OPEN, _("待办")),
    (DirectiveState.REPLIED, _("已回复")),
    (DirectiveState.ENDED, _("已办结")),
    (DirectiveState.WITHDRAWN, _("已撤回")),
]
ENTRY_VERBS = [
    ("pass_on", _("转交")),
    ("reply", _("回复")),
    ("return", _("退回再办")),
    ("end", _("办结")),
    ("withdraw", _("撤回")),
]


class DirectiveSubject(models.TextChoices):
    """What a directive may be written on."""

    PROJECT = "project", _("项目")
    NOTICE = "notice", _("督办单")
    ISSUE = "issue", _("简报")
    SHEET = "sheet", _("总览")


class Directive(Owned):
    """One sentence of a leader. ``subject`` is the key of what it is about, which the bulletin may keep: the ledger only
    remembers how it was called. ``project`` is set where it is about a project or one of its notices.
    """

    kind = LineField(_("对象类别"), max_length=10, choices=DirectiveSubject.choices)
    subject = models.BigIntegerField(_("对象编号"))
    title = LineField(_("对象"), max_length=300)
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name=_("项目"), null=True, blank=True, related_name="directives"
    )
    state = LineField(_("状态"), max_length=10, choices=DIRECTIVE_STATES, default=DirectiveState.OPEN)
    text = Text(_("批示"), max_length=500)
    due = models.DateField(_("办理时限"))
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("承办岗位"), related_name="+")
    given_on = models.ForeignKey(Post, models.PROTECT, verbose_name=_("批示岗位"), related_name="+")
    written_by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("批示人"), related_name="+")
    written_at = models.DateTimeField(_("批示时间"))

    objects: ClassVar[OfficeManager[Directive]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("批示")
        indexes = [
            models.Index(fields=["office", "state", "due"], name="directives_open"),
            models.Index(fields=["kind", "subject"], name="directives_on"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[DirectiveSubject.PROJECT, DirectiveSubject.NOTICE], project__isnull=False
                )
                | Q(kind__in=[DirectiveSubject.ISSUE, DirectiveSubject.SHEET], project__isnull=True),
                name="directive_of_a_project",
            )
        ]

    @property
    def responsible_unit_id(self) -> int | None:
        return self.post.unit_id

    def __str__(self) -> str:
        return self.text[:40]


class DirectiveEntry(Owned):
    """What was done with a directive, in whose words: never changed."""

    directive = models.ForeignKey(Directive, models.PROTECT, verbose_name=_("批示"), related_name="entries")
    verb = LineField(_("办理"), max_length=10, choices=ENTRY_VERBS)
    text = Text(_("内容"), max_length=2_000, blank=True)
    to = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("转给"), null=True, blank=True, related_name="+"
    )
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("岗位"), related_name="+")
    deputy_for = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("代理"), null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("办理人"), related_name="+")
    at = models.DateTimeField(_("时间"))

    objects: ClassVar[OfficeManager[DirectiveEntry]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("批示办理")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verb="pass_on", to__isnull=False) | (~Q(verb="pass_on") & Q(to__isnull=True)),
                name="directive_passed_on_to_a_post",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.text[:40]}"
