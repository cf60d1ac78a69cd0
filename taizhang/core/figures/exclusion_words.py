"""Numerals that are no figures by the words around them: ordinals, names, places, articles. A table of named rules."""

from __future__ import annotations

import re

from taizhang.core.figures.exclusion_times import ASKED, TERM, is_change_of_time, is_done_in
from taizhang.core.figures.model import Kind, Relation
from taizhang.core.figures.nouns import counted_after_noun
from taizhang.core.figures.trial import ExcludedClass, ExclusionRule, Trial
from taizhang.core.figures.units import EVENTS, THINGS, UNITS
from taizhang.core.figures.wording import is_other_word

# Behind these 前 counts from the start (位居前3名); behind all others it says when or where (开工前3次, 门前3亩).
_FRONT_AFTER = frozenset("在排为的是入进居列名取得出选奖给对将把由从到及和与其中市区省县镇校国院级本至按")
_ORDINALS = re.compile(r"第[0-9一二三四五六七八九十]{1,4}[、和至到-]$")
_RANK = re.compile(  # 安排, 系列, 邻居 and the like are other words
    r"(?:(?<![邻寄定旧现同移聚民独散杂侨])居|(?<![系陈下上序队并罗])列|排名|排在|(?<![安编轮抽彩并调后前])排)(?:全[国省市县区镇]|世界|同类)?$"
)
_TABLES = ("附表", "见表", "如表", "附图", "见图", "如图")

_ONE_RATE = re.compile(
    r"每(?:周|个?月|个?季度?|年|天|日|半|学期|两|三|村|社区|户|人|名|校|镇|街|所|家|组|旬|班|月度)[^,。;]{0,10}$"
)
_ONE_ONLY = re.compile(r"(?:仅|只有|只|唯|仅有|仅用|不止|最多)$")
_ONE_CHANGE = re.compile(r"(?:缩|压|减|降|增|高|长|升|少|延|简|精|控制)[一-龥]{0,3}[至到为]$")
_NEVER_ONE = frozenset(["每", "这", "那", "某", "另", "同", "第", "任", "逐", "首", "统", "单"])

_SHY = frozenset("里点分度面级路口头角方层门道站村镇乡步套棵孔眼票句页片单")  # in two minds after 一 to 十
_ARABIC_ONLY = frozenset({"村", "镇", "乡", "街道", "社区", "车", "路", "站", "层", "方", "分", "里", "字"})
_CLASSIFIED = {
    "节": "课", "门": "课", "套": "", "片": "", "面": "锦旗", "票": "", "页": "", "口": "之井塘", "头": "牛猪羊",
    "路": "人工小队督",
}  # fmt: skip
_MONEYED = re.compile(r"[店户村镇钞级]|大钞")
_NOT_BARE = re.compile(r"[级之强佳]|[一-龥]{1,5}[百千万](?![分多余\d])|(?:讲坛|争鸣|宴|苗寨|姓|长)")
_HUNDREDS = {
    "家": re.compile(r"[企公单商机媒医学店]"), "户": re.compile(r"[农家居困贫]"), "人": re.compile(r"规模"),
}  # fmt: skip
_BARE_UNITS = frozenset("名位场个件项条份张幅篇首支台辆套册座处") | {"家", "户", "人", "亩"}

# What a threshold picks out, with its own number right behind: 5000万元以上项目32个, 50人以上村级小学192所.
_PICKED = (
    r"的?[一-龥]{0,4}?(?:项目|工程|企业|公司|单位|机构|小学|中学|学校|医院|商户|大户|农户|家庭|园区|市场|乡镇|社区|"
    r"村庄|村|站|基地|合作社|农场|景区|酒店|商场|超市|活动|会议|演出|培训|赛事|案件|捐款|灾害|降雨)(?:共|有|共有|达|达到|占|分别占|仅|超|近|约)?[0-9一二两三四五六七八九十]"
)
_CRITERION_AFTER = re.compile(
    r"(?:以上|以下)(?:的(?:共?有|达)[0-9]+[个家户处件项套名人场次村所]|的?[0-9]+[个家户处件项套名人所座条台辆宗起批栋幢](?!以)|"
    + _PICKED
    + ")"
)
_CRITERION_BEFORE = re.compile(_PICKED)

_AVERAGE = re.compile(r"均|每|率|比|户用")
_ROOM = re.compile(
    r"\d{3,4}[室号]|[一-龥]{0,5}?(?:会议室|办公室|报告厅|活动室|大厅|服务厅|展厅|教室|食堂|窗口|[东西南北]侧)"
)
_FLAT = re.compile(r"\d+(?:单元|层|室|号)")
_CLASS_OF = re.compile(r"(?:级|[高初][一二三1-3]|\)|届|中专|本科)$")
_WAYS_BEFORE = re.compile(r"(?:分|分成|分为|监控|视频|像头|探头|摄像|信号|图像|接入|共|总计|达|派出)$")
_WAYS_AFTER = re.compile(
    r"人马|队伍|工作|督|检查|小组|视频|摄像|信号|监控|小分队|小队|大军|并进|纵队|暗访|高清"
)
_SEATS = re.compile(r"(?:及?以[上下])?[大中小]?型?(?:客车|轿车|面包车|商务车|中巴|汽车|新能源车)")
_NAME_IN_ROW = re.compile(
    r"张(?:[三四五六七八九某]|[一-龥]?[村庄镇乡])|[台门双][一-龥]{1,2}(?:村|镇|乡|社区|街道)(?!民)"
)
_POINTED = re.compile(r"[0-9]{1,3}\.[0-9]{3}")  # 1,350 or 1. and 350; no count has such decimals
_STEP_UNITS = frozenset(["吨", "元", "亩", "人", "千瓦", "伏", "千伏", "位", "度", "分", "立方米", "兆"])


def _in_ordinals(r: Trial) -> bool:
    return r.before == "第" or _ORDINALS.search(r.text, max(0, r.start - 8), r.start) is not None


def _in_front(r: Trial) -> bool:
    lead = r.text[r.start - 2 : r.start - 1]
    return not "一" <= lead <= "龥" or lead in _FRONT_AFTER


def _after_letter(r: Trial) -> bool:
    """K16路; but GDP超1000亿元, PPP项目…: a sum, a share or a fuzzy number is no model number."""
    return r.prefix is None and not r.numeral.scaled and r.unit.kind not in (Kind.MONEY, Kind.PERCENT)


def _after_sign(r: Trial) -> bool:
    """1×3米, K12+300处, A-12栋."""
    lead = r.text[r.start - 2 : r.start - 1]
    return lead.isdigit() or (r.before == "-" and lead.isascii() and lead.isalpha())


def _latin_goes_on(r: Trial) -> bool:
    last = r.text[r.end - 1]
    return last.isascii() and last.isalpha() and r.after.isascii() and r.after.isalnum()


def _begins_a_word(r: Trial) -> bool:
    return is_other_word(r.text, r.unit.name, r.end)


def _heading(r: Trial) -> bool:
    """2.1 项目概况, 1.3场地: a decimal of things that begin another word, at the head of a line or clause."""
    decimal = r.numeral.exp < 0 and not r.numeral.scaled and r.unit.kind is Kind.COUNT
    return _begins_a_word(r) and (decimal or (r.gap and r.before in ("", "\n")))


def _numbers_a_name(r: Trial) -> bool:
    """1 张三 12场, 2 门头村: the number of a row, and a name that begins like a classifier."""
    return r.gap and _NAME_IN_ROW.match(r.text, r.unit_at) is not None


def _han_begins_a_word(r: Trial) -> bool:
    if not r.is_plain_han and r.unit.name in "家名位条个项件":
        return False
    return _begins_a_word(r) and not (r.unit.name == "家" and _is_many(r))


def _is_many(r: Trial) -> bool:
    return r.numeral.low > 1 and r.after != "庭" and not r.numeral.bare_power


def _bare_power(r: Trial) -> bool:
    """百家; but 百万元, 百场讲座, 百人以上 and 近百家 are figures."""
    if not r.numeral.bare_power or r.prefix or r.numeral.fuzz:
        return False
    if r.text.startswith(("以上", "左右"), r.end):
        return False
    if r.unit.kind is Kind.MONEY:
        return (
            r.unit_at - r.at < 2 or _MONEYED.match(r.text, r.end) is not None
        )  # 万元 is a unit: 单位：万元, 万元产值
    name = r.unit.name
    if r.unit.kind is Kind.MEASURE:
        return (r.unit_at - r.at < 2 and name != "亩") or r.after in ("级", "轮")
    noun = _HUNDREDS.get(name)
    named = noun.match(r.text, r.end) is not None if noun else "一" <= r.after <= "龥"
    return name not in _BARE_UNITS or not named or _NOT_BARE.match(r.text, r.end) is not None


def _shy(r: Trial) -> bool:
    if not r.is_plain_han or r.prefix or (r.unit.name not in _SHY and r.unit.name not in _ARABIC_ONLY):
        return False
    nouns = _CLASSIFIED.get(r.unit.name)
    if nouns is None:
        agrees = r.unit.name == "点" and r.text.startswith(ASKED, r.end)
    else:
        agrees = not nouns or (r.after != "" and r.after in nouns)
    return not agrees and not counted_after_noun(r.text, r.start, r.end, r.unit.name)


def _article(r: Trial) -> bool:
    """一 with a classifier, save after 至少, 仅, 每周, 缩短到 and after its noun (消防车一辆)."""
    if not (r.is_plain_han and r.numeral.low == 1) or r.unit.name in ("倍", "%"):
        return False
    if r.after.isdigit() or r.before in _NEVER_ONE:
        return True  # 跳上一个10万亿级台阶
    return not (
        (r.prefix is not None and r.prefix is not Relation.APPROX)
        or r.far is not None
        or _ONE_RATE.search(r.clause)
        or _ONE_ONLY.search(r.clause)
        or (_ONE_CHANGE.search(r.clause) and r.unit.kind is not Kind.COUNT)
        or (r.unit.kind is Kind.DURATION and _lasts(r))
        or counted_after_noun(r.text, r.start, r.end, r.unit.name)
    )


def _lasts(r: Trial) -> bool:
    return (
        r.clause.endswith(("为期", "历时"))
        or TERM.search(r.clause) is not None
        or is_change_of_time(r.clause) is not None
        or (r.unit.name != "年" and is_done_in(r.text, r.end) is not None)
    )


def _criterion(r: Trial) -> bool:
    over = r.prefix in (Relation.GT, Relation.GE) and _CRITERION_BEFORE.match(r.text, r.end)
    under = r.prefix is Relation.LT and r.after == "的" and _CRITERION_BEFORE.match(r.text, r.end)
    return bool(over or under or _CRITERION_AFTER.match(r.text, r.end))


def _session(r: Trial) -> bool:
    """五届三次会议: an ordinal without 第."""
    near = r.text[max(0, r.start - 14) : r.start]
    meeting = r.text.startswith(("会议", "全会", "全体", "代表大会", "常委会", "产业", "党代会"), r.end)
    seated = "届" in near or "委员会" in near or "产业" in r.text[r.end : r.end + 2]
    return r.before == "届" or (meeting and r.numeral.han and seated)


def _line(r: Trial) -> bool:
    if r.after in ("公", "车", "电", "线", "站"):
        return True
    cued = _WAYS_BEFORE.search(r.clause) or _WAYS_AFTER.match(r.text, r.end)
    return r.numeral.low < 1000 and not cued and r.prefix is None and not r.numeral.fuzz


def _version(r: Trial) -> bool:
    """3.0版, 2.0升级版."""
    return r.numeral.exp < 0 and not r.numeral.scaled and (r.unit.name == "版" or r.after == "级")


def _storey(r: Trial) -> bool:
    return (
        r.before in ("楼", "号", "元", "座", "栋", "厦", "心", "负", "-")
        or _ROOM.match(r.text, r.end) is not None
    )


def _place_li(r: Trial) -> bool:
    number = r.numeral
    return not number.fuzz and not number.exp and r.prefix is None and number.top is None


LATIN = " ".join(sorted(name for name in UNITS if name[-1].isascii() and name[-1].isalpha()))
_NAME, _ID, _IDIOM = ExcludedClass.NAME, ExcludedClass.IDENTIFIER, ExcludedClass.IDIOM
_ORDINAL, _OTHER = ExcludedClass.ORDINAL, ExcludedClass.OTHER

WORDS: tuple[ExclusionRule, ...] = (
    ExclusionRule("ordinal", _ORDINAL, _in_ordinals, "第3场、第1、2次", "举办3场",
        before="第、和至到-",
    ),
    ExclusionRule("the first so many", _ORDINAL, _in_front, "前三名", "目前3名",
    "名 位",
        before="前",
    ),
    ExclusionRule("period in front", ExcludedClass.DATE, _in_front, "前10个月", "目前10个",
        before="前",
    ),
    ExclusionRule("rank", _ORDINAL, lambda r: _RANK.search(r.clause) is not None, "位列5位", "安排5位", "位 名"),
    ExclusionRule("model number", _ID, _after_letter, "K16路", "GDP超300亿元",
        before="A",
    ),
    ExclusionRule(
        "clock", ExcludedClass.DATE,
        lambda r: r.text[r.start - 2 : r.start - 1].isdigit(), "9:30分", "其中:30分",
        before=":",
    ),
    ExclusionRule("part of a longer number", _ID, _after_sign, "桩号K12+300处", "开展300+场",
        before="/×*xX.-+'’",
    ),
    ExclusionRule("of every so many", _OTHER, lambda r: True, "每3天", "等待3天",
        before="每逢",
    ),
    ExclusionRule(
        "number of a table", _OTHER, lambda r: r.text[r.start - 2 : r.start] in _TABLES, "附表3项", "报表3项",
        before="表图",
    ),
    ExclusionRule(
        "leading zero", _ID, lambda r: r.text[r.at] == "0" and r.text[r.at + 1 : r.at + 2].isdigit(),
        "报纸03版", "0.3公里", script="digits"),
    ExclusionRule(
        "thousands behind a point", _ID,
        lambda r: r.unit.kind is Kind.COUNT and _POINTED.fullmatch(r.text[r.at : r.unit_at]) is not None,
        "发放1.350份", "户均1.35份", script="digits"),
    ExclusionRule("latin word", _ID, _latin_goes_on, "12kmh", "12km", LATIN),
    ExclusionRule(
        "part of an address", _ID, _begins_a_word, "2单元", "2单合同", "单", script="digits"),
    ExclusionRule("number of a heading", ExcludedClass.LIST_MARK, _heading, "1.3场地条件较好", "户均1.3场", script="digits",
        before="^\n,。;:",
    ),
    ExclusionRule("row of names", ExcludedClass.LIST_MARK, _numbers_a_name, "1 张三", "3 张照片", "张 台 门 双", "digits",
        before="^\n",
    ),
    ExclusionRule("version", _NAME, _version, "服务指南2.1版", "共12版", "版 升"),
    ExclusionRule("number of digits", _NAME, lambda r: True, "实现两位数增长", "两位老师", "位数"),
    ExclusionRule("zero in a word", _IDIOM, lambda r: not r.numeral.low, "汽车零部件", "发生0件", script="han"),
    ExclusionRule("word begun by a classifier", _IDIOM, _han_begins_a_word, "集中十座谈", "十四家乡镇卫生院", script="han"),
    ExclusionRule("multiplier alone", _IDIOM, _bare_power, "百家", "百场讲座", script="han"),
    ExclusionRule("one digit with a shy classifier", _IDIOM, _shy, "三道", "水井三口", script="han"),
    ExclusionRule(
        "one inside a word", _IDIOM,
        lambda r: r.text[r.at] == "一",
        "进一部", "至少一部", script="han",
        before="进统同",
    ),
    ExclusionRule(
        "second", _ORDINAL,
        lambda r: r.is_plain_han and r.text[r.at] == "二" and r.unit.dimension in (EVENTS, THINGS),
        "二次", "两次", script="han"),
    ExclusionRule("article", ExcludedClass.ARTICLE, _article, "一个", "消防车一辆", script="han"),
    ExclusionRule("criterion", _OTHER, _criterion, "3000万元以上项目12个", "完成投资3000万元以上"),
    ExclusionRule(
        "class of size", _NAME,
        lambda r: r.after == "级" and r.unit.name in _STEP_UNITS and not r.text.startswith("级别", r.end),
        "3万吨级泊位", "3万吨",
    ),
    ExclusionRule(
        "rated voltage", _NAME, lambda r: not r.clause.endswith(("电压", "为", "达", "至", "到")),
        "35kV线路", "电压35kV", "kV 千伏 伏",
    ),
    ExclusionRule("seats of a car", _NAME, lambda r: _SEATS.match(r.text, r.end) is not None, "7座以上客车", "7座桥", "座"),
    ExclusionRule("school class", _ID, lambda r: _CLASS_OF.search(r.clause) is not None, "八年级3班", "开设3班", "班"),
    ExclusionRule("session", _ORDINAL, _session, "五届三次会议", "召开3次会议", "次"),
    ExclusionRule(
        "stage of works", _ORDINAL, lambda r: r.text.startswith(("工程", "项目", "建设"), r.end),
        "6期工程", "6期简报", "期",
    ),
    ExclusionRule("bus line", _ID, _line, "乘坐82路", "兵分3路督导", "路"),
    ExclusionRule(
        "building in an address", _ID, lambda r: _FLAT.match(r.text, r.end) is not None, "3栋2单元", "3栋住宅", "栋 幢 座",
    ),
    ExclusionRule("storey", _ID, _storey, "市民中心5层501室", "新建18层住宅", "层"),
    ExclusionRule("place named by its miles", _NAME, _place_li, "二十里铺", "三里多", "里", script="han"),
    ExclusionRule(
        "word 项目", _NAME, lambda r: r.after == "目" and not r.text.startswith("目标", r.end),
        "开通60000项目", "12项目标", "项",
    ),
    ExclusionRule(
        "number of a page", ExcludedClass.LIST_MARK,
        lambda r: r.after in ("", "\n") and r.before in ("", "\n", "共"), "共3页", "印制3页", "页",
    ),
)  # fmt: skip
