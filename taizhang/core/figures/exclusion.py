"""Numerals that are no figures although a unit may follow: periods, ranks, ages, times, articles, names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from taizhang.core.figures.model import Kind, Relation, Span
from taizhang.core.figures.numerals import POWER, Numeral
from taizhang.core.figures.units import EVENTS, THINGS, Unit
from taizhang.core.figures.wording import is_other_word


class ExcludedClass(StrEnum):
    """Why a numeral is no figure."""

    DATE = "date"  # dates, times, periods: 2023年, 前三季度, 三年前
    ORDINAL = "ordinal"  # 第二, 居前三位, 第10期
    LIST_MARK = "list_mark"  # 一是, （一）, 1.
    NAME = "name"  # 二十大, 三会一课, “双百”, 12345
    PHONE = "phone"
    DOCUMENT = "document"  # 〔2024〕36号
    AGE = "age"  # 80岁以上
    ARTICLE = "article"  # 一个, 一批
    IDIOM = "idiom"  # 千家万户
    IDENTIFIER = "identifier"  # K16, 3号楼, PM2.5
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Excluded:
    """A numeral that is no figure, at its place in the stored text."""

    span: Span
    surface: str
    reason: ExcludedClass


@dataclass(slots=True)
class Reading:
    """A numeral with its unit on trial. ``start`` is the place of the fuzzy prefix, ``at`` of the numeral."""

    text: str
    start: int
    at: int
    unit_at: int
    end: int
    numeral: Numeral
    unit: Unit
    prefix: Relation | None
    far: Relation | None
    clause: str
    gap: bool

    @property
    def before(self) -> str:
        return self.text[self.start - 1 : self.start] if self.start else ""

    @property
    def after(self) -> str:
        return self.text[self.end : self.end + 1]

    @property
    def is_plain_han(self) -> bool:
        """One Chinese digit and nothing fuzzy: 三, 两, 一."""
        numeral = self.numeral
        return (
            numeral.han and numeral.top is None and not numeral.fuzz and numeral.low <= 10 and not numeral.exp
        )


_NOT_A_FRONT = frozenset("目日之以当此提年会节面生午空史跟眼向往从先赛课术产期支餐")
_ORDINALS = re.compile(r"第[0-9一二三四五六七八九十]{1,4}[、和至到-]$")
_RANK = re.compile(r"(?:居|位列|位居|列|排名|排在|排)(?:全[国省市县区镇]|世界|同类)?$")
_PERIOD_LEAD = re.compile(
    r"(?:未来|今后|过去|前|后|这|头|首|最近|此后|近|每|第|去今|今明|上|下|往后|每隔|再过|以往|下一个|再用|用)$"
)
_PERIOD_TAIL = re.compile(r"来|以来|间|前|以前|之前|后(?!续)|以后|之后")
_YEAR_TAIL = re.compile(r"代|底|初|中|末|度|级|期|生|制|均|内|以内|之内")
_YEAR_NAME = re.compile(
    r"(?:以上|以下)?(?:行动|规划|计划|攻坚|目标|任务|制|期|大变|奋斗|征程|倍增|提升|实施|方案|大计|工作|见成效|成|上台阶|一|再|为|共|累)"
)
_LASTING = re.compile(
    r"(?:连续|历时|为期|用时|满|长达|耗时|缩短|延长|提前|压缩|持续|已有|历经|坚持|坚守|扎根|从业|从教|工作|服务|至|到|达|需|了|平均)$"
)
_CIRCLE = re.compile(r"[^,。;、\n0-9]{0,8}圈")
_ASKED = (
    "要求",
    "建议",
    "意见",
    "希望",
    "体会",
    "措施",
    "做法",
    "启示",
    "经验",
    "共识",
    "倡议",
    "期望",
    "看法",
    "思考",
)
_AGE_MEAN = re.compile(r"平均|人均|寿命")
_ONE_RATE = re.compile(
    r"每(?:周|个?月|个?季度?|年|天|日|半|学期|两|三|村|社区|户|人|名|校|镇|街|所|家|组|旬|班|月度)[^,。;]{0,10}$"
)
_ONE_ONLY = re.compile(r"(?:仅|只有|只|唯|仅有|仅用|不止|最多)$")
_ONE_CHANGE = re.compile(r"(?:缩|压|减|降|增|高|长|升|少|延|简|精|控制)[一-龥]{0,3}[至到为]$")
_SHY = frozenset("里点分度面级路口头角方层门道站村镇乡步套棵孔眼票句页片单")  # in two minds after 一 to 十
_ARABIC_ONLY = frozenset({"村", "镇", "乡", "街道", "社区", "车", "路", "站", "层", "方", "分", "里", "字"})
_NEVER_BEGUN = frozenset({"单"})  # 2单元 is an address
_CLASSIFIED = {
    "节": "课",
    "门": "课",
    "套": "",
    "片": "",
    "面": "锦旗",
    "票": "",
    "页": "",
    "口": "之井塘",
    "头": "牛猪羊",
    "路": "人工小队督",
}

# What a threshold picks out, with its own number right behind: 5000万元以上项目32个, 50人以上村级小学192所.
_PICKED = (
    r"的?[一-龥]{0,4}?(?:项目|工程|企业|公司|单位|机构|小学|中学|学校|医院|商户|大户|农户|家庭|园区|市场|乡镇|社区|"
    r"村|站|基地|合作社|农场|景区|酒店|商场|超市)(?:共|有|共有|达|达到)?[0-9一二两三四五六七八九十]"
)
_CRITERION_AFTER = re.compile(r"(?:以上|以下)" + _PICKED)
_CRITERION_BEFORE = re.compile(_PICKED)
_FROM_YEAR = re.compile(r"(?:^|[从比自由至到])$")
_HOURS = frozenset({"小时", "个小时", "分钟", "秒"})
_LASTS = ("为期", "历时", "长达", "耗时", "用时", "每天", "每日", "持续", "平均", "累计")

Rule = Callable[[Reading], ExcludedClass | None]


def exclusion(r: Reading) -> ExcludedClass | None:
    """Why a numeral with a unit is no figure; None where it is one."""
    for rule in _ALWAYS:
        reason = rule(r)
        if reason is not None:
            return reason
    special = _BY_UNIT.get(r.unit.name)
    return special(r) if special else None


def _ordinal(r: Reading) -> ExcludedClass | None:
    before = r.before
    if before == "第" or (
        before and before in "、和至到-" and _ORDINALS.search(r.text[max(0, r.start - 8) : r.start])
    ):
        return ExcludedClass.ORDINAL
    if before == "前" and r.text[r.start - 2 : r.start - 1] not in _NOT_A_FRONT:
        return ExcludedClass.ORDINAL if r.unit.name in ("名", "位") else ExcludedClass.DATE
    if r.unit.name in ("位", "名") and _RANK.search(r.clause):
        return ExcludedClass.ORDINAL
    return None


def _identifier(r: Reading) -> ExcludedClass | None:
    before = r.before
    if before.isascii() and before.isalpha() and not _is_amount(r):
        return ExcludedClass.IDENTIFIER
    if before and before in "/×*xX:.-" and r.text[r.start - 2 : r.start - 1].isdigit():
        return ExcludedClass.DATE if before == ":" else ExcludedClass.IDENTIFIER
    if before in ("每", "逢") or r.text[r.start - 2 : r.start] in (
        "附表",
        "见表",
        "如表",
        "附图",
        "见图",
        "如图",
    ):
        return ExcludedClass.OTHER
    if r.text[r.at] == "0" and r.text[r.at + 1 : r.at + 2].isdigit():
        return ExcludedClass.IDENTIFIER  # 03版
    last = r.text[r.end - 1]
    if last.isascii() and last.isalpha() and r.after.isascii() and r.after.isalnum():
        return ExcludedClass.IDENTIFIER
    return None


def _is_amount(r: Reading) -> bool:
    """GDP超1000亿元, PPP项目… : a sum, a share or a fuzzy number is no model number."""
    return r.prefix is not None or r.numeral.scaled or r.unit.kind in (Kind.MONEY, Kind.PERCENT)


def _list_mark(r: Reading) -> ExcludedClass | None:
    """2.1 项目概况: at the head of a line, a blank before what is only the beginning of a word."""
    if r.numeral.han or not is_other_word(r.text, r.unit.name, r.end):
        return None
    if r.unit.name in _NEVER_BEGUN:
        return ExcludedClass.IDENTIFIER
    if not r.gap:
        return None
    return ExcludedClass.LIST_MARK if r.before in ("", "\n") else None


def _han_word(r: Reading) -> ExcludedClass | None:
    """What Chinese numerals ask for beyond Arabic ones."""
    numeral, name = r.numeral, r.unit.name
    if not numeral.han:
        return None
    if is_other_word(r.text, name, r.end):
        return ExcludedClass.IDIOM
    if numeral.bare_power and not (r.prefix or numeral.fuzz):
        return ExcludedClass.IDIOM
    if r.is_plain_han and not r.prefix and (name in _SHY or name in _ARABIC_ONLY) and not _noun_agrees(r):
        return ExcludedClass.IDIOM
    if r.before in ("进", "统", "同") and r.text[r.at] == "一":
        return ExcludedClass.IDIOM
    if r.is_plain_han and r.text[r.at] == "二" and r.unit.dimension in (EVENTS, THINGS):
        return ExcludedClass.ORDINAL
    return None


def _noun_agrees(r: Reading) -> bool:
    nouns = _CLASSIFIED.get(r.unit.name)
    if nouns is None:
        return r.unit.name == "点" and r.text.startswith(_ASKED, r.end)
    return not nouns or (r.after != "" and r.after in nouns)


def _article(r: Reading) -> ExcludedClass | None:
    """一 with a classifier is an article, save after 至少, 仅, 每周, 缩短到."""
    numeral = r.numeral
    if not (r.is_plain_han and numeral.low == 1) or r.unit.name in ("倍", "%"):
        return None
    if r.after.isdigit():
        return ExcludedClass.ARTICLE  # 跳上一个10万亿级台阶
    if r.before in ("每", "这", "那", "某", "另", "同", "第", "任", "逐", "首", "统", "单"):
        return ExcludedClass.ARTICLE
    wanted = (
        (r.prefix is not None and r.prefix is not Relation.APPROX)
        or r.far is not None
        or _ONE_RATE.search(r.clause)
        or _ONE_ONLY.search(r.clause)
        or (_ONE_CHANGE.search(r.clause) and r.unit.kind != "count")
        or (r.unit.kind == "duration" and r.clause.endswith(("为期", "历时")))
    )
    return None if wanted else ExcludedClass.ARTICLE


def _span_of_time(r: Reading) -> ExcludedClass | None:
    """前10个月, 未来5天, 近三年来 are periods; 15分钟生活圈 is a name."""
    if r.unit.kind != "duration":
        return None
    if _is_recent(r):
        return ExcludedClass.DATE
    if _PERIOD_LEAD.search(r.clause) and not r.clause.endswith(
        ("提前", "服务前", "使用", "运用", "至", "费用", "仅用", "只用", "共用")
    ):
        return ExcludedClass.DATE
    if _PERIOD_TAIL.match(r.text, r.end):
        return ExcludedClass.DATE
    if r.unit.name in ("年", "个月") and _YEAR_TAIL.match(r.text, r.end):
        return ExcludedClass.DATE
    if r.unit.name in ("小时", "分钟", "个小时") and _CIRCLE.match(r.text, r.end):
        return ExcludedClass.NAME
    return None


def _is_recent(r: Reading) -> bool:
    """近5年, 近3个月: the time just past; but 为期近3个月 and 近10小时 last."""
    near = r.prefix is Relation.LT and r.text[r.at - 1] == "近" and r.numeral.low <= 10 and not r.numeral.fuzz
    return near and r.unit.name not in _HOURS and not r.clause.endswith(_LASTS)


def _criterion(r: Reading) -> ExcludedClass | None:
    """A threshold that picks out what the next number counts is no figure of its own."""
    over = r.prefix in (Relation.GT, Relation.GE) and _CRITERION_BEFORE.match(r.text, r.end)
    return ExcludedClass.OTHER if over or _CRITERION_AFTER.match(r.text, r.end) else None


def _week(r: Reading) -> ExcludedClass | None:
    return ExcludedClass.DATE if r.after in ("年", "岁", "末", "边", "期") else None


def _item(r: Reading) -> ExcludedClass | None:
    """96000项目 is called so; 12项目标 are twelve."""
    return ExcludedClass.NAME if r.after == "目" and not r.text.startswith("目标", r.end) else None


def _year(r: Reading) -> ExcludedClass | None:
    numeral = r.numeral
    if numeral.low >= 1000 and not numeral.exp and not numeral.fuzz:
        return ExcludedClass.DATE
    if numeral.fuzz or numeral.exp < 0 or numeral.top is not None:
        return None
    if not numeral.han and 50 <= numeral.low <= 99 and r.prefix is None and _FROM_YEAR.search(r.clause):
        return ExcludedClass.DATE  # 从87年至90年
    if _LASTING.search(r.clause):
        return ExcludedClass.NAME if _YEAR_NAME.match(r.text, r.end) and numeral.han else None
    if numeral.han or (numeral.low < 20 and r.prefix is None) or _YEAR_NAME.match(r.text, r.end):
        return ExcludedClass.DATE
    return None


def _clock(r: Reading) -> ExcludedClass | None:
    """8点 is a time; 3点要求 are points made."""
    if r.text.startswith(_ASKED, r.end):
        return None
    return ExcludedClass.DATE


def _mark(r: Reading) -> ExcludedClass | None:
    """8时30分 is a time, 98.5分 a mark."""
    return ExcludedClass.DATE if r.before in ("时", "点", "度") else None


def _age(r: Reading) -> ExcludedClass | None:
    return (
        None if _AGE_MEAN.search(r.clause) and "以上" not in r.text[r.end : r.end + 3] else ExcludedClass.AGE
    )


def _times(r: Reading) -> ExcludedClass | None:
    """五届三次会议: an ordinal without 第."""
    near = r.text[max(0, r.start - 14) : r.start]
    meeting = r.text.startswith(("会议", "全会", "全体", "代表大会", "常委会", "产业", "党代会"), r.end)
    if r.before == "届" or (
        meeting
        and r.numeral.han
        and ("届" in near or "委员会" in near or "产业" in r.text[r.end : r.end + 2])
    ):
        return ExcludedClass.ORDINAL
    return None


def _stage(r: Reading) -> ExcludedClass | None:
    return ExcludedClass.ORDINAL if r.text.startswith(("工程", "项目", "建设"), r.end) else None


def _road(r: Reading) -> ExcludedClass | None:
    return ExcludedClass.IDENTIFIER if r.after in ("公", "车", "电", "线", "站") else None


def _floor(r: Reading) -> ExcludedClass | None:
    return ExcludedClass.IDENTIFIER if r.before in ("楼", "号", "元", "座", "栋") else None


def _li(r: Reading) -> ExcludedClass | None:
    """三里屯, 十里河 are places."""
    plain = r.numeral.han and not r.numeral.fuzz and r.prefix is None and r.numeral.top is None
    return ExcludedClass.NAME if plain else None


def _heat(r: Reading) -> ExcludedClass | None:
    return ExcludedClass.DATE if r.before in ("年", "季", "月") else None


def _page(r: Reading) -> ExcludedClass | None:
    return ExcludedClass.LIST_MARK if r.after in ("", "\n") and r.before in ("", "\n", "共") else None


_ALWAYS: tuple[Rule, ...] = (
    _ordinal,
    _identifier,
    _list_mark,
    _han_word,
    _article,
    _span_of_time,
    _criterion,
)
_BY_UNIT: dict[str, Rule] = {
    "年": _year, "点": _clock, "分": _mark, "岁": _age, "周岁": _age, "次": _times, "期": _stage, "路": _road,
    "层": _floor, "里": _li, "周": _week, "项": _item, "度": _heat, "页": _page,
}  # fmt: skip


def class_of_bare(text: str, start: int, end: int) -> ExcludedClass:
    """The class of a numeral without unit, by what stands next to it."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if before == "第":
        return ExcludedClass.ORDINAL
    if end - start >= 7 and text[start:end].replace("-", "").isdecimal():
        return ExcludedClass.PHONE
    if after == "号":
        return ExcludedClass.DOCUMENT if before in ("〕", "]") or before == "第" else ExcludedClass.IDENTIFIER
    if after == "是" or (before in ("", "\n", "(") and after in ("、", ")", ".")):
        return ExcludedClass.LIST_MARK
    if (after and after in "年月日时点季旬") or (
        text[max(0, start - 2) : start - 1].isdecimal() and before == ":"
    ):
        return ExcludedClass.DATE
    if before.isascii() and before.isalpha():
        return ExcludedClass.IDENTIFIER
    if text[start] in POWER or text[start] in "一二两三四五六七八九":
        return ExcludedClass.IDIOM
    return ExcludedClass.OTHER
