"""The pages of founding and of the administrators with whatever somebody pastes into them: small, and nothing is lost."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from taizhang.bulletin.models import Series
from taizhang.core.text.folding import as_drawn
from taizhang.ledger.models import Ledger
from taizhang.ledger.queries.incoming.kept import kept_books
from taizhang.office import actions
from taizhang.office.actions import founding
from taizhang.office.models import Office, Post, Unit
from taizhang.office.roles import Role

from ..conftest import PersonWith
from .test_bounded import MOST_BYTES

pytestmark = [pytest.mark.one_engine, pytest.mark.no_cover]  # pages that their neighbours cover

HOSTILE = {
    "long": "字" * 20_000,
    "controls": "海川\x01局\x1b[31m",
    "script": "<script>alert(1)</script>'\"&",
    "rtl": "\u202e局政民市\u2066海川\u202c",
    "formula": '=HYPERLINK("http://evil.test","点")',
    "blanks": " \u3000\u00a0\t ",
    "signs": "😀𠮷\ufeff\u200b",
    "secret": "秘密★三年",
}
Post_ = dict[str, Any]
CHOSEN = {"act", "unit", "role", "kind", "rules_preset"}  # nobody types there


class Undo(Exception):
    """Nothing of the attempt stays."""


@pytest.fixture
def founder(db: None, client: Client) -> Client:
    client.post(reverse("founding"), {"code": founding.new_founding_code()})
    client.post(reverse("founding-office"), {"act": "keep", "name": "海川市文明办", "short_name": "市文明办"})
    return client


YEAR = {
    "act": "open", "year": 2026, "name": "", "themes": "聚力共建", "rules_preset": "blue-yellow-red",
    "report_due_day": 5, "notice_days": 5, "review_cap": 2,
}  # fmt: skip
SERIES = {
    "act": "found", "name": "海川简报", "kind": "briefing", "masthead": "", "colour": "#d7000f", "issuer": "市文明办",
    "next_no": 1, "next_cumulative_no": 1, "columns": "", "editor": "", "checker": "", "phone": "", "fax": "",
    "email": "", "up": "", "peer": "", "down": "",
}  # fmt: skip
FOUNDING = {
    "founding-office": {"act": "keep", "name": "海川市文明办", "short_name": "市文明办"},
    "founding-year": YEAR,
    "founding-series": SERIES,
}


def answers(client: Client, url: str, given: Post_) -> Iterator[tuple[str, str, Any]]:
    """For each text of the form and each hostile one in its place: field, text, answer. Nothing of it stays."""
    for field, value in given.items():
        if field in CHOSEN or not isinstance(value, str):
            continue
        for words in HOSTILE.values():
            try:
                with transaction.atomic():
                    yield field, words, client.post(url, {**given, field: words})
                    raise Undo
            except Undo:
                pass


def check(client: Client, url: str, given: Post_) -> None:
    """Taken, or objected to at a field with all that was typed still there; never cut, never run, never large."""
    for field, words, answer in answers(client, url, given):
        said = f"{url} {field} {words[:12]!r} {answer.status_code}"
        assert answer.status_code in (200, 302, 422), said
        page = answer.content.decode()
        assert len(answer.content) <= MOST_BYTES, said
        assert "<script>alert" not in page, said
        if answer.status_code == 422:
            assert "field-error" in page or "notice-bad" in page, said
            kept = html.unescape(page)
            assert words.strip() in kept, said


@pytest.mark.parametrize("name", FOUNDING)
def test_founding_takes_or_tells(founder: Client, name: str) -> None:
    check(founder, reverse(name), FOUNDING[name])


@pytest.fixture
def admin(client: Client, office: Office, person_with: PersonWith) -> Callable[[Role], Client]:
    def signed_in(role: Role) -> Client:
        client.force_login(person_with(role))
        return client

    return signed_in


def test_the_administrators_pages_take_or_tell(
    admin: Callable[[Role], Client], office: Office, unit: Unit, person_with: PersonWith
) -> None:
    person = person_with(Role.LIAISON)
    with scope(office=office.pk):
        series = Series.objects.create(office=office, name="海川简报", slug="jianbao", issuer="市文明办")
        post = Post.objects.get(holders__person=person)
    page = reverse("office-unit", args=[unit.pk])
    look = {"masthead": "", "colour": "#d7000f", "lines": 22, "cells": 28, "note_label": ""}
    look |= {
        "most_lines": 24,
        "fewest_cells": 27,
        "most_cells": 29,
        "left_mark": "内部资料",
        "right_mark": "编号：#",
    }
    lengths = {"shortest": 600, "longest": 1_500, "fewest_pages": 2, "most_pages": 8}
    client = admin(Role.SYS_ADMIN)
    for url, given in (
        (page, {"act": "change", "aliases": "教育局", "kind": "department", "district": "望江区"}),
        (page, {"act": "rename", "name": "海川市教育和体育局", "short_name": "市教体局"}),
        (page, {"act": "split", "name": "海川市体育局", "short_name": "市体育局"}),
        (reverse("office-post-new"), {"act": "add", "role": "editor", "unit": "", "title": "责编"}),
        (reverse("office-post", args=[post.pk]), {"act": "rename", "title": "责编"}),
        (
            reverse("office-series-one", args=[series.pk]),
            {"act": "set", "name": "海川简报", "issuer": "市文明办", **look, **lengths},
        ),
        (reverse("office-calendar", args=[2026]), {"act": "set", "text": "10月1日放假"}),
        (reverse("office-system"), {"act": "send", "to": "a@haichuan.test"}),
    ):  # fmt: skip
        check(client, url, given)


CELLS = {
    "five thousand rows": "\n".join(f"海川市第{n}局\t第{n}局" for n in range(5_000)),
    "every row twice": "\n".join(f"海川市第{n % 40}局\t第{n % 40}局" for n in range(400)),
    "merged cells": "单位名称\t简称\t类别\n海川市民政局\t市民政局\t市直单位\n\t\t\n海川市卫健委\t\t\n\t市教育局\t\n",
    "cells with breaks": '单位名称\t简称\n"海川市\n民政局"\t市民政局\n海川市"教育"局\t市教育局',
    "one cell of 20,000": "海" * 20_000,
    "a thousand columns": "\t".join("海川市民政局" for _n in range(1_000)),
    "script": "<script>alert(1)</script>\t<b>局</b>",
    "controls": "海川\x01市民政局\t市民\x0b政局",
    "rtl": "\u202e局政民市川海\t局政民",
    "quotes that never end": '"海川市民政局\t市民政局\n' * 300,
}


@pytest.mark.parametrize("kind", CELLS)
@pytest.mark.parametrize("name", ["founding-units", "founding-people"])
def test_a_pasted_table_is_read_or_told_of_row_by_row(founder: Client, name: str, kind: str) -> None:
    for act in ("look", "store"):
        answer = founder.post(reverse(name), {"act": act, "lines": CELLS[kind]})
        page = answer.content.decode()
        assert answer.status_code in (200, 302, 422)
        assert len(answer.content) <= MOST_BYTES
        assert "<script>alert" not in page
        if answer.status_code != 302:
            lines = html.unescape(page).replace("\r\n", "\n")
            assert as_drawn(CELLS[kind]).strip() in lines


def test_five_thousand_units_are_told_of_and_none_is_stored(founder: Client) -> None:
    answer = founder.post(reverse("founding-units"), {"act": "store", "lines": CELLS["five thousand rows"]})
    assert answer.status_code == 422
    assert "没有列出" in answer.content.decode()
    with scope(office=Office.objects.get().pk):
        assert not Unit.objects.exists()


@pytest.mark.parametrize(
    ("name", "first", "again", "said"),
    [
        (
            "founding-units",
            "单位名称\t别名\n海川市教育局\t市教委",
            "单位名称\t别名\n海川市教育局\t教育局",
            "名单里的别名",
        ),
        ("founding-people", "林知远\t\t责编\ta@example.cn", "林知远\t\t责编\tb@example.cn", "名单里的邮箱"),
    ],
)
def test_what_a_later_table_says_otherwise_is_told(
    founder: Client, name: str, first: str, again: str, said: str
) -> None:
    assert founder.post(reverse(name), {"act": "store", "lines": first}).status_code == 302
    page = founder.post(reverse(name), {"act": "look", "lines": again}).content.decode()
    assert said in page
    assert "与已有的相同" not in page


def test_last_years_workbook_is_kept_for_the_officer(founder: Client, at: Any) -> None:
    """What holds no ledger is said at its field; what does is found again under 导入."""
    book = "序号,项目名称,牵头单位\n1,板凳课堂,市民政局\n".encode()
    for content, name in ((b"", "空.csv"), (b"PK\x03\x04", "坏.xlsx"), ("今天天气好\n".encode(), "别的.csv")):
        answer = founder.post(reverse("founding-year"), {**YEAR, "book": SimpleUploadedFile(name, content)})
        assert answer.status_code == 422, name
        assert "field-error" in answer.content.decode()
    office = Office.objects.get()
    with scope(office=office.pk):
        assert not Ledger.objects.exists()
    answer = founder.post(
        reverse("founding-year"), {**YEAR, "book": SimpleUploadedFile("2025台账.csv", book)}
    )
    assert answer.status_code == 302
    assert "2025台账.csv" in founder.get(reverse("founding-year")).content.decode()
    with scope(office=office.pk):
        (kept,) = kept_books()
        person = actions.register_person(office=office, username="duzhang", name="林知秋", by=None, at=at)
        post = actions.add_post(office=office, role=Role.LEDGER_OFFICER, title="督账员", by=None, at=at)
        actions.appoint(post=post, person=person, by=None, at=at)
        Office.objects.update(founded_at=at)
    officer = Client()
    officer.force_login(person)
    assert "2025台账.csv" in officer.get(reverse("ledger-import")).content.decode()
    preview = officer.get(reverse("ledger-import-preview", args=[kept.pk])).content.decode()
    assert "2025台账.csv" in preview
    assert "市民政局" in preview


def test_the_kind_of_a_series_brings_its_lengths(founder: Client) -> None:
    given = {**SERIES, "name": "海川快报", "kind": "flash", "longest": "400"}
    assert founder.post(reverse("founding-series"), given).status_code == 302
    with scope(office=Office.objects.get().pk):
        usual = Series.objects.get().usual
    assert (usual.shortest, usual.longest, usual.most_pages) == (100, 400, 2)
    wrong = {**SERIES, "name": "海川专报", "kind": "special", "longest": "400"}
    answer = founder.post(reverse("founding-series"), wrong)
    assert answer.status_code == 422
    assert "从少到多" in answer.content.decode()
