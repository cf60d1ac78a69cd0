"""Questions about slips of typing and recognition: mixed signs, 十 for a plus, l for 1, split numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.core.figures.model import Span
from taizhang.core.gongwen.model import Bulletin
from taizhang.core.gongwen.questions.model import QuestionKind, WriterQuestion, squeezed
from taizhang.core.text.messages import N_, Message
from taizhang.core.text.pictures import picture_in

_HAN = r"[\u4e00-\u9fff]"
_PAIRS = ((",", "，"), (";", "；"), (":", "："), ("(", "（"), (")", "）"), ("?", "？"), ("!", "！"))
_FULL = {full: half for half, full in _PAIRS}
_SIGN = re.compile(r"(?<![A-Za-z0-9])[,;:?!]|[,;:?!](?![A-Za-z0-9/\s])|[()，；：（）？！]")
_NUMERAL = "一二三四五六七八九零〇两几数第近约前百千万"
_PLUS = re.compile(
    rf"(?:“(?P<quoted>(?:(?![{_NUMERAL}]){_HAN}){{2,4}}(?:十(?![大佳项条件个必不严要讲学看联送年月日届分足余多几万亿强])"
    rf"{_HAN}{{2,4}}){{1,2}})”(?=[^。；]{{0,4}}(?:结合|模式|方式|机制|工作法|形式|服务|行动|平台))"
    rf"|(?P<plain>(?:线上十线下|线下十线上|互联网十{_HAN}|理论十实践|集中十[座分]|党建十(?!大|条|项|佳|个|件){_HAN}{{2}}))(?![年月日]))"
)
_LETTER = re.compile(
    r"(?<![A-Za-z0-9.@_/-])(?:[0-9]+[lIOo][0-9lIOo]*|[lIO][0-9lIO]*[0-9]+)(?=\s?[余多万亿]?\s?[\u4e00-\u9fff，。、；])"
)
_SPLIT = re.compile(
    r"(?<![0-9A-Za-z.,:-])(?:[0-9]{1,3}[ 　]{1,2}[0-9]{1,3}(?![0-9])|"
    r"[0-9]+[ 　]?\.[ 　][0-9]+|[0-9]+[ 　]\.[0-9]+)"
    r"(?=\s?[余多万亿]?\s?[\u4e00-\u9fff])"
)


def punctuation(text: str, bulletin: Bulletin) -> Iterator[WriterQuestion]:
    """One question a document where half- and full-width forms of the same sign both occur; the line that names a picture
    is not counted.
    """
    half: list[int] = []
    full: list[int] = []
    kinds: dict[str, set[str]] = {}
    pictures = list(_picture_lines(text))
    for span in _spans(bulletin):
        for found in _SIGN.finditer(text, span.start, span.end):
            if any(found.start() in line for line in pictures):
                continue
            sign = found.group()
            (full if sign in _FULL else half).append(found.start())
            kinds.setdefault(_FULL.get(sign, sign), set()).add(sign)
    if not any(len(forms) == 2 for forms in kinds.values()):
        return
    rare = half if len(half) <= len(full) else full
    yield WriterQuestion(
        QuestionKind.PUNCTUATION,
        Span(rare[0], rare[0] + 1),
        tuple(Span(at, at + 1) for at in rare[1:]),
        Message(
            N_("正文中半角标点 {half} 处、全角标点 {full} 处，两种混用。排版时统一为全角，是否同意？"),
            {"half": len(half), "full": len(full)},
        ),
    )


def _picture_lines(text: str) -> Iterator[range]:
    """The places of the lines that name a picture."""
    at = 0
    for line in text.split("\n"):
        if picture_in(line):
            yield range(at, at + len(line))
        at += len(line) + 1


def misread(text: str, bulletin: Bulletin) -> Iterator[WriterQuestion]:
    """Places that look like slips of recognition."""
    for span in _spans(bulletin):
        for found in _PLUS.finditer(text, span.start, span.end):
            place = Span(*found.span("quoted" if found["quoted"] else "plain"))
            words = squeezed(place.of(text))
            yield _slip(
                place,
                Message(
                    N_("“{words}”是否应为“{guess}”？“十”可能由加号误识而来。"),
                    {"words": words, "guess": words.replace("十", "+")},
                ),
            )
        for found in _LETTER.finditer(text, span.start, span.end):
            words = found.group()
            guess = words.translate(str.maketrans("lIOo", "1100"))
            sentence = N_("“{words}”是否应为“{guess}”？数字中夹有字母。")
            yield _slip(Span(*found.span()), Message(sentence, {"words": words, "guess": guess}))
        for found in _SPLIT.finditer(text, span.start, span.end):
            words = found.group()
            sentence = N_("“{words}”是否应为“{guess}”？数字中间有空格。")
            yield _slip(Span(*found.span()), Message(sentence, {"words": words, "guess": squeezed(words)}))


def _slip(place: Span, sentence: Message) -> WriterQuestion:
    return WriterQuestion(QuestionKind.MISREAD, place, (), sentence)


def _spans(bulletin: Bulletin) -> Iterator[Span]:
    """The source of the note and of the items."""
    yield from (Span(p.start, p.end) for p in bulletin.note)
    yield from (Span(i.start, i.end) for i in bulletin.items)
