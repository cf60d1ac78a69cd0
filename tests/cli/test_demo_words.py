"""The demo's words, without its year: articles in full length, each its own; reports that never read like a neighbour."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files
from itertools import pairwise
from string import Formatter

import pytest

from taizhang.core.calendar import Period
from taizhang.core.figures.indicator_values import IndicatorSpec, find_values
from taizhang.core.gongwen import for_setting, read_bulletin
from taizhang.demo.office import DRAFT, ISSUES
from taizhang.demo.year.data import YEAR, Story, stories
from taizhang.demo.year.months import LAST
from taizhang.demo.year.words import articles, narrative, next_steps, running_total
from taizhang.press import shared_press
from taizhang.press.pdfium import opened

MONTHS = range(2, LAST + 1)
INSIDE_QUOTES = re.compile(r"[“‘《][^”’》]*[“‘《]|““|””|‘|《《")


def printed() -> list[tuple[str, list[str]]]:
    """Headline and paragraphs of each article of the archive and of the draft."""
    found = []
    for stem in (*ISSUES, DRAFT):
        text = files("taizhang.demo").joinpath("texts", f"{stem}.txt").read_text("utf-8")
        found += [(item.title, [each.text for each in item.body]) for item in read_bulletin(text).items]
    return found


def sent_in() -> list[tuple[str, list[str]]]:
    return [(told.title, told.body.split("\n")) for told in articles()]


def test_every_article_is_as_long_as_articles_are() -> None:
    lengths = {title: len(title) + sum(map(len, body)) for title, body in printed() + sent_in()}
    assert {title: length for title, length in lengths.items() if not 600 <= length <= 1_500} == {}


def test_no_paragraph_and_no_sentence_stands_twice() -> None:
    paragraphs = [each for _, body in printed() + sent_in() for each in body]
    assert [each for each, times in Counter(paragraphs).items() if times > 1] == []
    sentences = [each for each in re.split("[。？！]", "".join(paragraphs)) if len(each) > 12]
    assert [each for each, times in Counter(sentences).items() if times > 1] == []


def test_titles_and_openings_differ() -> None:
    told = printed() + sent_in()
    assert len({title for title, _ in told}) == len(told)
    assert len({body[0][:4] for _, body in sent_in()}) == len(sent_in())


def test_no_quotation_stands_in_another() -> None:
    words = [title for title, _ in printed()] + [each.title for each in stories()]
    words += [each for title, body in sent_in() for each in (title, *body)]
    assert [each for each in words if INSIDE_QUOTES.search(each)] == []
    assert INSIDE_QUOTES.search("推进“‘无废细胞’共建”")
    assert INSIDE_QUOTES.search("《“无废细胞”共建》")
    assert not INSIDE_QUOTES.search("“开学第一课”和“新春第一课”")


def test_articles_ask_only_for_what_their_projects_count() -> None:
    by_serial = dict(enumerate(stories(), 1))
    for told in articles():
        gaps = {name for _, name, _, _ in Formatter().parse(told.body) if name}
        assert gaps <= {aim.name for aim in by_serial[told.serial].aims} | {"截至"}
        assert len(gaps) >= 2


def told_of(number: int, story: Story, month: int) -> tuple[str, str]:
    """The report and its outlook, as months.py puts them together."""
    figures = [
        running_total(aim.name, f"{120 + number}", aim.unit)
        for aim in story.aims
        if aim.basis == "cumulative"
    ]
    measure = story.measures[month % len(story.measures)]
    ahead = min((stone for stone in story.stones if stone[0].month > month), default=None)
    text = narrative(number, month, theme=story.theme, lead=story.lead, measure=measure, figures=figures)
    day = {"stone": ahead[1], "due": f"{ahead[0].month}月{ahead[0].day}日"} if ahead else {}
    return text, next_steps(number, month, **day)


def sentences_of(text: str) -> set[str]:
    """Its sentences without what differs by itself: figures, months and what is quoted."""
    return {
        re.sub(r"“[^”]*”|[\d.]+", "", each) for each in text.split("。") if not each.startswith("截至")
    } - {""}


def test_no_report_reads_like_the_one_before_or_beside_it() -> None:
    rows = [[told_of(number, story, month) for month in MONTHS] for number, story in enumerate(stories())]
    for row in rows:
        for before, after in pairwise(row):
            check_differs(before, after)
    for upper, lower in pairwise(rows):
        for above, below in zip(upper, lower, strict=True):
            check_differs(above, below)


def check_differs(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert one[0] != other[0]
    assert not sentences_of(one[0]) & sentences_of(other[0])
    assert not sentences_of(one[1]) & sentences_of(other[1])


def test_reports_are_written_in_many_ways() -> None:
    told = [told_of(number, story, month) for number, story in enumerate(stories()) for month in MONTHS]
    forms = set[str]().union(*(sentences_of(report) | sentences_of(outlook) for report, outlook in told))
    assert len(forms) >= 24
    assert not any("{" in report + outlook for report, outlook in told)


@pytest.mark.parametrize("month", MONTHS)
def test_the_figures_of_a_report_can_be_read(month: int) -> None:
    """Whoever asks for the values of a report's words gets those that were written, and nothing else."""
    for number, story in enumerate(stories()):
        text, _ = told_of(number, story, month)
        aims = [IndicatorSpec(each, aim.name, aim.unit, aim.basis) for each, aim in enumerate(story.aims)]
        found = find_values(text, aims, Period.parse(f"{YEAR}-{month:02d}"))
        read = {aim.name: [each.value for each in found[number]] for number, aim in enumerate(aims)}
        wanted = {aim.name: [120 + number] if aim.basis == "cumulative" else [] for aim in aims}
        assert read == wanted, text


def test_the_draft_fills_four_pages() -> None:
    """And the last has text above its imprint."""
    text = files("taizhang.demo").joinpath("texts", f"{DRAFT}.txt").read_text("utf-8")
    draft = read_bulletin(text)
    with opened(shared_press().typeset(for_setting(draft)).pdf) as document:
        assert len(document) == 4
        words = "".join(document[3].get_textpage().get_text_bounded().split())
    assert draft.items[-1].body[-1].text[-40:] in words
