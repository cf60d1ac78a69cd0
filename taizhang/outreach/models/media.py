"""What media reported: outlets, their columns, the items; addresses are text and never fetched."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from taizhang.core.coverage.media import OutletKind
from taizhang.core.lifecycle.outreach_life import MediaItemState
from taizhang.ledger.models import Activity, Project
from taizhang.office.models import Owned, Person, Unit
from taizhang.office.scopes import OfficeManager
from taizhang.office.text import LineField
from taizhang.outreach.models.sessions import Session

OUTLET_KINDS = [
    (OutletKind.MAINSTREAM, _("主流媒体")),
    (OutletKind.NEW, _("新媒体")),
    (OutletKind.OWN, _("自有平台")),
]
MEDIA_ITEM_STATES = [(MediaItemState.LISTED, _("已登记")), (MediaItemState.WITHDRAWN, _("已撤下"))]


class MediaOutlet(Owned):
    """A newspaper, station, site or account (媒体)."""

    name = LineField(_("媒体名称"), max_length=60)
    kind = LineField(_("类别"), max_length=12, choices=OUTLET_KINDS)

    objects: ClassVar[OfficeManager[MediaOutlet]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("媒体")
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="outlet_named_once")]

    def __str__(self) -> str:
        return self.name


class MediaColumn(Owned):
    """A column or series of an outlet (栏目、系列); its items may have episode numbers."""

    outlet = models.ForeignKey(MediaOutlet, models.PROTECT, verbose_name=_("媒体"), related_name="columns")
    name = LineField(_("栏目名称"), max_length=60)

    objects: ClassVar[OfficeManager[MediaColumn]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("栏目")
        ordering = ["outlet", "name"]
        constraints = [models.UniqueConstraint(fields=["outlet", "name"], name="column_of_an_outlet_once")]

    def __str__(self) -> str:
        return f"{self.outlet}《{self.name}》"


class MediaItem(Owned):
    """What an outlet carried on a day. ``original`` is the first item that it repeats (转载); ``issue`` the key of the
    bulletin issue that it reports on, of which only the name is remembered here.
    """

    outlet = models.ForeignKey(MediaOutlet, models.PROTECT, verbose_name=_("媒体"), related_name="items")
    column = models.ForeignKey(
        MediaColumn, models.PROTECT, verbose_name=_("栏目"), null=True, blank=True, related_name="items"
    )
    episode = models.PositiveSmallIntegerField(_("第几期"), null=True, blank=True)
    title = LineField(_("标题"), max_length=200)
    published_on = models.DateField(_("刊播日期"))
    link = LineField(_("链接"), max_length=500, blank=True)
    original = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("首发"), null=True, blank=True, related_name="reprints"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("单位"), null=True, blank=True, related_name="+"
    )
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name=_("项目"), null=True, blank=True, related_name="media"
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, verbose_name=_("活动"), null=True, blank=True, related_name="media"
    )
    session = models.ForeignKey(
        Session, models.PROTECT, verbose_name=_("场次"), null=True, blank=True, related_name="media"
    )
    issue = models.BigIntegerField(_("简报编号"), null=True, blank=True)
    issue_name = LineField(_("简报"), max_length=100, blank=True)
    state = LineField(_("状态"), max_length=10, choices=MEDIA_ITEM_STATES, default=MediaItemState.LISTED)
    reason = LineField(_("撤下原因"), max_length=200, blank=True)
    listed_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("登记人"), null=True, related_name="+"
    )
    listed_at = models.DateTimeField(_("登记时间"))

    objects: ClassVar[OfficeManager[MediaItem]] = OfficeManager()

    class Meta:
        verbose_name = verbose_name_plural = _("媒体报道")
        ordering = ["-published_on", "pk"]
        indexes = [models.Index(fields=["office", "state", "-published_on"], name="media_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["outlet", "title", "published_on"],
                condition=Q(state=MediaItemState.LISTED),
                name="media_item_listed_once",
            ),
            models.UniqueConstraint(
                fields=["column", "episode"],
                condition=Q(state=MediaItemState.LISTED, episode__isnull=False),
                name="episode_of_a_column_once",
            ),
            models.CheckConstraint(
                condition=Q(episode__isnull=True) | Q(column__isnull=False), name="episode_has_a_column"
            ),
            models.CheckConstraint(
                condition=Q(original__isnull=True) | ~Q(original=F("id")), name="item_repeats_another"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def responsible_unit_id(self) -> int | None:
        return self.unit_id
