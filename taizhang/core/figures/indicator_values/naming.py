"""Whether a figure counts what an indicator is named after."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum


class NameMatch(IntEnum):
    """How far the words around a figure name an indicator."""

    OTHER = 0  # they name something else
    TOPIC = 1  # they name nothing (本月举办28场) or a part of the name: what was spoken of last
    NAMED = 2


_KINDS = (  # verbs that say what is done with a thing: 走访企业 is not 帮扶企业
    "参与 参加 吸引 惠及 服务 覆盖 受益 受众 接待 辐射 参会 观看 观影",
    "走访 慰问 入户 上门 探访 看望",
    "建成 新建 打造 建设 建立 设立 挂牌 创建 改造 完工 竣工",
    "发放 拨付 投入 派发 分发 赠送 印发",
    "收集 征集 收到 梳理 征求",
    "培训 轮训 参训",
    "受理 接到 接收 接受",
    "办结 化解 调处 调解 解决 处置 办理 采纳",
    "帮扶 帮助 扶持 资助 救助",
    "检查 排查 巡查 抽检 检测",
    "整改 整治",
    "刊发 发表 刊登 发布 播发 推送 报送 印制",
)
_KIND_OF = {verb: number for number, verbs in enumerate(_KINDS) for verb in verbs.split()}
_DONE = len(_KINDS)
_VERB = re.compile("|".join(sorted(_KIND_OF, key=len, reverse=True)))
_LEADING_VERBS = re.compile(f"(?:{_VERB.pattern}|完成|开展|举办|组织)+")
_AUDIENCE = re.compile(r"(?:各族|广大|辖区)?(?:群众|居民|市民|村民|观众|听众|学员|人员)?")
_PLACES = re.compile(
    r"(?:行政|自然)村|村居?|社区|乡镇|镇街|街道|县[市区]?|区县|小区|中小学|学校|企业|单位|部门|家庭|农户|网点|[党团]?支部"
)
_TAIL = re.compile(r"(?:人次数|人数|户数|次数|场次|数量|总数|总量|情况|活动|工作|数)$")
_QUOTES = re.compile(r"[“”\"'‘’「」《》\s()]")
_EMPTY_WORDS = re.compile(
    r"累计|累积|共计|总计|合计|总共|先后|陆续|继续|持续|深入|扎实|积极|广泛|集中|有序|认真|组织|开展|举办|召开|进行|完成|实施|推进|做好|承办"
    r"|主办|联合|牵头|实现|达到|我们|各类|各级|各种|各项|专题|主题|系列|特色|大型|专场|活动|工作|场次|次数|数量|总数|人数|实际|其中|期间"
    r"|[据由]?[^,。;\d]{0,4}(?:台账|统计|系统|平台|报表|业务科|科室)(?:统计|显示|导出|记录|汇总|登记)*数?据?|核定|核实|另表|口径|[实应]为|更正|修正|测算|承担|数为"
    r"|有效|顺利|圆满|成功|提供|净增|招收|招募|到位|第[一二三四五]周|[上本]周|[前后上下]半月|月[初中末底]|[上中下]旬|\d{1,2}[日号]|另外|此外|同时|计划|目标|任务|全[省市县区镇乡村校]|(?<!自)[我本](?:中心|街道|社区|单位|部门|公司|[支大]队|[省市县区镇乡村校局委办院站馆所队])?|(?:增加|提高|提升|上升|扩大|发展|增|升|达)[到至]|新增|新建|建成|新(?![闻型能])|街道|单位|分别|按|约"
    r"|[共已达至到为了的有在等和与及并又再还也均都另拟将将会其该近逾超多余大概上下约,、:;。!?\-%\d\s|□]"
)
_MOST = 2  # more than 1 / _MOST of the pairs of a name


@dataclass(frozen=True, slots=True)
class IndicatorName:
    """An indicator's name: whole, and without the verb before it."""

    whole: str
    core: str
    verbs: frozenset[int]

    @classmethod
    def of(cls, name: str) -> IndicatorName:
        whole = _TAIL.sub("", _QUOTES.sub("", name)) or name
        lead = _LEADING_VERBS.match(whole)
        verbs = _verbs(whole[:-2] if whole.endswith("服务") else whole)
        if whole.startswith("完成"):  # 完成微心愿 is not 征集微心愿
            verbs |= {_DONE}
        return cls(whole, whole[lead.end() :] if lead else whole, verbs)

    def shared(self, words: str) -> int:
        """How many pairs of neighbouring characters of the name stand in ``words``."""
        return sum(pair in words for pair in _pairs(self.whole))

    def last_in(self, words: str) -> int:
        """Where the name, or the last pair of it, stands in ``words``."""
        return max(words.rfind(part) for part in (self.whole, *_pairs(self.whole)))

    def names(self, words: str) -> bool:
        """Whether ``words`` name this: literally, or by most of the name with no other verb."""
        plain = _QUOTES.sub("", words)
        if self.whole in plain:
            return True
        pairs = len(_pairs(self.whole))
        return self.shared(plain) * _MOST > pairs and self._agrees(plain)

    def match(self, before: str, after: str) -> NameMatch:
        """Compare with the words before and after a figure in its clause."""
        before, after = _QUOTES.sub("", before), _QUOTES.sub("", after)
        if self.names(before):
            return NameMatch.NAMED
        if (places := _PLACES.match(after)) and not _runs_through(places[0], self.whole):
            return NameMatch.OTHER
        if self.names(before + after):
            return NameMatch.NAMED
        rest = content(before)
        words = before if rest else after
        rest = rest or content(after)
        bare = _VERB.sub("", rest)
        if not self._agrees(words):
            return NameMatch.OTHER
        if self.core and bare == self.core:
            return NameMatch.NAMED
        if not self.core and _verbs(words) and _AUDIENCE.fullmatch(bare):
            return NameMatch.NAMED
        if not bare and rest and not self.verbs:
            return NameMatch.TOPIC
        return NameMatch.TOPIC if _runs_through(_AUDIENCE.sub("", rest), self.whole) else NameMatch.OTHER

    def _agrees(self, words: str) -> bool:
        """Whether the verbs around may be the name's: 吸引读者 for 参与读者, never 办结 for 受理."""
        verbs = _verbs(words)
        return not verbs or not self.verbs or bool(verbs & self.verbs)


def after_count(words: str) -> str:
    """``words`` without the place counted before them: the 村 of 20个村演出20场."""
    return _PLACES.sub("", words, count=1) if _PLACES.match(words) else words


def content(words: str) -> str:
    """What is left of ``words`` that names a thing."""
    return _EMPTY_WORDS.sub("", words)


def _pairs(word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word[i : i + 2] for i in range(len(word) - 1))) or (word,)


def _verbs(words: str) -> frozenset[int]:
    return frozenset(_KIND_OF[verb] for verb in _VERB.findall(words))


def _runs_through(part: str, whole: str) -> bool:
    """Whether the characters of ``part`` stand in ``whole`` in this order."""
    rest = iter(whole)
    return all(sign in rest for sign in part)
