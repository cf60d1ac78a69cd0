"""Sentences as plain values, for the way between child and parent."""

from __future__ import annotations

from typing import Any

from taizhang.core.text.messages import Sentence


def sentence_to_plain(sentence: Sentence) -> dict[str, Any]:
    return {"pattern": sentence.pattern, "values": dict(sentence.values)}


def sentence_from_plain(record: dict[str, Any]) -> Sentence:
    return Sentence(record["pattern"], record["values"])
