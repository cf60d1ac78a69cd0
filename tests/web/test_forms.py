from __future__ import annotations

from datetime import date

import pytest

from taizhang.core.gongwen.model import Bulletin, Contacts, IssueKind, Item, Paragraph, Recipients
from taizhang.web.reading.forms import (
    BulletinForm,
    DraftForm,
    ItemFormSet,
    bulletin_of,
    initial_items,
    initial_of,
)

ISSUE = Bulletin(
    name="海川文明简报",
    kind=IssueKind.SUPPLEMENT,
    year=2024,
    annual_no=6,
    cumulative_no=318,
    issuer="海川市文明办",
    date=date(2024, 6, 18),
    columns=("聚力共建",),
    note=(Paragraph("按语一段。", 3, 8),),
    items=(
        Item(
            "市教委推进书香校园",
            (Paragraph("开展8场。", 20, 25), Paragraph("另一段。", 25, 29)),
            "市教委",
            True,
            "聚力共建",
        ),
        Item("第二篇", (), "", False),
    ),
    editor="张三",
    checker="李四",
    signer="王五",
    contacts=Contacts("010-1", "010-2", "a@b.cn"),
    recipients=Recipients(("市委办",), ("市直各单位", "各区"), ("各街道",)),
    copies=200,
)


def posted(bulletin: Bulletin) -> dict[str, str]:
    """What a browser sends back when nothing was changed."""
    data = {key: "" if value is None else str(value) for key, value in initial_of(bulletin).items()}
    rows = initial_items(bulletin)
    data |= {"items-TOTAL_FORMS": str(len(rows)), "items-INITIAL_FORMS": str(len(rows))}
    for number, row in enumerate(rows):
        for key, value in row.items():
            if value is not False:
                data[f"items-{number}-{key}"] = "on" if value is True else str(value)
    return data


def test_a_form_sent_back_unchanged_gives_the_same_bulletin() -> None:
    data = posted(ISSUE)
    form, items = BulletinForm(data), ItemFormSet(data, prefix="items")
    assert form.is_valid(), form.errors
    assert items.is_valid(), items.errors
    assert bulletin_of(form.cleaned_data, [row.cleaned_data for row in items], ISSUE) == ISSUE


def test_a_changed_paragraph_loses_its_place_and_the_others_keep_theirs() -> None:
    data = posted(ISSUE) | {"items-0-body": "开展9场。\n另一段。"}
    form, items = BulletinForm(data), ItemFormSet(data, prefix="items")
    assert form.is_valid()
    assert items.is_valid()
    changed = bulletin_of(form.cleaned_data, [row.cleaned_data for row in items], ISSUE)
    assert changed.items[0].body == (Paragraph("开展9场。"), Paragraph("另一段。", 25, 29))


@pytest.mark.parametrize(
    ("field", "value"),
    [("annual_no", "0"), ("annual_no", "十"), ("date", "2024-13-01"), ("kind", "odd"), ("name", "长" * 201)],
)
def test_what_cannot_be_is_an_error_at_its_field(field: str, value: str) -> None:
    form = BulletinForm(posted(ISSUE) | {field: value})
    assert not form.is_valid()
    assert set(form.errors) == {field}


def test_an_empty_draft_is_asked_for() -> None:
    form = DraftForm({"text": "  \n "})
    assert not form.is_valid()
    assert list(form.errors) == ["text"]


def test_a_pasted_text_keeps_its_white_space() -> None:
    form = DraftForm({"text": "\n简报\n "})
    assert form.is_valid()
    assert form.cleaned_data["text"] == "\n简报\n "
