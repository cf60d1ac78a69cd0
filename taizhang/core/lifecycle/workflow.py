"""How things move: a table of steps, and the exception that says in words why one is refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from taizhang.core.text.messages import N_, Message


class Refused(Exception):
    """An act that the rules do not allow; ``sentence`` is what the user reads."""

    def __init__(self, sentence: Message) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class Overtaken(Refused):
    """The row was changed elsewhere since the version that the writer has."""


@dataclass(frozen=True, slots=True)
class LifeStep:
    """``verb`` leads from any state of ``before`` to ``after``; ``after=None``: the state stays as it is.

    ``by`` holds the codes of the roles that may take the step (empty: the act itself asks for a permission).
    """

    verb: str
    before: frozenset[str]
    after: str | None
    by: frozenset[str] = frozenset()


class LifeTable:
    """The steps of one kind of thing."""

    def __init__(self, steps: Iterable[LifeStep]) -> None:
        self.steps = {step.verb: step for step in steps}

    def step(self, verb: str, state: str) -> LifeStep:
        """The step that ``verb`` names; Refused where it does not lead on from ``state``."""
        step = self.steps[verb]
        if state not in step.before:
            raise Refused(Message(N_("状态已经变化，此操作不再适用。请刷新页面后再看。")))
        return step

    def verbs(self, state: str, roles: Iterable[str]) -> tuple[str, ...]:
        """What somebody with ``roles`` may do with a thing in ``state``, in the order of the table."""
        held = frozenset(roles)
        return tuple(s.verb for s in self.steps.values() if state in s.before and (not s.by or s.by & held))


def steps(*rows: tuple[str, str, str | None, str]) -> LifeTable:
    """A table written as rows of (verb, states before, state after, roles), names parted by blanks."""
    return LifeTable(
        LifeStep(verb, frozenset(before.split()), after, frozenset(by.split()))
        for verb, before, after, by in rows
    )
