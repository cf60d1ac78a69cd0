from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.figures.model import Span
from taizhang.core.text.bigrams import bigrams, is_han, runs, stored_spans
from taizhang.core.text.folding import search_form

TEXTS = st.text("甲乙丙1，,。.-“” 　aＢ㎡\n", max_size=24)


def test_a_run_is_kept_as_pairs_and_numbers_and_letters_whole() -> None:
    assert bigrams("宣讲8场，Ａ4纸，1,100人，3.2万，2023.9.1，10，200") == [
        *("宣讲", "讲", "8", "场", "a4", "纸", "1100", "人", "3.2", "万"),
        *("2023", "9", "1", "10", "200"),
    ]
    assert bigrams("志愿 \u200b服　务\n活动") == ["志愿", "愿服", "服务", "务", "活动", "动"]
    assert bigrams("，。_") == []


@given(TEXTS)
def test_each_place_begins_one_word_and_forms_do_not_matter(text: str) -> None:
    assert bigrams(text) == bigrams(text.upper().replace(" ", "　"))
    assert all(bigrams(text))


@given(TEXTS)
def test_every_character_of_a_run_has_its_place(text: str) -> None:
    plain = search_form(text)
    for run in runs(plain):
        if run.whole:
            assert run.span(0, 1).of(plain).replace(",", "") == run.text
        else:
            assert is_han(run.text)
            assert "".join(plain[k] for k in run.at) == run.text


def test_places_lead_back_to_the_text_as_stored() -> None:
    assert search_form("３０㎡Ａ") == "30m2a"
    assert stored_spans("３０㎡Ａ", [Span(0, 2), Span(3, 5)]) == [Span(0, 2), Span(2, 4)]
