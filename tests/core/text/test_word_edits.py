"""What was done to an article in a word processor, found at its place in the text that went out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.figures.model import Span
from taizhang.core.gongwen.punctuation import normalise
from taizhang.core.text.pictures import PictureLine
from taizhang.core.text.printed_article import PrintedArticle, printed_article
from taizhang.core.text.tracked import Bookmark, TrackedRun, TrackedText, WordComment, moved_by
from taizhang.core.text.word_edits import HEADLINE, WordReturn, read_return
from taizhang.core.text.word_regions import SentArticle, marked_parts, sent_articles, similar_parts

PICTURE = PictureLine("ghbcijdeklfamnopabcdefgh", "图1 揭牌", "市文明办供图", "三人揭牌").to_line()
TITLE, FIRST, LAST = "暖冬行动走访", "逐户走访4216户,安装设备780台。另有3场。", "下一步，扩大覆盖面。"
TABLE = "表1 情况\n| 街道 | 活动 | << |\n| ^^ | 场次 | 人次 |\n| --- | --- | --- |\n| 东河 | 8 | 520 |"
SOURCE = f"{TITLE}\n{FIRST}\n\n{TABLE}\n{PICTURE}\n　　{LAST}"


def sent(source: str = SOURCE, *, run_in: bool = False) -> PrintedArticle:
    return printed_article(source, normalise, run_in=run_in)


def accepted(printed: PrintedArticle, back: WordReturn) -> str:
    text = printed.source
    for edit in reversed(back.edits):
        text = text[: edit.span.start] + edit.words + text[edit.span.end :]
    return text


def lines(text: str) -> list[str]:
    return [each.strip() for each in text.split("\n") if each.strip()]


def changed(old: str, new: str, source: str = SOURCE, *, run_in: bool = False) -> str:
    """The article after ``old`` became ``new`` in its printed lines."""
    printed = sent(source, run_in=run_in)
    assert old in printed.text
    return accepted(printed, read_return(printed, TrackedText(printed.text.replace(old, new, 1))))


@pytest.mark.parametrize("run_in", [True, False])
def test_nothing_was_done(run_in: bool) -> None:
    printed = sent(run_in=run_in)
    assert printed.text.startswith(f"{TITLE}{'' if run_in else chr(10)}逐户走访4216户，")
    assert "表1　情况\n| 街道 | 活动 | << |\n| ^^ | 场次 | 人次 |\n| 东河 | 8 | 520 |\n" in printed.text
    assert read_return(printed, TrackedText(f"\n {printed.text}\n\n")) == WordReturn((), ())


@pytest.mark.parametrize(
    ("old", "new", "was", "is_now"),
    [
        ("780台", "790台", "780台", "790台"),
        ("780台。另有3场", "790台。另有4场", "780台。另有3场", "790台。另有4场"),
        ("逐户走访", "上门走访", "逐户走访", "上门走访"),
        ("暖冬行动", "今年暖冬行动", "暖冬行动", "今年暖冬行动"),
        ("520", "530", "520", "530"),
        ("| 东河 | 8 | 520 |", "| 东河 | 8 | 520 |\n| 西山 | 9 | 77 |", "520 |", "520 |\n| 西山 | 9 | 77 |"),
        ("\n| 东河 | 8 | 520 |", "", "\n| 东河 | 8 | 520 |", ""),
        ("表1　情况", "表1　各街道情况", "表1 情况", "表1 各街道情况"),
        (LAST, "", f"\n　　{LAST}", ""),
        (LAST, f"{LAST}\n完。", LAST, f"{LAST}\n完。"),
        (LAST, f"{LAST}\n| 甲 | 乙 |\n| 1 | 2 |", LAST, f"{LAST}\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |"),
        (LAST, f"| 甲 | 乙 |\n{LAST}", f"　　{LAST}", f"| 甲 | 乙 |\n| --- | --- |\n{LAST}"),
        (f"{TITLE}\n", f"{TITLE}\n今年以来。\n", f"{TITLE}\n", f"{TITLE}\n今年以来。\n"),
        (f"{TITLE}\n", f"编者按。\n{TITLE}\n", f"{TITLE}\n", f"{TITLE}\n编者按。\n"),
        (f"{TITLE}\n逐户", "走访情况\n上门", f"{TITLE}\n逐户", "走访情况\n上门"),
        (TITLE, "暖冬\n行动走访记", TITLE, "暖冬\n行动走访记"),
    ],
)
def test_what_was_done_stands_at_its_place(old: str, new: str, was: str, is_now: str) -> None:
    assert lines(changed(old, new)) == lines(SOURCE.replace(was, is_now, 1))


def test_what_stayed_between_two_changes_stays_as_it_was_written() -> None:
    assert "上门走访4216户,安装设备790台。" in changed(
        "逐户走访4216户，安装设备780台", "上门走访4216户，安装设备790台"
    )


def test_a_headline_that_runs_in() -> None:
    assert changed(TITLE, "暖冬行动回访", run_in=True) == SOURCE.replace(TITLE, "暖冬行动回访")
    assert changed("走访逐户走访", "上门", run_in=True).startswith("暖冬行动\n上门4216户,")
    assert lines(changed(TITLE, f"{TITLE}\n", run_in=True)) == [TITLE, *lines(SOURCE)[1:]]


def test_a_first_paragraph_taken_out() -> None:
    source = f"{TITLE}\n甲。\n乙。"
    assert changed("甲。\n", "", source) == f"{TITLE}\n乙。"
    assert lines(changed("甲。\n乙。", "", source)) == [TITLE]
    assert changed(TITLE, f"{TITLE}\n新。", f"{TITLE}\n") == f"{TITLE}\n新。"


def test_a_headline_joined_to_its_text_is_told() -> None:
    printed = sent("走访\n逐户。")
    (told,) = read_return(printed, TrackedText("走访逐户。")).remarks
    assert told == (Span(0, 2), str(HEADLINE), "")


def test_tracked_changes_have_their_authors() -> None:
    text = sent().text.replace("780台", "780790台").replace("520", "520530", 1)
    at, cell = text.index("780790"), text.index("520530")
    runs = (
        TrackedRun(at, at + 3, True, "张三"), TrackedRun(at + 3, at + 6, False, "张三"),
        TrackedRun(cell, cell + 3, True, "李四"), TrackedRun(cell + 3, cell + 6, False, "王五"),
    )  # fmt: skip
    back = read_return(sent(), TrackedText(text, runs))
    told = [(SOURCE[edit.span.start : edit.span.end], edit.words, edit.author) for edit in back.edits]
    assert told == [("780", "790", "张三"), ("520", "530", "李四、王五")]


def test_a_tracked_change_beside_an_untracked_one_is_one_change() -> None:
    text = sent().text.replace("设备780台", "装置780790台")
    at = text.index("780790")
    runs = (TrackedRun(at, at + 3, True, "张三"), TrackedRun(at + 3, at + 6, False, "张三"))
    (edit,) = read_return(sent(), TrackedText(text, runs)).edits
    assert (SOURCE[edit.span.start : edit.span.end], edit.words, edit.author) == (
        "设备780",
        "装置790",
        "张三",
    )


def test_a_tracked_change_to_the_same_words_is_none() -> None:
    at = sent().text.index("780")
    text = sent().text.replace("780", "780780", 1)
    runs = (TrackedRun(at, at + 3, True, "张三"), TrackedRun(at + 3, at + 6, False, "张三"))
    assert read_return(sent(), TrackedText(text, runs)).edits == ()


def test_an_article_that_is_a_table() -> None:
    source = "题\n| 街道 | 场次 |\n| --- | --- |\n| 东河 |\n| 西山 | ^^ |\n| << | 3 | 7 |"
    assert changed("| 西山 |", "| 北山 |", source) == source.replace("西山", "北山")
    assert sent(source).text.endswith("| 东河 |  |  |\n| 西山 | ^^ |  |\n|  | 3 | 7 |")


def test_a_tracked_paragraph_beside_blank_ones() -> None:
    text = sent().text.replace(f"\n{LAST}", f"\n\n \n新段。\n{LAST}")
    at = text.index("\n \n新段。")
    runs = (TrackedRun(at, at + 2, True, "张三"), TrackedRun(at + 2, at + 6, False, "张三"))
    back = read_return(sent(), TrackedText(text, runs))
    assert lines(accepted(sent(), back)) == [*lines(SOURCE)[:-1], "新段。", LAST]
    struck = (TrackedRun(len(sent().text), len(sent().text) + 3, False, "张三"),)
    at_end = read_return(sent(), TrackedText(f"{sent().text}\n新。", struck))
    assert lines(accepted(sent(), at_end)) == [*lines(SOURCE), "新。"]
    ends = TrackedText("甲\n\n\n乙", (TrackedRun(1, 2, True, "张"), TrackedRun(2, 4, False, "李")))
    assert (
        accepted(sent("题\n甲乙"), read_return(sent("题\n甲乙"), TrackedText(f"题\n{ends.text}")))
        == "题\n甲\n乙"
    )


def test_comments_stand_at_their_words() -> None:
    text = sent().text.replace("逐户", "挨家逐户")
    words, new, empty = text.index("780台"), text.index("挨家"), text.index("扩大")
    comments = (
        WordComment(words, words + 4, "李四", "核"), WordComment(new, new + 2, "李四", "多余"),
        WordComment(empty, empty, "王五", "到哪里"), WordComment(0, len(text), "王五", "全文"),
    )  # fmt: skip
    back = read_return(sent(), TrackedText(text, (), comments))
    said = [SOURCE[each.span.start : each.span.end].strip() for each in back.remarks]
    assert said[:3] == ["780台", FIRST, LAST]
    assert said[3] == SOURCE
    long = sent(f"题\n{'长' * 2100}")
    (clipped,) = read_return(
        long, TrackedText(long.text, (), (WordComment(0, 2000 + 90, "王五", "全文"),))
    ).remarks
    assert clipped.span == Span(0, 1)


def picture(words: str) -> str:
    return changed(f"{PICTURE}", words)


def test_pictures_keep_their_line_and_get_new_captions() -> None:
    bare = f"![](picture:{'ghbcijdeklfamnopabcdefgh'})"
    assert picture(f"{bare}\n图1　揭牌（市文明办供图）") == SOURCE
    assert picture(bare) == SOURCE
    assert "![图1 揭牌仪式｜县文明办供图｜三人揭牌]" in picture(f"{bare}\n图1　揭牌仪式（县文明办供图）")
    assert "![图1 揭牌仪式｜｜三人揭牌]" in picture(f"{bare}\n图1　揭牌仪式")
    other = bare.replace("gh", "hg")
    assert f"{PICTURE}\n![图2 合影｜甲供图｜]" in picture(f"{bare}\n{other}\n图2 合影（甲供图）")
    assert PICTURE not in picture("")
    end = sent(f"题\n{PICTURE}")
    assert accepted(end, read_return(end, TrackedText(f"题\n{bare}"))) == end.source
    assert "｜｜说明]" in accepted(
        end, read_return(end, TrackedText(f"{end.text}\n{other.replace('![]', '![｜｜说明]')}"))
    )


def test_places_move_with_what_is_taken_out_and_put_in() -> None:
    at = moved_by([(2, 4, ""), (6, 6, "xy"), (8, 9, "z")])
    assert [at(n) for n in range(11)] == [0, 1, 2, 2, 2, 3, 6, 7, 8, 9, 10]


NAMES = [SentArticle("0a1b2c3d", 12, 5, True), SentArticle("0a1b2c3d", 13, 1, False)]


def test_articles_are_found_by_their_bookmarks() -> None:
    text = "刊名\n甲题。甲文。\n乙题\n乙文。"
    marks = (Bookmark("_GoBack", 0), Bookmark(NAMES[1].name, text.index("乙题")), Bookmark(NAMES[0].name, 4))
    parts = list(marked_parts(TrackedText(text, (), (WordComment(len(text), len(text), "李", "完"),), marks)))
    assert [(sent, part.text) for sent, part in parts] == [
        (NAMES[0], "甲题。甲文。\n"), (NAMES[1], "乙题\n乙文。"),
    ]  # fmt: skip
    assert [len(part.comments) for _, part in parts] == [0, 1]
    assert sent_articles(["tz_0a1b2c3d_12_5r", "tz_x_1_1h", "别的"]) == NAMES[:1]


def test_articles_are_found_by_their_headlines() -> None:
    text = "刊名\n\n市民政局走访老人。甲文。\n市教育局把阅读课搬进千家\n乙文。"
    wanted = {
        NAMES[0]: "市民政局走访老人。",
        NAMES[1]: "市教育局把阅读课搬进家庭",
        SentArticle("0a1b2c3d", 14, 1, False): "",
    }
    parts = list(similar_parts(TrackedText(text), wanted))
    assert [(sent, part.text[:4]) for sent, part in parts] == [(NAMES[0], "市民政局"), (NAMES[1], "市教育局")]
    assert list(similar_parts(TrackedText("无关"), wanted)) == []


WORDS = st.text(alphabet="走访老人4216户,，。；“”| \t\n　abc（）图表1-—", max_size=80)


@given(WORDS, WORDS, st.booleans())
def test_an_article_of_any_words_comes_back_as_it_went(title: str, body: str, run_in: bool) -> None:
    source = f"{' '.join(title.split())}\n{body}"
    printed = printed_article(source, normalise, run_in=run_in)
    assert read_return(printed, TrackedText(printed.text)).edits == ()
    assert len(printed.places) == len(printed.text)


@pytest.mark.parametrize(
    ("body", "new", "is_now"),
    [
        ("走访1\n", "走访12", "题\n走访12\n"),
        ("走访8户。\n\n", "走访8户。又走访2户。", "题\n走访8户。又走访2户。\n\n"),
        (",，, 1", "", "题\n"),
        ("走访,慰问, 8户", "走访8户", "题\n走访 8户"),
        ("走访8 \n\n户", "走访8户", "题\n走访8户"),
        ("走访8户 \n\n又走访2户", "走访8户，又走访2户", "题\n走访8户，又走访2户"),
    ],
)
def test_words_at_the_end_and_marks_of_another_width_keep_their_places(
    body: str, new: str, is_now: str
) -> None:
    printed = printed_article(f"题\n{body}", normalise, run_in=False)
    wanted = printed_article(f"题\n{new}", normalise, run_in=False)
    assert accepted(printed, read_return(printed, TrackedText(wanted.text))) == is_now


@given(WORDS, WORDS, WORDS)
def test_accepting_what_came_back_prints_what_came_back(title: str, body: str, new: str) -> None:
    head = " ".join(title.split()) or "题"
    printed = printed_article(f"{head}\n{body}", normalise, run_in=False)
    wanted = printed_article(f"{head}\n{new}", normalise, run_in=False)
    if "|" in body + new or ("," in body and any(map(str.isdecimal, new))):
        return  # a comma of the article that comes to stand between two digits is printed as it is
    after = accepted(printed, read_return(printed, TrackedText(wanted.text)))
    again = printed_article(after, normalise, run_in=False)
    assert _tight(again.text) == _tight(
        wanted.text
    )  # a blank between two words is put in or taken out by the rules


def _tight(text: str) -> list[str]:
    return ["".join(each.split()) for each in lines(text)]
