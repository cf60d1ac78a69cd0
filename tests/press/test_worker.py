"""The worker's answers, without its process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import typst

from taizhang.core.gongwen.model import Bulletin
from taizhang.press import DEFAULT_TEMPLATE
from taizhang.press.typeset import worker
from taizhang.press.typeset.bounds import bounded

from .samples import bulletin
from .test_fonts import fangsong

__all__ = ["fangsong"]


@pytest.fixture(scope="module")
def setters() -> dict[str | None, worker.Setter]:
    return {}


def request(b: Bulletin, **changes: Any) -> dict[str, Any]:
    return {"bulletin": bounded(b), "template": DEFAULT_TEMPLATE.to_json(), "fonts": None} | changes


def test_a_good_bulletin_becomes_a_pdf(setters: dict[str | None, worker.Setter]) -> None:
    head, pdf = worker.answer(request(bulletin(1)), setters)
    assert pdf.startswith(b"%PDF-")
    assert head["warnings"] == []
    assert {n["values"]["role"] for n in head["notes"]} == {"仿宋", "小标宋"}


def test_an_undated_bulletin_is_set_too(setters: dict[str | None, worker.Setter]) -> None:
    assert (
        worker.answer(request(bulletin(1, date=None)), setters)[1]
        == worker.answer(request(bulletin(1, date=None)), setters)[1]
    )


def test_a_page_is_drawn_instead_of_the_file(setters: dict[str | None, worker.Setter]) -> None:
    asked = {"draw": {"near": "", "page": 2, "scale": 0.3}}
    head, png = worker.answer(request(bulletin(3), **asked), setters)
    assert png.startswith(b"\x89PNG")
    assert head == {"page": 2}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"template": {"colour": "red"}}, "报头颜色"),
        ({"bulletin": bounded(bulletin(issuer="\ue000"))}, "不能付印"),
    ],
)
def test_a_refusal_is_an_answer(
    setters: dict[str | None, worker.Setter], wrong: dict[str, Any], said: str
) -> None:
    head, pdf = worker.answer(request(bulletin(1), **wrong), setters)
    assert said in head["error"]["pattern"]
    assert pdf == b""
    if said == "不能付印":
        assert head["error"]["values"]["chars"] == "\ue000（U+E000）"


def test_fonts_of_a_folder_are_used_and_what_they_lack_is_named(
    setters: dict[str | None, worker.Setter], fangsong: Path
) -> None:
    head, _ = worker.answer(request(bulletin(1), fonts=str(fangsong)), setters)
    lent = [n for n in head["notes"] if "chars" in n["values"]]
    assert lent[0]["values"]["family"] == "FangSong"
    assert lent[0]["values"]["lender"] == "Noto Serif SC"
    assert len(lent[0]["values"]["chars"]) == 20


def test_a_failing_compiler_is_a_sentence(
    setters: dict[str | None, worker.Setter], monkeypatch: pytest.MonkeyPatch
) -> None:
    worker.answer(request(bulletin(1)), setters)

    class Failing:
        def compile_with_warnings(self, **_: object) -> None:
            error = typst.TypstError("no")
            error.message = "no"  # type: ignore[misc]
            raise error

    setter = setters[None]
    monkeypatch.setattr(setter, "compiler", Failing())
    head, _ = worker.answer(request(bulletin(1)), setters)
    assert "排版未能完成" in head["error"]["pattern"]
