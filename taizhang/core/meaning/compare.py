"""What an edit changes of the meaning: the features of both sides, without those that both have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple

from taizhang.core.figures import Kind, TextFigure, read_figures
from taizhang.core.figures.model import Span
from taizhang.core.meaning.model import KIND_WORDS, MeaningKind, MeaningRule, features, found
from taizhang.core.meaning.when import term_places, times
from taizhang.core.meaning.who import bodies, doers, in_full, is_named, parts_taken, without
from taizhang.core.meaning.wording import CIRCLE, CONDITION, NEGATION, OBLIGATION, OPPOSITES, SCOPE, STATE
from taizhang.core.text.diff import blocks, sentences
from taizhang.core.text.numerals import without_endless

__all__ = ["KIND_WORDS", "MeaningChange", "meaning_changes", "meaning_kinds"]
_ONE = re.compile(r"(?<![\d.,:：第])1(?=[次份项件场名位个张本篇套台])")
_JOINED = 20  # characters of a name that is joined to another, with the sign between them
_AND = "和及与、"
_PER = re.compile("[人户亩校村日月年]均(?![可应须需能有要])")
_DIGITS = re.compile("[0-9.]+")
_APPROVAL, _VERB = re.compile("^(?:经|征得|取得|获得|待)|之?后$"), 2  # 同意 alone says not who approves
_STRONG, _WEAK = {"strict", "want", "forbid"}, {"may", "soft", "strive", "principle"}
_PARTIAL, _UNIVERSAL = {"some", "most", "related"}, {"whole", "each"}


class MeaningChange(NamedTuple):
    """Kinds of change between a place of the text before and one of the text after; either may be empty."""

    kinds: tuple[MeaningKind, ...]
    before: Span
    after: Span


class _Difference:
    """The features of one table that only one of two texts has."""

    def __init__(self, rules: tuple[MeaningRule, ...], before: str, after: str) -> None:
        self.before, self.after = features(rules, before), features(rules, after)

    @property
    def gone(self) -> set[str]:
        return set(self.before - self.after)

    @property
    def come(self) -> set[str]:
        return set(self.after - self.before)

    def exchanged(self, one: set[str], other: set[str]) -> bool:
        """Whether a feature of one set has taken the place of one of the other set, in either direction."""
        return bool((self.gone & one and self.come & other) or (self.gone & other and self.come & one))

    def call_one(self, name: str, other: str) -> None:
        """Take the features of ``other`` for features of ``name``."""
        for side in (self.before, self.after):
            side[name] += side.pop(other, 0)

    def one_sided(self, names: set[str]) -> bool:
        """Whether a feature of the set stands in one of the texts only."""
        return any(bool(self.before[name]) != bool(self.after[name]) for name in names)


def _obligation(before: str, after: str) -> bool:
    d = _Difference(OBLIGATION, before, after)
    if d.exchanged({"forbid"}, {"cannot"}):  # 不能 forbids where the other text says 不得
        d.call_one("forbid", "cannot")
    lost = d.one_sided({"strict", "forbid"}) and not (set(d.before) & _STRONG and set(d.after) & _STRONG)
    return (
        d.exchanged(_STRONG | {"flat"}, _WEAK)
        or d.exchanged({"may"}, {"soft"})
        or d.exchanged({"strict", "want"}, {"forbid"})
        or d.one_sided({"soft"})
        or (lost and bool(d.gone | d.come))
    )


def _state(before: str, after: str) -> bool:
    d = _Difference(STATE, before, after)
    return (
        d.one_sided({"plan", "partly"})
        or d.exchanged({"talk", "work"}, {"finish"})
        or d.exchanged({"now"}, {"finish", "done"})
        or d.exchanged({"talk"}, {"work"})
    )


def _scope(before: str, after: str) -> bool:
    d = _Difference(SCOPE, before, after)
    circles = [{word for word in CIRCLE if word in text} for text in _without_conditions(before, after)]
    ages = [set(re.findall(r"\d+周?岁以[上下]", text)) for text in (before, after)]
    universal = [_UNIVERSAL & set(side) for side in (d.before, d.after)]
    return (
        d.exchanged(_PARTIAL, _UNIVERSAL)
        or d.exchanged({"some"}, {"most"})
        or d.exchanged({"narrow"}, {"broad"})
        or d.exchanged({"trial"}, {"full"})
        or d.one_sided({"some", "narrow", "mostly", "only"})
        or (d.one_sided({"related"}) and all(universal))
        or (d.one_sided({"whole"}) and not all(universal))
        or circles[0] != circles[1]
        or ages[0] != ages[1]
        or _drops_one_of_two(before, after)
        or _drops_one_of_two(after, before)
    )


def _drops_one_of_two(longer: str, shorter: str) -> bool:
    """Whether the shorter text is the longer one without one of the bodies or places joined in it: 城区和乡镇."""
    if len(longer) <= len(shorter) or len(longer) - len(shorter) > _JOINED:
        return False
    places = bodies(longer) + [(longer[start:end], start) for _name, start, end in found(SCOPE, longer)]
    return any(
        (longer[at - 1 : at] in _AND and shorter == _cut(longer, at - 1, at + len(name)))
        or (longer[at + len(name)] in _AND and shorter == _cut(longer, at, at + len(name) + 1))
        for name, at in places
        if at > 0 and at + len(name) < len(longer)
    )


def _cut(text: str, start: int, end: int) -> str:
    return text[:start] + text[end:]


def _condition(before: str, after: str) -> bool:
    return _conditions(before, after) != _conditions(after, before)


def _conditions(text: str, other: str) -> Counter[str]:
    """The conditions of the text; an approval that the other text tells as a fact (经会议通过, 会议通过) is none."""
    return Counter(
        name
        for name, start, end in found(CONDITION, text)
        if name != "approval" or not _is_told(_APPROVAL.sub("", text[start:end]), other)
    )


def _is_told(approval: str, other: str) -> bool:
    """Whether the words of an approval stand in the other text without the word that makes them a condition."""
    return len(approval) > _VERB and re.search(f"(?<![经得待]){re.escape(approval)}", other) is not None


def _negation(before: str, after: str) -> bool:
    before, after = _without_conditions(before, after)
    if features(NEGATION, before)["neg"] != features(NEGATION, after)["neg"]:
        return True
    return any(
        _swaps(before, after, one, other) or _swaps(after, before, one, other) for one, other in OPPOSITES
    )


def _swaps(before: str, after: str, one: set[str], other: set[str]) -> bool:
    """Whether a word of ``one`` stands only before and a word of ``other`` only after."""
    gone = any(word in before and word not in after for word in one)
    return gone and any(word in after and word not in before for word in other)


def _time(before: str, after: str) -> bool:
    (strong, weak), (strong_after, weak_after) = times(before), times(after)
    state = _Difference(STATE, before, after)
    replaced = bool(weak - weak_after and weak_after - weak)
    return strong != strong_after or replaced or state.exchanged({"will"}, {"done"})


def _subject(before: str, after: str) -> bool:
    before, after = _without_conditions(in_full(before), in_full(after))
    old, new = ({body for body, _at in bodies(text)} for text in (before, after))
    gone, come = without(old, new), without(new, old)
    if any(map(is_named, gone | come)) or (gone and come):
        return True
    taken, now = parts_taken(before), parts_taken(after)
    if any(now.get(body, part) != part for body, part in taken.items()):
        return True
    acted, acts = doers(before), doers(after)
    return bool(acted and acts and without(acted, acts) and without(acts, acted)) or _is_swap(
        before, after, [body for body, _at in bodies(before)]
    )


def _without_conditions(before: str, after: str) -> tuple[str, str]:
    """Both texts; where a condition was put in or left out, what it says is no change by itself."""
    if not _condition(before, after):
        return before, after
    return _blank(before), _blank(after)


def _blank(text: str) -> str:
    for _name, start, end in found(CONDITION, text):
        text = text[:start] + "＿" * (end - start) + text[end:]
    return text


def _is_swap(before: str, after: str, words: list[str]) -> bool:
    """Whether the text after is the text before with two of the words in each other's place."""
    pairs = [(one, other) for k, one in enumerate(words) for other in words[k + 1 :] if one != other]
    return any(
        before.replace(one, "\0").replace(other, one).replace("\0", other) == after for one, other in pairs
    )


def _number(before: str, after: str) -> bool:
    before, after = _ONE.sub("一", before), _ONE.sub("一", after)
    old, new = _figures(before), _figures(after)
    values, others = [_value(each) for each in old], [_value(each) for each in new]
    per = [set(_PER.findall(text)) for text in (before, after)]
    if all(per) and per[0] != per[1]:
        return True
    same_words = _DIGITS.sub("#", before) == _DIGITS.sub("#", after)
    return values != others if same_words else set(values) != set(others)


def _figures(text: str) -> list[TextFigure]:
    """The quantities of the text, those that are terms (time) and the 一 of 一次, 一份 left out."""
    terms = term_places(text)
    return [
        figure
        for figure in read_figures(text, certain_ends=True)
        if figure.quantity.base is not None
        and figure.quantity.kind is not Kind.DURATION
        and not (figure.quantity.base == 1 and figure.surface.startswith("一"))
        and not any(start < figure.span.end and figure.span.start < end for start, end in terms)
    ]


def _value(figure: TextFigure) -> tuple[object, ...]:
    """What a quantity says: its numbers and bound; 六成 and 60% are one share."""
    q = figure.quantity
    base, top = q.base or Fraction(0), q.top
    if q.kind is Kind.PERCENT:
        base, top = base / 100, top / 100 if top is not None else None
    return base, top, q.relation, q.is_at_most


_CHECKS: tuple[tuple[MeaningKind, Callable[[str, str], bool]], ...] = (
    (MeaningKind.OBLIGATION, _obligation),
    (MeaningKind.STATE, _state),
    (MeaningKind.SCOPE, _scope),
    (MeaningKind.CONDITION, _condition),
    (MeaningKind.NEGATION, _negation),
    (MeaningKind.TIME, _time),
    (MeaningKind.SUBJECT, _subject),
    (MeaningKind.NUMBER, _number),
)


def meaning_kinds(before: str, after: str) -> tuple[MeaningKind, ...]:
    """Return the kinds of meaning that an edit of a passage changes; empty where it changes the style only."""
    before, after = without_endless(before), without_endless(after)
    return tuple(kind for kind, is_changed in _CHECKS if is_changed(before, after))


def meaning_changes(before: str, after: str) -> list[MeaningChange]:
    """Return where a text has changed its meaning, sentence by sentence, in order; a sentence that came or went whole is
    no change of meaning but of text.
    """
    return [
        MeaningChange(kinds, Span(start, end), Span(new_start, new_end))
        for start, end, new_start, new_end in _changed_sentences(before, after)
        if start < end
        and new_start < new_end
        and (kinds := meaning_kinds(before[start:end], after[new_start:new_end]))
    ]


def _changed_sentences(before: str, after: str) -> Iterator[tuple[int, int, int, int]]:
    olds, news = sentences(before), sentences(after)
    at, new_at = _starts(olds), _starts(news)
    for change in blocks(olds, news):
        if change.end - change.start == change.new_end - change.new_start:
            for k in range(change.end - change.start):
                old, new = change.start + k, change.new_start + k
                yield at[old], at[old + 1], new_at[new], new_at[new + 1]
        else:
            yield at[change.start], at[change.end], new_at[change.new_start], new_at[change.new_end]


def _starts(parts: list[str]) -> list[int]:
    starts = [0]
    for part in parts:
        starts.append(starts[-1] + len(part))
    return starts
