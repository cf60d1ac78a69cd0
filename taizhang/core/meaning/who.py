"""Who does, decides or pays: bodies and groups that a sentence names, and the part each takes."""

from __future__ import annotations

import re
from collections.abc import Collection

_STOP = "，。；：、（）“”《》由和与及向对将把会经让请在从"
_NAMED = re.compile(
    rf"各(?:县（?市?、?区?）?|区|乡镇|镇街|街道)[^{_STOP}]{{1,8}}?(?:局|委|政府|中心)(?![员办])"
    rf"|(?:[^{_STOP}同]{{2}})?(?<![全各本该我城都超])(?:市(?!民(?!政|宗|族)|场(?!监)|区|政(?!府)|级|内|外|里|域|属|直|"
    rf"长|容)|[省县](?!级|内|域|长|里|城)|(?<=[一-龥])区(?!域|级|内|长|里|县)|区(?=[^域级内长里县]))"
    rf"[^{_STOP}市了已均]{{1,14}}?(?:委员会办公室|委员会|办公室|总工会|支队|大队|政府|中心|集团|图书馆|博物馆|文化馆|妇联|"
    rf"残联|红十字会|(?<![格布全大结开])局|委(?!书记|常委|员|托|派)|(?<![举主承协开督交代试创申])办(?!法|理|好|公|事|结|学|成|起))"
    r"|团市委|团区委|团县委|(?!.?[由从向对在和与及将把请让])[一-龥][^社小城地景校园辖片市郊库厂矿山灾学街能展特战林牧湖港新各全本该自禁时一]区(?!域|"
    r"级|长)|[一-龥][^该各全本市外内]县(?!城|域|级|长|里)"
)
_GROUPS = re.compile(
    "业主委员会|业委会|业主大会|居民委员会|居委会|村民委员会|村委会|物业服务企业|物业(?:公司|企业)|物业|街道(?:办事"
    "处)?|镇街|乡镇|社区(?:党委|党组织)?|学校|财政|"
    "(?:产权|责任|施工|建设|设计|监理|主办|承办|协办|运营|使用|申报|用人|管理|属地|牵头|配合)(?:单位|方)|(?:行业)?主"
    "管部门|[一-龥]{2,4}部门|第三方(?:机构)?|社会组织|"
    "居民|村民|业主|家长|老师|教师|学生|志愿者|网格员|监护人|商户|经营者|企业|医院|村(?:党支部|两委)|专班|工作组|领"
    "导小组|议事会|合作社|评审委员会|专家组|个人|用户|集体|政府|馆方|场馆|主要负责人|分管负责人"
)
_LEADS, _HELPS = (
    "牵头|主办|负责|统筹|主持|主管|组织|主导",
    "配合|协办|协助|参与|参加|支持|承办|监督|执行|具体",
)
_ROLE = re.compile(f"(?P<lead>{_LEADS})|(?P<help>{_HELPS})|(?P<with>会同|联合|协同|商)")
_DOER = re.compile(
    "(?:^|[，。；])(?P<first>[^，。；的了不无后时就便]{1,10}?(?:人|者|员|方|部门|单位|机构|组织|公司|企业|户|家庭|师"
    "|生|长|干部|代表|队|专班|组|站|所|院|馆|村|镇|群众|民|业主))"
    "(?:负责|要|应|可|须|必须|承担|牵头|不得)"
    "|由(?P<by>[^，。；由]{2,12}?)(?:负责|承担|组织|提出|牵头|主办|统筹|制定|实施|办理|发布|审核|支付|出资|管理|协调"
    "|监督|确定|决定|执行|批准|主持|开展|完成|解决|保障|统一|列支|支出|垫付|自筹|自行)"
)
_SHORT = re.compile("(?P<full>[一-龥]{4,24})（以下(?:统?简称)[：“]*(?P<short>[一-龥]{2,10})”?）")
_CITY = re.compile("^[一-龥]{2}(?=市)")
_QUALIFIERS = re.compile("各|有关|相关|全体|所有|部分|本")


def bodies(text: str) -> list[tuple[str, int]]:
    """Return the bodies that the text names with their places, in order."""
    found = [(match[0], match.start()) for match in _NAMED.finditer(text)]
    rest = _NAMED.sub(lambda match: "＿" * len(match[0]), text)
    return sorted(
        found + [(match[0], match.start()) for match in _GROUPS.finditer(rest)], key=lambda each: each[1]
    )


def is_named(body: str) -> bool:
    """Whether the words are the name of one body, not of a group (学校, 居民)."""
    return _NAMED.fullmatch(body) is not None


def are_one(one: str, other: str) -> bool:
    """Whether two names may mean one body: the same, or the short form of the other (市卫健委)."""
    short, whole = sorted((_CITY.sub("", one), _CITY.sub("", other)), key=len)
    rest = iter(whole)
    return all(sign in rest for sign in short) and (
        short[0] == whole[0] or short in whole or whole.startswith("共")
    )


def without(names: Collection[str], others: Collection[str]) -> set[str]:
    """Return the names that mean none of the others."""
    return {name for name in names if not any(are_one(name, other) for other in others)}


def parts_taken(text: str) -> dict[str, str]:
    """Return the part that each body takes: lead or help, by the verb behind it (A会同B: A leads, B helps)."""
    parts: dict[str, str] = {}
    named = bodies(text)
    for k, (body, at) in enumerate(named):
        end = named[k + 1][1] if k + 1 < len(named) else len(text)
        role = _ROLE.search(re.split("[。；]", text[at + len(body) : end])[0])
        if role is None:
            continue
        parts.setdefault(body, "help" if role["help"] else "lead")
        if role["with"] and k + 1 < len(named):
            parts.setdefault(named[k + 1][0], "help")
    return parts


def doers(text: str) -> set[str]:
    """Return those who are said to act: before 应, 可, 负责 at the head of a clause, or behind 由."""
    found = (match["first"] or match["by"] for match in _DOER.finditer(text))
    return {name for words in found if (name := _QUALIFIERS.sub("", words))}


def in_full(text: str) -> str:
    """The text with each short name that it declares itself (以下简称…) in full."""
    for match in _SHORT.finditer(text):
        text = text[: match.end()] + text[match.end() :].replace(match["short"], match["full"])
    return text
