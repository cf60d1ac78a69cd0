"""The house template as data."""

from __future__ import annotations

import json

import pytest

from taizhang.core.gongwen.copyfit import FitBounds, PageSetting
from taizhang.press import DEFAULT_TEMPLATE, Grid, HouseTemplate, PressError

OTHER = HouseTemplate(
    name="海川文明简报",
    colour="#aa0000",
    grid=Grid(23, 29),
    note_label="编者按",
    lead_sentences=False,
    imprint=("people", "recipients"),
    imprint_on_even_page=False,
    mirrored=True,
    bounds=FitBounds(23, 28, 29, tight_titles=False, small_imprint=False),
    left_mark="内部资料",
    right_mark="编号：#",
    contents=True,
    pages=4,
    qr="https://jianbao.example.cn/v/a/",
    setting=PageSetting(23, 28, tight_titles=True),
)


@pytest.mark.parametrize("template", [DEFAULT_TEMPLATE, OTHER])
def test_a_template_survives_json(template: HouseTemplate) -> None:
    assert HouseTemplate.from_json(json.loads(json.dumps(template.to_json()))) == template


def test_what_is_not_said_is_as_usual() -> None:
    assert HouseTemplate.from_json({}) == DEFAULT_TEMPLATE


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"colour": "red"}, "报头颜色"),
        ({"colour": '#000000"; #read("x")'}, "报头颜色"),
        ({"colour": None}, "无法识别"),
        ({"grid": {"lines": 5, "cells": 28}}, "每页行数"),
        ({"grid": {"lines": 22, "cells": 60}}, "每页行数"),
        ({"grid": {"rows": 22}}, "无法识别"),
        ({"grid": {"lines": "22", "cells": 28}}, "无法识别"),
        ({"grid": 3}, "无法识别"),
        ({"imprint": []}, "版记"),
        ({"imprint": ["people", "people"]}, "版记"),
        ({"imprint": ["poem"]}, "版记"),
        ({"imprint": 7}, "无法识别"),
        ({"imprint": [["people"]]}, "无法识别"),
        ({"name": 5}, "无法识别"),
        ({"name": "海" * 41}, "40字"),
        ({"note_label": "按\u202e"}, "40字"),
        ({"mirrored": "no"}, "无法识别"),
        ({"pages": -1}, "pages"),
        ({"pages": "4"}, "pages"),
        ({"setting": 3}, "setting"),
        ({"setting": {"lines": 22, "cells": "28"}}, "setting"),
        ({"setting": {"lines": 30}}, "每页行数"),
        ({"bounds": None}, "bounds"),
        ({"bounds": {"most_lines": 40}}, "每页行数"),
        ({"bounds": {"fewest_cells": 20}}, "每行字数"),
        ({"font": "x", "poem": 1}, "font、poem"),
    ],
)
def test_what_would_break_the_page_is_refused_in_words(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(PressError, match=said) as refused:
        HouseTemplate.from_json(wrong)
    assert str(refused.value) == str(refused.value.sentence)
