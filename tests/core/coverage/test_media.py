"""What a text says of the media holds of the list of items, or is told what the list says."""

from __future__ import annotations

import pytest

from taizhang.core.coverage.media import (
    MediaMention,
    backs_many,
    episode_words,
    judge_media,
    media_claim,
    media_words,
)
from taizhang.core.figures import Outcome, TextFigure, read_figures

PAPER, RADIO, SITE = (
    MediaMention("海川日报", "mainstream"),
    MediaMention("海川广播电视台", "mainstream"),
    MediaMention("海川网", "new"),
)
OWN = MediaMention("文明海川", "own")


def figures(text: str) -> list[TextFigure]:
    return list(read_figures(text, certain_ends=True))


@pytest.mark.parametrize(
    ("text", "outlets", "kinds"),
    [
        ("活动被多家媒体报道。", True, "mainstream new"),
        ("活动被多家主流媒体报道。", True, "mainstream"),
        ("先后被5家省级以上媒体宣传。", True, "mainstream"),
        ("十余家新媒体同步推送。", True, "new"),
        ("吸引数十家新闻媒体关注。", True, "mainstream new"),
        ("3家电视台播出专题。", True, "mainstream new"),
        ("被《海川日报》等媒体报道20余次。", False, "mainstream new"),
        ("刊发稿件12篇。", False, "mainstream new"),
    ],
)
def test_what_is_counted(text: str, outlets: bool, kinds: str) -> None:
    claim = media_claim(text, figures(text)[0])
    assert claim is not None
    assert (claim.outlets, claim.kinds) == (outlets, frozenset(kinds.split()))


@pytest.mark.parametrize(
    "text",
    [
        "多家单位被媒体点名表扬。",
        "走访8次，被媒体报道。",
        "走访企业5家，媒体报道。",
        "宣讲覆盖率100%。",
        "撰写调研报告3篇。",
    ],
)
def test_what_is_not_said_of_the_media(text: str) -> None:
    assert [media_claim(text, each) for each in figures(text)] == [None] * len(figures(text))


@pytest.mark.parametrize(
    ("text", "listed", "outcome"),
    [
        ("被多家媒体报道。", [PAPER, RADIO, SITE], Outcome.CONSISTENT),
        ("被多家媒体报道。", [PAPER, PAPER, RADIO], Outcome.WARN_OVERSTATED),
        ("被多家媒体报道。", [PAPER, OWN, OWN], Outcome.CONTRADICT),
        ("被多家媒体报道。", [], Outcome.CONTRADICT),
        ("被多家主流媒体报道。", [PAPER, RADIO, SITE], Outcome.WARN_OVERSTATED),
        ("被3家媒体报道。", [PAPER, RADIO, SITE, SITE], Outcome.CONSISTENT),
        ("被5家媒体报道。", [PAPER, RADIO, SITE], Outcome.CONTRADICT),
        ("媒体报道4篇。", [PAPER, RADIO, SITE, SITE], Outcome.CONSISTENT),
        ("媒体报道4篇次。", [PAPER, OWN], Outcome.CONTRADICT),
    ],
)
def test_the_list_decides(text: str, listed: list[MediaMention], outcome: Outcome) -> None:
    [figure] = figures(text)
    claim = media_claim(text, figure)
    assert claim is not None
    verdict = judge_media(figure, claim, listed)
    assert verdict.outcome is outcome
    assert str(verdict.reason).endswith(str(media_words(listed)))


def test_the_list_in_words() -> None:
    assert str(media_words([])) == "媒体报道登记里没有相应的报道。"
    assert str(media_words([OWN])) == "媒体报道登记：只有自有平台1条。"
    assert str(media_words([PAPER, SITE, SITE, OWN])) == (
        "媒体报道登记：2家媒体3条（海川日报、海川网）。另有自有平台1条。"
    )
    four = [PAPER, RADIO, SITE, MediaMention("海川晚报", "mainstream")]
    assert str(media_words(four)) == "媒体报道登记：4家媒体4条（海川日报、海川广播电视台、海川网等）。"
    assert backs_many([PAPER, RADIO, SITE])
    assert not backs_many([PAPER, RADIO, OWN])


def test_episodes_in_words() -> None:
    assert episode_words([]) is None
    assert str(episode_words([4, 1, 2, 3, 6, 2])) == "第1—4、6期"
