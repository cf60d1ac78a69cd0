"""Words that claim to be first, only or best (率先, 唯一, 零投诉), or that many media spoke: each asks for its ground."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from taizhang.core.figures.model import Span
from taizhang.core.figures.normalise import fold
from taizhang.core.figures.quotes import Quotes

MEDIA = "many media"  # backed by the list of items where it holds enough
_SENTENCE = re.compile(r"[^。;!?\n]+")
_NOT_YET = re.compile(
    r"(?:力争|争取|争创|(?<![度作])计划|拟|努力|致力|目标(?!任务|责任)|(?:打造|建设)(?![了出成]))[^,。;]{0,10}$"
)


@dataclass(frozen=True, slots=True)
class StrongWord:
    """A kind of strong word: ``pattern`` finds it in folded text; the counter-example holds none."""

    name: str
    pattern: re.Pattern[str]
    example: str
    counter_example: str

    @property
    def claim(self) -> int:
        """The group that holds the word where the pattern also takes in what it is compared with; 0: the whole."""
        return self.pattern.groupindex.get("claim", 0)


@dataclass(frozen=True, slots=True)
class StrongWordUse:
    """A strong word at its place, with the sentence it stands in."""

    rule: StrongWord
    span: Span
    words: str
    sentence: str


STRONG_WORDS = (
    StrongWord("ahead", re.compile(r"率先(?!垂范|士卒|示范)"), "在全市率先建成社区书屋", "党员干部率先垂范"),
    StrongWord(
        "first time",
        re.compile(r"首(?:次|创(?!精神)|家|例|开先河)|开创先河|首个(?![周月季工])|第一[家例](?!庭)"),
        "全省首次开展反诈夜校",
        "首个工作日走访群众",
    ),
    StrongWord(
        "only",
        re.compile(r"唯一(?!性|标识|编码|代码|码|身份)|独一无二|绝无仅有"),
        "是全市唯一获奖单位",
        "每件物资都有唯一编码",
    ),
    StrongWord(
        "most",
        re.compile(
            # Of these only beside what it is compared with: “最早报名的” says when, “全市最早” claims.
            r"(?:全[国省市区县]|国内|[省市区县]内|同类|同行业|同期|历[史年]|以来)[^,。;]{0,12}?"
            r"(?P<claim>最(?:早|多|好|快|高(?!人民|检|法|气温|温|限|院)|优(?!化)|强(?!音)|满意|受欢迎))"
            r"|最(?:大(?!限度|程度|化|努力|公约数|可能)|佳实效|全(?=的|面)|先进|完善|齐全|完整)"
        ),
        "建成全市规模最大的文化广场",
        "最大限度方便群众，最高人民法院发布意见",
    ),
    StrongWord(
        "none",
        re.compile(
            r"(?:零|(?<![0-9.])0)(?:投诉|差错|事故|失误|上访|信访|感染|伤亡|纠纷|缺席)|无一(?:例)?(?:投诉|差错|失误)|无人投诉"
            r"|(?:投诉|差错|事故|上访|信访)(?:[数总]?量|率|数|起数)?(?:保持|始终)?为(?:零|0(?![.0-9]))"
            r"|(?:没有|未)(?:发生|接到|出现|收到|产生)?(?:任何|过?一[起例件])(?:投诉|差错|事故|失误|上访|信访)"
        ),
        "活动期间零投诉",
        "对作风问题零容忍",
    ),
    StrongWord(
        "ranked first",
        re.compile(r"(?:全[国省市区县]|[名排位]列|位居|排[名在]|居)[^,。;]{0,6}(?:第一|首位|榜首)(?![季书时批期线产])"),
        "综合评价位居全市第一",
        "全市第一季度开展宣讲",
    ),
    StrongWord(
        "leading",
        re.compile(r"(?:全[国省市]|国内|国际|同行业)[^,。;]{0,4}(?:领先|一流)|填补[^,。;]{0,8}空白|前所未有|史无前例"),
        "服务水平全省领先",
        "争创一流业绩",
    ),
    StrongWord(
        MEDIA,
        re.compile(r"(?:众多|各大|各路|不少)(?:主流|新闻|中央|省级|新)*媒体|媒体[^,。;]{0,4}(?:广泛|争相|竞相|纷纷|持续|高度)(?:宣传)?(?:报道|关注|转载)"),
        "引起媒体广泛关注",
        "加强媒体宣传，主动回应媒体关切",
    ),
)  # fmt: skip


def strong_words(text: str) -> list[StrongWordUse]:
    """Return the strong words of the text in the order of their places; names in quotation marks hold none, nor does what
    is only aimed at.
    """
    folded = fold(text)
    names = Quotes(folded)
    found = []
    for sentence in _SENTENCE.finditer(folded):
        start = sentence.start()
        words = text[start : sentence.end()].strip()
        for rule, place in _claims(sentence[0]):
            span = Span(start + place.start, start + place.end)
            if names.end_of(span.start) is None:
                found.append(StrongWordUse(rule, span, span.of(text), words))
    return sorted(found, key=lambda use: use.span)


def _claims(sentence: str) -> Iterator[tuple[StrongWord, Span]]:
    """Each strong word of the sentence with its place in it, those left out that are only aimed at."""
    for rule in STRONG_WORDS:
        for match in rule.pattern.finditer(sentence):
            if not _NOT_YET.search(sentence[: match.start()]):
                yield rule, Span(*match.span(rule.claim if match[rule.claim] else 0))
