"""Corners of layouts, each in a few lines."""

from __future__ import annotations

import pytest

from taizhang.core.gongwen import Bulletin, parts_of, read_bulletin
from taizhang.core.gongwen.blocks import source_tail
from taizhang.core.gongwen.reading import has_certain_ends, read_as

HEAD = "海川简报\n第1期\n海川市文明办\n2024年6月1日\n\n"
LONG = "市局走访商户四百余户，收集意见五十七条，逐条登记、限时办理，群众满意。"


def items(body: str) -> list[tuple[str, str]]:
    return [(i.title, i.source_unit) for i in read_bulletin(HEAD + body).items]


def test_the_name_may_share_its_line_with_issuer_or_number() -> None:
    got = read_bulletin("海川工作简报  海川市文明办  第3期\n2024年6月1日\n")
    assert (got.name, got.issuer, got.annual_no) == ("海川工作简报", "海川市文明办", 3)
    got = read_bulletin("文明简报 第3期\n文明简报\n海川市文明办\n")
    assert (got.name, got.issuer) == ("文明简报", "海川市文明办")


def test_a_masthead_without_a_number_is_known_by_its_name() -> None:
    got = read_bulletin("海川工作简报\n海川市文明办\n\n市局开展活动\n" + LONG + "\n")
    assert (got.name, got.issuer, got.items[0].title) == ("海川工作简报", "海川市文明办", "市局开展活动")


def test_text_without_a_masthead_has_no_name() -> None:
    got = read_bulletin("市局开展活动\n" + LONG + "\n")
    assert got.name == ""
    assert got.items[0].title == "市局开展活动"


def test_a_second_number_or_date_ends_the_masthead() -> None:
    assert items("第2期培训班开班\n" + LONG)[0][0] == "第2期培训班开班"
    assert items("2024年7月1日市局开展主题党日\n" + LONG)[0][0].endswith("主题党日")


def test_the_signer_may_stand_in_the_masthead() -> None:
    got = read_bulletin("海川简报\n第1期  签发人：方远山  审核：李明\n海川市文明办\n")
    assert (got.signer, got.checker, got.annual_no) == ("方远山", "李明", 1)


def test_two_units_under_one_item_are_both_named() -> None:
    assert items(f"市局开展活动\n{LONG}\n（市局）\n（市总工会）\n") == [("市局开展活动", "市局、市总工会")]


def test_a_unit_directly_above_a_title_belongs_to_the_title_below() -> None:
    assert items(f"（市局）\n市局开展活动\n{LONG}\n") == [("市局开展活动", "市局")]
    two = f"（市局）\n市局开展活动\n{LONG}\n（区局）\n区局开好夜校\n{LONG}\n"
    assert items(two) == [("市局开展活动", "市局"), ("区局开好夜校", "区局")]


def test_numbered_items_with_units_may_stand_under_a_bare_heading() -> None:
    body = f"近期工作进展情况\n一、市局开展活动\n{LONG}\n（市局）\n二、区局开展活动\n{LONG}\n（区局）\n"
    assert items(body) == [("市局开展活动", "市局"), ("区局开展活动", "区局")]
    assert read_bulletin(HEAD + body).columns == ("近期工作进展情况",)


def test_numbered_parts_under_a_headline_stay_parts() -> None:
    body = f"市局开展活动取得实效\n一、加强领导\n{LONG}\n二、狠抓落实\n{LONG}\n（市局）\n"
    body += f"市妇联举办故事会\n{LONG}\n（市妇联）\n"
    assert items(body) == [("市局开展活动取得实效", "市局"), ("市妇联举办故事会", "市妇联")]
    assert parts_of(read_bulletin(HEAD + body).items[0]) == ("一、加强领导", "二、狠抓落实")


def test_a_headline_in_a_box_runs_in() -> None:
    got = read_bulletin(f"{HEAD}【市局办好便民早市】{LONG}\n（市局）\n").items[0]
    assert (got.title, got.run_in, got.body[0].text) == ("市局办好便民早市", True, LONG)


def test_a_headline_set_off_by_spaces_runs_in() -> None:
    got = read_bulletin(f"{HEAD}市局办好便民早市　　{LONG}\n（市局）\n").items[0]
    assert (got.title, got.body[0].text) == ("市局办好便民早市", LONG)


def test_run_in_items_without_any_unit_begin_at_headlines() -> None:
    body = f"市局办好早市。{LONG}\n一是早谋划。{LONG}\n区局开好夜校。{LONG}\n"
    assert [t for t, _ in items(body)] == ["市局办好早市。", "区局开好夜校。"]


def test_an_opening_text_before_run_in_items_is_the_note() -> None:
    first = "近期，各单位深入贯彻市委部署要求，聚焦群众急难愁盼问题，扎实开展服务活动，取得了明显成效。"
    got = read_bulletin(f"{HEAD}{first}\n市局办好早市。{LONG}\n（市局）\n")
    assert [p.text for p in got.note] == [first]
    assert [i.title for i in got.items] == ["市局办好早市。"]


def test_an_opening_text_before_a_column_is_the_note_where_it_says_so() -> None:
    got = read_bulletin(f"{HEAD}现将有关情况编发如下。\n【动态】\n市局办好早市\n{LONG}\n")
    assert [p.text for p in got.note] == ["现将有关情况编发如下。"]


def test_a_note_goes_on_while_it_speaks_of_the_issue() -> None:
    body = f"编者按：现将做法刊发。\n请各地学习借鉴。\n市局办好早市。{LONG}\n（市局）\n"
    got = read_bulletin(HEAD + body)
    assert len(got.note) in (1, 2)
    assert got.items[-1].title == "市局办好早市。"


def test_a_bracket_that_names_no_unit_is_text() -> None:
    got = read_bulletin(f"{HEAD}市局办好早市\n{LONG}（见附件1）\n另有安排（详见通知）。\n").items[0]
    assert got.source_unit == ""
    assert got.body[0].text.endswith("（见附件1）")


def test_a_short_heading_that_says_something_is_no_column() -> None:
    assert read_bulletin(f"{HEAD}市局开展走访\n编者按：现将做法刊发。\n{LONG}\n").columns == ()


def test_a_sentence_may_go_on_after_a_page_end() -> None:
    body = f"　　市局办好早市。{LONG}\n- 1 -\n同时做好服务，群众满意。\n　　（市局）\n"
    got = read_bulletin(HEAD + body).items[0]
    assert len(got.body) == 1
    assert got.body[0].text.endswith("群众满意。")


def test_a_colon_at_a_full_line_goes_on() -> None:
    line = "市局坚持问题导向、目标导向、结果导向，把服务送到群众身边，具体是："
    body = f"{line}\n建机制、强队伍、优服务三项举措，办成了一批群众期盼已久的民生实事，\n让老百姓得实惠。\n"
    assert read_bulletin(HEAD + "标题办好民生实事\n" + body).items


def test_the_imprint_ends_where_text_begins_again() -> None:
    got = read_bulletin(f"{HEAD}市局办好早市\n电话：5300000\n{LONG}\n{LONG}\n责编：方一舟\n")
    assert got.editor == "方一舟"
    assert got.contacts.phone == ""
    far = "\n".join([LONG] * 20)
    assert read_bulletin(f"{HEAD}市局办好早市\n报：省厅\n{far}\n责编：方一舟\n").recipients.up == ()


def test_a_list_of_recipients_may_go_on_before_the_next_label() -> None:
    got = read_bulletin(f"{HEAD}市局办好早市\n{LONG}\n报：省文明办，省\n妇联　送：市妇联\n责编：方一舟\n")
    assert got.recipients.up == ("省文明办", "省妇联")
    assert got.recipients.peer == ("市妇联",)


def test_an_endless_label_line_is_text() -> None:
    got = read_bulletin(f"{HEAD}市局办好早市\n{LONG}\n报：{'海' * 5000}\n")
    assert got.recipients.up == ()


def test_empty_text_is_an_empty_bulletin() -> None:
    assert read_bulletin("") == Bulletin()


def test_a_sentence_in_brackets_on_its_own_line_is_text() -> None:
    got = read_bulletin(
        f"{HEAD}市局办好早市\n{LONG}\n（另有两项工作。正在办理）\n{LONG}，报名方式（见公告）\n"
    ).items[0]
    assert got.source_unit == ""


def test_latin_words_keep_a_space_across_a_wrapped_line_and_numbers_do_not() -> None:
    body = "　　市局联合企业开展人工智能培训，课程名称为 Deep\n"
    body += "Learning 入门，参加人员一共有二百余人，合计 1\n200 学时，受到大家的普遍欢迎。\n"
    text = read_bulletin(f"{HEAD}市局办好培训\n{body}（市局）\n").items[0].body[0].text
    assert "Deep Learning" in text
    assert "1200 学时" in text


def test_a_tail_that_is_no_organ_counts_where_the_item_ends() -> None:
    body = f"市局办好早市\n{LONG}（方一舟）\n【动态】\n区局办好夜校\n{LONG}（梁知微）\n县局办好集市便民\n{LONG}（石青禾）\n"
    assert [u for _, u in items(body)] == ["方一舟", "梁知微", "石青禾"]


def test_a_line_with_a_number_and_other_words_ends_the_masthead() -> None:
    got = read_bulletin("海川简报\n第1期\n海川市文明办\n区总工会第1期夜校顺利开班\n" + LONG + "\n")
    assert got.items[0].title == "区总工会第1期夜校顺利开班"


def test_only_the_first_issuer_above_the_number_counts() -> None:
    got = read_bulletin("海川工作简报\n海川市文明办编\n海川市教育局编\n")
    assert got.issuer == "海川市文明办"


def test_long_name_with_issuer_on_the_number_line() -> None:
    got = read_bulletin("第3期  海川工作简报\n2024年6月1日\n海川市文明办\n")
    assert got.name == "海川工作简报"


def test_a_wrapped_line_that_repeats_at_page_ends_is_text() -> None:
    part = (
        "　　组织党员认领河段86公里，每月至少巡护两次，清理垃圾\n\n- {n} -\n\n"
        "40余吨，劝导不文明行为500多起。围绕群众所需所盼，坚\n持重心下移、资源下沉，推动服务从馆内走向街巷。\n"
    )
    body = (
        "市图书馆把阅读服务送到家门口\n（市图书馆）\n"
        + part.format(n=1)
        + "市城管局以“小标准”守护“大民生”\n（市城管局）\n"
        + part.format(n=2)
    )
    got = read_bulletin(HEAD + body)
    assert [i.source_unit for i in got.items] == ["市图书馆", "市城管局"]
    for item in got.items:
        assert "500多起。围绕群众所需所盼，坚持重心下移" in "".join(p.text for p in item.body)


def test_a_bracket_inside_an_unfinished_sentence_is_no_source() -> None:
    assert source_tail("推进老旧小区改造（市城管局）") == ("", 0)
    assert source_tail("老旧小区改造全部完成。（市城管局）") == ("市城管局", 6)


def test_the_issuer_may_stand_on_the_line_of_the_number() -> None:
    got = read_bulletin("海川市文明办  第3期\n海川工作简报\n2024年6月1日\n")
    assert (got.issuer, got.annual_no) == ("海川市文明办", 3)
    got = read_bulletin("海川简报\n海川市文明办\n第3期  市委宣传部\n2024年6月1日\n")
    assert (got.name, got.issuer, got.annual_no) == ("海川简报", "海川市文明办", 3)


def test_a_second_unit_before_any_text_is_left_out() -> None:
    assert items("市局开展活动\n（市城管局）\n（市水务局）\n" + LONG)[0] == ("市局开展活动", "市城管局")


WRAPPED = (
    "　　市局走访商户四百余户，收集意见五十七条，逐条登记、限时办理，群众\n"
    "满意。同时，把走访中发现的问题分门别类，逐项明确责任科室和办结时限，由\n"
)
WRAPPED_ON = "专人盯办、按月通报，做到件件有回音、事事有着落，得到了商户的普遍好评和\n支持。\n（市局）\n"


@pytest.mark.parametrize("page", ["\f{}\n", "- 2 -\n{}\n", "{}\n- 2 -\n"])
@pytest.mark.parametrize("head", ["内部资料  注意保存", "海川市精神文明建设委员会办公室", "HC BULLETIN"])
def test_a_running_head_on_one_page_only_is_no_text(head: str, page: str) -> None:
    got = read_bulletin(f"{HEAD}市局开展活动\n{WRAPPED}{page.format(head)}{WRAPPED_ON}").items
    assert [item.title for item in got] == ["市局开展活动"]
    assert [p.text for p in got[0].body] == [
        (WRAPPED + WRAPPED_ON).replace("\n", "").strip().removesuffix("（市局）")
    ]


def test_a_headline_at_the_top_of_a_page_stays() -> None:
    body = f"市局开展活动\n{WRAPPED}专人盯办。\n（市局）\n\f区局开好夜校\n{WRAPPED}专人盯办。\n（区局）\n"
    assert items(body) == [("市局开展活动", "市局"), ("区局开好夜校", "区局")]


def up(imprint: str) -> tuple[str, ...]:
    return read_bulletin(f"{HEAD}市局办好早市\n{LONG}\n（市局）\n{imprint}").recipients.up


def test_a_motto_over_a_headline_is_a_column_and_a_unit_is_not() -> None:
    body = f"学思践悟\n区局：青年讲师走进二十个社区\n{LONG}（区局）\n\n市图书馆\n把阅读服务送到群众家门口\n{LONG}（市馆）\n"
    got = read_bulletin(HEAD + body)
    assert got.columns == ("学思践悟",)
    assert [i.title for i in got.items] == [
        "区局：青年讲师走进二十个社区",
        "市图书馆把阅读服务送到群众家门口",
    ]


def test_recipients_may_stand_one_a_line() -> None:
    names = ("省文明办", "市文明委主任、副主任", "市委办公室")
    assert up("报：\n" + "\n".join(names)) == names
    assert up("报：" + "\n    ".join(names)) == names
    long = ("海川市精神文明建设委员会主任、副主任及各位委员", "省文明办")
    assert up("报：" + "\n".join([*long, long[0]])) == (*long, long[0])


def test_a_wrapped_name_is_one_recipient() -> None:
    name = "海川市精神文明建设委员会各成员单位党组（党委）书记"
    assert up(f"报：{name[:18]}\n{name[18:]}\n") == (name,)
    assert up(f"报：省委 ABC\nDEF 办公室，{name}\n") == ("省委 ABC DEF 办公室", name)
    assert up(f"报：\n省文明办，市委办\n公室，{name}\n") == ("省文明办", "市委办公室", name)


# Lines of units: above, under and below titles.


@pytest.mark.parametrize(
    "unit", ["市商务局", "河东街道", "云岭镇人民政府", "市政务服务中心", "市委组织部", "市第二中学", "高新区"]
)
def test_a_bare_unit_line_under_a_title_is_the_source(unit: str) -> None:
    body = f"市局办好便民早市\n{unit}\n{LONG}\n区局开好夜校\n区文化馆\n{LONG}\n"
    assert items(body) == [("市局办好便民早市", unit), ("区局开好夜校", "区文化馆")]


@pytest.mark.parametrize(
    "second",
    ["把书送到家门口的社区", "点亮群众的夜校", "让服务走进市图书馆", "办好一个个早市", "搭起连心桥的中心"],
)
def test_the_second_line_of_a_title_is_no_unit(second: str) -> None:
    assert items(f"市图书馆用心用情用力\n{second}\n{LONG}\n") == [(f"市图书馆用心用情用力{second}", "")]


@pytest.mark.parametrize(
    "line",
    ["供稿：市商务局　联系电话：5300881", "供稿：市商务局（联系人：李明，电话：5300881）",
     "供稿单位：市商务局\n联系人：李明　电话：5300881"],
)  # fmt: skip
def test_a_contributors_telephone_is_no_part_of_the_source(line: str) -> None:
    got = read_bulletin(f"{HEAD}市局办好便民早市\n{LONG}\n{line}\n责编：方一舟\n电话：5300617\n")
    assert [(i.title, i.source_unit, len(i.body)) for i in got.items] == [("市局办好便民早市", "市商务局", 1)]
    assert got.contacts.phone == "5300617"


def test_the_only_telephone_below_a_unit_is_that_of_the_bulletin() -> None:
    got = read_bulletin(f"{HEAD}市局办好便民早市\n{LONG}\n供稿：市商务局\n电话：5300617\n责编：方一舟\n")
    assert (got.items[0].source_unit, got.contacts.phone) == ("市商务局", "5300617")


@pytest.mark.parametrize(
    "line",
    ["传真：5300618 邮箱 hc@hc.example", "传真：5300618　hc@hc.example", "传真：5300618 Ｅ－ｍａｉｌ：hc@hc.example",
     "传真：5300618；电邮：hc@hc.example", "传真：5300618\nE—mail: hc@hc.example", "【传真】5300618【邮箱】hc@hc.example"],
)  # fmt: skip
def test_the_fax_does_not_swallow_the_email(line: str) -> None:
    got = read_bulletin(f"{HEAD}市局办好便民早市\n{LONG}\n责编：方一舟\n{line}\n报：省文明办\n").contacts
    assert (got.fax, got.email) == ("5300618", "hc@hc.example")


@pytest.mark.parametrize("number", ["第3—4期", "第3-4期合刊", "第3、4期（合刊）", "第三～四期"])
def test_a_double_issue_has_its_first_number(number: str) -> None:
    got = read_bulletin(f"海川简报\n2024年{number}（总第58—59期）\n海川市文明办\n2024年6月1日\n")
    assert (got.annual_no, got.cumulative_no, got.issuer) == (3, 58, "海川市文明办")


def test_the_organs_above_a_series_issue_it_where_nobody_else_does() -> None:
    got = read_bulletin("临江区委宣传部　临江区文明办\n创建快报\n第3期\n2024年6月1日\n")
    assert (got.name, got.issuer) == ("创建快报", "临江区委宣传部 临江区文明办")
    got = read_bulletin("海川市体育局\n体育工作简报\n第3期\n2024年6月1日\n")
    assert (got.name, got.issuer) == ("海川市体育局体育工作简报", "海川市体育局")


# Certain ends.

LIST = (
    "组建宣讲小分队5支，开展宣讲24场\n参加居民1300余人次，发放资料2000份\n慰问老党员86名，送去慰问品120份\n"
)


def test_a_certain_paragraph_end_is_never_joined() -> None:
    body = f"平安街道深入开展宣讲活动。街道组织宣讲小分队进社区，主要做法如下：\n{LIST}下一步，将继续推进。\n（平安街道）\n"
    (item,) = read_bulletin(HEAD + body, certain_ends=True).items
    assert (item.title, item.source_unit) == ("平安街道深入开展宣讲活动。", "平安街道")
    assert [p.text for p in item.body][1:4] == LIST.split()
    (item,) = read_bulletin(HEAD + body.replace("活动。", "活动\n", 1), certain_ends=True).items
    assert [p.text for p in item.body][1:4] == LIST.split()


def test_an_unfinished_sentence_stays_a_paragraph_where_ends_are_certain() -> None:
    part = "市局走访商户四百余户，收集意见五十七条，逐条登记、限时办理，群众满意，商户满意，各方都"
    (item,) = read_bulletin(f"{HEAD}市局办好早市\n{part}\n{part}\n{part}。\n", certain_ends=True).items
    assert [p.text for p in item.body] == [part, part, f"{part}。"]


def test_word_files_have_certain_ends_and_so_has_what_was_pasted_unless_it_was_wrapped() -> None:
    wrapped = f"市局开展活动\n{WRAPPED}{WRAPPED_ON}"
    assert has_certain_ends(wrapped, "docx")
    assert not has_certain_ends(wrapped, "pdf")
    assert not has_certain_ends(wrapped, "txt")
    assert not has_certain_ends(wrapped, "text")
    assert has_certain_ends(f"平安街道深入开展宣讲活动\n{LIST}", "text")
    assert has_certain_ends(f"平安街道深入开展宣讲活动\n{LONG}\n{LONG}\n{LONG}\n", "text")
    assert has_certain_ends("", "text")
    assert read_as(HEAD + LIST, "docx") == read_bulletin(HEAD + LIST, certain_ends=True)
    assert read_as(HEAD + LIST, "pdf") == read_bulletin(HEAD + LIST)


def test_the_only_note_may_stand_between_a_title_and_its_text() -> None:
    got = read_bulletin(f"{HEAD}市局把便民早市办到家门口\n（市局）\n编者按：\n现将做法刊发。\n{LONG}\n")
    assert [p.text for p in got.note] == ["现将做法刊发。"]
    assert [(i.title, i.source_unit, len(i.body)) for i in got.items] == [
        ("市局把便民早市办到家门口", "市局", 1)
    ]
    got = read_bulletin(
        f"{HEAD}市局把便民早市办到家门口\n编者按：现将做法刊发。\n请各地借鉴。\n{LONG}\n{LONG}\n"
    )
    assert [p.text for p in got.note] == ["现将做法刊发。", "请各地借鉴。"]
    two = f"市局把便民早市办到家门口\n按语：甲很好。\n{LONG}\n（市局）\n"
    two += f"区局把青年夜校开到社区里\n按语：乙很好。\n{LONG}\n（区局）\n"
    assert read_bulletin(HEAD + two).note == ()


def test_the_imprint_of_a_text_that_is_nothing_else() -> None:
    assert read_bulletin("责编：方一舟\n核稿：李明\n").checker == "李明"


def test_the_first_telephone_counts_and_an_empty_one_not_at_all() -> None:
    got = read_bulletin(f"{HEAD}市局办好早市\n{LONG}\n责编：方一舟\n电话：\n电话：5300617\n电话：5300618\n")
    assert got.contacts.phone == "5300617"


def test_the_author_is_a_source_where_it_is_a_unit_and_nothing_where_it_is_a_person() -> None:
    assert items(f"市局把便民早市办到家门口\n作者：市商务局办公室\n{LONG}\n") == [
        ("市局把便民早市办到家门口", "市商务局办公室")
    ]
    assert items(f"市局把便民早市办到家门口\n作者：李明\n{LONG}\n（市商务局）\n") == [
        ("市局把便民早市办到家门口", "市商务局")
    ]


def test_a_title_that_the_contents_name_is_no_unit() -> None:
    listed = "本期要目\n夜校开课\n大篷车去敬老院\n"
    body = f"{listed}夜校开课\n{LONG}\n（区局）\n大篷车去敬老院\n{LONG}\n（市科协）\n"
    assert items(body) == [("夜校开课", "区局"), ("大篷车去敬老院", "市科协")]
    body = f"本期要目\n大篷车去敬老院\n夜校开课\n大篷车去敬老院\n{LONG}\n（市科协）\n夜校开课\n{LONG}\n（区局）\n"
    assert items(body) == [("大篷车去敬老院", "市科协"), ("夜校开课", "区局")]
