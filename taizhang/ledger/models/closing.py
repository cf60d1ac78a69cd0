"""Changes of what was promised, and the closing of accounts (变更、销账)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from taizhang.core.lifecycle.project_year import ChangeKind, ChangeState, ClosureState
from taizhang.ledger.models.account import Criterion, Project
from taizhang.ledger.models.records import Evidence
from taizhang.office.models import Owned, Person
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import Data, LineField, Text

CHANGE_KINDS = [
    (ChangeKind.EXTEND, _("延期")),
    (ChangeKind.AMEND, _("调整")),
    (ChangeKind.SUSPEND, _("中止")),
    (ChangeKind.RESUME, _("恢复")),
    (ChangeKind.CANCEL, _("撤销")),
    (ChangeKind.MERGE, _("并项")),
    (ChangeKind.CARRY_OVER, _("结转")),
]
CHANGE_STATES = [
    (ChangeState.REQUESTED, _("待审批")),
    (ChangeState.APPROVED, _("已同意")),
    (ChangeState.DECLINED, _("未同意")),
    (ChangeState.WITHDRAWN, _("已撤回")),
]
CLOSURE_STATES = [
    (ClosureState.UNIT_REVIEW, _("待单位审签")),
    (ClosureState.HANDED_BACK, _("单位退回修改")),
    (ClosureState.REQUESTED, _("待核验")),
    (ClosureState.VERIFIED, _("已核验")),
    (ClosureState.RECTIFY, _("需整改")),
    (ClosureState.WITHDRAWN, _("已撤回")),
]


class ChangeRequest(Owned):
    """A request to change a project's account; what is approved makes the next baseline or the next state."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name=_("项目"), related_name="changes")
    kind = LineField(_("类别"), max_length=12, choices=CHANGE_KINDS)
    state = LineField(_("状态"), max_length=12, choices=CHANGE_STATES, default=ChangeState.REQUESTED)
    reason = Text(_("原因"), max_length=2_000)
    forecast = models.DateField(_("预计完成日期"), null=True, blank=True)  # of an extension
    proposed = Data(_("拟改为"), default=dict, blank=True)  # of an amendment: as AccountPlan.to_json
    into = models.ForeignKey(
        Project, models.PROTECT, verbose_name=_("并入项目"), null=True, blank=True, related_name="+"
    )
    requested_by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("申请人"), related_name="+")
    requested_at = models.DateTimeField(_("申请时间"))
    decided_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("审批人"), null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    decided_due = models.DateField(_("批准时限"), null=True, blank=True)
    decision = Text(_("审批意见"), max_length=1_000, blank=True)

    objects: ClassVar[OfficeManager[ChangeRequest]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("变更申请")
        indexes = [models.Index(fields=["office", "state"], name="changes_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind"], condition=Q(state=ChangeState.REQUESTED), name="asked_for_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=ChangeState.APPROVED, kind=ChangeKind.EXTEND)
                | Q(decided_due__isnull=False),
                name="extension_states_new_date",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="change_decided_by_and_at",
            ),
        ]

    @property
    def responsible_unit_id(self) -> int:
        return self.project.lead_unit_id

    def __str__(self) -> str:
        return f"{self.project} {self.kind}"


class Closure(Owned):
    """A request to close an account: signed by the unit's leader, verified by somebody else than the reporter."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name=_("项目"), related_name="closures")
    state = LineField(_("状态"), max_length=12, choices=CLOSURE_STATES, default=ClosureState.REQUESTED)
    round = models.PositiveSmallIntegerField(_("次数"), default=1)
    summary = Text(_("完成情况"), max_length=5_000, blank=True)
    requested_by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("申请人"), related_name="+")
    requested_at = models.DateTimeField(_("申请时间"))
    signed_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("审签人"), null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(_("审签时间"), null=True, blank=True)
    returned = LineField(_("退回意见"), max_length=500, blank=True)  # by the unit's leader
    verified_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("核验人"), null=True, blank=True, related_name="+"
    )
    verified_at = models.DateTimeField(_("核验时间"), null=True, blank=True)
    opinion = Text(_("核验意见"), max_length=2_000, blank=True)

    objects: ClassVar[OfficeManager[Closure]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("销账申请")
        constraints = [
            models.UniqueConstraint(fields=["project", "round"], name="closure_round_once"),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(state__in=[ClosureState.UNIT_REVIEW, ClosureState.REQUESTED]),
                name="closure_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=models.F("requested_by")),
                name="verified_by_another_person",
            ),
        ]

    @property
    def responsible_unit_id(self) -> int:
        return self.project.lead_unit_id

    def __str__(self) -> str:
        return f"{self.project} #{self.round}"


class ClosureAnswer(Owned):
    """How one criterion is met: by evidence, or by an explained gap."""

    closure = models.ForeignKey(Closure, models.PROTECT, verbose_name=_("销账申请"), related_name="answers")
    criterion = models.ForeignKey(Criterion, models.PROTECT, verbose_name=_("销账标准"), related_name="+")
    evidence = models.ManyToManyField(Evidence, verbose_name=_("佐证材料"), blank=True, related_name="+")
    explanation = Text(_("说明"), max_length=1_000, blank=True)
    # What the criterion is measured by, as it stood when the unit signed: [{"name", "unit", "required", "reached"
    # (None: nothing reported), "at_most"}]
    figures = Data(_("对照数据"), default=list, blank=True)

    objects: ClassVar[OfficeManager[ClosureAnswer]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("逐条对照")
        constraints = [
            models.UniqueConstraint(fields=["closure", "criterion"], name="criterion_answered_once")
        ]

    def __str__(self) -> str:
        return str(self.criterion)


class Rectification(Owned):
    """What must still be done before the account can be closed (整改清单)."""

    closure = models.ForeignKey(
        Closure, models.PROTECT, verbose_name=_("销账申请"), related_name="rectifications"
    )
    text = LineField(_("整改事项"), max_length=500)
    due = models.DateField(_("时限"), null=True, blank=True)
    done_on = models.DateField(_("完成日期"), null=True, blank=True)
    done_note = LineField(_("完成说明"), max_length=200, blank=True)

    objects: ClassVar[OfficeManager[Rectification]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("整改事项")

    def __str__(self) -> str:
        return self.text
