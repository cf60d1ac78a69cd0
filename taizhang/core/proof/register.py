"""The names an office knows: units with aliases, persons with posts, projects, set phrases, order of recipients."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

_SHORT_ENDS = (("委员会", "委"), ("办公室", "办"), ("人民政府", "政府"))


@dataclass(frozen=True, slots=True)
class RegisterUnit:
    """A unit's full name with the short names that may stand for it."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonPost:
    """A person and the post as written in full: 海川市教育局局长."""

    name: str
    post: str


@dataclass(frozen=True, slots=True)
class SetPhrase:
    """A wording that holds from one day to another; ``wrong`` are wordings that stand for it by mistake.

    ``full`` is the full form that must stand before ``say`` is used alone; empty where there is none.
    """

    say: str
    wrong: tuple[str, ...] = ()
    full: str = ""
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date | None) -> bool:
        """Whether the phrase holds on the day; without a day it does."""
        if day is None:
            return True
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class NameRegister:
    """What an office has written down of names; an empty register asks nothing."""

    units: tuple[RegisterUnit, ...] = ()
    people: tuple[PersonPost, ...] = ()
    projects: tuple[str, ...] = ()
    phrases: tuple[SetPhrase, ...] = ()
    recipients: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()

    @cached_property
    def unit_of(self) -> dict[str, str]:
        """Every name under which a unit is known, and its full name; the place before 市 may be left out, and 委员会,
        办公室, 人民政府 may be written short.
        """
        known: dict[str, str] = {}
        for unit in self.units:
            for name in (unit.name, *unit.aliases):
                known[name] = unit.name
                for short in _short_names(name):
                    known.setdefault(short, unit.name)
        return known


def _short_names(name: str) -> Iterator[str]:
    at = name.find("市", 1, 4)
    for each in (name, name[at:]) if at > 0 else (name,):
        yield each
        for whole, short in _SHORT_ENDS:
            if each.endswith(whole):
                yield each.removesuffix(whole) + short


EMPTY_REGISTER = NameRegister()


def register_from_json(data: Mapping[str, Any]) -> NameRegister:
    """Return the register in the interchange format; keys that are missing are empty. Raise ValueError for what is
    no register.

    ``units`` [{name, aliases}], ``people`` [{name, post}], ``projects`` [title], ``recipients`` [name, in order],
    ``phrases`` [{say, wrong, full, since, until}], ``pairs`` [{wrong, right}].
    """
    try:
        return NameRegister(
            tuple(
                RegisterUnit(each["name"], _words(each.get("aliases", ()))) for each in data.get("units", ())
            ),
            tuple(PersonPost(each["name"], each["post"]) for each in data.get("people", ())),
            _words(data.get("projects", ())),
            tuple(map(_phrase, data.get("phrases", ()))),
            _words(data.get("recipients", ())),
            tuple((each["wrong"], each["right"]) for each in data.get("pairs", ())),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error


def _words(words: Iterable[Any]) -> tuple[str, ...]:
    return tuple(str(word) for word in words)


def _phrase(data: Mapping[str, Any]) -> SetPhrase:
    since, until = (date.fromisoformat(data[key]) if data.get(key) else None for key in ("since", "until"))
    return SetPhrase(data["say"], _words(data.get("wrong", ())), data.get("full", ""), since, until)


class WrongLine(ValueError):
    """A line of a list that cannot be read; ``number`` counts from 1."""

    def __init__(self, number: int, line: str) -> None:
        super().__init__(line)
        self.number, self.line = number, line


def people_in(lines: str) -> tuple[PersonPost, ...]:
    """Return the persons of a list, a line each: 姓名 职务全称. Raise WrongLine."""
    return tuple(PersonPost(*words) for _number, words in _rows(lines, 2, 2))


def pairs_in(lines: str) -> tuple[tuple[str, str], ...]:
    """Return the words of a list, a line each: 不用的写法 本机关的写法. Raise WrongLine, also where both are the same."""
    found = []
    for number, (wrong, right) in _rows(lines, 2, 2):
        if wrong == right:
            raise WrongLine(number, f"{wrong} {right}")
        found.append((wrong, right))
    return tuple(found)


def phrases_in(lines: str) -> tuple[SetPhrase, ...]:
    """Return the set phrases of a list, a line each: 规范表述 误写、误写 全称 起 止.

    All but the first may be missing or “-”. Raise WrongLine, also where the last day is before the first.
    """
    return tuple(phrase for _number, _line, phrase in _phrases(lines))


def _phrases(lines: str) -> Iterator[tuple[int, str, SetPhrase]]:
    """Each set phrase with the number of its line and the line."""
    for number, words in _rows(lines, 1, 5):
        say, wrong, full, since, until = (*(("" if word == "-" else word) for word in words), "", "", "", "")[
            :5
        ]
        try:
            days = [date.fromisoformat(day) if day else None for day in (since, until)]
        except ValueError as error:
            raise WrongLine(number, " ".join(words)) from error
        if all(days) and days != sorted(filter(None, days)):
            raise WrongLine(number, " ".join(words))
        mistakes = tuple(filter(None, wrong.split("、")))
        if say in mistakes:
            raise WrongLine(number, " ".join(words))
        yield number, " ".join(words), SetPhrase(say, mistakes, full, *days)


@dataclass(frozen=True, slots=True)
class Replacement:
    """What a line of a list has written instead of ``wrong``. ``of``: the list, pairs or phrases."""

    of: str
    number: int
    line: str
    wrong: str
    phrase: SetPhrase

    def contradicts(self, other: Replacement) -> bool:
        """Whether the two ask for different words on the same day: two for one, or one that the other has replaced."""
        mine, its = self.phrase, other.phrase
        differs = self.wrong == other.wrong and mine.say != its.say
        return (differs or self.wrong == its.say or other.wrong == mine.say) and _meet(mine, its)


def _meet(one: SetPhrase, other: SetPhrase) -> bool:
    """Whether there is a day on which both hold."""
    begins = max(one.since or date.min, other.since or date.min)
    return begins <= min(one.until or date.max, other.until or date.max)


def contradiction(pairs: str, phrases: str) -> tuple[Replacement, Replacement] | None:
    """The first line of the two lists that contradicts a line before it, with that line; None where all agree.
    Raise WrongLine.
    """
    known: dict[str, list[Replacement]] = defaultdict(list)
    for each in _replacements(pairs, phrases):
        near = (*known[each.wrong], *known[each.phrase.say])
        if found := next((other for other in near if each.contradicts(other)), None):
            return each, found
        known[each.wrong].append(each)
        known[each.phrase.say].append(each)
    return None


def _replacements(pairs: str, phrases: str) -> Iterator[Replacement]:
    for number, (wrong, right) in _rows(pairs, 2, 2):
        yield Replacement("pairs", number, f"{wrong} {right}", wrong, SetPhrase(right))
    for number, line, phrase in _phrases(phrases):
        for wrong in phrase.wrong:
            yield Replacement("phrases", number, line, wrong, phrase)


def _rows(lines: str, least: int, most: int) -> list[tuple[int, list[str]]]:
    """The words of each line that has any, with its number."""
    rows = [(number, line.split()) for number, line in enumerate(lines.splitlines(), 1) if line.strip()]
    for number, words in rows:
        if not least <= len(words) <= most:
            raise WrongLine(number, " ".join(words))
    return rows
