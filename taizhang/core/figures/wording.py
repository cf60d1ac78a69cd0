"""The words around a numeral: near it (近, 约, 以上), in its clause (累计, 人均), and words that only look like units."""

from __future__ import annotations

import re
from dataclasses import dataclass

from taizhang.core.figures.model import Aggregation, Relation
from taizhang.core.figures.numerals import POWER

_GT, _GE, _LT, _APPROX = Relation.GT, Relation.GE, Relation.LT, Relation.APPROX

_PREFIXES: dict[str, Relation] = {
    "近": _LT, "将近": _LT, "接近": _LT, "不足": _LT, "不到": _LT, "低于": _LT, "少于": _LT, "小于": _LT, "几近": _LT,
    "未到": _LT, "不满": _LT, "不超过": _LT, "不高于": _LT, "不多于": _LT, "不大于": _LT, "逼近": _LT, "未满": _LT,
    "约": _APPROX, "大约": _APPROX, "大概": _APPROX, "约莫": _APPROX, "大致": _APPROX,
    "超": _GT, "超过": _GT, "超过了": _GT, "超出": _GT, "逾": _GT, "突破": _GT, "突破了": _GT, "高于": _GT, "多于": _GT,
    "大于": _GT, "已超": _GT, "不止": _GT, "远超": _GT, "超逾": _GT, "超越": _GT,
    "最多": _LT, "至多": _LT, "最高": _LT, "最低": _GE,
    "至少": _GE, "不低于": _GE, "不少于": _GE, "不小于": _GE, "不下": _GE, "不下于": _GE, "最少": _GE,
}  # fmt: skip
# Comparisons that are words of the sentence and not of the figure: the relation counts, the span leaves them out.
_AT_MOST = (
    "不得超过",
    "不能超过",
    "不应超过",
    "不可超过",
    "不准超过",
    "不会超过",
    "未超过",
    "没超过",
    "没有超过",
)
_AT_LEAST = (
    "不得低于",
    "不能低于",
    "不应低于",
    "不可低于",
    "不会低于",
    "不得少于",
    "不能少于",
    "不应少于",
    "未低于",
)
_PREFIXES |= dict.fromkeys(_AT_MOST, _LT) | dict.fromkeys(_AT_LEAST, _GE)
_OUTSIDE = frozenset(
    ("低于", "少于", "小于", "高于", "多于", "大于", "不超过", "不高于", "不多于", "不大于", "不小于", "不止", "超越",
     "未到", "未满", "不满", *_AT_MOST, *_AT_LEAST)
)  # fmt: skip
_OUTSIDE_AFTER = frozenset({"以内", "之内", "以下"})
_BEFORE_POWER: dict[str, Relation] = {"上": _GE, "过": _GT, "破": _GT}  # 上百, 过万, 破亿
_CLOSED = frozenset({"不超过", "不高于", "不多于", "不大于", "最多", "至多", "最高"}).union(_AT_MOST)
_EXTREME = re.compile(
    r"(?:零下)?[0-9.零一二三四五六七八九十]+(?:℃|°|度|摄氏度)"
)  # 最高35℃ is what was measured, not a bound
# The last character of another word: 附近, 节约, 通过, 网上.
_OTHER_WORD = {
    "近": "附最靠邻临就远新亲相",
    "约": "节签履预公合契集制条失违邀续特简隐缔相租订婉",
    "超": "赶反",
    "上": "以网线会路身街马早晚际实桌手船车山岸海地台之向往送跟",
    "过": "通经透不路超渡太难好",
    "破": "突爆打侦告",
    "逾": "",
}
_LONGEST_PREFIX = max(map(len, _PREFIXES))
LAST_OF_PREFIX = frozenset(word[-1] for word in (*_PREFIXES, *_BEFORE_POWER))

_SUFFIX = re.compile(r"及?以上|左右(?![两侧逢])|上下(?![级游联班车线])|有余|以内|之内|及?以下|以下|之多")
_SUFFIX_RELATION = {
    "以上": _GE,
    "左右": _APPROX,
    "上下": _APPROX,
    "有余": _GT,
    "以内": _LT,
    "之内": _LT,
    "以下": _LT,
}
_CLAUSE_END = re.compile(r".*[,。;、:!?()\n《》“”]", re.S)
_FAR = re.compile(r"(?:(至少|不少于|不低于)|(约))([^0-9零一二两三四五六七八九十百千万亿]{1,6})$")
_FAR_MOST = re.compile(
    r"(?:最多|至多|最高)(?:可|能|只能|可以|不超过|达|到|允许|安排|接待|容纳|补贴|补助|奖励|奖补|给予|申请|申报|获|得|享受|支持|救助|"
    r"报销|资助|贷款|贷|为|发放|领取|参加|报|选|持有|携带|购买|借阅|延长|预约){1,3}$"
)
_FAR_VERBS = frozenset("有占为是达合计需共")
_BASIS = re.compile(r"(累计|累积)|共计|合计|总计|总共|(?<!公)共(?![同享建产青治富识管和振鸣赢商进])")
_PER = re.compile(
    r"人均|户均|亩均|日均|月均|年均|村均|场均|均次|(?:每[万千百]?个?(?:人口|人|户|亩|名|年|月|周|日|天|季度|小时|分钟|次|场|"
    r"村|社区|校|吨|公里|平方米|立方米|公斤|斤))+"
)
_STOP = re.compile(
    r"的|参加|参与|开展|进行|组织|实现|完成|提供|达到|占|为|已|被|由|将|均|以及|和|与|及|受益|到|在|向|对"
)
_HAN_WORDS = re.compile(r"[一-龥]{1,18}")
_HEAD_VERB = re.compile(
    r"^(?:累计|共计|合计|共|已|先后|陆续|新增|组织|开展|完成|发放|投入|提供|服务|覆盖|惠及|慰问|走访|举办|召开|实现|达|达到|有)+"
)

# Words that begin with a classifier: 座谈 is no 座, 项目 no 项.
_WORD_AFTER = {
    "座": "谈右次标", "村": "民干官委", "个": "人体性别案", "家": "庭长属园乡访教风具电政务国校禽畜",
    "名": "单称录义额誉牌", "位": "置于列居", "条": "件例约线款理文目码",
    "支": "持撑付部委援书柱出", "项": "目", "处": "理罚置分于级境", "所": "有属需以谓", "面": "向对临积试貌粉",
    "本": "级科计项办次校院所社局地区市县省月年届身着轮", "份": "额内", "台": "风账阶湾", "站": "点位在",
    "天": "然津气空", "节": "能约水假目庆省",
    "课": "题堂程外后", "部": "门署分队长委件", "次": "日年要序", "批": "评准示复发", "场": "所地景馆域合", "件": "数",
    "户": "外籍型主", "队": "伍员长", "间": "接隔", "点": "击赞亮燃名评", "段": "落", "组": "织建成长", "期": "间待望货末",
    "篇": "章幅", "人": "民均才类们", "元": "旦素", "起": "来草到步源诉重降义", "门": "户", "分": "别类布享析为工局管级",
    "度": "假过", "轮": "车岗训椅换", "道": "路德", "种": "植子粮养业田", "对": "口接标照比于外应策", "班": "子组",
    "排": "查放名除", "包": "括含容裹", "单": "位一独元", "集": "中体团聚", "列": "入为车", "席": "位", "线": "上下路索",
    "讲": "话解述座", "字": "第", "层": "次级面", "款": "项", "口": "号径岸", "张": "贴",
    "封": "闭", "首": "批先次要都", "方": "式案法向便针面", "把": "握关", "架": "构", "回": "应访收复", "针": "对",
    "斤": "斤", "里": "程面约", "升": "级", "步": "骤", "卷": "入", "副": "书主", "根": "据本",
}  # fmt: skip
# What begins like such a word and is counted all the same: 三项目标 is 三项 + 目标, 五位居民 is 五位 + 居民.
_ALL_THE_SAME = re.compile(
    r"目标|人才[^一-龥]|个(?:人(?![民均才类们格])|体育|案例)|家(?:长期|乡[镇村]|风味)|名(?:单[位身亲]|义[工务]|录取|额外)"
    r"|位(?:居民|列席|于(?=一线|基层))|条(?:线[路索]|约定|理[由论]|例会|文化)|次(?:年[会度]|日常)|座(?:标[准志]|次级)"
    r"|处(?:分[会馆站校店]|理疗|罚款点|置物|境内|级别)|件数码|起(?:重[大要]|诉讼案|草[案莓])|本(?:科[普学]|年鉴|月刊|地方)"
    r"|场(?:合唱|景[演剧])|种植物|户(?:外[来出地]|籍在)|台风[机扇]|支(?:书[法画]|持[证枪]|部队|援[外疆藏])"
    r"|所有[条偿资]|份(?:内部|额外)|组成员|村民宿"
)


def prefix_before(text: str, at: int) -> tuple[int, Relation | None, bool]:
    """The fuzzy word directly before a numeral: where the figure begins, its relation, whether its bound is closed."""
    if text[at - 1 : at] not in LAST_OF_PREFIX:
        return at, None, False
    for length in range(min(_LONGEST_PREFIX, at), 0, -1):
        word = text[at - length : at]
        relation = _PREFIXES.get(word)
        if relation is None and text[at : at + 1] in POWER and word in _BEFORE_POWER:
            relation = _BEFORE_POWER[word]
        if relation is None or (word in ("最高", "最低") and _EXTREME.match(text, at)):
            continue
        before = text[at - length - 1 : at - length]
        if before and before in _OTHER_WORD.get(word, ""):
            continue
        if word in _OUTSIDE:
            length = 0
        elif word in ("已超", "远超"):
            length = 1
        return at - length, relation, word in _CLOSED
    return at, None, False


_SIGNED = re.compile(r"[0-9][0-9.,]*(?:[~至-][0-9.]+)?(?:[%‰℃°]|[万亿]|元|个百分点|摄氏度)")
_SIGN_CUE = frozenset(
    "为在的持增长减降涨跌落滑低升缩速率幅度差值了出入润口额余益损亏拔深量温是至到达由从比净约(,:;、。近超"
)
_BALANCE = re.compile(r"(?:净[增流]|增减|盈亏|顺差|差额|结余)[^0-9,。;、:-]{0,8}$")  # 净增志愿者-12人
_OTHER_NEGATIVE = frozenset("担肩背抱自欺胜辜正减欠")  # 肩负, 自负, 正负
_NEGATIVE_GROWTH = re.compile(r"负增长(?:[了达为约近]|达到|超过?)?$")
_STOREY = re.compile(r"[0-9一二三四五六七八九十]+[层楼]")


CURRENCIES = {"¥": "元", "$": "美元", "€": "欧元", "£": "英镑"}


def sign_before(text: str, at: int) -> tuple[int, bool]:
    """-, ¥, 负 or 零下 directly before a numeral: where they begin, and whether the number is negative.

    负增长 makes the number negative and stays outside.
    """
    sign = text[at - 1 : at]
    if sign in CURRENCIES and sign:
        return at - 1, False
    if sign == "-":
        return (at - 1, True) if _is_minus(text, at) else (at, False)
    if sign == "负":
        other = text[at - 2 : at - 1] in _OTHER_NEGATIVE if at > 1 else False
        return (at, False) if other or _STOREY.match(text, at) else (at - 1, True)
    if sign == "下" and text[at - 2 : at - 1] == "零":
        return at - 2, True
    return at, sign != "" and sign in "长达为约近了到超过" and _NEGATIVE_GROWTH.search(
        text, max(0, at - 8), at
    ) is not None


def _is_minus(text: str, at: int) -> bool:
    """A dash is a sign after a word that announces a value (增长-0.8%), or before %, ℃, 元; a list mark else."""
    before = text[at - 2 : at - 1] if at > 1 else ""
    if before == "-" or (before.isascii() and before.isalnum()) or before in ("%", "℃", ")"):
        return False
    if "一" <= before <= "龥":
        return before in _SIGN_CUE or _BALANCE.search(text, max(0, at - 12), at - 1) is not None
    return _SIGNED.match(text, at) is not None


def suffix_after(text: str, end: int) -> tuple[int, Relation | None, bool]:
    """以上, 左右, 上下, 以内 … directly after a unit."""
    match = _SUFFIX.match(text, end)
    if match is None or match[0] == "之多":
        return end, None, False
    word = match[0].lstrip("及")
    relation = _SUFFIX_RELATION[word]
    return end if word in _OUTSIDE_AFTER else match.end(), relation, relation is _LT


def clause_before(text: str, at: int) -> str:
    """What stands before a place in its clause (at most 30 characters)."""
    first = at - 30 if at > 30 else 0
    end = _CLAUSE_END.match(text, first, at)
    return text[end.end() if end else first : at]


is_extreme = _EXTREME.match


def far_relation(clause: str) -> tuple[Relation | None, bool]:
    """至少开展一次, 约有300人, 最多可报5门: the fuzzy word and the numeral with a verb between; whether it is closed."""
    match = _FAR.search(clause)
    if match and match[1]:
        return _GE, False
    if match and match[3] in _FAR_VERBS:
        before = clause[: match.start()][-1:]
        if not (before and before in _OTHER_WORD["约"]):
            return _APPROX, False
    return (_LT, True) if _FAR_MOST.search(clause) else (None, False)


def basis_in(clause: str) -> Aggregation:
    match = _BASIS.search(clause)
    if match is None:
        return Aggregation.PERIOD
    return Aggregation.CUMULATIVE if match[1] else Aggregation.TOTAL


def per_in(clause: str) -> str | None:
    match = _PER.search(clause)
    return match[0] if match else None


def counted_around(text: str, end: int, clause: str) -> str:
    """What is counted, as written: the noun after the unit, or else the one before the numeral."""
    match = _HAN_WORDS.match(text, end)
    if match:
        noun = _STOP.split(match[0].removeprefix("的"), maxsplit=1)[0]
        if noun:
            return noun
    return _HEAD_VERB.sub("", clause)[-16:]


def is_other_word(text: str, unit: str, end: int) -> bool:
    """Whether the unit is only the beginning of another word: 座 of 座谈."""
    following = text[end : end + 1]
    if not following or following not in _WORD_AFTER.get(unit, ""):
        return False
    return _ALL_THE_SAME.match(text, end) is None and _ALL_THE_SAME.match(text, end - len(unit)) is None


@dataclass(slots=True)
class Before:
    """The words before a numeral: ``start`` is where sign and fuzzy word begin, ``clause`` what stands before it."""

    start: int
    negative: bool
    prefix: Relation | None
    closed: bool
    clause: str
    far: Relation | None
    far_closed: bool


def words_before(text: str, at: int) -> Before:
    """Sign and fuzzy word directly before a numeral, and a fuzzy word farther off in its clause."""
    lead, negative = sign_before(text, at)
    start, prefix, closed = prefix_before(text, lead)
    clause = clause_before(text, start)
    far, far_closed = (None, False) if is_extreme(text, at) else far_relation(clause)
    return Before(start, negative, prefix, closed, clause, far, far_closed)
