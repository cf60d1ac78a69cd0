"""Times that are no figures: dates, periods, ages, hours of the day. A table of named rules."""

from __future__ import annotations

import re

from taizhang.core.figures.model import Kind, Relation
from taizhang.core.figures.trial import ExcludedClass, ExclusionRule, Trial
from taizhang.core.figures.units import UNITS

_PERIOD_LEAD = re.compile(
    r"(?:未来|今后|过去|前|后|这|头|首|最近|此后|近|每|第|去今|今明|上|下|往后|每隔|再过|以往|下一个|再用|用)$"
)
_NO_PERIOD = ("提前", "服务前", "使用", "运用", "至", "费用", "仅用", "只用", "共用", "试用", "耗用")
_PERIOD_TAIL = re.compile(r"来|以来|间|前|以前|之前|后(?!续)|以后|之后")
_YEAR_TAIL = re.compile(r"代|底|初|中|末|度|级|期|生|制|均|内|以内|之内")
_YEAR_NAME = re.compile(
    r"(?:以上|以下)?(?:行动|规划|计划|攻坚|目标|任务|制|期|大变|奋斗|征程|倍增|提升|实施|方案|大计|工作|见成效|成|上台阶|一|再|为|共|累)"
)
_TERM = (
    r"[租赁工任限学聘刑保修贷约缓孕质免冻宽展时长效续息用押养务款同示渡设营习]期(?:限)?(?:为|是|达|从|由|共)?|周期|期限为?|学制|徒刑|缓刑|拘役|时长|"
    r"推迟|延期|顺延|缩减|节省|保修|质保|免租|贴息|任职|任教|从警|执业|驻村|挂职|监禁|处罚|有效期为?"
)
TERM = re.compile(f"(?:{_TERM})$")  # 租期, 工期, 徒刑: a term is named right before its length
LASTING = re.compile(
    r"(?:连续|历时|为期|用时|满|长达|耗时|缩短|延长|提前|压缩|持续|已有|历经|坚持|坚守|扎根|从业|从教|工作|服务|至|到|达|需|了|平均|"
    + _TERM + ")$"
)  # fmt: skip
_CHANGE_OF_TIME = re.compile(
    r"(?:缩短|压缩|延长|提前|推迟|延期|顺延|缩减|节省|减少|增加|提速|快)(?:了|到|至|为)?$"
)
_DONE = re.compile(r"(?:内|以内|之内)?(?:办结|办完|办好|办理|办成|送达|完成|到账|出证|拿证|领证|搞定)")
_HOURS = frozenset({"小时", "个小时", "分钟", "秒"})
_LASTS = (
    "为期",
    "历时",
    "长达",
    "耗时",
    "用时",
    "每天",
    "每日",
    "持续",
    "平均",
    "累计",
    "缩短",
    "压缩",
    "提前",
    "延长",
)
_CIRCLE = re.compile(r"[^,。;、\n0-9]{0,8}圈")
_FROM_YEAR = re.compile(r"(?:^|[从比自由至到])$")
_MONTH_BEHIND = re.compile(r"(?:1[0-2]|0?[1-9])(?:月|[-至到](?:1[0-2]|0?[1-9])月)")
_CLOCK_DIGITS = frozenset("0123456789零一二两三四五六七八九十")
_AGE_MEAN = re.compile(r"平均|人均|寿命")
_NAMED_HOURS = re.compile(
    r"(?!内|以|之|左右|上下|后|前|办|完成|送达|到账|出|的?时限|为|是|和|与|及|或|至|到)[一-龥]"
)
_HOUR_NAME = re.compile(r"工作制|制|通勤|交通圈|生活圈|过境|核酸|直播")
# A set part of the day that is called by its length (课间十分钟), and what is called by the minutes it takes (一分钟党课).
_SET_TIME = re.compile(
    r"(?:课间|课前|课后|午间|班前|班后|会前|会后|餐前|饭后|睡前|晨间|晨读|早读|党课|团课|黄金)$"
)
_CALLED_BY_MINUTES = re.compile(r"微?(?:宣讲|课堂|讲堂|党课|团课|演讲|普法|提示|急救|短?视频)")
MONTH_DAY = re.compile(r"(?:1[0-2]|[1-9])·(?:[12]\d|3[01]|[1-9])$")
ASKED = (
    "要求", "建议", "意见", "希望", "体会", "措施", "做法", "启示", "经验", "共识", "倡议", "期望", "看法", "思考",
)  # fmt: skip

is_change_of_time = _CHANGE_OF_TIME.search
is_done_in = _DONE.match


def is_recent(r: Trial) -> bool:
    """近5年, 近3个月: the time just past; but 为期近3个月, 缩短近两天 and 近10小时 last."""
    near = r.prefix is Relation.LT and r.text[r.at - 1] == "近" and r.numeral.low <= 10 and not r.numeral.fuzz
    return near and r.unit.name not in _HOURS and not r.clause.endswith(_LASTS)


def _minutes_of_clock(r: Trial) -> bool:
    return r.text[max(0, r.start - 2) : r.start - 1] in _CLOCK_DIGITS  # 8时30分, not 用时8分


def _dotted_day(r: Trial) -> bool:
    return r.unit.kind is Kind.COUNT and MONTH_DAY.search(r.text[r.at : r.unit_at]) is not None


def _is_lasting(r: Trial) -> bool:
    return LASTING.search(r.clause) is not None


def _is_written_year(r: Trial) -> bool:
    return r.numeral.low >= 1000 and not r.numeral.exp and not r.numeral.fuzz


def _plain(r: Trial) -> bool:
    return not (r.numeral.fuzz or r.numeral.exp < 0 or r.numeral.top is not None or _is_written_year(r))


def _short_year(r: Trial) -> bool:
    number = r.numeral
    if _plain(r) and not number.han and 10 <= number.low <= 39 and _MONTH_BEHIND.match(r.text, r.end):
        return not _is_lasting(r) and not r.text[r.start - 1 : r.start].isdigit()
    return (
        _plain(r) and not number.han and 50 <= number.low <= 99 and r.prefix is None
        and _FROM_YEAR.search(r.clause) is not None
    )  # fmt: skip


def _named_term(r: Trial) -> bool:
    return _plain(r) and r.numeral.han and _is_lasting(r) and _YEAR_NAME.match(r.text, r.end) is not None


def _year_alone(r: Trial) -> bool:
    if not _plain(r) or _is_lasting(r):
        return False
    done = is_done_in(r.text, r.end) is not None
    few = r.prefix is None and (r.numeral.han or r.numeral.low < 20)
    return (few and not done) or _YEAR_NAME.match(r.text, r.end) is not None


def _all_day(r: Trial) -> bool:
    if r.prefix is not None or r.numeral.top is not None or _is_lasting(r):
        return False
    is_day = r.numeral.low == 24 and _NAMED_HOURS.match(r.text, r.end) is not None
    return is_day or _HOUR_NAME.match(r.text, r.end) is not None


def _set_time(r: Trial) -> bool:
    if not _plain(r) or r.prefix is not None or _is_lasting(r):
        return False
    return _SET_TIME.search(r.clause.rstrip("“‘")) is not None or (
        r.numeral.han and _CALLED_BY_MINUTES.match(r.text, r.end) is not None
    )


DURATIONS = " ".join(name for name, unit in UNITS.items() if unit.kind is Kind.DURATION)
_DATE, _NAME = ExcludedClass.DATE, ExcludedClass.NAME

TIMES: tuple[ExclusionRule, ...] = (
    ExclusionRule("recent period", _DATE, is_recent, "近3年，成绩明显", "缩短近3天",
    "年 个月 天 周 个季度 个星期 星期 个工作日 工作日"),
    ExclusionRule(
        "period after its lead", _DATE,
        lambda r: _PERIOD_LEAD.search(r.clause) is not None
        and not r.clause.endswith(_NO_PERIOD),
        "未来5天", "提前5天", DURATIONS,
    ),
    ExclusionRule(
        "period before its tail", _DATE,
        lambda r: _PERIOD_TAIL.match(r.text, r.end) is not None,
        "3天前", "3天办结", DURATIONS,
    ),
    ExclusionRule(
        "year or month of something", _DATE, lambda r: _YEAR_TAIL.match(r.text, r.end) is not None,
        "3年内", "为期3个月", "年 个月",
    ),
    ExclusionRule(
        "circle of minutes", _NAME, lambda r: _CIRCLE.match(r.text, r.end) is not None,
        "15分钟生活圈", "用时15分钟", "小时 分钟 个小时",
    ),
    ExclusionRule("set time called by its length", _NAME, _set_time, "课间十分钟", "用时十分钟", "小时 分钟 秒"),
    ExclusionRule("hours in a name", _NAME, _all_day, "24小时便民点", "24小时内办结", "小时"),
    ExclusionRule("century", _DATE, lambda r: True, "20世纪", "近3个世纪", "世纪"),
    ExclusionRule("written year", _DATE, _is_written_year, "2023年", "扎根乡村30年", "年"),
    ExclusionRule("short year", _DATE, _short_year, "从87年开始", "坚守87年", "年"),
    ExclusionRule("term in a name", _NAME, _named_term, "为期四年提升行动", "为期三年", "年"),
    ExclusionRule("number of years alone", _DATE, _year_alone, "三年", "租期3年", "年"),
    ExclusionRule(
        "time of day", _DATE, lambda r: not r.text.startswith(ASKED, r.end), "8点到", "3点要求", "点",
    ),
    ExclusionRule("minutes after the hour", _DATE, lambda r: _minutes_of_clock(r), "8时30分", "得分98.5分", "分",
        before="时点度",
    ),
    ExclusionRule(
        "age", ExcludedClass.AGE,
        lambda r: _AGE_MEAN.search(r.clause) is None or "以上" in r.text[r.end : r.end + 3],
        "80岁以上", "平均寿命80岁", "岁 周岁",
    ),
    ExclusionRule(
        "year of a week", _DATE, lambda r: r.after in ("年", "岁", "末", "边", "期"), "建校90周年", "为期2周", "周",
    ),
    ExclusionRule("degree of a year", _DATE, lambda r: True, "年5度", "节电5度", "度",
        before="年季月",
    ),
    ExclusionRule("day with a middle dot", _DATE, _dotted_day, "5·4节", "4·5公里", script="digits"),
)  # fmt: skip
