"""What the demo's units write: sentences of the monthly reports and articles, read from the package's own files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from taizhang.core.text.messages import filled
from taizhang.demo.year.data import lines_of

OPENING, FIGURES, MILESTONE, ROUTINE = "起句", "数字", "节点", "常态"
# By which steps the sentences are taken from one project to the next, and from one month to the next: neither step is a
# multiple of the number of sentences, so that neighbours on the grid never share one.
STEPS = {OPENING: (5, 7), FIGURES: (1, 1), MILESTONE: (3, 4), ROUTINE: (1, 1)}
OF_A_THEME = (2, 1)


@dataclass(frozen=True, slots=True)
class Told:
    """An article that a unit sends in: the project's serial number, what becomes of it, its words with gaps."""

    serial: int
    use: str
    title: str
    body: str

    def filled(self, values: Mapping[str, str]) -> str:
        """The body with the ledger's values in its gaps."""
        return self.body.format_map(values)


def articles() -> list[Told]:
    """The articles in the order in which they are sent in."""
    return [_told(head, lines) for head, lines in _sections("articles.txt", "## ")]


def narrative(number: int, month: int, *, theme: str, lead: str, measure: str, figures: Sequence[str]) -> str:
    """What the project of index ``number`` tells of a month."""
    told = filled(_sentence(OPENING, number, month), lead=lead, month=month, measure=measure)
    told += _sentence(theme, number, month)
    if figures:
        told += filled(_sentence(FIGURES, number, month), month=month, figures="，".join(figures))
    return told


def running_total(name: str, value: str, unit: str) -> str:
    """累计听讲2840余人次: the unit is not said twice where the indicator's name ends with it."""
    return f"累计{name.removesuffix(f'{unit}次').removesuffix(unit)}{value}{unit}"


def next_steps(number: int, month: int, *, stone: str = "", due: str = "") -> str:
    """What it will do next: on the way to a milestone, or without one."""
    kind = MILESTONE if stone else ROUTINE
    return filled(_sentence(kind, number, month), stone=stone, due=due)


def _sentence(kind: str, number: int, month: int) -> str:
    sentences = _sentences()[kind]
    by_project, by_month = STEPS.get(kind, OF_A_THEME)
    return sentences[(number * by_project + month * by_month) % len(sentences)]


@cache
def _sentences() -> dict[str, list[str]]:
    return {head.rstrip("]"): lines for head, lines in _sections("reports.txt", "[")}


def _told(head: str, lines: list[str]) -> Told:
    serial, use = head.split()
    return Told(int(serial), use, lines[0], "\n".join(lines[1:]))


def _sections(name: str, mark: str) -> Iterator[tuple[str, list[str]]]:
    """Each line that begins with ``mark``, without it, and the lines up to the next."""
    head, gathered = "", list[str]()
    for line in lines_of(name):
        if line.startswith(mark):
            if head:
                yield head, gathered
            head, gathered = line.removeprefix(mark), []
        else:
            gathered.append(line)
    yield head, gathered
