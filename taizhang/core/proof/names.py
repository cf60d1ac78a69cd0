"""Units and persons against the office's register: names near to a known one, posts that differ from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from taizhang.core.proof.model import HAN, ProofClass, ProofRule, ProofText, RuleLevel, Suspect
from taizhang.core.proof.register import NameRegister
from taizhang.core.text.messages import N_

_SUFFIXES = (
    "委员会办公室",
    "委员会",
    "办公室",
    "总工会",
    "总队",
    "支队",
    "大队",
    "中心",
    "政府",
    "管委会",
    "联合会",
    "协会",
    "局",
    "委",
    "办",
    "厅",
    "馆",
    "院",
    "会",
    "集团",
    "公司",
    "学院",
    "大学",
)
_EXCHANGED = ({"局", "委", "委员会", "厅"}, {"办", "办公室"}, {"支队", "总队", "大队"})
_UNIT = re.compile(
    rf"(?:(?<![全各本我该城都超集闹上门夜早菜])市(?:市场)?(?!市)|(?P<place>[{HAN}]{{2}}[区县]))(?P<core>[{HAN}]{{0,1"
    rf"2}}?)"
    rf"(?P<suffix>委员会办公室|委员会|办公室|总工会|联合会|协会|中心|支队|总队|大队|政府|[局委办厅](?![长员事分]))"
)
_TITLE = re.compile(
    r"(?P<title>(?:常务)?副?(?:局长|主任|书记|市长|区长|县长|主席|部长|院长|馆长|支队长|大队长|队长|秘书长|会长|镇长"
    r"|乡长|台长|站长|园长|社长|总编辑|政委|检察长|组长|所长|校长|处长|科长|总经理|董事长|理事长))"
)
_PAST = re.compile("原|时任|前任|曾任|历任|拟任|任命|当选|接替|代")
_SAYS = "介绍|表示|说|指出|强调|出席|主持|参加|率|带队|在|到|调研|作|讲话|同志|[，。、；：（）等]|$"
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花"
    "方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴"
    "谈宋茅庞熊纪舒"
    "屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪干解应宗丁宣邓郁"
    "单杭洪包诸左石"
    "崔吉钮龚程嵇邢裴陆荣翁荀羊惠甄曲封储靳段富巫焦巴弓牧山谷车侯全班仰秋仲伊宫宁仇甘厉祖武符刘景詹束龙叶司黎薄白蒲"
    "池乔谭劳申"
    "冉牛边尚温庄晏柴瞿阎连艾容向古易廖终耿满匡国文寇广东欧沃利越隆师巩聂关游盖桓公"
)


def edits(one: str, other: str) -> int:
    """Return how many characters must be put in, left out or exchanged to make one of the other."""
    row = list(range(len(other) + 1))
    for k, sign in enumerate(one, 1):
        last, row[0] = row[0], k
        for j, theirs in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (sign != theirs))
    return row[-1]


def _is_inside(short: str, whole: str) -> bool:
    """Whether the characters of ``short`` stand in ``whole`` in this order."""
    rest = iter(whole)
    return all(sign in rest for sign in short)


class _Parts(NamedTuple):
    """A unit's name taken apart: 市 | 市场监管 | 局."""

    place: str
    core: str
    suffix: str


@lru_cache(maxsize=4096)
def _parts_of(name: str) -> _Parts | None:
    suffix = next((each for each in _SUFFIXES if name.endswith(each)), "")
    lead = re.match(r"(?:[^市区县]{2})?市(?!场)|市|[^市区县]{2}[区县]", name)
    if not suffix or lead is None:
        return None
    return _Parts(
        lead[0][-3:] if lead[0][-1] != "市" else "市", name[lead.end() : len(name) - len(suffix)], suffix
    )


def _is_near(mention: _Parts, known: _Parts) -> bool:
    """Whether a mention was meant as the known name, though it is another."""
    if mention.place != known.place:
        return mention[1:] == known[1:] and known.suffix == "政府" and edits(mention.place, known.place) == 1
    if mention.suffix != known.suffix:
        exchanged = any({mention.suffix, known.suffix} <= suffixes for suffixes in _EXCHANGED)
        return mention.core == known.core and exchanged
    if len(mention.core) < len(known.core):
        return len(mention.core) > 1 and _is_inside(mention.core, known.core)
    return len(known.core) > 2 and edits(mention.core, known.core) <= 1 + (len(known.core) > 6)


def _units(text: ProofText) -> Iterable[Suspect]:
    known = text.context.register.unit_of
    parts = {name: made for name in known if (made := _parts_of(name)) is not None}
    for match in _UNIT.finditer(text.text) if known else ():
        start, end = match.span()
        if _is_known(text.text, start, known) or (mention := _parts_of(match[0])) is None:
            continue
        near = [name for name, made in parts.items() if _is_near(mention, made)]
        if near:
            yield Suspect(start, end, min(near, key=lambda name: (edits(name, match[0]), -len(name))))


def _is_known(text: str, start: int, known: dict[str, str]) -> bool:
    """Whether a name of the register covers this place, the name of its city before it or not."""
    return any(
        text.startswith(name, at)
        for name in known
        for at in range(max(0, start - 4), start + 1)
        if at + len(name) > start
    )


class _Post(NamedTuple):
    """A post of the register taken apart; ``names`` are those of its unit as texts write it."""

    person: str
    title: str
    names: tuple[str, ...]
    full: str


def _posts(register: NameRegister) -> Iterator[_Post]:
    for person in register.people:
        title = _TITLE.search(person.post)
        if title is None:
            continue
        unit = person.post[: title.start()]
        full = register.unit_of.get(unit, unit)
        names = {unit, *(name for name, whole in register.unit_of.items() if whole == full)}
        yield _Post(
            person.name,
            person.post[title.start() :],
            tuple(sorted(names, key=len, reverse=True)),
            person.post,
        )


def _wrong_posts(text: ProofText) -> Iterable[Suspect]:
    """A person of the register behind another post: 青禾县委书记丁伯言, 市文明办副主任苏景行."""
    register = text.context.register
    for post in _posts(register):
        for match in re.finditer(re.escape(post.person), text.text):
            lead = re.split(r"[，。；：！？\n“”（）]", text.text[max(0, match.start() - 30) : match.start()])[
                -1
            ]
            title = re.search(_TITLE.pattern + "(?:、[^、]{0,16})*$", lead)
            if title is None or _PAST.search(lead) or _holds(lead, post, register):
                continue
            place = re.search(rf"[{HAN}]{{0,14}}$", re.split("[、]", lead[: title.end("title")])[-1])
            yield Suspect(
                match.start() - len(lead) + title.end("title") - len(place[0] if place else ""),
                match.end(),
                post.full + post.person,
            )


def _holds(lead: str, post: _Post, register: NameRegister) -> bool:
    """Whether the words before a name give it the post that the register has."""
    at = lead.rfind(post.title)
    if at < 0 or (lead[at - 1 : at] == "副" and not post.title.startswith("副")):
        return False
    unit = lead[:at]
    named = [name for name in register.unit_of if unit.endswith(name)]
    return not named or unit.endswith(post.names)


def _wrong_persons(text: ProofText) -> Iterable[Suspect]:
    """A post of the register before another name: 市教育局局长顾明山."""
    register = text.context.register
    holders = [post.person for post in _posts(register)]
    for post in _posts(register):
        ahead = "|".join(re.escape(name + post.title) for name in post.names)
        for match in re.finditer(rf"(?P<post>{ahead})(?P<rest>[{HAN}]{{2,4}})", text.text):
            if _PAST.search(text.text[max(0, match.start() - 3) : match.start()]) or match["rest"].startswith(
                post.person
            ):
                continue
            name = _name_at(match["rest"], post.person, text.text[match.start("rest") :][:12])
            if name and name not in holders:
                yield Suspect(match.start(), match.start("rest") + len(name), match["post"] + post.person)


def _name_at(rest: str, known: str, after: str) -> str:
    """The name that stands here: as long as the known one and near to it, or a surname with what follows names."""
    near = rest[: len(known)]
    if len(near) == len(known) and sum(a == b for a, b in zip(near, known, strict=True)) >= max(
        1, len(known) - 1
    ):
        return near
    other = re.match(rf"(?P<name>[{_SURNAMES}][{HAN}]{{1,2}}?)(?:{_SAYS})", after)
    return other["name"] if other else ""


def _near_persons(text: ProofText) -> Iterable[Suspect]:
    """A name that differs from a known one in one of three characters, where only a name can stand."""
    for person in text.context.register.people:
        name = person.name
        if len(name) < 3:
            continue
        shapes = "|".join(name[:k] + f"[{HAN}]" + name[k + 1 :] for k in range(1, len(name)))
        pattern = rf"(?:^|(?<=[，。；：、”\s]))(?P<at>{shapes})(?=表示|介绍|说|指出|强调|同志|出席|主持)"
        for match in re.finditer(pattern, text.text, re.M):
            if match["at"] != name and match["at"] not in (
                other.name for other in text.context.register.people
            ):
                yield Suspect(*match.span("at"), name)


_CLASS, _OWN = ProofClass.REGISTER, RuleLevel.OWN

RULES = (
    ProofRule(
        "unit-name", _CLASS, _OWN, "", _units,
        N_("单位名称“{words}”与名册不符，是否应为“{right}”？"),
        "会同市文化与旅游局选派文化指导员，市卫健局配合。",
        "会同市文化和旅游局选派文化指导员，市财政局、市民政局、市文明委配合。",
    ),
    ProofRule(
        "person-post", _CLASS, _OWN, "", _wrong_posts,
        N_("“{words}”与名册不符，名册上是“{right}”。"),
        "市教育局副局长顾明川出席。", "市教育局局长顾明川出席，顾明川表示，原市民政局局长顾明川介绍经验。",
    ),
    ProofRule(
        "person-name", _CLASS, _OWN, "", _wrong_persons,
        N_("“{words}”与名册不符，名册上是“{right}”。"),
        "市教育局局长顾明山表示。", "市教育局局长顾明川表示，市教育局局长办公会研究，望潮区教育局局长林见深列席。",
    ),
    ProofRule(
        "person-near", _CLASS, _OWN, "", _near_persons,
        N_("姓名“{words}”与名册上的“{right}”相近，请核对。"),
        "顾明山表示，要统筹安排。", "顾明川表示，顾明山水画展开幕。",
    ),
)  # fmt: skip
