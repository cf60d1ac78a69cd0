"""Reading whole bulletins: invented layouts, the published samples, arbitrary text, time."""

from __future__ import annotations

import json
import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.core.gongwen import Bulletin, bulletin_to_json, read_bulletin
from taizhang.core.gongwen.reading import MOST_LINES
from tests.core.gongwen.rendering import drawn_bulletins, rendered

HERE = Path(__file__).parent
SHARED = HERE.parents[3] / "shared" / "eval"
LAYOUTS = sorted((HERE / "layouts").glob("*.txt"))
SAMPLES = sorted(SHARED.glob("s*/S*.txt"))


def squeezed(value: object) -> str:
    if isinstance(value, list):
        value = "".join(value)
    return "".join(unicodedata.normalize("NFKC", str(value or "")).split()).rstrip("。")


def fields(plain: dict[str, Any]) -> dict[str, Any]:
    """What the published scorer compares, in one shape for its two sets of keys."""
    people, contacts = plain.get("people") or {}, plain.get("contacts") or {}
    ranks = plain.get("recipients") or {}
    spread = plain.get("distribution") or {}
    return {
        "name": plain.get("name") or plain.get("masthead"),
        "annual_no": plain.get("annual_no", plain.get("issue")),
        "cumulative_no": plain.get("cumulative_no", plain.get("total")),
        "issuer": plain["issuer"],
        "date": plain["date"],
        "column": plain.get("column") or [],
        "editor": plain.get("editor") or people.get("责编"),
        "checker": plain.get("checker") or people.get("核稿"),
        "contacts": {
            key: contacts.get(key) or contacts.get(word) or contacts.get("联系" + word)
            for key, word in (("phone", "电话"), ("fax", "传真"), ("email", "邮箱"))
        },
        "recipients": [
            [squeezed(r) for r in ranks.get(k) or spread.get(w) or []]
            for k, w in (("up", "报"), ("peer", "送"), ("down", "发"))
        ],
        "items": [
            (squeezed(i["title"]), squeezed(i.get("source_unit") or i.get("source"))) for i in plain["items"]
        ],
    }


@pytest.mark.parametrize("path", [*LAYOUTS, *SAMPLES], ids=lambda p: p.stem)
def test_layouts_give_their_fields(path: Path) -> None:
    gold_path = path.with_suffix(".json")
    if not gold_path.exists():
        gold_path = path.with_suffix(".structure.json")
    gold = json.loads(gold_path.read_text(encoding="utf-8"))
    text, certain = path.read_text(encoding="utf-8"), gold.get("certain_ends", False)
    got = bulletin_to_json(read_bulletin(text, certain_ends=certain))
    assert fields(got) == fields(gold)
    note = squeezed(gold.get("editor_note"))
    head, _, tail = note.partition("...")
    assert squeezed(got["editor_note"]).startswith(head)
    assert squeezed(got["editor_note"]).endswith(tail)
    for item, wanted in zip(got["items"], gold["items"], strict=True):
        if "body" in wanted:
            assert squeezed(item["body"]) == squeezed(wanted["body"])


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda p: p.stem)
def test_spans_delimit_the_source_of_each_paragraph(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    bulletin = read_bulletin(text)
    for paragraph in [*bulletin.note, *(p for item in bulletin.items for p in item.body)]:
        source = text[paragraph.start : paragraph.end]
        assert source[0] == paragraph.text[0]
        assert source[-1] == paragraph.text[-1]
        assert len(squeezed(source)) >= len(squeezed(paragraph.text))
    for item in bulletin.items:
        assert squeezed(text[item.start : item.end]).find(squeezed(item.title)[:6]) >= 0


@settings(max_examples=150)
@given(drawn_bulletins(), st.data())
def test_any_layout_gives_the_fields_back(bulletin: Bulletin, data: st.DataObject) -> None:
    text = data.draw(rendered(bulletin))
    got, wanted = bulletin_to_json(read_bulletin(text)), bulletin_to_json(bulletin)
    assert fields(got) == fields(wanted)
    assert squeezed(got["editor_note"]) == squeezed(wanted["editor_note"])
    assert [squeezed(i["body"]) for i in got["items"]] == [squeezed(i["body"]) for i in wanted["items"]]


@settings(max_examples=200)
@given(
    st.text(
        alphabet=st.sampled_from(
            "海川简报第期1一二、。，（）()【】：: \n\f\t　报送发责编核稿按－-总增刊年月日《“”·●2024办局"
        )
    )
)
def test_reading_never_raises(text: str) -> None:
    bulletin = read_bulletin(text)
    assert json.dumps(bulletin_to_json(bulletin))


@settings(max_examples=100)
@given(st.text())
def test_reading_never_raises_on_any_characters(text: str) -> None:
    assert isinstance(read_bulletin(text), Bulletin)


HOSTILE = {
    "one line": "海" * 1_000_000,
    "brackets": "（" * 1_000_000,
    "closed brackets": "（）" * 500_000,
    "spaces": "海 " * 500_000,
    "blanks": " " * 1_000_000 + "海",
    "line ends": "\n" * 1_000_000,
    "pages": "\f- 1 -\n" * 140_000,
    "marks": "一、海\n" * 250_000,
    "labels": "报：海，" * 250_000,
    "label lines": "报：海\n" * 250_000,
    "digits": "1" * 1_000_000,
    "numbered": "第1期" * 330_000,
    "columns": "【海】\n" * 250_000,
    "headlines": "市局办好便民早市暖人心\n" * 20_000,
    "headlines and a list": ("市局办好便民早市暖人心\n" * 9 + "市局走访商户。\n（市局）\n") * 2_000,
    "sources": "海川。\n（市局）\n" * 100_000,
    "stops": "。" * 1_000_000,
    "quotes": "“" * 1_000_000,
    "tens": "十" * 1_000_000,
}


def test_lines_beyond_the_twenty_thousandth_are_left_unread() -> None:
    """Nine hundred pages are no bulletin: what follows can't make the reading longer or say anything."""
    body = "海川市扎实推进重点项目。\n" * MOST_LINES
    assert read_bulletin(body + "责编：林知秋\n") == read_bulletin(body)


@pytest.mark.no_cover  # counted lines take time, too
@pytest.mark.parametrize("name", HOSTILE)
def test_a_fourfold_text_takes_no_more_than_linear_work(name: str) -> None:
    """Quadratic work would be sixteenfold; the bound leaves room for a busy machine, the best of three counts."""
    whole = HOSTILE[name][:200_000]
    part = whole[: len(whole) // 4]
    bound = 9 * min(cpu_seconds(part) for _ in range(3)) + 0.05
    assert any(cpu_seconds(whole) < bound for _ in range(3))  # the best is below it as soon as one is


def cpu_seconds(text: str) -> float:
    before = time.process_time()
    read_bulletin(text)
    return time.process_time() - before
