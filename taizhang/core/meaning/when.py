"""When something is: dates, terms, rhythms, before and after; each in one form, however it is written."""

from __future__ import annotations

import re

from taizhang.core.proof.sequences import number_of

_HAN = "一二三四五六七八九十"
_SAME = (
    (re.compile("第(?=[一二三四1-4]季度)"), ""),
    (re.compile("(?<=[上下本])一(?=周|月|季)|(?<=[上下])个(?=月|星期|季度|周)"), ""),
    (re.compile("这个?(?=月[^月]|周|季度)"), "本"),
    (re.compile(rf"(?<![第{_HAN}])[{_HAN}]{{1,3}}(?=个?(?:月|工作日|自然日|小时|分钟|学期|季度|星期|周(?!年|边|密|到"
                rf"))|[天日年](?!级|代|轻|老))"), lambda m: str(number_of(m[0]))),
    (re.compile("两(?=个?(?:月|工作日|小时|学期|季度|星期|周|年|天|次))"), "2"),
    (re.compile("之(?=[内前后])|以(?=[前后]|内)"), ""),
    (re.compile("(?<=月)末|(?<=年)末"), "底"),
    (re.compile(r"(?<=[0-9])[点](?!位|多|半)"), "时"),
    (re.compile(r"(?<=月)(\d{1,2})号"), r"\1日"),
    (re.compile("(?<=[0-9])月份"), "月"),
    (re.compile("(?<=[0-9][月日])开始(?=[，。、])"), "起"),
    (re.compile("星期|礼拜"), "周"),
    (re.compile(r"(?<=[上下本]周)周"), ""),
    (re.compile("按(?=月|季|周|年|日)|逐(?=月|季|周|年|日)"), "每"),
    (re.compile("每(?:一|个)(?=月|季|周|年|天|日|星期)"), "每"),
    (re.compile("每季(?!度)"), "每季度"),
    (re.compile("每日"), "每天"),
    (re.compile("今年(?=上半年|下半年|[年底]|\\d)|当年(?=上半年|下半年)"), ""),
    (re.compile("(?<=[0-9])个(?=月|工作日|小时|学期|季度|星期)"), ""),
    (re.compile("半个(?=月)"), "半"),
)  # fmt: skip
_EVENTS = (
    "会|课|事|赛|岗|汛|灾|诊|餐|开工|竣工|完工|施工|活动|开学|上岗|验收|培训|检查|入住|交付|出行|启动|开幕|闭幕"
    "|放假|结束|开馆|开放|竣工验收|评审|公示|签约|搬迁|改造|完成"
)
_STRONG = re.compile(
    r"(?:(?:19|20)\d\d年)?\d{1,2}月(?:\d{1,2}日|上旬|中旬|下旬|[底初中])?(?:[前后起止内]|以来)?"
    r"|(?:19|20)\d\d年(?:[底初中])?(?:[前后起止内])?|(?<!\d)\d{1,2}日(?:[前后起止内])?"
    r"|(?:今|明|去|后|前)?年(?:[底初中](?:[前后])?|内)|[上下]半年|前?[0-9第一二三四]+季度|今年以来|年初以来"
    r"|[本上下这]?周[一二三四五六日天末](?:[前后])?|(?:[本上下]周|[本上下个]{1,2}月|[本上下]季度)(?:[底初中内])?(?:["
    r"前后])?"
    r"|每(?:半|[0-9])?(?:年|月|季度|周|天|小时|学期|旬)(?:[一二三四五六日天]|\d{1,2}日)?"
    r"|(?:半|\d+)(?:年|月|周|天|日|工作日|自然日|小时|分钟|学期|季度)(?!岁|年)(?:内|后|前)?"
    r"|\d{1,2}[时:：](?:\d{2}分?)?(?:[前后起])?"
    rf"|(?:{_EVENTS})(?:[前后]|中(?!发现|存在|反映|暴露)|期间)(?!的?[一-龥]{{0,2}}端)"
)
_WEAK = re.compile(
    "今年|去年|明年|前年|上年|近日|日前|近期|最近|目前|当前|现在|立即|立刻|马上|尽快|及时|限期|按期|如期|长期|短期|"
    "常年|临时|当场|当天|当日|次日|即日起|随时|提前|延期|推迟|"
    "上午|下午|晚上|夜间|早上|清晨|凌晨|白天|工作日|双休日|周末|节假日|寒假|暑假|春季|夏季|秋季|冬季|定期|经常|永久|"
    "暂时|首次|再次|同时|先|率先"
)
_ALIKE = {
    "日前": "近日",
    "最近": "近日",
    "近期": "近日",
    "立刻": "立即",
    "马上": "立即",
    "现在": "目前",
    "当前": "目前",
    "当日": "当天",
    "夜间": "晚上",
}


def times(text: str) -> tuple[set[str], set[str]]:
    """Return what the text says of when: what always counts, and what counts where it takes another's place."""
    plain = text
    for pattern, by in _SAME:
        plain = pattern.sub(by, plain)
    strong = {match[0] for match in _STRONG.finditer(plain)}
    rest = _STRONG.sub("＿", plain)
    return strong, {_ALIKE.get(match[0], match[0]) for match in _WEAK.finditer(rest)}


def term_places(text: str) -> list[tuple[int, int]]:
    """Return where the text as it stands speaks of days and terms: the numbers there are no quantities."""
    return [match.span() for match in _STRONG.finditer(text)]
