"""How things move: a table of steps, and the exception that says in words why one is refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from taizhang.core.words import N_, Sentence


class Refused(Exception):
    """An act that the rules do not allow; ``sentence`` is what the user reads."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Step:
    """``verb`` leads from any state of ``before`` to ``after``."""

    verb: str
    before: frozenset[str]
    after: str


class Table:
    """The steps of one kind of thing."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self.steps = {step.verb: step for step in steps}

    def step(self, verb: str, state: str) -> Step:
        """The step that ``verb`` names; Refused where it does not lead on from ``state``."""
        step = self.steps[verb]
        if state not in step.before:
            raise Refused(Sentence(N_("状态已经变化，此操作不再适用。请刷新页面后再看。")))
        return step
