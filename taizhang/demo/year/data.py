"""The invented projects, read from the package's own files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib.resources import files

YEAR = 2026
BASES = {"c": "cumulative", "p": "period"}


@dataclass(frozen=True, slots=True)
class Aim:
    """An indicator: its name, unit, yearly target and whether reports give the running total."""

    name: str
    unit: str
    target: str
    basis: str


@dataclass(frozen=True, slots=True)
class Story:
    """One project of the year."""

    theme: str
    lead: str
    supporting: tuple[str, ...]
    title: str
    goal: str
    aims: tuple[Aim, ...]
    measures: tuple[str, ...]
    stones: tuple[tuple[date, str], ...]

    @property
    def due(self) -> date:
        """A little after the last milestone."""
        last = max(day for day, _ in self.stones)
        return max(last, date(YEAR, 11, 30)) if last.month >= 9 else date(YEAR, 11, 30)


def unit_rows() -> list[tuple[str, str, str]]:
    """Name, short name and kind of each unit."""
    return [(name, short, kind) for name, short, kind in (line.split("|") for line in lines_of("units.txt"))]


def stories() -> list[Story]:
    """The projects in the order of their numbers."""
    return [_story(line) for line in lines_of("projects.txt")]


def _story(line: str) -> Story:
    theme, lead, supporting, title, goal, aims, measures, stones = line.split("|")
    return Story(
        theme=theme,
        lead=lead,
        supporting=tuple(filter(None, supporting.split(","))),
        title=title,
        goal=goal,
        aims=tuple(_aim(each) for each in aims.split("；")),
        measures=tuple(measures.split("；")),
        stones=tuple(_stone(each) for each in stones.split("；")),
    )


def _aim(text: str) -> Aim:
    name, unit, target, basis = text.split("/")
    rate = unit == "%" or name.startswith("平均")
    return Aim(name, unit, target, "level" if rate else BASES[basis])


def _stone(text: str) -> tuple[date, str]:
    day, title = text.split(" ", 1)
    month, number = day.split("-")
    return date(YEAR, int(month), int(number)), title


def lines_of(name: str) -> list[str]:
    """The lines of a file of the demo's texts, without empty ones and comments."""
    text = files("taizhang.demo").joinpath("texts", name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("# ")]
