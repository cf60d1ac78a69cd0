"""Why a file is not read."""

from __future__ import annotations

from taizhang.core.text.messages import Message


class IntakeRefused(Exception):
    """The file is not read; ``sentence`` tells the user why."""

    def __init__(self, sentence: Message) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
