"""A bulletin text of the invented city, and what is made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django_scopes import scope

from taizhang.bulletin import actions
from taizhang.bulletin.models import Issue, Reading, Series
from taizhang.bulletin.typesetting.rendering import Finished
from taizhang.office.models import Office, Person
from tests.bulletin.cast import Cast, cast_of

TEXT = """海川市精神文明建设情况简报

第{annual}期

（总第{cumulative}期）

海川市文明办

{year}年6月18日

【文明实践】

市教育局把阅读课搬进家庭。在全市214所中小学实施“亲子共读一刻钟”，参与家庭6.3万户。学校不布置读后感，
由教师每两周推荐1张书单，家长和孩子自己选。

（市教育局）

市民政局暖冬行动走访独居老人。会同街道社区逐户走访4216户，安装智能呼叫设备780台。

（市民政局）

责编：林知远
核稿：苏敏之
"""


def text_of(annual: int = 6, cumulative: int = 318, year: int = 2024) -> str:
    """A source text with these numbers."""
    return TEXT.format(annual=annual, cumulative=cumulative, year=year)


Opened = Callable[..., Reading]
Archived = Callable[..., Issue]


@pytest.fixture
def opened(office: Office, editor: Person, at: datetime) -> Opened:
    """``opened(text)``: a reading on the editor's desk."""

    def open_it(text: str | None = None, by: Person = editor) -> Reading:
        return actions.open_reading(
            office=by.office, by=by, at=at, name="a.txt", source_format="txt", text=text or text_of()
        )

    return open_it


@pytest.fixture
def series(office: Office, at: datetime) -> Series:
    return actions.add_series(
        office=office,
        name="海川市精神文明建设情况简报",
        slug="jianbao",
        issuer="海川市文明办",
        by=None,
        at=at,
    )


@pytest.fixture
def archived(opened: Opened, series: Series, editor: Person, at: datetime) -> Archived:
    """``archived(annual=…, cumulative=…, year=…)``: an issue in the archive."""

    def archive_it(**numbers: int) -> Issue:
        reading = opened(text_of(**numbers))
        return actions.save_reading(reading=reading, series=series, by=editor, at=at)

    return archive_it


@pytest.fixture
def cast(office: Office, at: datetime) -> Iterator[Cast]:
    """The people of the desk; the test runs in their office's scope."""
    made = cast_of(office, at)
    with scope(office=office.pk):
        yield made


@pytest.fixture
def quick_press(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sealing without typesetting: what is rendered is tested elsewhere."""
    done = Finished(b"%PDF-1.7", b"PK", {"ok": True, "pages": 1})
    monkeypatch.setattr("taizhang.bulletin.actions.sealing.finish", lambda *args, **more: done)
