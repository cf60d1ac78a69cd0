"""Units and classifiers: which class a word after a numeral belongs to, and exact conversion.

Units convert inside one dimension only, by exact factors (斤 = 1/2 公斤, 亩 = 2000/3 m², 里 = 500 m).
Classifiers count things and do not convert; what they count decides whether two of them may be compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from taizhang.core.figures.model import Kind

_F = Fraction
_ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class UnitOfMeasure:
    """``dimension`` names what may be compared; ``factor`` leads to the dimension's base unit."""

    name: str
    kind: Kind
    dimension: str
    factor: Fraction = _ONE


PERSONS, TURNS, HOUSEHOLDS, EVENTS, THINGS = "persons", "turns", "households", "events", "things"
RATIO = "ratio"

_CLASSIFIERS = {
    PERSONS: "人 名 位 口人 号人",
    TURNS: "人次 件次 家次 户次 车次 班次 台次 架次 船次 列次 艘次 项次 处次 校次 频次 组次 辆次 部次 条次 个次 头次 "
    "册次 人天 人份 份次 门次 针次 剂次 例次 次·人 人/次 名/次 户/次 家/次 车/次 辆/次 台/次",
    HOUSEHOLDS: "户",
    EVENTS: "场 次 期 回 轮 场次 轮次 趟 届次",
    THINGS: "个 家 项 件 条 处 所 座 支 批 批次 份 套 台 辆 部 册 本 篇 张 幅 块 面 棵 株 栋 幢 间 起 宗 例 种 类 款 "
    "只 头 匹 羽 尾 枚 颗 粒 盏 艘 架 列 节 堂 讲 门 站 点 组 队 对 双 副 把 根 道 盘 袋 箱 盒 瓶 包 桶 床 顶 扇 口 眼 "
    "孔 段 片 桩 笔 单 票 封 首 曲 幕 集 章 句 字 页 束 串 排 班 剂 针 支次 台套 件套 台件 席 趟 标箱 路 层 方面 "
    "大类 小类 门类 大项 小项 课时 学时 个课时 个学时 个标段 村 镇 乡 街道 社区 类型 步 丛 具 枝 朵 顿 桌 门课 "
    "人家 车 筐 捆 卷 刀 尊 樽 口井 眼井 床位 帧 版 屏 台（套） 台(套) 台(件) 件(套) 台/套 台、套 辆(台) "
    "个(次) 场(次) 人(次) 户(次) 条(个) 个(处) 处(个) 册(张) 卷(件) 件(次) 张(册) 标准箱 重量箱",
}

_MEASURES: dict[str, tuple[Kind, dict[str, Fraction]]] = {
    "length": (
        Kind.MEASURE,
        {
            "纳米": _F(1, 10**9), "微米": _F(1, 10**6), "毫米": _F(1, 1000), "mm": _F(1, 1000), "厘米": _F(1, 100),
            "cm": _F(1, 100), "分米": _F(1, 10), "米": _F(1), "m": _F(1), "延米": _F(1), "延长米": _F(1),
            "千米": _F(1000), "公里": _F(1000), "km": _F(1000), "㎞": _F(1000), "里": _F(500), "华里": _F(500),
            "里地": _F(500), "里路": _F(500), "海里": _F(1852), "尺": _F(1, 3), "丈": _F(10, 3), "寸": _F(1, 30),
            "单车道公里": _F(1000), "车道公里": _F(1000), "皮长公里": _F(1000), "芯公里": _F(1000),
        },
    ),
    "area": (
        Kind.MEASURE,
        {
            "平方米": _F(1), "平米": _F(1), "平方": _F(1), "㎡": _F(1), "m²": _F(1), "m2": _F(1), "平方厘米": _F(1, 10**4),
            "平方公里": _F(10**6), "平方千米": _F(10**6), "km²": _F(10**6), "km2": _F(10**6), "公顷": _F(10**4),
            "hm²": _F(10**4), "亩": _F(2000, 3), "亩地": _F(2000, 3), "亩次": _F(2000, 3), "公亩": _F(100),
        },
    ),
    "volume": (
        Kind.MEASURE,
        {
            "立方米": _F(1), "立方": _F(1), "方": _F(1), "m³": _F(1), "m3": _F(1), "升": _F(1, 1000), "L": _F(1, 1000),
            "公升": _F(1, 1000), "毫升": _F(1, 10**6), "mL": _F(1, 10**6), "ml": _F(1, 10**6),
        },
    ),
    "mass": (
        Kind.MEASURE,
        {
            "微克": _F(1, 10**9), "毫克": _F(1, 10**6), "mg": _F(1, 10**6), "克": _F(1, 1000), "g": _F(1, 1000),
            "千克": _F(1), "公斤": _F(1), "kg": _F(1), "㎏": _F(1), "斤": _F(1, 2), "市斤": _F(1, 2), "担": _F(50),
            "吨": _F(1000), "t": _F(1000), "公吨": _F(1000),
        },
    ),
    "freight": (Kind.MEASURE, {"吨公里": _F(1), "吨千米": _F(1)}),
    "passenger_traffic": (Kind.MEASURE, {"人公里": _F(1), "人千米": _F(1)}),
    "standard_coal": (Kind.MEASURE, {"吨标准煤": _F(1), "吨标煤": _F(1)}),
    "co2": (Kind.MEASURE, {"吨二氧化碳": _F(1)}),
    "steam": (Kind.MEASURE, {"蒸吨": _F(1)}),
    "energy": (
        Kind.MEASURE,
        {"千瓦时": _F(1), "瓦时": _F(1, 1000), "度": _F(1), "度电": _F(1), "kWh": _F(1), "兆瓦时": _F(1000),
        "吉瓦时": _F(10**6)},
    ),
    "power": (
        Kind.MEASURE,
        {"瓦": _F(1, 1000), "千瓦": _F(1), "kW": _F(1), "兆瓦": _F(1000), "MW": _F(1000), "吉瓦": _F(10**6),
         "千伏安": _F(1), "匹马力": _F(1), "马力": _F(1)},
    ),
    "pressure": (Kind.MEASURE, {"帕": _F(1), "千帕": _F(1000), "兆帕": _F(10**6)}),
    "heat": (Kind.MEASURE, {"千卡": _F(1), "大卡": _F(1), "千焦": _F(1000, 4184)}),
    "voltage": (Kind.MEASURE, {"伏": _F(1), "千伏": _F(1000), "kV": _F(1000)}),
    "temperature": (Kind.MEASURE, {"摄氏度": _F(1), "℃": _F(1), "°C": _F(1)}),
    "noise": (Kind.MEASURE, {"分贝": _F(1)}),
    "data": (
        Kind.MEASURE,
        {"KB": _F(1000), "MB": _F(10**6), "GB": _F(10**9), "TB": _F(10**12), "PB": _F(10**15), "字节": _F(1)},
    ),
    "bandwidth": (Kind.MEASURE, {"兆": _F(1), "Mbps": _F(1), "Gbps": _F(1000), "千兆": _F(1000)}),
    "age": (Kind.MEASURE, {"岁": _F(1), "周岁": _F(1)}),
    "score": (Kind.MEASURE, {"分": _F(1), "位数": _F(1)}),
    "seconds": (
        Kind.DURATION,
        {
            "毫秒": _F(1, 1000), "秒": _F(1), "秒钟": _F(1), "分钟": _F(60), "小时": _F(3600), "个小时": _F(3600),
            "钟头": _F(3600), "个钟头": _F(3600), "天": _F(86400), "昼夜": _F(86400), "个昼夜": _F(86400),
            "周": _F(604800), "星期": _F(604800), "个星期": _F(604800), "个周": _F(604800),
        },
    ),
    "workdays": (Kind.DURATION, {"工作日": _F(1), "个工作日": _F(1)}),
    "months": (
        Kind.DURATION,
        {"个月": _F(1), "年": _F(12), "个季度": _F(3), "个年头": _F(12), "年时间": _F(12), "世纪": _F(1200),
        "个世纪": _F(1200)},
    ),
    "yuan": (Kind.MONEY, {"元": _F(1), "块": _F(1), "块钱": _F(1), "元钱": _F(1), "元人民币": _F(1), "圆": _F(1)}),
    "usd": (Kind.MONEY, {"美元": _F(1), "美金": _F(1)}),
    "eur": (Kind.MONEY, {"欧元": _F(1)}),
    "hkd": (Kind.MONEY, {"港元": _F(1), "港币": _F(1)}),
    "jpy": (Kind.MONEY, {"日元": _F(1)}),
    "gbp": (Kind.MONEY, {"英镑": _F(1)}),
    "rub": (Kind.MONEY, {"卢布": _F(1)}),
    RATIO: (
        Kind.PERCENT,
        {"%": _F(1, 100), "‰": _F(1, 1000), "percent": _F(1, 100), "百分比": _F(1, 100), "ratio": _F(1), "成": _F(1, 10),
         "比例": _F(1), "比率": _F(1), "比值": _F(1)},
    ),
    "points": (Kind.POINT, {"个百分点": _F(1), "百分点": _F(1), "pp": _F(1), "个千分点": _F(1, 10),
    "个基点": _F(1, 100), "基点": _F(1, 100)}),
    "multiple": (Kind.MULTIPLE, {"倍": _F(1), "番": _F(1)}),
}  # fmt: skip


def _table() -> dict[str, UnitOfMeasure]:
    table = {
        name: UnitOfMeasure(name, Kind.COUNT, dimension)
        for dimension, names in _CLASSIFIERS.items()
        for name in names.split()
    }
    for dimension, (kind, factors) in _MEASURES.items():
        table |= {name: UnitOfMeasure(name, kind, dimension, factor) for name, factor in factors.items()}
    table["块"] = UnitOfMeasure("块", Kind.COUNT, THINGS)  # 12块展板; money only as 块钱
    return table


UNITS = _table()
NOT_IN_TEXT = frozenset({"percent", "ratio", "比例", "比率", "比值", "百分比", "pp", "成", "番", "次·人"})
WORDS = frozenset(UNITS) - NOT_IN_TEXT
_LONGEST = max(map(len, WORDS))
_BY_FIRST: dict[str, tuple[int, ...]] = {
    first: tuple(sorted({len(word) for word in WORDS if word[0] == first}, reverse=True))
    for first in {word[0] for word in WORDS}
}
_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


def unit_at(text: str, at: int) -> UnitOfMeasure | None:
    """The longest unit or classifier that begins at this place."""
    for length in _BY_FIRST.get(text[at : at + 1], ()):
        word = text[at : at + length]
        if word in WORDS:
            return UNITS[word]
    return None


def unit_named(name: str) -> UnitOfMeasure | None:
    """A unit by its name as a ledger writes it: 万元 is 元 × 10⁴; None for a word that is no unit."""
    factor = 1
    name = name if name in UNITS else name.partition("(")[0]
    while name not in UNITS and name[:1] in _POWERS:
        factor, name = factor * _POWERS[name[0]], name[1:]
    unit = UNITS.get(name)
    if unit is None or factor == 1:
        return unit
    return UnitOfMeasure(unit.name, unit.kind, unit.dimension, unit.factor * factor)
