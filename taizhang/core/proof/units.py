"""Units of measurement by GB 3100—1993 and GB/T 3101—1993: legal units under their Chinese names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from taizhang.core.proof.model import ProofClass, ProofRule, ProofText, RuleLevel, Suspect, matching
from taizhang.core.text.messages import N_

_AFTER_NUMBER = "(?<=[0-9万亿千百十余多几两半每])"
_OLD = {
    "公分": "厘米", "公厘": "毫米", "公尺": "米", "公吨": "吨", "公升": "升", "立升": "升", "华里": "里（500米）",
    "平方公分": "平方厘米", "平方公尺": "平方米", "立方公尺": "立方米", "时速公里": "公里/小时", "市尺": "尺（1/3米）",
}  # fmt: skip
_LATIN = {
    "km": "公里", "kg": "千克", "cm": "厘米", "mm": "毫米", "kw": "千瓦", "kwh": "千瓦时", "ml": "毫升", "m2": "平方米",
    "m3": "立方米", "kv": "千伏", "hm2": "公顷",
}  # fmt: skip
_LEGAL_CASE = frozenset({"km", "kg", "cm", "mm", "kW", "mL", "ml", "kV", "kWh"})
_LETTERS = re.compile(
    rf"(?<=[0-9万亿千百余多])[ \u00a0]?(?P<at>{'|'.join(sorted(_LATIN, key=len, reverse=True))})(?![A-Za-z0-9/·])",
    re.I,
)


def _old_names(text: ProofText) -> Iterable[Suspect]:
    for match in re.finditer(
        _AFTER_NUMBER + f"(?:{'|'.join(sorted(_OLD, key=len, reverse=True))})", text.plain
    ):
        yield Suspect(*match.span(), _OLD[match[0]])


def _letters(text: ProofText) -> Iterable[Suspect]:
    """Letters that are no legal sign of the unit: KM, Kg, M2; km and kg are."""
    for match in _LETTERS.finditer(text.plain):
        lead = text.plain[: match.start()]
        if match["at"] not in _LEGAL_CASE and not re.search(r"[A-Za-z][0-9.]*$", lead):
            yield Suspect(*match.span("at"), _LATIN[match["at"].lower()])


_CLASS, _STANDARD = ProofClass.UNIT, RuleLevel.STANDARD

RULES = (
    ProofRule(
        "unit-square", _CLASS, _STANDARD, "GB/T 3101—1993",
        matching(rf"{_AFTER_NUMBER}(?P<at>(?:平(?P<m>米)|平方(?![米公千厘分毫英市]|(?P<M>米))))", "平方米"),
        N_("“{words}”不是单位名称，应作“{right}”。"),
        "建筑面积1800平米，占地3200平方，环境良好。", "建筑面积1800平方米，26平方公里。",
    ),
    ProofRule(
        "unit-cubic", _CLASS, _STANDARD, "GB/T 3101—1993",
        matching(rf"{_AFTER_NUMBER}(?P<at>立方(?![米厘分毫公千])|立米)", "立方米"),
        N_("“{words}”不是单位名称，应作“{right}”。"),
        "清运垃圾300立方，用水2万立方。", "清运垃圾300立方米。",
    ),
    ProofRule(
        "unit-old", _CLASS, _STANDARD, "GB 3100—1993", _old_names,
        N_("“{words}”不是法定计量单位，应作“{right}”。"),
        "通道净宽达到140公分以上。", "通道净宽达到140厘米以上，办公分区合理。",
    ),
    ProofRule(
        "unit-letters", _CLASS, _STANDARD, "GB 3100—1993", _letters,
        N_("单位“{words}”应写作“{right}”。"),
        "新增健身步道2.4KM，销售1.8万Kg。", "新增健身步道2.4公里，重5kg，4K超清，5G基站，A4M型。",
    ),
    ProofRule(
        "unit-celsius", _CLASS, _STANDARD, "GB 3100—1993",
        matching(r"(?P<at>摄氏(?P<b>零下|零上|-)?(?P<n>[\d.～—-]+|[一二三四五六七八九十]+)度)", r"\g<n>摄氏度"),
        N_("“{words}”应作“{right}”，“摄氏度”不拆开。"),
        "室温保持在摄氏22度以上。", "室温保持在22摄氏度以上，最高气温35℃。",
    ),
)  # fmt: skip
