"""What a proofreading rule is, and the text it is asked of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from taizhang.core.figures import TextFigure, read_figures
from taizhang.core.figures.model import Span
from taizhang.core.figures.normalise import normalise
from taizhang.core.proof.register import EMPTY_REGISTER, NameRegister
from taizhang.core.text.folding import canonical
from taizhang.core.text.messages import N_, Message
from taizhang.core.text.numerals import without_endless

HAN = "一-龥"
_WIDE = {
    code: chr(code - 0xFEE0)
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_WIDE[0xFF05] = "%"


class RuleLevel(StrEnum):
    """Who lays down the rule; an office may switch off what only custom or itself lays down."""

    REGULATION = "regulation"
    STANDARD = "standard"
    CUSTOM = "custom"
    OWN = "own"


LEVEL_WORDS = {
    RuleLevel.REGULATION: N_("条例"),
    RuleLevel.STANDARD: N_("国标"),
    RuleLevel.CUSTOM: N_("通常"),
    RuleLevel.OWN: N_("本机关"),
}


class ProofClass(StrEnum):
    """The class of slip that a rule asks about; the values are those of the interchange format."""

    LEVEL = "level"
    RUN = "run"
    PUNCT = "punct"
    NUMERAL = "numeral"
    UNIT = "unit"
    DATE = "date"
    PAIR = "pair"
    DOUBLE = "double"
    BRACKET = "bracket"
    REPEAT = "repeat"
    SUM = "sum"
    REGISTER = "register"


CLASS_WORDS = {
    ProofClass.LEVEL: N_("层次序号"),
    ProofClass.RUN: N_("分述序号"),
    ProofClass.PUNCT: N_("标点"),
    ProofClass.NUMERAL: N_("数字用法"),
    ProofClass.UNIT: N_("计量单位"),
    ProofClass.DATE: N_("日期时间"),
    ProofClass.PAIR: N_("用字用词"),
    ProofClass.DOUBLE: N_("重字重词"),
    ProofClass.BRACKET: N_("括号引号"),
    ProofClass.REPEAT: N_("句子重复"),
    ProofClass.SUM: N_("合计"),
    ProofClass.REGISTER: N_("名称职务"),
}


class Suspect(NamedTuple):
    """A place that a rule asks about; ``right`` is what should stand there, empty where nothing certain does."""

    start: int
    end: int
    right: str = ""


@dataclass(frozen=True, slots=True)
class ProofContext:
    """What an office brings to a text: its register, sentences it printed before, its own wordings, the day.

    ``earlier`` maps the key of a sentence (``repeats.sentence_key``) to where it stood; ``wordings`` maps two
    characters on either side to the one that the archive has between them (``wordings.usual``).
    """

    register: NameRegister = EMPTY_REGISTER
    earlier: Mapping[str, str] = field(default_factory=dict)
    wordings: Mapping[str, str] = field(default_factory=dict)
    day: date | None = None


class ProofText:
    """A text as the rules read it; all forms have the length of the text, so that places are its own."""

    def __init__(self, text: str, context: ProofContext, *, certain_ends: bool) -> None:
        self.text = without_endless(canonical(text))
        self.context = context
        self.certain_ends = certain_ends

    @cached_property
    def plain(self) -> str:
        """The text with digits, letters and percent signs of ASCII width."""
        return self.text.translate(_WIDE)

    @cached_property
    def figures(self) -> list[TextFigure]:
        return read_figures(self.text, certain_ends=self.certain_ends)

    @cached_property
    def paragraphs(self) -> list[Span]:
        """The paragraphs without the blanks around them; a line that only a margin ended does not end one."""
        normal = normalise(self.text, certain_ends=self.certain_ends)
        ends = [normal.offsets.original(found.start()) for found in re.finditer("\n", normal.text)]
        spans, start = [], 0
        for end in (*ends, len(self.text)):
            lines = self.text[start:end]
            lead = len(lines) - len(lines.lstrip())
            if lines.strip():
                spans.append(Span(start + lead, start + len(lines.rstrip())))
            start = end
        return spans


Finder = Callable[[ProofText], Iterable[Suspect]]


@dataclass(frozen=True, slots=True)
class ProofRule:
    """A rule: what it finds, what it says to the writer, a text in which it asks and one in which it does not.

    ``sentence`` may hold the gaps ``words`` (what stands there) and ``right`` (what should).
    """

    id: str
    kind: ProofClass
    level: RuleLevel
    clause: str
    find: Finder
    sentence: str
    example: str
    counter: str

    @property
    def is_switchable(self) -> bool:
        """Whether an office may switch the rule off."""
        return self.level in (RuleLevel.CUSTOM, RuleLevel.OWN)


@dataclass(frozen=True, slots=True)
class ProofQuestion:
    """A question to the writer about a place."""

    span: Span
    rule: ProofRule
    words: str
    right: str

    @property
    def sentence(self) -> Message:
        return Message(self.rule.sentence, {"words": self.words, "right": self.right})


def matching(pattern: str, right: str = "", *, unless: str = "") -> Finder:
    """Return the finder of all places where ``pattern`` stands; its group ``at`` is the place where it has one.

    ``right`` is a template in the groups of the pattern. A match in which ``unless`` is found does not count.
    """
    wanted = re.compile(pattern, re.M)
    other = re.compile(unless) if unless else None
    group = "at" if "at" in wanted.groupindex else 0

    def find(text: ProofText) -> Iterable[Suspect]:
        for match in wanted.finditer(text.plain):
            if other is None or not other.search(match[0]):
                yield Suspect(*match.span(group), match.expand(right) if right else "")

    return find
