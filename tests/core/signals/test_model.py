from __future__ import annotations

from taizhang.core.pace.signals import Level, notice_level


def test_each_level_has_a_mark_a_word_and_a_notice() -> None:
    shown = [(level.severity, level.mark, str(level.words()), notice_level(level)) for level in Level]
    assert shown == [
        (0, "●", "正常", None),
        (1, "◆", "临期", "blue"),
        (2, "▲", "滞后", "yellow"),
        (3, "■", "逾期", "red"),
    ]
