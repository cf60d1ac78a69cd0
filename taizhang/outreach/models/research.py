"""Research topics (调查研究) of a project: question, method, visits, findings, and the problems found."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.core.lifecycle.outreach_life import ResearchState
from taizhang.ledger.models import Blocker, Project
from taizhang.office.models import Owned, Person
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import LineField, Text

RESEARCH_STATES = [
    (ResearchState.OPEN, _("调研中")),
    (ResearchState.CONCLUDED, _("已形成结论")),
    (ResearchState.DROPPED, _("已终止")),
]


class ResearchTopic(Owned):
    """One question that a project looks into; several of a project stay several."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name=_("项目"), related_name="research")
    question = LineField(_("调研课题"), max_length=200)
    method = LineField(_("调研方式"), max_length=200, blank=True)
    findings = Text(_("调研结论"), max_length=5_000, blank=True)
    state = LineField(_("状态"), max_length=10, choices=RESEARCH_STATES, default=ResearchState.OPEN)
    reason = LineField(_("原因"), max_length=200, blank=True)  # dropped or taken up again
    started_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("提出人"), null=True, related_name="+"
    )
    started_at = models.DateTimeField(_("提出时间"))
    concluded_at = models.DateTimeField(_("结论时间"), null=True, blank=True)

    objects: ClassVar[OfficeManager[ResearchTopic]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("调研课题")
        ordering = ["started_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "question"], name="research_question_once"),
            models.CheckConstraint(
                condition=~Q(state="concluded") | ~Q(findings=""), name="concluded_research_has_findings"
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def responsible_unit_id(self) -> int | None:
        return self.project.lead_unit_id


class ResearchVisit(Owned):
    """Where somebody went on a day, and what they learnt there."""

    topic = models.ForeignKey(ResearchTopic, models.PROTECT, verbose_name=_("课题"), related_name="visits")
    visited_on = models.DateField(_("日期"))
    place = LineField(_("走访地点"), max_length=100)
    learnt = Text(_("了解到的情况"), max_length=2_000)
    by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("登记人"), null=True, related_name="+")
    at = models.DateTimeField(_("登记时间"))

    objects: ClassVar[OfficeManager[ResearchVisit]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("调研走访")
        ordering = ["visited_on", "pk"]

    def __str__(self) -> str:
        return self.place


class ResearchProblem(Owned):
    """A problem that research found, as the ledger's list of problems has it."""

    topic = models.ForeignKey(ResearchTopic, models.PROTECT, verbose_name=_("课题"), related_name="problems")
    blocker = models.OneToOneField(Blocker, models.PROTECT, verbose_name=_("问题"), related_name="+")

    objects: ClassVar[OfficeManager[ResearchProblem]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("调研发现的问题")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.blocker)
