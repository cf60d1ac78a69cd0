"""Why a figure is not the value of an indicator: a table of named rules.

Each rule looks at the words around a figure in its clause and its sentence; ``example`` is a report in which the
rule turns down the first figure marked 【…】, ``counter`` one in which it does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from taizhang.core.figures.indicator_values.timeline import RUNNING, When
from taizhang.core.figures.model import Kind, Quantity
from taizhang.core.text.messages import N_

_ACHIEVED = re.compile(
    r"参[加与会训演]|[举承主]?办(?!公)|受[益惠训]|到场|报名|接受|完[成工]|建[成设立]|开展|举办|通过|达标|入驻|加入|获|实现|聆听|观看|投入|落实|办结|整改|改造|签约"
)
_AREA = r"(?:[全我本该][省市县区镇乡村街道校州旗]{1,2}|辖区|辖内)"
_PLAN_NOUN = r"目标|任务|计划|要求|指标|预算|概算|投资规模|总投资"
_NOT_PLANNED_FOR = "".join(
    f"(?<!{word})"
    for word in ("计划", "预计", "力争", "争取", "确保", "原定", "拟", "将", "拟于", "拟在", "将于", "将在")
)
_PLANNED = re.compile(
    rf"(?P<free>(?:[按依对]照?|根据|结合|围绕|对标|落实|聚焦)[^,。;]{{0,10}}(?:{_PLAN_NOUN}|安排|部署))"
    r"|(?P<lasting>(?:目标|任务|计划)[数值量]?:|计划(?![的,。;、内外书表任数])|拟(?!定)|预计|力争|争取(?!上级|[省市中]|资金|专项|到|了|项目|支持)|有望|谋划|原定|(?:即)?将(?=[于在继组开举新建再陆补完实进投对走办召达推扩增]))"
    rf"|(?P<here>{_PLAN_NOUN}|确保|下达|预期|安排(?!部署)|不[低少]于|至少|不超过|(?<![相响适对反供效回答])应(?=[建训到办参覆改换装检享报缴发收开组完举])"
    r"|(?<![接对招等期优])待(?!遇)|准备|筹[备划]|正在|在[建谈办]|还[需差有]|尚[需差有]|剩余|余下|其余|缺口|储备|差(?=\d)|申[请报])"
    rf"|(?P<done>实际|实(?=[到开办参训完])|已(?!拟)|累计|截[至止]|{_NOT_PLANNED_FOR}(?:本月|当月)|"
    r"(?<=[,;:(])(?:共|完成|现|[0-9]{1,2}月份?(?![底末]?前|[计拟将预])))"
)
_BOUND = re.compile(r"不[低少小]于|不[超高多]|[最至][多少]")  # 不少于12场 is what is asked for
_PLAN_AFTER = re.compile(r"[^,。;、\d]{0,4}(?:的?(?:目标|任务|计划)|正在|待|还?未|尚未)")
_NOT_DONE = re.compile(r"[未没](?!成年|来|有?[关力效])|取消|推迟|延期|暂停|停办|尚|无法|不合格|不达标")
_NOT_AFTER = re.compile(r"[^,。;、\d]{0,4}(?:[未没](?!成年|来)|被?取消|推迟|延期)")
_POPULATION = re.compile(
    r"(?:共有|现有|拥有|设有|下辖|管辖|辖有?|辖区|在册|建档|登记|注册|常住|应有)[^,。;\d]{0,10}$"
    rf"|占[^,。;\d]{{0,12}}$|{_AREA}[^,。;\d□]{{0,6}}[共有][^,。;\d□]{{0,6}}$|(?<!□)总(?:人口|户数|人数|数|量|投资)[^,。;\d]{{0,3}}$"
)
_OF_ALL = re.compile(r"[^,。;、\d]{0,12}(?<![其当])(?:中|里)(?=[,已有的]|$)")
_RATE = re.compile(
    r"每|平均|[场人户亩日月年村校班次]均|单[场次日]|[一最][多高大少低]|[一有]场(?!次)|各$|各(?:开展|组织|举办|召开|进行|安排|完成|走访|建|设|发放|□)[^,。;]{0,8}$|各[^,。;类级项种地界]{0,4}$"
)
_RATE_AFTER = re.compile(r"/|每")
_CHANGE = re.compile(
    r"(?:[比较]|同比|环比|相比)[^,。;]*(?:增|减|多|少|升|降|提高|上涨)[^,。;\d]{0,4}$|(?:(?<!新)增加|减少|下降|上升|提高|增长|高出|多|少)了?$"
)
_STARTED_FROM = re.compile(r"[由从自][^,。;]{0,10}$")
_CHANGED_TO = re.compile(r"[^,。;]{0,10}(?:增|提高|升|降|减|扩|发展|变|到|至)")
_PARTIAL = re.compile(r"线[上下](?!线[上下]|[及和与、])(?<!线上线下)")
_WITHDRAWN = re.compile(r"(?:原[报填]|[误错][报填写])(?!名|道|纸)[^,。;\d]{0,12}$")
_WITHDRAWN_AFTER = re.compile(r"[^,。;、\d]{0,4}(?:有误|[误错][报填写]|(?:应|更正|修正)为|改为(?=\d))")
_STOCK = re.compile(r"(?:现有|现共有?|在册|注册|登记|拥有|总[人户]?[数量])[^,。;\d]{0,10}$")
_NEW = re.compile(r"新[增建开签设办添上引招注]|新发展|新成立|新改|净增")


@dataclass(frozen=True, slots=True)
class FigureContext:
    """A figure and the words around it, folded, with names and titles blanked out.

    ``words``: since the figure before it, in its clause. ``clause``, ``sentence``: from where it begins to the
    figure. ``after``: from the figure to the end of the clause. ``part``: whether 其中 makes it a part only.
    ``foreign``: whether it is another unit's or the whole area's.
    """

    quantity: Quantity
    words: str
    clause: str
    after: str
    sentence: str
    when: When
    part: bool = False
    foreign: bool = False
    surface: str = ""


@dataclass(frozen=True, slots=True)
class ValueRule:
    """``reason`` is shown to the writer."""

    name: str
    reason: str
    applies: Callable[[FigureContext], bool]
    example: str
    counter: str


def _is_planned(at: FigureContext) -> bool:
    if _PLAN_AFTER.match(at.after) or _BOUND.match(at.surface):
        return True
    clause_start, planned = len(at.sentence) - len(at.clause), False
    for match in _PLANNED.finditer(at.sentence):
        if match["lasting"]:
            planned = True
        elif match["done"]:
            planned = False
        elif match["here"]:
            planned = planned or match.start() >= clause_start
    return planned


def _is_population(at: FigureContext) -> bool:
    if _OF_ALL.match(at.after):
        return True
    found = _POPULATION.search(at.clause)
    return found is not None and not _ACHIEVED.search(found[0]) and not _ACHIEVED.search(at.after)


RULES: tuple[ValueRule, ...] = (
    ValueRule(
        "no_number",
        N_("没有写明数量"),
        lambda at: at.quantity.base is None,
        "本月举办【多场】讲座。",
        "本月举办讲座【12场】。",
    ),
    ValueRule(
        "rate",
        N_("是平均数或单次数"),
        lambda at: (
            at.quantity.per is not None
            or at.quantity.kind is Kind.RATE
            or _RATE.search(at.words) is not None
            or _RATE_AFTER.match(at.after) is not None
        ),
        "举办讲座12场，每场约【60人次】。",
        "举办讲座12场，共【730人次】参加。",
    ),
    ValueRule(
        "planned",
        N_("是目标、计划或尚未完成的数"),
        _is_planned,
        "全年计划举办【300场】。",
        "按照年度计划，本月举办【28场】。",
    ),
    ValueRule(
        "not_done",
        N_("是未开展或已取消的数"),
        lambda at: _NOT_DONE.search(at.clause) is not None or _NOT_AFTER.match(at.after) is not None,
        "因台风取消【2场】。",
        "为未成年人举办【2场】。",
    ),
    ValueRule(
        "withdrawn",
        N_("是已更正的数"),
        lambda at: _WITHDRAWN.search(at.clause) is not None or _WITHDRAWN_AFTER.match(at.after) is not None,
        "原报讲座【12场】有误。",
        "数据更正为【10场】。",
    ),
    ValueRule(
        "change",
        N_("是增减的数"),
        lambda at: _CHANGE.search(at.clause) is not None,
        "比上月增加【3场】。",
        "较上月更为活跃，举办【3场】。",
    ),
    ValueRule(
        "future",
        N_("是今后的数"),
        lambda at: at.when is When.FUTURE,
        "下月举办【5场】。",
        "本月举办【5场】。",
    ),
    ValueRule(
        "past",
        N_("是以前的数"),
        lambda at: at.when is When.PAST,
        "去年同期为【588件】。",
        "较去年同期增长8%，本月受理【88件】。",
    ),
    ValueRule(
        "started_from",
        N_("是变化前的数"),
        lambda at: _STARTED_FROM.search(at.clause) is not None and _CHANGED_TO.match(at.after) is not None,
        "服务点由【74个】增加到80个。",
        "由志愿者讲解【12场】。",
    ),
    ValueRule(
        "population",
        N_("是总体数"),
        _is_population,
        "全市共有中小学【212所】。",
        "共有【58家】企业参加。",
    ),
    ValueRule(
        "part",
        N_("是其中的一部分"),
        lambda at: at.part or _PARTIAL.search(at.words) is not None,
        "举办28场，其中进校园【10场】。",
        "举办28场，同时走访【10家】。",
    ),
    ValueRule(
        "foreign",
        N_("是其他单位或全域的数"),
        lambda at: at.foreign,
        "全镇共办【96场】，其中我村11场。",
        "我局在全市举办【96场】。",
    ),
)


_POPULATION_RULE = next(rule for rule in RULES if rule.name == "population")


def reason_against(at: FigureContext) -> ValueRule | None:
    """The first rule that turns the figure down for every indicator; None where none does."""
    return next((rule for rule in RULES if rule.applies(at)), None)


def is_stock(at: FigureContext, reason: ValueRule | None) -> bool:
    """Whether what ``reason`` turned down as a total is what there is of it (现有志愿者560人): the value of a level."""
    return (
        reason is _POPULATION_RULE
        and _STOCK.search(at.clause) is not None
        and re.search(_AREA, at.clause) is None
    )


def is_increment(at: FigureContext) -> bool:
    """Whether the clause counts what was added (新增12个)."""
    return _NEW.search(at.words) is not None


def fits_basis(at: FigureContext, basis: str, whole_year: bool) -> bool:
    """Whether the time of the figure is the indicator's: running totals for 累计, the period's own for 本期.

    A level (时点) takes both; in a report on a whole year the two are one.
    """
    running = at.when is When.CUMULATIVE or (
        at.when is When.YEAR and (whole_year or re.search(r"[已共]|先后|完成|来", at.sentence) is not None)
    )
    of_period = at.when in (When.PERIOD, When.UNMARKED)
    if basis == "level":
        return of_period or at.when in RUNNING
    return (
        running or (of_period and whole_year)
        if basis == "cumulative"
        else of_period or (running and whole_year)
    )
