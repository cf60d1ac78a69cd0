"""Where a remark belongs: at the chosen words as they stand now, or refused in words."""

from __future__ import annotations

import pytest

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.anchors import Anchor
from taizhang.core.text.remarking import RemarkDraft, RemarkKind, check_words, place_draft

TEXT = "暖冬行动走访独居老人。\n走访4216户，安装设备780台。\n走访8次。"


def suggestion(quote: str, replacement: str, start: int | None = None) -> RemarkDraft:
    return RemarkDraft("", RemarkKind.SUGGESTION, quote, start, replacement)


@pytest.mark.parametrize(
    ("draft", "start"),
    [
        (RemarkDraft("核", quote="780台"), TEXT.index("780台")),
        (RemarkDraft("核", quote="走访", start=TEXT.rindex("走访")), TEXT.rindex("走访")),
        (RemarkDraft("标题长了", quote="独居老人。\n走访"), TEXT.index("独居")),
        (suggestion("", "各单位", 12), 12),
        (suggestion("780台。\n", "780台，"), TEXT.index("780台")),
        (suggestion("独居", "孤寡"), TEXT.index("独居")),
    ],
)
def test_it_belongs_where_its_words_stand(draft: RemarkDraft, start: int) -> None:
    anchor = place_draft(draft, TEXT, TEXT)
    assert anchor.span is not None
    assert (anchor.span.start, anchor.stands(TEXT), anchor.quote) == (start, True, draft.quote)


def test_what_is_said_of_the_whole_has_no_place() -> None:
    assert place_draft(RemarkDraft("结构清楚"), TEXT, TEXT) == Anchor(None, "")


def test_words_chosen_in_an_older_text_are_followed() -> None:
    after = TEXT.replace("暖冬行动", "今年暖冬行动")
    anchor = place_draft(RemarkDraft("核", quote="走访", start=TEXT.rindex("走访")), TEXT, after)
    assert anchor.span is not None
    assert anchor.span.start == after.rindex("走访")
    with pytest.raises(Refused, match="刚刚在别处改动过"):
        place_draft(RemarkDraft("核", quote="780台"), TEXT, TEXT.replace("780台", "781台"))


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (RemarkDraft(" \n"), "请写明意见"),
        (RemarkDraft("核" * 501), "超过500字"),
        (RemarkDraft("核", quote="户" * 2_001), "超过2000字"),
        (suggestion("780台", "台" * 2_001), "超过2000字"),
        (RemarkDraft("核", quote="九百台"), "文中没有“九百台”"),
        (RemarkDraft("核", quote="走访"), "有几处“走访”"),
        (RemarkDraft("核", quote="780台", replacement="790台"), "提出修订"),
        (RemarkDraft("核", replacement="另加一句。"), "提出修订"),
        (suggestion("780台", "780台"), "改后的文字"),
        (suggestion("", ""), "改后的文字"),
        (suggestion("", "新增一句。"), "先选中"),
        (suggestion("老人。\n走访", "老人，走访"), "标题和正文要分开"),
        (suggestion("独居", "独\n居"), "标题和正文要分开"),
    ],
)
def test_what_cannot_be_placed_or_means_nothing_is_refused(draft: RemarkDraft, words: str) -> None:
    with pytest.raises(Refused, match=words):
        place_draft(draft, TEXT, TEXT)


def test_a_remark_may_repeat_its_words_where_others_would_be_suggested() -> None:
    anchor = place_draft(RemarkDraft("核", quote="780台", replacement="780台"), TEXT, TEXT)
    assert anchor.quote == "780台"


def test_an_answer_has_words() -> None:
    check_words("已核。")
    with pytest.raises(Refused):
        check_words("")


@pytest.mark.parametrize("quote", ["12 | 1,200", "下表。\n| 区县", "现场](picture:"])
def test_a_suggestion_stays_within_a_cell_or_a_caption(quote: str) -> None:
    text = (
        "题\n下表。\n| 区县 | 场次 | 人次 |\n| --- | --- | --- |\n| 青禾县 | 12 | 1,200 |\n"
        f"![图1 现场](picture:{'abcdefgh' * 3})"
    )
    with pytest.raises(Refused, match="逐格修订"):
        place_draft(suggestion(quote, "530"), text, text)
    assert place_draft(suggestion("1,200", "1,300"), text, text).quote == "1,200"
