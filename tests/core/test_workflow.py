from __future__ import annotations

import pytest

from taizhang.core.lifecycle.workflow import LifeStep, LifeTable, Refused
from taizhang.core.text.messages import Message

LIFE = LifeTable([LifeStep("close", frozenset({"open", "halted"}), "closed")])


def test_a_step_leads_on_from_each_of_its_states() -> None:
    assert LIFE.step("close", "open").after == "closed"
    assert LIFE.step("close", "halted").after == "closed"


def test_a_step_from_another_state_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="状态已经变化") as refusal:
        LIFE.step("close", "closed")
    assert isinstance(refusal.value.sentence, Message)


def test_a_refusal_reads_as_its_sentence() -> None:
    assert str(Refused(Message("缺{what}", {"what": "日期"}))) == "缺日期"
