"""Questions about claims: coverage without a roll, sessions, scopes, people, vague words, dates."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from taizhang.core.figures.model import Aggregation, Kind, TextFigure
from taizhang.core.figures.model import Span as Place
from taizhang.core.gongwen.questions.model import QuestionKind, Scene, WriterQuestion, amount, squeezed
from taizhang.core.text.messages import N_, Message, nested

_COVERAGE = re.compile(r"(?:全\s*覆\s*盖|全面\s*覆盖|全部\s*覆盖|无死角覆盖)")
_NOT_YET = re.compile(
    r"(?:力争|计划|拟|争取|目标|逐步|努力|确保|将|推动|推进|要求|做到|尽快|有望)[^。；，,;]{0,12}$"
)
_WHOLE_UNITS = frozenset(
    [
        "家",
        "个",
        "所",
        "名",
        "人",
        "户",
        "位",
        "支",
        "处",
        "座",
        "村",
        "单位",
        "社区",
        "学校",
        "街道",
        "镇",
        "%",
    ]
)
_STOP = re.compile("[；;。]")
_QUOTED = 6  # different numbers that a question names
_NEAR = 26  # characters on either side in which the whole roll would be named
_PLACE = re.compile(
    r"(?P<noun>小区|社区|行政村|自然村|村居|村|街道|乡镇|单位|学校|工地|施工现场|现场|园区|企业|网点|站点|点位|窗口|"
    r"广场|商圈|医院|支部|联系点|机关|区县|县区)"
)
_SESSION_UNITS = frozenset(("场", "场次", "讲", "课"))
_INTO = re.compile(r"(?:深入|走进|走访|覆盖|赴|到|进|在|遍及|面向|送到|走遍)[^，。；,;]{0,4}$")
_PART_OF = re.compile(
    r"(?:其中|试点|先行|首批|第[一二三四]批|新增|新建|另|分别|余下|其余|还有|又)[^。；]{0,8}$"
)
_TAKING_PART = re.compile(r"(?:参加|参与|面向|惠及|受益|服务|覆盖|培训|听讲|到场|观看|收看|吸引|带动)")
_PEOPLE = frozenset(("人", "名", "位"))
_VAGUE = re.compile(r"^(?:多|数|几|若干|好几|无数)(?!字|据|量|学|码|元|样|方|年|月|日)")
_PERIOD = re.compile(
    r"(?:截至|截止|今年以来|去年|全年|上半年|下半年|[一二三四]季度|年初以来|[0-9０-９]{4}\s*年|[0-9０-９]{1,2}\s*月|目前|至今|本月|当月|近日|期间)"
)


def coverage(scene: Scene) -> Iterator[WriterQuestion]:
    """全覆盖 with no number of the whole nearby."""
    places = [
        Place(scene.item.start + m.start(), scene.item.start + m.end())
        for m in _COVERAGE.finditer(scene.text[scene.item.start : scene.item.end])
    ]
    claims = [p for p in places if not _roll_near(scene, p) and not _NOT_YET.search(_left_of(scene, p))]
    if claims:
        yield WriterQuestion(
            QuestionKind.COVERAGE,
            claims[0],
            tuple(claims[1:]),
            Message(
                N_("文中称“{claim}”，但未见总数。共应覆盖多少个单位（或人员），已覆盖多少？"),
                {"claim": squeezed(claims[0].of(scene.text))},
            ),
        )


def _left_of(scene: Scene, place: Place) -> str:
    return scene.text[max(scene.item.start, place.start - 16) : place.start]


def _roll_near(scene: Scene, place: Place) -> bool:
    """Whether a count of places or people (26家单位全覆盖), or a percentage, stands beside the claim."""
    near = scene.around(place, _NEAR)
    return any(_names_the_whole(f) and _beside(scene, f.span, place) for f in near)


def _names_the_whole(figure: TextFigure) -> bool:
    quantity = figure.quantity
    if quantity.base is None:
        return False
    return quantity.kind in (Kind.PERCENT, Kind.FRACTION) or quantity.unit in _WHOLE_UNITS


def _beside(scene: Scene, one: Place, other: Place) -> bool:
    between = scene.text[min(one.end, other.end) : max(one.start, other.start)]
    return len(between) <= _NEAR and not re.search(r"[。；]", between)


def sessions(scene: Scene) -> Iterator[WriterQuestion]:
    """8场 in 11 places, both in one clause run."""
    stops = [match.start() for match in _STOP.finditer(scene.text)]

    def run_of(figure: TextFigure) -> tuple[Place, int]:
        return figure.sentence, bisect_left(stops, figure.span.start)

    places: dict[tuple[Place, int], list[TextFigure]] = {}
    for figure in scene.counts:
        if _PLACE.search(scene.after(figure, 12)) and _INTO.search(scene.before(figure, 10)):
            places.setdefault(run_of(figure), []).append(figure)
    for session in scene.counts:
        if session.quantity.unit not in _SESSION_UNITS:
            continue
        place = next((p for p in places.get(run_of(session), ()) if p is not session), None)
        if place is not None and amount(session) < amount(place):
            yield WriterQuestion(
                QuestionKind.SESSIONS,
                session.span,
                (place.span,),
                Message(
                    N_(
                        "文中“{sessions}”活动对应“{places}”点位，场次少于点位。是几个点位合办，还是有的点位未开展？"
                    ),
                    {"sessions": squeezed(session.surface), "places": squeezed(place.surface)},
                ),
            )


def scopes(scene: Scene) -> Iterator[WriterQuestion]:
    """11个小区 here, 9个直管小区 there."""
    kinds: dict[str, list[TextFigure]] = {}
    for figure in scene.counts:
        following = re.split(r"[，。；、,;：:]", scene.after(figure, 12))[0]
        place = _PLACE.search(following)
        if place and not _PART_OF.search(scene.before(figure, 12)):
            kinds.setdefault(place["noun"], []).append(figure)
    for noun, figures in kinds.items():
        values = list(dict.fromkeys(amount(f) for f in figures))
        if len(values) < 2:
            continue
        other = next(f for f in figures if amount(f) != amount(figures[0]))
        yield WriterQuestion(
            QuestionKind.SCOPE,
            other.span,
            tuple(f.span for f in figures if f is not other),
            Message(
                N_("同是“{noun}”，前后分别写作{numbers}。各自的统计范围是什么，是否需要注明？"),
                {"noun": noun, "numbers": _quoted(figures)},
            ),
        )


def _quoted(figures: list[TextFigure]) -> str:
    different = list(dict.fromkeys(squeezed(f.surface) for f in figures))
    more = "……" if len(different) > _QUOTED else ""
    return "、".join(f"“{nested(words)}”" for words in different[:_QUOTED]) + more


def people(scene: Scene) -> Iterator[WriterQuestion]:
    """人 and 人次 in one item: two units that are never added up."""
    visits = [f for f in scene.counts if f.quantity.unit == "人次" and not f.in_table]
    heads = [f for f in scene.counts if f.quantity.unit in _PEOPLE and _takes_part(scene, f)]
    if visits and heads:
        yield WriterQuestion(
            QuestionKind.PEOPLE,
            visits[0].span,
            tuple(f.span for f in [*heads, *visits[1:]]),
            Message(
                N_("同一篇中既有“{heads}”，又有“{visits}”。人和人次口径不同、不能相加，各是怎样统计的？"),
                {"heads": squeezed(heads[0].surface), "visits": squeezed(visits[0].surface)},
            ),
        )


def _takes_part(scene: Scene, figure: TextFigure) -> bool:
    before = re.split(r"[。；;，,\n]", scene.before(figure, 12))[-1]
    after = re.split(r"[。；，,;]", scene.after(figure, 24))[0]
    return bool(_TAKING_PART.search(before) or _TAKING_PART.search(after))


def vague(scene: Scene) -> Iterator[WriterQuestion]:
    """多场, 多家."""
    for figure in scene.figures:
        if figure.quantity.kind is Kind.VAGUE and _VAGUE.match(figure.surface):
            words = squeezed(figure.surface)
            yield WriterQuestion(
                QuestionKind.VAGUE,
                figure.span,
                (),
                Message(N_("“{words}”没有写明数量，能否补上准确数字？"), {"words": words}),
            )


def as_of(scene: Scene) -> Iterator[WriterQuestion]:
    """Cumulative figures whose sentence names no date and no period."""
    periods = [match.span() for match in _PERIOD.finditer(scene.text)]
    open_sums = [f for f in scene.figures if f.basis is Aggregation.CUMULATIVE and _without_date(f, periods)]
    if not open_sums:
        return
    sentences, asked = {f.sentence for f in open_sums}, {f.span for f in open_sums}
    with_them = [
        f.span
        for f in scene.counts
        if f.sentence in sentences and f.quantity.unit == "人次" and f.as_of is None and f.span not in asked
    ]
    yield WriterQuestion(
        QuestionKind.AS_OF,
        open_sums[0].span,
        tuple(sorted([*(f.span for f in open_sums[1:]), *with_them])),
        Message(
            N_("“{words}”是累计数，但未注明截止时间。统计截至何时？"),
            {"words": squeezed(open_sums[0].surface)},
        ),
    )


def _without_date(figure: TextFigure, periods: Sequence[tuple[int, int]]) -> bool:
    """Whether neither an as-of date nor a period stands before the figure in its sentence."""
    first = bisect_left(periods, (figure.sentence.start, 0))
    return figure.as_of is None and not (first < len(periods) and periods[first][1] <= figure.span.start)
