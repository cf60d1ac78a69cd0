"""Questions to the writer: raised where DOMAIN says, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from taizhang.core.figures import read_figures
from taizhang.core.gongwen import WriterQuestion, raise_questions, read_bulletin

SHARED = Path(__file__).resolve().parents[4] / "shared" / "eval"
FRAME = "海川简报\n第1期\n海川市文明办 2024年6月1日\n\n市城管局开展服务活动\n{}\n（市城管局）\n"


def ask(text: str) -> list[WriterQuestion]:
    return raise_questions(text, read_bulletin(text), read_figures(text))


def kinds(body: str) -> list[str]:
    return [q.kind.value for q in ask(FRAME.format(body))]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("该局服务实现全覆盖，群众满意。", ["coverage"]),
        ("该局实现26家单位全覆盖，群众满意。", []),
        ("该局服务覆盖率达100%，实现全覆盖。", []),
        ("该局力争明年实现全覆盖，群众期待。", []),
        ("队员走访26家单位。服务实现全覆盖，群众满意。", ["coverage"]),
        ("该局深入11个小区，开展宣讲8场，受到欢迎。", ["sessions"]),
        ("该局深入11个小区，开展宣讲18场，受到欢迎。", []),
        ("该局深入11个小区；开展宣讲8场，受到欢迎。", []),
        ("该局建成11个小区，开展宣讲8场，受到欢迎。", []),
        ("在11个小区开展宣讲，又在9个小区送书，受到欢迎。", []),
        ("在11个小区开展宣讲，在9个直管小区送书，受到欢迎。", ["scope"]),
        ("在11个小区开展宣讲，在11个小区送书，受到欢迎。", []),
        ("在26个社区开展宣讲，其中9个社区设点，受到欢迎。", []),
        ("共300名居民参加活动，6月服务2000人次，受到欢迎。", ["people"]),
        ("招募志愿者300名，6月服务2000人次，受到欢迎。", []),
        ("该局举办多场报告会，多家媒体报道。", ["vague", "vague"]),
        ("多年来该局坚持服务群众。", []),
        ("该局累计服务群众3万人次，受到欢迎。", ["as_of"]),
        ("截至6月底，该局累计服务群众3万人次，受到欢迎。", []),
        ("采取“集中十座谈”相结合的方式宣讲。", ["misread"]),
        ("采取“线上十线下”模式宣讲。", ["misread"]),
        ("落实“党建十条措施”机制。", []),
        ("清理垃圾1O0吨，受到欢迎。", ["misread"]),
        ("服务1 100余人，受到欢迎。", ["misread"]),
        ("服务 1100 余人，受到欢迎。", []),
        ("该局服务群众,做法很好，受到欢迎。", ["punctuation"]),
        (f"做法（试点）：很好！\n![图1 现场｜｜揭牌](picture:{'abcdefgh' * 3})\n受到欢迎。", []),
        (f"做法(试点)很好（好）。\n![图1 现场｜｜揭牌](picture:{'abcdefgh' * 3})", ["punctuation"]),
        ("该局服务群众,做法很好,受到欢迎。", []),
    ],
)
def test_a_question_is_raised_where_there_is_one(body: str, expected: list[str]) -> None:
    assert kinds(body) == expected


def test_the_sentence_asks_and_names_the_words() -> None:
    first = ask(FRAME.format("该局服务实现全覆盖，群众满意。"))[0]
    assert str(first.sentence) == "文中称“全覆盖”，但未见总数。共应覆盖多少个单位（或人员），已覆盖多少？"
    assert first.span.of(FRAME.format("该局服务实现全覆盖，群众满意。")) == "全覆盖"


@pytest.mark.skipif(not SHARED.exists(), reason="the sample is not here")
def test_the_sample_raises_all_its_questions_and_no_other() -> None:
    text = (SHARED / "seed" / "SEED.txt").read_text(encoding="utf-8")
    asked = {(q.kind.value, "".join(q.span.of(text).split()), len(q.also)) for q in ask(text)}
    assert {(k, w) for k, w, _ in asked} == {
        ("coverage", "全覆盖"),
        ("sessions", "8场"),
        ("scope", "9个"),
        ("people", "4万余人次"),
        ("vague", "多场"),
        ("vague", "多家"),
        ("as_of", "30万余斤"),
        ("punctuation", "，"),
        ("misread", "集中十座谈"),
    }
    assert ("coverage", "全覆盖", 1) in asked


@pytest.mark.skipif(not SHARED.exists(), reason="the samples are not here")
def test_the_plain_samples_raise_next_to_nothing() -> None:
    for name, expected in (("S01", []), ("S02", ["as_of"])):
        text = (SHARED / "structure" / f"{name}.txt").read_text(encoding="utf-8")
        assert [q.kind.value for q in ask(text)] == expected
