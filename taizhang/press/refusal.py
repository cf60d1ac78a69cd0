"""The press says no in the user's words."""

from __future__ import annotations

from taizhang.core.text.messages import Message


class PressError(Exception):
    """A bulletin that cannot be set, or a worker that failed; ``sentence`` is for the user."""

    def __init__(self, sentence: Message) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
