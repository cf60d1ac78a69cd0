"""Normalising for print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.gongwen import Bulletin, Item, Paragraph, Recipients, for_setting
from taizhang.core.gongwen.punctuation import normalise


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("海川,市;局:好?是!", "海川，市；局：好？是！"),
        ("共3,000人(含干部),10:30开始", "共3,000人（含干部），10:30开始"),
        ("1100 余人 参加", "1100余人参加"),
        ("通过 AI 数字人", "通过AI数字人"),
        ("１２个Ｓ，９８．５％", "12个S，98．5%"),
        ("海川.", "海川。"),
        ("等等...好", "等等……好"),
        ("稚子当家--中直", "稚子当家——中直"),
        ('称"全覆盖"了', "称“全覆盖”了"),
        ('say "yes" now', 'say "yes" now'),
        ('推进"“无废细胞”共建"', "推进“‘无废细胞’共建”"),
        ("推进““无废细胞”共建”，争当“先锋”", "推进“‘无废细胞’共建”，争当“先锋”"),
        ("他说：“这是““一家人”的事”。”", "他说：“这是‘“一家人”的事’。”"),
        ("“叫做‘“双向”奔赴’”", "“叫做‘“双向”奔赴’”"),
        ("““无废细胞”共建””", "““无废细胞”共建””"),
        ("””无废““", "””无废““"),
        ("见(a)项", "见（a）项"),
        ("f(x) = y, z", "f(x) = y, z"),
        ("网址http://hc.example:80/a", "网址http://hc.example:80/a"),
        ("  海川  ", "海川"),
    ],
)
def test_signs_are_set_full_width_between_han(written: str, printed: str) -> None:
    assert normalise(written) == printed


@given(st.text(alphabet='海川1a,.;:!?()"-—… 　（），。“”％３Ａ', max_size=20))
def test_normalising_twice_changes_nothing_in_length_terms(text: str) -> None:
    once = normalise(text)
    assert [c for c in once if "\u4e00" <= c <= "\u9fff"] == [c for c in text if "\u4e00" <= c <= "\u9fff"]


def test_every_part_is_normalised_and_spans_stay() -> None:
    bulletin = Bulletin(
        name="海川简报",
        issuer="海川市 文明办",
        columns=("聚力共建 文明海川",),
        note=(Paragraph("按语,好.", 3, 9),),
        items=(Item("标题,一", (Paragraph("正文,二", 1, 5),), "市局(办)", True, "栏 目"),),
        recipients=Recipients(("省委(办)",), (), ("各区,县",)),
    )
    got = for_setting(bulletin)
    assert got.columns == ("聚力共建 文明海川",)
    assert got.note == (Paragraph("按语，好。", 3, 9),)
    assert got.items == (Item("标题，一", (Paragraph("正文，二", 1, 5),), "市局（办）", True, "栏 目"),)
    assert got.recipients == Recipients(("省委（办）",), (), ("各区，县",))
    assert bulletin.items[0].title == "标题,一"
