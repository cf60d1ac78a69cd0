"""One table of folding: for figures, for search, for the bulletin and for names."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.figures.normalise import fold as fold_for_figures
from taizhang.core.gongwen import Bulletin, Item, Paragraph, find_secrecy_mark, for_setting, read_bulletin
from taizhang.core.text import folding
from taizhang.core.text.bigrams import index_form
from taizhang.core.text.folding import canonical, comparison_key, fold, nfkc, origins, search_form
from taizhang.core.text.search_words import bigrams, highlights, parse

RADICALS = [
    ("⽂⼈⽇⽉⽤⼼⽼⺠", "文人日月用心老民"),
    ("⻓⻔⻅⻋⻢⻛⻚⻄⻘⻩⻬⻰⻝", "长门见车马风页西青黄齐龙食"),
    ("⽤⼾⼿⼒⾦⾯⼭⽔⽥⼟", "用户手力金面山水田土"),
]
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("⽂⺠\ue5e5Ａ㎡　，,１﨑"), max_size=30
)


@pytest.mark.parametrize(("written", "meant"), RADICALS)
def test_radicals_are_ideographs_everywhere(written: str, meant: str) -> None:
    assert canonical(written) == fold(written) == nfkc(written) == meant
    assert search_form(written) == comparison_key(written) == fold_for_figures(written) == meant
    assert bigrams(written) == bigrams(meant)


@pytest.mark.parametrize(("written", "meant"), RADICALS)
def test_a_search_finds_radicals_by_ideographs_and_the_other_way_round(written: str, meant: str) -> None:
    for stored, typed in ((written, meant), (meant, written)):
        text = f"全市{stored}活动"
        (span,) = highlights(text, parse(typed))
        assert span.of(text) == stored


def test_every_radical_with_an_equivalent_has_it() -> None:
    """U+2E80 and U+2E9A stand for no ideograph; U+2FD6 and after are not assigned."""
    unfolded = [code for code in range(0x2E80, 0x2EF4) if canonical(chr(code)) == chr(code)]
    assert unfolded == [0x2E80, 0x2E9A]
    assert all("\u3400" <= canonical(chr(code)) <= "\u9fff" for code in range(0x2F00, 0x2FD6))


def test_the_blank_of_old_chinese_systems_is_a_blank() -> None:
    assert canonical("\ue5e5海川") == "　海川"
    assert fold("\ue5e5海川") == search_form("\ue5e5海川") == " 海川"
    assert comparison_key("海\ue5e5川") == "海川"
    assert bigrams("海\ue5e5川") == bigrams("海川")


@given(TEXTS)
def test_canonical_and_fold_keep_every_place(text: str) -> None:
    assert len(canonical(text)) == len(fold(text)) == len(text)
    assert canonical(canonical(text)) == canonical(text)
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_canonical_changes_no_character_that_is_usual(text: str) -> None:
    plain = [sign for sign in text if unicodedata.normalize("NFKC", sign) == sign and sign not in "\ue5e5"]
    usual = "".join(sign for sign in plain if not "\u2e80" <= sign <= "\u2fdf")
    assert canonical(usual) == usual


@given(TEXTS)
def test_each_character_of_the_search_form_has_an_origin(text: str) -> None:
    at, form = origins(text), search_form(text)
    assert len(at) == len(form)
    assert at == sorted(at)
    for place, sign in enumerate(text):
        assert "".join(s for s, k in zip(form, at, strict=True) if k == place) == search_form(sign)


def test_a_bulletin_written_in_radicals_is_read_in_ideographs() -> None:
    text = "海川市⽂明建设简报\n第7期\n海川市⽂明办\n2024年5⽉20⽇\n\n平安街道服务居⺠\n慰问⽼⼈24⼈。\n（平安街道）\n"
    got = read_bulletin(text)
    assert (got.name, got.issuer, got.date and got.date.isoformat()) == (
        "海川市文明建设简报",
        "海川市文明办",
        "2024-05-20",
    )
    (item,) = got.items
    assert (item.title, item.body[0].text, item.source_unit) == (
        "平安街道服务居民",
        "慰问老人24人。",
        "平安街道",
    )
    assert text[item.body[0].start : item.body[0].end] == "慰问⽼⼈24⼈。"


def test_an_indent_of_old_blanks_is_an_indent() -> None:
    head = "海川简报\n第1期\n海川市文明办\n2024年6月1日\n\n"
    body = (
        "\u3000\u3000市局办好早市。市局走访商户四百余户，收集意见五十七条，逐条登记、限时办\n理，群众满意。\n"
    )
    old = (head + body * 3).replace("\u3000", "\ue5e5")
    assert read_bulletin(old) == read_bulletin(head + body * 3)


def test_radicals_and_old_blanks_are_not_printed() -> None:
    stored = Bulletin(name="⽂明简报", items=(Item("服务居⺠", (Paragraph("\ue5e5慰问⽼⼈24⼈。"),)),))
    printed = for_setting(stored)
    assert (printed.name, printed.items[0].title) == ("文明简报", "服务居民")
    assert printed.items[0].body[0].text == "慰问老人24人。"


def test_a_mark_of_secrecy_is_known_in_any_form() -> None:
    assert find_secrecy_mark("机密★１年") is not None
    assert find_secrecy_mark("机\ue5e5密★１年") is not None


def test_another_table_of_folding_makes_words_of_another_form(monkeypatch: pytest.MonkeyPatch) -> None:
    before = index_form()
    assert index_form() == before
    monkeypatch.setattr(folding, "_FOLD", {**folding._FOLD, ord("㎡"): "m"})
    assert index_form() != before
