"""What a text says of the media (多家媒体, 5家主流媒体, 12篇报道) against the list of the items that are registered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from taizhang.core.figures.excerpt import window
from taizhang.core.figures.model import Kind, TextFigure
from taizhang.core.figures.verdict import LedgerValue, Outcome, Verdict, judge
from taizhang.core.text.messages import N_, Message, joined


class OutletKind(StrEnum):
    OWN = "own"
    MAINSTREAM = "mainstream"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class MediaMention:
    """An item of the list: which outlet carried it, of which kind that is."""

    outlet: str
    kind: str


@dataclass(frozen=True, slots=True)
class MediaClaim:
    """What is counted: the outlets of these kinds, or their items."""

    kinds: frozenset[str]
    outlets: bool

    def among(self, mentions: Iterable[MediaMention]) -> list[MediaMention]:
        """Those of the kinds."""
        return [each for each in mentions if each.kind in self.kinds]


MANY = 3  # 多家: two are said by number
NAMED = 3
OTHERS = frozenset({str(OutletKind.MAINSTREAM), str(OutletKind.NEW)})  # what one says oneself is no coverage
_OUTLETS = re.compile(
    r"^(?P<which>(?:中央|国家级|省级?|市级?|区级|县级|各级|各类|以上|及以上|境外|主流|新闻|官方|权威|传统|重点|地方|本地|知名|新|融|网络|和|及|、)*)"
    r"(?:媒体|报[社刊]|电视台|新闻单位)"
)
_REPORTED = re.compile(r"媒体|报道|刊[发登播]|播[发出]|转[载发]|推送")
_ITEM_UNITS = frozenset({"篇", "条", "则", "次", "篇次", "条次"})
_CLAUSE = 200  # characters on either side, within which a clause begins and ends
_CLAUSE_END = re.compile(r"[，。；！？,;!?\n]")
_NEW = re.compile(r"新(?!闻)|融|网络")
_MAINSTREAM = re.compile(r"中央|国家级|省|市级|主流|官方|权威|传统")


def media_claim(text: str, figure: TextFigure) -> MediaClaim | None:
    """Return what the figure counts of the media; None where it speaks of something else."""
    quantity = figure.quantity
    if quantity.kind not in (Kind.VAGUE, Kind.COUNT):
        return None
    near = window(figure.sentence, figure.span, _CLAUSE)
    after = text[figure.span.end : near.end]
    found = _OUTLETS.match(after)
    if found is not None and quantity.unit in ("家", "个", ""):
        return MediaClaim(_kinds(found["which"]), outlets=True)
    if quantity.unit not in _ITEM_UNITS:
        return None
    clause = _CLAUSE_END.split(text[near.start : figure.span.start])[-1] + _CLAUSE_END.split(after)[0]
    return MediaClaim(_kinds(clause), outlets=False) if _REPORTED.search(clause) else None


def _kinds(words: str) -> frozenset[str]:
    """The kinds of outlets that the words name; those of others where they name none."""
    found = {OutletKind.NEW: _NEW, OutletKind.MAINSTREAM: _MAINSTREAM}
    return frozenset(str(kind) for kind, pattern in found.items() if pattern.search(words)) or OTHERS


def judge_media(figure: TextFigure, claim: MediaClaim, mentions: Sequence[MediaMention]) -> Verdict:
    """Compare the figure with the list: an exact or approximate number as any figure, 多家 with at least ``MANY``."""
    counted = claim.among(mentions)
    number = len({each.outlet for each in counted} if claim.outlets else counted)
    told = media_words(mentions)
    if figure.quantity.kind is Kind.VAGUE:
        if number >= MANY:
            return Verdict(Outcome.CONSISTENT, told)
        outcome = Outcome.WARN_OVERSTATED if number > 1 else Outcome.CONTRADICT
        return Verdict(
            outcome, joined("", [Message(N_("登记的不足{n}家，不宜写“多家”。"), {"n": MANY}), told])
        )
    verdict = judge(figure.quantity, LedgerValue(Fraction(number), figure.quantity.unit))
    if verdict.outcome is Outcome.CONSISTENT:
        return Verdict(verdict.outcome, told)
    return Verdict(verdict.outcome, joined("", [verdict.reason, told]), verdict.hint)


def backs_many(mentions: Iterable[MediaMention]) -> bool:
    """Whether the list holds so many outlets of others that a text may say 众多媒体 or 媒体广泛报道."""
    return len({each.outlet for each in MediaClaim(OTHERS, outlets=True).among(mentions)}) >= MANY


def media_words(mentions: Sequence[MediaMention]) -> Message:
    """媒体报道登记：3家媒体5条（海川日报、海川网、文明海川）. What the list says; own channels are named apart."""
    others = MediaClaim(OTHERS, outlets=True).among(mentions)
    names = list(dict.fromkeys(each.outlet for each in others))
    own = len(mentions) - len(others)
    if not mentions:
        return Message(N_("媒体报道登记里没有相应的报道。"))
    gaps: dict[str, str | int | Message] = {
        "outlets": len(names),
        "items": len(others),
        "own": own,
        "names": "、".join(names[:NAMED]),
    }
    if not others:
        return Message(N_("媒体报道登记：只有自有平台{own}条。"), gaps)
    pattern = N_("媒体报道登记：{outlets}家媒体{items}条（{names}）。")
    if len(names) > NAMED:
        pattern = N_("媒体报道登记：{outlets}家媒体{items}条（{names}等）。")
    told = [Message(pattern, gaps), *([Message(N_("另有自有平台{own}条。"), gaps)] if own else [])]
    return joined("", told)


def episode_words(numbers: Iterable[int]) -> Message | None:
    """第1—4、6期: which episodes of a series are on the list; None for none."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    if not runs:
        return None
    told = "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}—{run[-1]}" for run in runs)
    return Message(N_("第{episodes}期"), {"episodes": told})
