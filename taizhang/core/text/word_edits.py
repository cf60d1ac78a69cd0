"""An article comes back from a word processor: what was done to it there, each at its place in the text that went out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from taizhang.core.figures.model import Span
from taizhang.core.text.diff import Change, changes
from taizhang.core.text.merge3 import word_changes
from taizhang.core.text.messages import N_
from taizhang.core.text.printed_article import PrintedArticle
from taizhang.core.text.remarking import QUOTE_LIMIT
from taizhang.core.text.tables import is_row, is_rule
from taizhang.core.text.tracked import TrackedText, moved_by
from taizhang.core.text.word_pictures import with_pictures

HEADLINE = N_("Word 中改动了标题与正文的分段，请在这里核对、修改。")
_STOP = re.compile(r"[。；;！？\n]")
_BLANKS = re.compile(r"\A\s+|[^\S\n]*\n\s*|\s+\Z")


class WordEdit(NamedTuple):
    """Other words for those at a place of the article; ``author`` of changes that were tracked."""

    span: Span
    words: str
    author: str = ""


class WordRemark(NamedTuple):
    """What somebody said of a place of the article."""

    span: Span
    words: str
    author: str = ""


@dataclass(frozen=True, slots=True)
class WordReturn:
    """What was done to an article, in the order of its text."""

    edits: tuple[WordEdit, ...]
    remarks: tuple[WordRemark, ...]


class _Step(NamedTuple):
    """A change of the text as it was before the tracked ones: tracked, so that ``words`` stand there, or not (None)."""

    start: int
    end: int
    words: str | None = None
    author: str = ""


def read_return(sent: PrintedArticle, back: TrackedText) -> WordReturn:
    """Return what was done to the article that was ``sent``: changes that were tracked with their authors, those that
    were not by comparison, comments at their words.
    """
    back = with_pictures(without_blanks(back), sent.text)
    original = back.original
    at = moved_by([(run.start, run.end, "") for run in back.runs if not run.gone])
    silent = _by_sentence(word_changes(f"{sent.text}\n", f"{original}\n"), sent.text)
    steps = [*_tracked(back), *(_Step(each.new_start, each.new_end) for each in silent)]
    edits: list[WordEdit] = []
    remarks: list[WordRemark] = []
    for group in _groups(sorted(steps, key=lambda step: step[:2])):
        start, end = group[0].start, max(step.end for step in group)
        first, last = _sent_at(silent, start, to_end=False), _sent_at(silent, end, to_end=True)
        words = _accepted(f"{original}\n", start, end, group)
        if f"{sent.text}\n"[first:last] != words:
            authors = "、".join(dict.fromkeys(step.author for step in group if step.author))
            made = list(_fitted(sent, *_within(sent.text, first, last, words), authors))
            edits += made
            remarks += [] if made else [WordRemark(_line_at(sent.source, 0), str(HEADLINE), authors)]
    for comment in back.comments:
        first, last = (_sent_at(silent, at(place), to_end=True) for place in comment[:2])
        remarks.append(WordRemark(_remarked(sent, first, last), comment.words, comment.author))
    return WordReturn(tuple(edits), tuple(remarks))


def without_blanks(back: TrackedText) -> TrackedText:
    """The text without blank lines and without white space at the ends of lines, before and after its tracked changes."""
    ends = [n for n, sign in enumerate(back.text) if sign == "\n"]
    fates = dict.fromkeys(ends, "")
    for run in back.runs:
        fates |= {n: "gone" if run.gone else "new" for n in range(run.start, run.end) if n in fates}
    parts = []
    for found in _BLANKS.finditer(back.text):
        inside = [n for n in range(*found.span()) if n in fates]
        edge = found.start() == 0 or found.end() == len(back.text)
        first = {fates[n]: n for n in reversed(inside)}
        kept = set() if edge else {first[""]} if "" in first else set(first.values())
        parts += [(n, n + 1, "") for n in range(*found.span()) if n not in kept]
    return back.replaced(parts)


# ---- steps


def _by_sentence(changed: Sequence[Change], text: str) -> list[Change]:
    """Changes of one sentence as one."""
    found: list[Change] = []
    for change in changed:
        if found and not _STOP.search(text, found[-1].start, change.start):
            last = found.pop()
            change = Change(last.start, change.end, last.new_start, change.new_end)
        found.append(change)
    return found


def _tracked(back: TrackedText) -> Iterator[_Step]:
    """The tracked changes of one person that follow each other without a gap, as one."""
    at = moved_by([(run.start, run.end, "") for run in back.runs if not run.gone])
    runs = list(back.runs)
    while runs:
        first = last = runs.pop(0)
        words = "" if first.gone else back.text[first.start : first.end]
        while runs and (runs[0].start, runs[0].author) == (last.end, first.author):
            last = runs.pop(0)
            words += "" if last.gone else back.text[last.start : last.end]
        yield _Step(at(first.start), at(last.end), words, first.author)


def _groups(steps: Sequence[_Step]) -> Iterator[list[_Step]]:
    """Steps that meet belong together."""
    group: list[_Step] = []
    for step in steps:
        if group and step.start > max(each.end for each in group):
            yield group
            group = []
        group.append(step)
    if group:
        yield group


def _accepted(original: str, start: int, end: int, group: Sequence[_Step]) -> str:
    parts = []
    for step in group:
        if step.words is not None:
            parts += [original[start : step.start], step.words]
            start = step.end
    return "".join([*parts, original[start:end]])


def _sent_at(silent: Sequence[Change], place: int, *, to_end: bool) -> int:
    """The place in the text that was sent; of one where something was put in or taken out, before or behind that."""
    before = [each for each in silent if each.new_start < place or (to_end and each.new_start == place)]
    if not before:
        return place
    last = before[-1]
    return last.end + place - last.new_end if place >= last.new_end else last.start


# ---- places in the article


def _within(text: str, first: int, last: int, words: str) -> tuple[int, int, str]:
    """The change without the end of the last line, which the texts were given for the comparison."""
    if last <= len(text):
        return first, last, words
    fresh = "\n" if first > len(text) else ""
    return min(first, len(text)), len(text), fresh + words.removesuffix("\n")


def _fitted(sent: PrintedArticle, first: int, last: int, words: str, author: str) -> Iterator[WordEdit]:
    """The edit at its place in the article; where it reaches over the end of the headline, as two."""
    span, text = sent.span(first, last), sent.source
    words = _as_written(sent, first, last, words)
    body = text.index("\n") + 1
    if span.start >= body:
        words = words.removeprefix("\n") if span.start == body else words
        yield _in_body(text, span, words, author, body)
        return
    head, rest = _headed(words, at_start=span.end == 0, over=span.end >= body)
    title, below = Span(span.start, min(span.end, body - 1)), Span(body, max(body, span.end))
    if text[title.start : title.end] != head:
        yield WordEdit(title, head, author)
    if rest and below.start == below.end and body < len(text):
        rest += "\n"
    if text[below.start : below.end] != rest:
        yield _in_body(text, below, rest, author, body)


def _headed(words: str, *, at_start: bool, over: bool) -> tuple[str, str]:
    """What of the words belongs to the headline, and what below it: a headline has one line."""
    head, feed, rest = words.partition("\n")
    if feed and at_start:  # paragraphs that were put before the headline
        return "", words.strip("\n")
    return (head, rest) if feed or not over else ("", words)


def _as_written(sent: PrintedArticle, first: int, last: int, words: str) -> str:
    """The new words; what stayed among them as it stands in the article, not as it is printed."""
    parts, at = list[str](), first
    for change in changes(sent.text[first:last], words):
        kept = sent.span(at, first + change.start)
        parts += [sent.source[kept.start : kept.end], words[change.new_start : change.new_end]]
        at = first + change.end
    kept = sent.span(at, last)
    return "".join([*parts, sent.source[kept.start : kept.end]])


def _in_body(text: str, span: Span, words: str, author: str, body: int) -> WordEdit:
    """An edit that leaves no empty line behind, nor a table without the rule below its header."""
    if (
        words.endswith("\n") and span.start == span.end
    ):  # paragraphs are put before a line, not into its indent
        start = text.rfind("\n", 0, span.start) + 1
        span = span if text[start : span.start].strip() else Span(start, start)
    if words:
        return WordEdit(span, _with_rules(text, span, words) if "|" in words else words, author)
    before, after = text[: span.start].rpartition("\n")[2], text[span.end :].partition("\n")[0]
    if not before and not after:
        start = span.start - (span.start > body)
        return WordEdit(Span(start, min(len(text), span.end + (start == span.start))), "", author)
    return WordEdit(span, words, author)


def _with_rules(text: str, span: Span, words: str) -> str:
    """The words with a rule below the first row of each table that is new."""
    before, after, made = text[: span.start].split("\n"), text[span.end :].split("\n"), words.split("\n")
    whole = [*before[:-1], *f"{before[-1]}{words}{after[0]}".split("\n"), *after[1:]]
    at, rules = 1 - len(before), list[tuple[int, str]]()
    for is_table, run in groupby(whole, is_row):
        rows = list(run)
        fits = 0 <= at < len(made) - 1 or (at == len(made) - 1 and not after[0])
        if is_table and fits and not any(map(is_rule, rows)):
            rules.append((at + 1, f"|{' --- |' * (rows[0].count('|') - 1)}"))
        at += len(rows)
    for place, rule in reversed(rules):
        made.insert(place, rule)
    return "\n".join(made)


def _remarked(sent: PrintedArticle, first: int, last: int) -> Span:
    """The words that a comment is about; its line where there are none, or more than a remark may quote."""
    span = sent.span(first, last)
    long = span.end - span.start > QUOTE_LIMIT
    return (
        _line_at(sent.source, span.start) if long or not sent.source[span.start : span.end].strip() else span
    )


def _line_at(text: str, place: int) -> Span:
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    return Span(start, min(len(text) if end < 0 else end, start + QUOTE_LIMIT))
