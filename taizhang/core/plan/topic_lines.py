"""Topics of a year's plan from pasted lines: 3月 学雷锋志愿服务, with a note behind a tab or a bar."""

from __future__ import annotations

import re
from dataclasses import dataclass

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.core.text.numerals import whole_number

LONGEST_TITLE, LONGEST_NOTE, MOST_LINES = 100, 500, 120
_LINE = re.compile(
    r"\s*(?P<month>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})\s*月份?[\s、，,：:.．|]*(?P<rest>.*)"
)
_NOTE = re.compile(r"\t+|\s*[|｜]\s*")


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic of a month."""

    month: int
    title: str
    note: str = ""


def read_topics(text: str) -> list[TopicLine]:
    """Return the topics in the order of the lines; empty lines are passed over. Refused, naming the line, for one
    without a month or a topic, one that says too much or stands there twice, and for no line at all.
    """
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not 0 < len(lines) <= MOST_LINES:
        raise Refused(Message(N_("请填写选题，一次最多{most}行。"), {"most": MOST_LINES}))
    found: dict[tuple[int, str], TopicLine] = {}
    for n, line in lines:
        topic = _topic(n, line)
        if (topic.month, topic.title) in found:
            raise Refused(Message(N_("第{n}行与前面的选题重复。"), {"n": n}))
        found[topic.month, topic.title] = topic
    return list(found.values())


def _topic(n: int, line: str) -> TopicLine:
    read = _LINE.fullmatch(line)
    month = _number(read["month"]) if read else 0
    if read is None or not 1 <= month <= 12:
        raise Refused(Message(N_("第{n}行请先写月份，例如：3月　学雷锋志愿服务。"), {"n": n}))
    title, *notes = (part.strip() for part in _NOTE.split(read["rest"].strip()))
    note = " ".join(filter(None, notes))
    if not title:
        raise Refused(Message(N_("第{n}行没有写选题。"), {"n": n}))
    if len(title) > LONGEST_TITLE or len(note) > LONGEST_NOTE:
        gaps: dict[str, str | int] = {"n": n, "title": LONGEST_TITLE, "note": LONGEST_NOTE}
        raise Refused(Message(N_("第{n}行太长：选题最多{title}字，说明最多{note}字。"), gaps))
    return TopicLine(month, title, note)


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else whole_number(written) or 0
