"""An article as it comes in: its title, its paragraphs, and whose name is no part of them."""

from __future__ import annotations

import pytest

from taizhang.core.gongwen.pasted import article_in, tidy

NAMES = ("海川市教育局", "市教育局", "")
TITLE, TEXT = "把课间十分钟还给孩子", "全市 46 所小学推行课间活动，学生参与率 98.2%。"
LIST = """市教育局深入开展宣讲活动
一、加强组织领导
成立工作专班，明确责任分工
召开部署会3次，印发方案1份
二、丰富活动形式
组建宣讲小分队5支，开展宣讲24场
参加师生1300余人次，发放资料2000份"""


@pytest.mark.parametrize("source_format", ["docx", "text"])
def test_the_paragraphs_of_word_and_of_what_was_pasted_stay_apart(source_format: str) -> None:
    title, body = article_in(LIST, NAMES, source_format)
    assert "\n".join([title, body]) == LIST


def test_what_was_pasted_from_a_wrapped_page_is_joined() -> None:
    wrapped = (
        "　　今年春季学期以来，市教育局聚焦群众身边的关键小事，把课间十分钟还\n"
        "给孩子，组织各学校因地制宜开设踢毽子、跳绳、滚铁环等课间项目一百二十\n"
        "余个，配备活动器材四千六百件，招募家长志愿者三百余名，参与课间看护和\n"
        "安全引导，得到了家长的普遍好评。\n"
    )
    assert article_in(f"{TITLE}\n{wrapped}", NAMES) == (TITLE, wrapped.replace("\n", "").strip())


@pytest.mark.parametrize("source_format", ["docx", "text", "txt", "pdf"])
def test_a_title_as_wide_as_the_text_is_not_glued_to_it(source_format: str) -> None:
    title = "市教育局把课间十分钟还给孩子让校园动起来热起来"
    assert article_in(f"{title}\n{TEXT}\n{TEXT}", NAMES, source_format) == (title, f"{TEXT}\n{TEXT}")


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE}\n市教育局\n{TEXT}",
        f"{TITLE}\n（海川市教育局）\n{TEXT}",
        f"海川市教育局\n{TITLE}\n{TEXT}",
        f"{TITLE}\n来源：市教育局\n{TEXT}",
        f"{TITLE}\n市教育局：\n{TEXT}",
        f"{TITLE}\n市教育局 2026年3月2日\n{TEXT}",
        f"海川市教育局办公室　2026-03-02\n{TITLE}\n{TEXT}",
        f"{TITLE}\n3月2日 市教育局\n{TEXT}",
        f"单位：市教育局\n{TITLE}\n{TEXT}",
        f"{TITLE}\n填报单位（盖章）：海川市教育局\n{TEXT}",
        f"{TITLE}\n{TEXT}\n海川市教育局（盖章）",
        f"{TITLE}\n{TEXT}\n市教育局",
        f"{TITLE}\n{TEXT}\n——海川市教育局办公室",
        f"{TITLE}\n{TEXT}\n（市教育局　供稿）",
        f"{TITLE}\n{TEXT}\n供稿：市教育局　联系电话：5300617",
        f"{TITLE}\n{TEXT}\n供稿单位：市教育局基础教育科\n联系人：李明　电话：5300617",
    ],
)
def test_the_unit_and_its_contributor_are_no_part_of_the_article(text: str) -> None:
    assert article_in(text, NAMES) == (TITLE, TEXT)


@pytest.mark.parametrize(
    "line",
    [
        "市图书馆",
        "（市图书馆）",
        "市教育局、市卫健委",
        "单位：市图书馆",
        "市教育局开展走访",
        "联系电话请见通知。",
    ],
)
def test_other_words_stay(line: str) -> None:
    assert article_in(f"{TITLE}\n{TEXT}\n{line}", NAMES) == (TITLE, f"{TEXT}\n{line}")


def test_the_name_alone_is_nothing_and_a_title_alone_a_title() -> None:
    assert article_in("（市教育局）", NAMES) == ("", "")
    assert article_in("市教育局把课间还给孩子", NAMES) == ("市教育局把课间还给孩子", "")
    assert article_in("", NAMES) == ("", "")


def test_a_first_line_that_goes_on_is_no_title() -> None:
    first = "今年春季学期以来，市教育局聚焦群众身边的关键小事，组织各学校因地制宜开设课间项目，\n"
    assert article_in(first + TEXT, NAMES, "txt") == ("", first.strip() + TEXT)


def test_a_headline_may_open_the_first_paragraph() -> None:
    assert article_in(f"{TITLE}。{TEXT}\n{TEXT}", NAMES) == (f"{TITLE}。", f"{TEXT}\n{TEXT}")


def test_radicals_are_ideographs() -> None:
    assert article_in("服务居⺠\n慰问⽼⼈24⼈。", NAMES) == ("服务居民", "慰问老人24人。")


def test_an_article_is_stored_with_a_line_for_every_paragraph() -> None:
    assert tidy(" 办好 \n 早市 ", "　　一。\r\n\r\n二。 ") == ("办好 早市", "一。\n二。")


def test_a_table_of_an_article_stays_a_table() -> None:
    text = (
        "市局办好便民早市\n全市走访商户。\n表1 走访\n| 街道 | 商户 |\n| --- | --- |\n|  | 400 |\n（市商务局）"
    )
    assert article_in(text, ("市商务局",)) == (
        "市局办好便民早市",
        "全市走访商户。\n表1 走访\n| 街道 | 商户 |\n| --- | --- |\n|  | 400 |",
    )


def test_cells_between_tabs_become_a_table() -> None:
    title, body = article_in("市局办好便民早市\n街道\t商户\n东河\t400", ())
    assert (title, body) == ("市局办好便民早市", "| 街道 | 商户 |\n| --- | --- |\n| 东河 | 400 |")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{p}\n{title}\n{text}", ("{title}", "{p}\n{text}")),
        ("\n{p}\n{p}\n{title}", ("{title}", "{p}\n{p}")),
        ("{title}\n{p}\n{text}", ("{title}", "{p}\n{text}")),
        ("{p}", ("", "{p}")),
    ],
)
def test_a_picture_is_a_paragraph_and_no_title(text: str, wanted: tuple[str, str]) -> None:
    given = {"p": f"![图1 现场](picture:{'a' * 24})", "title": TITLE, "text": TEXT}
    assert article_in(text.format(**given), NAMES, "docx") == tuple(each.format(**given) for each in wanted)
