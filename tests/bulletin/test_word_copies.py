"""A Word file of an issue comes back, edited in Word or WPS: what is raised, where, and what stays as it was."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from docx.document import Document as DocumentType

from taizhang.bulletin.actions import citations, issues, remarks
from taizhang.bulletin.actions.articles import keep_article
from taizhang.bulletin.actions.word_copies import TakenBack, UnknownFile, take_back
from taizhang.bulletin.models import Answer, Article, Citation, Issue, Remark
from taizhang.bulletin.queries.composing import as_printed
from taizhang.bulletin.queries.pictures import drawn_anew
from taizhang.bulletin.queries.word_copies import sent_now
from taizhang.bulletin.typesetting.rendering import template_for
from taizhang.core.figures import read_figures
from taizhang.core.gongwen import for_setting
from taizhang.core.lifecycle.workflow import Refused
from taizhang.intake import read_copy
from taizhang.office.models import Event
from taizhang.press import write_docx
from tests import word_files as wf
from tests.bulletin.cast import Cast, issue_in, submission_in

FIRST = (
    "会同街道社区逐户走访4216户,安装智能呼叫设备780台。一是健全台账，做到一户一档。\n"
    "全年开展义诊8场，服务500多名老人。\n\n"
    "表1 各街道情况\n| 街道 | 活动 | << |\n| ^^ | 场次 | 人次 |\n| --- | --- | --- |\n| 东河街道 | 8 | 520 |\n"
    "| 西山街道 | 12 | 730 |\n"
    "　　下一步，将扩大覆盖面。"
)
SECOND = "一、主要做法\n全市214所中小学开展共读活动，参与家庭6.3万户。\n二、下步打算\n编印“书单”1册，送到每个班级。"
SECOND_TITLE = "市教育局把阅读课搬进家庭"
Edit = Callable[[DocumentType], None]


@pytest.fixture
def issue(cast: Cast) -> Issue:
    """Two articles: the first with its headline run in, a table and its unit; the second under a headline."""
    made = issue_in(cast, articles=0)
    issues.adopt(submission=submission_in(cast, body=FIRST), by=cast.editor, at=cast.at)
    issues.add_article(issue=made, title=SECOND_TITLE, body=SECOND, by=cast.editor, at=cast.at)
    return made


def articles_of(issue: Issue) -> list[Article]:
    return list(Article.objects.filter(issue=issue).select_related("issue").order_by("position"))


def sent(issue: Issue) -> bytes:
    names = [sent_now(article).name for article in articles_of(issue)]
    return write_docx(for_setting(as_printed(issue)), template_for(issue), origin=names)


def edited(data: bytes, *edits: Edit) -> bytes:
    document = wf.opened(data)
    for each in edits:
        each(document)
    return wf.saved(document)


def back(cast: Cast, issue: Issue, data: bytes, *, similar: bool = False) -> TakenBack:
    copy = read_copy(data)
    text, pictures, _notes = drawn_anew(copy)
    given = {"identity": copy.identity, "text": text, "pictures": pictures, "similar": similar}
    return take_back(issue=issue, **given, by=cast.editor, at=cast.at)  # type: ignore[arg-type]


def accept_all(cast: Cast, issue: Issue) -> str:
    """The texts of the issue with all suggestions accepted."""
    for article in articles_of(issue):
        if article.remarks.filter(kind="suggestion", state="open").exists():
            remarks.accept_all(of=article, by=cast.editor, at=cast.at)
    return text_of(issue)


def text_of(issue: Issue) -> str:
    return "\n".join(article.text for article in articles_of(issue))


def put(old: str, new: str) -> Edit:
    return lambda document: wf.replace(document, old, new)


def tracked(old: str, new: str, author: str = "张三") -> Edit:
    return lambda document: wf.track(document, old, new, author)


def said(words: str, comment: str, author: str = "李四") -> Edit:
    return lambda document: wf.comment(document, words, comment, author)


# What is done to the file, and what of the text is other words once all of it is accepted.
EDITS: dict[str, tuple[list[Edit], list[tuple[str, str]]]] = {
    "nothing": ([], []),
    "a number": ([put("4216户", "4316户")], [("4216户", "4316户")]),
    "words put in": ([put("逐户走访", "逐户上门走访")], [("逐户走访", "逐户上门走访")]),
    "words taken out": ([put("智能呼叫", "呼叫")], [("智能呼叫", "呼叫")]),
    "two places of a sentence": (
        [put("会同街道", "联合街道"), put("780台", "790台")], [("会同街道", "联合街道"), ("780台", "790台")],
    ),
    "quotes": ([put("“书单”", "《书单》")], [("“书单”", "《书单》")]),
    "the headline": ([put("独居老人", "高龄独居老人")], [("独居老人。", "高龄独居老人。")]),
    "the second headline": ([put("搬进家庭", "搬进千家万户")], [("搬进家庭", "搬进千家万户")]),
    "a paragraph put in": (
        [lambda d: wf.insert_after(d, "全年开展义诊", "新建驿站3个。")],
        [("500多名老人。\n", "500多名老人。\n\n新建驿站3个。")],
    ),
    "a paragraph at the end": (
        [lambda d: wf.insert_after(d, "编印", "同时办好读书会。")],
        [("送到每个班级。", "送到每个班级。\n同时办好读书会。")],
    ),
    "a paragraph below the headline": (
        [lambda d: wf.insert_after(d, "把阅读课", "今年以来，市教育局抓共读。")],
        [("一、主要做法", "今年以来，市教育局抓共读。\n一、主要做法")],
    ),
    "a paragraph taken out": ([lambda d: wf.remove(d, "二、下步打算")], [("二、下步打算\n", "")]),
    "the last paragraph taken out": ([lambda d: wf.remove(d, "编印")], [("\n编印“书单”1册，送到每个班级。", "")]),
    "a paragraph moved": (
        [lambda d: wf.move(d, "编印", "一、主要做法")],
        [("\n编印“书单”1册，送到每个班级。", ""), ("一、主要做法\n", "一、主要做法\n编印“书单”1册，送到每个班级。\n")],
    ),
    "a cell": ([put("520", "530")], [("520", "530")]),
    "a cell of words": ([put("东河街道", "东河街道（含新村）")], [("东河街道", "东河街道（含新村）")]),
    "tracked: replaced": ([tracked("780台", "800台")], [("780台", "800台")]),
    "tracked: put in": ([tracked("^逐户走访", "独居老人")], [("逐户走访", "逐户走访独居老人")]),
    "tracked: taken out": ([tracked("逐户", "")], [("逐户走访", "走访")]),
    "tracked: a paragraph": (
        [lambda d: wf.track_paragraph(d, "一、主要做法", "坚持共建共享。", "王五")],
        [("一、主要做法", "一、主要做法\n坚持共建共享。")],
    ),
    "tracked: a paragraph struck": (
        [lambda d: wf.strike_paragraph(d, "二、下步打算", "王五")], [("二、下步打算\n", "")],
    ),
    "tracked: in a cell": ([tracked("730", "740")], [("730", "740")]),
    "tracked and not": (
        [put("义诊8场", "义诊9场"), tracked("500多名", "600多名")], [("义诊8场", "义诊9场"), ("500多名", "600多名")],
    ),
    "two authors": (
        [tracked("一户一档", "一户一策"), tracked("6.3万户", "6.4万户", "赵六")],
        [("一户一档", "一户一策"), ("6.3万户", "6.4万户")],
    ),
    "all at once": (
        [
            put("4216户", "4316户"), tracked("780台", "800台"), put("520", "530"),
            lambda d: wf.insert_after(d, "编印", "同时办好读书会。"), said("扩大覆盖面", "到什么程度？"),
        ],
        [("4216户", "4316户"), ("780台", "800台"), ("520", "530"), ("送到每个班级。", "送到每个班级。\n同时办好读书会。")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("program", [wf.as_word, wf.as_wps])
@pytest.mark.parametrize("name", EDITS)
def test_what_was_done_in_the_file_is_suggested_and_accepted_at_once(
    cast: Cast, issue: Issue, name: str, program: Callable[[bytes], bytes]
) -> None:
    before = text_of(issue)
    edits, changed = EDITS[name]
    done = back(cast, issue, program(edited(sent(issue), *edits)))
    assert text_of(issue) == before  # nothing is overwritten
    assert (done.conflicts, done.known) == (0, 0)
    wanted = before
    for old, new in changed:
        assert old in wanted
        wanted = wanted.replace(old, new, 1)
    assert lines(accept_all(cast, issue)) == lines(wanted)
    assert bool(done.changes) is bool(changed)


def lines(text: str) -> list[str]:
    return [each.strip() for each in text.split("\n") if each.strip()]


def test_the_author_of_a_change_and_a_comment_is_told(cast: Cast, issue: Issue) -> None:
    data = edited(sent(issue), tracked("780台", "800台"), said("逐户走访", "写明时间"))
    done = back(cast, issue, wf.as_word(data))
    rows = {row.kind: row for row in Remark.objects.filter(article__issue=issue)}
    suggested, remark = rows["suggestion"], rows["remark"]
    assert (suggested.author, suggested.quote, suggested.replacement) == ("张三", "780台", "800台")
    assert (remark.author, remark.quote, remark.words) == ("李四", "逐户走访", "写明时间")
    assert suggested.by == cast.editor
    assert (done.changes, done.remarks, done.first) == (1, 1, articles_of(issue)[0])
    assert Event.objects.get(verb="take_back_word").detail == {"changes": 1, "remarks": 1, "conflicts": 0}


def test_the_same_file_twice_says_nothing_twice(cast: Cast, issue: Issue) -> None:
    data = edited(
        sent(issue), tracked("780台", "800台"), put("4216户", "4316户"), said("逐户走访", "写明时间")
    )
    assert back(cast, issue, data).changes == 2
    again = back(cast, issue, data)
    assert (again.changes, again.remarks, again.known) == (0, 0, 3)
    accept_all(cast, issue)
    later = back(cast, issue, data)
    assert (later.changes, later.remarks, later.known) == (0, 0, 3)


def test_links_of_figures_stay_where_the_words_do(cast: Cast, issue: Issue) -> None:
    article = articles_of(issue)[0]
    for figure in read_figures(article.text):
        citations.answer_figure(
            article=article,
            version=article.version,
            span=figure.span,
            answer=Answer.VERIFIED,
            reason="已问过单位",
            by=cast.editor,
            at=cast.at,
        )
    count = Citation.objects.filter(article=article).count()
    assert count > 5
    data = edited(
        sent(issue),
        put("会同街道", "联合街道"),
        put("安装", "新装"),
        lambda d: wf.move(d, "全年开展义诊", "下一步"),
    )
    back(cast, issue, wf.as_wps(data))
    accept_all(cast, issue)
    assert Citation.objects.filter(article=article).count() == count


def write(cast: Cast, article: Article, old: str, new: str) -> None:
    fresh = Article.objects.get(pk=article.pk)
    body = fresh.body.replace(old, new)
    keep_article(
        article=fresh, version=fresh.version, title=fresh.title, body=body, by=cast.editor, at=cast.at
    )


def test_what_was_written_here_meanwhile_stays(cast: Cast, issue: Issue) -> None:
    data = edited(sent(issue), put("义诊8场", "义诊9场"))
    write(cast, articles_of(issue)[0], "下一步，", "接下来，")
    assert back(cast, issue, data).conflicts == 0
    text = accept_all(cast, issue)
    assert "义诊9场" in text
    assert "接下来，" in text


def test_words_that_both_changed_are_a_conflict_for_a_person(cast: Cast, issue: Issue) -> None:
    data = edited(sent(issue), put("780台", "790台"), put("义诊8场", "义诊9场"))
    write(cast, articles_of(issue)[0], "780台", "800台")
    done = back(cast, issue, data)
    assert (done.changes, done.conflicts) == (2, 1)
    text = accept_all(cast, issue)
    assert "800台" in text
    assert "义诊9场" in text
    (left,) = Remark.objects.filter(article__issue=issue, state="open")
    assert left.replacement == "790台"
    assert "导出之后" in left.words


@pytest.mark.parametrize(
    ("here", "there"),
    [("安装智能", "拆除智能"), ("会同街道", "未会同街道"), ("安装智能呼叫设备", "安装智能手环")],
)
def test_a_change_in_a_sentence_that_was_rewritten_here_waits_for_a_person(
    cast: Cast, issue: Issue, here: str, there: str
) -> None:
    """The words of the change still stand; what they would now say is another matter."""
    data = edited(sent(issue), put("780台", "790台"), put("义诊8场", "义诊9场"))
    write(cast, articles_of(issue)[0], here, there)
    assert back(cast, issue, data).conflicts == 1
    text = accept_all(cast, issue)
    assert "780台" in text
    assert there in text
    assert "义诊9场" in text
    (left,) = Remark.objects.filter(article__issue=issue, state="open")
    assert (left.replacement, left.sentence_changed) == ("790台", True)
    assert "导出之后这一句在这里也改过" in left.words
    remarks.accept_suggestion(remark=left, by=cast.editor, at=cast.at)
    assert "790台" in text_of(issue)


def test_a_sentence_that_is_edited_after_the_file_came_back_waits_too(cast: Cast, issue: Issue) -> None:
    data = edited(sent(issue), put("780台", "790台"), put("义诊8场", "义诊9场"))
    assert back(cast, issue, data).conflicts == 0
    write(cast, articles_of(issue)[0], "安装智能", "拆除智能")
    text = accept_all(cast, issue)
    assert "拆除智能呼叫设备780台" in text
    assert "义诊9场" in text


def test_a_change_made_on_both_sides_alike_is_known(cast: Cast, issue: Issue) -> None:
    data = edited(sent(issue), put("780台", "790台"))
    write(cast, articles_of(issue)[0], "780台", "790台")
    done = back(cast, issue, data)
    assert (done.changes, done.known) == (0, 1)


def test_a_file_of_another_issue_is_refused(cast: Cast, issue: Issue) -> None:
    data = sent(issue)
    other = issue_in(cast, articles=1)
    with pytest.raises(Refused, match="另一期"):
        back(cast, other, data)


def test_a_file_without_marks_is_taken_by_its_words_when_asked(cast: Cast, issue: Issue) -> None:
    data = wf.without_marks(edited(sent(issue), put("780台", "790台"), put("搬进家庭", "搬进千家")))
    with pytest.raises(UnknownFile, match="认不出"):
        back(cast, issue, data)
    assert back(cast, issue, data, similar=True).changes == 2
    assert "790台" in accept_all(cast, issue)
    empty = wf.opened(wf.without_marks(sent(issue)))
    for paragraph in list(empty.paragraphs):
        paragraph._p.getparent().remove(paragraph._p)
    empty.add_paragraph("完全无关的一份材料。")
    with pytest.raises(Refused, match="相近的标题"):
        back(cast, issue, wf.saved(empty), similar=True)


def test_an_article_or_unit_that_was_deleted_in_the_file_is_told(cast: Cast, issue: Issue) -> None:
    def drop(document: DocumentType) -> None:
        gone = False
        for each in list(document.element.body):
            words = wf._text(each)
            gone = gone or SECOND_TITLE in words
            if (gone and each.tag.endswith("}p")) or words == "（市民政局）":
                each.getparent().remove(each)

    done = back(cast, issue, edited(sent(issue), drop))
    told = {row.article.title: row.words for row in Remark.objects.filter(kind="remark") if row.article}
    assert done.remarks == 2
    assert "没有这一篇" in told[SECOND_TITLE]
    assert "供稿单位" in told["市民政局暖冬行动走访独居老人。"]


def test_an_article_that_left_the_issue_is_named(cast: Cast, issue: Issue) -> None:
    data = sent(issue)
    issues.remove_article(article=articles_of(issue)[1], by=cast.editor, at=cast.at)
    assert back(cast, issue, data).left == [SECOND_TITLE]


def test_who_may_not_remark_may_not_take_back(cast: Cast, issue: Issue) -> None:
    copy = read_copy(sent(issue))
    with pytest.raises(Refused):
        take_back(
            issue=issue, identity=copy.identity, text=copy.text, pictures={}, by=cast.liaison, at=cast.at
        )
