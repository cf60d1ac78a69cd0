"""The sentence above the inbox: which articles, of which unit, theme and project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from taizhang.bulletin.models import Submission
from taizhang.bulletin.queries.submissions import WAITING
from taizhang.bulletin.visible import inbox_for
from taizhang.core.lifecycle.bulletin_life import SubmissionState
from taizhang.core.text.messages import N_
from taizhang.office.visible import Viewer
from taizhang.web.frame.query_values import number_in

LAID: dict[str, tuple[str, tuple[SubmissionState, ...]]] = {
    "waiting": (N_("待处理"), WAITING),
    "submitted": (N_("待受理"), (SubmissionState.SUBMITTED,)),
    "accepted": (N_("已受理"), (SubmissionState.ACCEPTED,)),
    "held": (N_("留用"), (SubmissionState.HELD,)),
    "adopted": (N_("已采用"), (SubmissionState.ADOPTED, SubmissionState.PUBLISHED)),
    "returned": (N_("退改"), (SubmissionState.RETURNED,)),
    "refused": (
        N_("未采用"),
        (SubmissionState.DECLINED, SubmissionState.DUPLICATE, SubmissionState.WITHDRAWN),
    ),
    "all": (N_("全部来稿"), ()),
}
# What a part narrows by, its words when nothing is chosen, the path to the name.
PARTS = {
    "unit": (N_("全部单位"), "unit__short_name"),
    "theme": (N_("全部类别"), "theme__name"),
    "project": (N_("全部项目"), "project__title"),
}


@dataclass(frozen=True, slots=True)
class FilterChoice:
    words: str
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FilterPart:
    """One part of the sentence, with what else could stand there."""

    words: str
    choices: tuple[FilterChoice, ...]


@dataclass(frozen=True, slots=True)
class InboxQuery:
    """What is asked for: ``laid`` is a key of LAID, ``by`` the chosen keys of PARTS, ``among`` what one sees."""

    template: ClassVar[str] = "submissions/_wanted.html"
    laid: str
    by: dict[str, int]
    among: QuerySet[Submission]

    @property
    def parts(self) -> list[FilterPart]:
        """The sentence."""
        return [self._states(), *(self._part(name) for name in PARTS)]

    @property
    def narrow(self) -> bool:
        return bool(self.by) or self.laid != "waiting"

    def _states(self) -> FilterPart:
        choices = tuple(
            FilterChoice(_(words), self._url(laid=key), key == self.laid)
            for key, (words, _states) in LAID.items()
        )
        return FilterPart(_(LAID[self.laid][0]), choices)

    def _part(self, name: str) -> FilterPart:
        all_words, path = PARTS[name]
        rows = self.among.filter(**{f"{name}__isnull": False}).order_by(path)
        names = dict(rows.values_list(name, path).distinct())
        choices = [FilterChoice(_(all_words), self._url(**{name: ""}), name not in self.by)]
        choices += [
            FilterChoice(words, self._url(**{name: str(key)}), self.by.get(name) == key)
            for key, words in names.items()
        ]
        return FilterPart(names.get(self.by.get(name), _(all_words)), tuple(choices))

    def _url(self, **changed: str) -> str:
        asked_for = {"laid": self.laid, **{name: str(key) for name, key in self.by.items()}, **changed}
        return "?" + urlencode({name: value for name, value in asked_for.items() if value})


def asked(query: QueryDict, viewer: Viewer) -> InboxQuery:
    """What the address asks for; what makes no sense is left out."""
    laid = query.get("laid", "waiting")
    by = {name: key for name in PARTS if (key := number_in(query.get(name, ""))) is not None}
    return InboxQuery(laid if laid in LAID else "waiting", by, inbox_for(viewer))


def narrowed(wanted: InboxQuery) -> QuerySet[Submission]:
    """Those articles, the latest first."""
    states = LAID[wanted.laid][1]
    rows = wanted.among.filter(**wanted.by)
    return rows.filter(state__in=states) if states else rows
