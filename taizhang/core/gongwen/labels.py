"""The labels of an imprint (责编：, 传真：, 抄送：): their words, and the field that each names."""

from __future__ import annotations

import re
from collections.abc import Callable

from taizhang.core.gongwen.lines import compact
from taizhang.core.gongwen.rules import SIGNED, SIGNED_READ, StructureRule, decision
from taizhang.core.text.folding import fold

PEOPLE = {
    "editor": ("本期责任编辑", "本期责编", "责任编辑", "执行编辑", "本期编辑", "编辑人", "责编", "编辑"),
    "checker": ("审核人", "核稿人", "审稿人", "校核人", "审核", "核稿", "审稿", "校核"),
    "signer": ("签发人", "签发"),
}
CONTACTS = {
    "phone": ("编辑部电话", "联系电话", "联系方式", "办公电话", "咨询电话", "值班电话", "投稿电话", "电话"),
    "fax": ("传真电话", "传真号码", "传真"),
    "email": (
        "投稿邮箱",
        "联系邮箱",
        "电子邮箱",
        "电子邮件",
        "电子信箱",
        "投稿信箱",
        "邮箱",
        "信箱",
        "电邮",
        "email",
    ),
}
RANKS = {
    "up": ("抄报单位", "抄报", "主报", "呈报", "呈送", "报送", "呈", "报"),
    "peer": ("抄送单位", "抄送", "分送", "主送", "送达", "送"),
    "down": ("印发范围", "发送范围", "发放范围", "印发", "下发", "抄发", "发送", "分发", "发至", "发"),
}
_OTHER = (
    "打印", "校对", "印制", "印刷", "主编", "副主编", "编审", "总编", "总编辑", "策划", "排版", "联系人",
    "网址", "地址", "邮编", "邮政编码", "编辑部", "主办单位", "主办", "承办", "编印", "通讯地址",
    "微信公众号", "公众号", "监制", "审定", "撰稿", "录入", "印数", "份数", "本期印数", "终审", "初审",
    "复审", "统稿", "编委", "顾问", "本刊地址", "编印单位", "手机", "投稿热线", "主任", "副主任", "编务",
    "美编", "摄影", "共印", "编校", "审签", "投稿网址", "网站", "QQ",
)  # fmt: skip
_FIELD = {
    word: field for table in (PEOPLE, CONTACTS, RANKS) for field, words in table.items() for word in words
}
_FIELD |= dict.fromkeys(_OTHER, "")
_DASH = "[-\u2010-\u2015_]?"


def _loose(word: str) -> str:
    """A pattern for ``word`` in which spaces may stand between the characters (抄　送, E — mail)."""
    if word == "email":
        return rf"e *{_DASH} *mail"
    return r"[ \t]{0,6}".join(word) if len(word) < 6 else word


_WORDS = "|".join(_loose(w) for w in sorted(_FIELD, key=len, reverse=True))
LABEL = re.compile(
    rf"(?:^|(?<=[\s。;,、|)/])|(?=【))[(\[【□■◇◆○●★☆▲△▶※]?"
    rf"(?P<label>(?:{_WORDS})(?: {{0,2}}[/、和及(] {{0,2}}(?:{_WORDS})\)?)?)"
    rf"[ \t]{{0,6}}(?:[】\])]?[ \t]{{0,6}}:|[】\]])[ \t]*",
    re.IGNORECASE,
)
_NAMES = "|".join(
    _loose(w)
    for w in sorted((w for t in (PEOPLE, CONTACTS) for v in t.values() for w in v), key=len, reverse=True)
)
_BARE_LABEL = re.compile(
    rf"(?:^|(?<=[ \t]))(?P<label>{_NAMES})[ \t]+"
    rf"(?=[\u4e00-\u9fff]{{1,4}}(?:[ \t]|$)|[0-9(]|[A-Za-z0-9._+-]{{1,40}}@)",
    re.IGNORECASE,
)
EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,60}@[A-Za-z0-9-]{1,60}(?:\.[A-Za-z0-9-]{1,60}){1,4}")
TRAILING_WORD = re.compile(rf"(?:{_WORDS})?[\s:：。；;，,、（(]*$", re.IGNORECASE)
LINE_LONGEST = 120
_LONGEST_LIST = 4000
_LABELS_SCAN = 2000


def labels_in(text: str) -> list[re.Match[str]]:
    """The labels of a line in order: those with a colon, and before a list of recipients those without."""
    folded = fold(text[:_LABELS_SCAN])
    found = list(LABEL.finditer(folded))
    names = folded[: next((f.start() for f in found if fields_of(f["label"]) in RANKS), LINE_LONGEST)]
    taken = [range(*f.span()) for f in found]
    found += [f for f in _BARE_LABEL.finditer(names) if not any(f.start() in span for span in taken)]
    return sorted(found, key=re.Match.start)


def label_at_head(text: str) -> re.Match[str] | None:
    if len(text) > _LONGEST_LIST:
        return None
    folded = fold(text)
    return LABEL.match(folded) or (_BARE_LABEL.match(folded) if len(text) < LINE_LONGEST else None)


def is_rank(text: str) -> bool:
    found = LABEL.match(fold(text))
    return bool(found and fields_of(found["label"]) in RANKS)


def fields_of(label: str) -> str:
    """The fields that a label names, joined by a slash where it names two (电话/传真)."""
    words = re.split("[/、和及(]", re.sub(_DASH, "", compact(label)).lower())
    return "/".join(dict.fromkeys(decision(LABELS, word.rstrip(")")) or "" for word in words))


def _field(key: str) -> Callable[[str], str | None]:
    return lambda word: key if _FIELD.get(word) == key else None


LABELS: tuple[StructureRule[str, str], ...] = (
    StructureRule(
        "editor", _field("editor"),
        f"{SIGNED}责任编辑：方一舟", f"{SIGNED_READ}；责编 方一舟",
        f"{SIGNED}编审：方一舟\n责编：李明", f"{SIGNED_READ}；责编 李明",
    ),
    StructureRule(
        "checker", _field("checker"),
        f"{SIGNED}审稿人：方一舟", f"{SIGNED_READ}；核稿 方一舟",
        f"{SIGNED}终审：方一舟\n核稿：李明", f"{SIGNED_READ}；核稿 李明",
    ),
    StructureRule(
        "signer", _field("signer"),
        f"{SIGNED}签发：方一舟", f"{SIGNED_READ}；签发 方一舟",
        f"{SIGNED}审签：方一舟\n签发：李明", f"{SIGNED_READ}；签发 李明",
    ),
    StructureRule(
        "telephone", _field("phone"),
        f"{SIGNED}联系电话（传真）：5300617", f"{SIGNED_READ}；电话 5300617；传真 5300617",
        f"{SIGNED}手机：5300001\n电话：5300617", f"{SIGNED_READ}；电话 5300617",
    ),
    StructureRule(
        "fax", _field("fax"),
        f"{SIGNED}传真：5300618 邮箱 hc@hc.example", f"{SIGNED_READ}；传真 5300618；邮箱 hc@hc.example",
        f"{SIGNED}传真：5300618、5300619", f"{SIGNED_READ}；传真 5300618、5300619",
    ),
    StructureRule(
        "email", _field("email"),
        f"{SIGNED}Ｅ－mail：hc@hc.example", f"{SIGNED_READ}；邮箱 hc@hc.example",
        f"{SIGNED}网址：hc.example\n信箱：hc@hc.example", f"{SIGNED_READ}；邮箱 hc@hc.example",
    ),
    StructureRule(
        "recipients above", _field("up"),
        f"{SIGNED}抄报：省文明办，市委办", f"{SIGNED_READ}；报 省文明办｜市委办",
        f"{SIGNED}报：市委办、市府办", f"{SIGNED_READ}；报 市委办、市府办",
    ),
    StructureRule(
        "recipients beside", _field("peer"),
        f"{SIGNED}抄　送：市直各单位；驻市单位", f"{SIGNED_READ}；送 市直各单位｜驻市单位",
        f"{SIGNED}送：各院校（含分校，分院）", f"{SIGNED_READ}；送 各院校（含分校，分院）",
    ),
    StructureRule(
        "recipients below", _field("down"),
        f"{SIGNED}印发：各县区，各镇街", f"{SIGNED_READ}；发 各县区｜各镇街",
        f"{SIGNED}主办：市文明办\n发：各县区", f"{SIGNED_READ}；发 各县区",
    ),
)  # fmt: skip
