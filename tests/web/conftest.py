"""A series, a desk with a reading on it, and an issue in the archive."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from taizhang.bulletin import actions as bulletin
from taizhang.bulletin.models import Issue, Reading, Series
from taizhang.office.models import Office, Person

TEXT = """海川文明简报

第 6 期

(总第 318 期)

海川市文明办

2024 年 6 月 18 日

【聚力共建】

市教委推进书香校园建设。截至6月中旬，共走进11所学校，面向500多名师生，开展8场宣讲活动，累计发放图书30万余册，服务师生4万余人次。多家媒体作了报道，实现全覆盖。

(市教委)

责编：张敏 核稿：李强

电话：010-55550000 传真：010-55550001

报：省文明办，市委办公室

送：市直各单位

发：各区文明办
"""


@pytest.fixture(autouse=True)
def pages_folder(settings, tmp_path: Path) -> None:
    """Typeset pages are kept in a folder of the test's own."""
    settings.TAIZHANG_HOME = tmp_path


@pytest.fixture
def series(office: Office) -> Series:
    with scope(office=office.pk):
        return bulletin.add_series(
            office=office,
            name="海川文明简报",
            slug="hcwm",
            issuer="海川市文明办",
            first_cumulative_no=318,
            by=None,
            at=timezone.now(),
        )


@pytest.fixture
def desk(client: Client, editor: Person) -> Client:
    """The editor's browser."""
    client.force_login(editor)
    return client


Lay = Callable[..., Reading]


@pytest.fixture
def lay(editor: Person) -> Lay:
    """Lay a text on somebody's desk."""

    def lay_text(text: str = TEXT, by: Person = editor, name: str = "简报第6期.txt") -> Reading:
        with scope(office=by.office_id):
            return bulletin.open_reading(
                office=by.office, by=by, at=timezone.now(), name=name, source_format="txt", text=text
            )

    return lay_text


@pytest.fixture
def reading(lay: Lay) -> Reading:
    return lay()


@pytest.fixture
def issue(lay: Lay, series: Series, editor: Person) -> Issue:
    with scope(office=editor.office_id):
        return bulletin.save_reading(reading=lay(), series=series, by=editor, at=timezone.now())
