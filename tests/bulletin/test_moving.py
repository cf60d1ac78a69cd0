"""An office that moved: the code on paper and the link in mail lead to its issue in the new place."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from taizhang.bulletin.dispatch.links import address_of
from taizhang.bulletin.search.index import update_index
from taizhang.office.backup import packing
from taizhang.office.backup.packing import pack
from taizhang.office.backup.unpacking import import_office
from taizhang.office.home import secret_fallbacks
from tests import database
from tests.bulletin.cast import Cast
from tests.bulletin.sent import sealed, sending

PASSPHRASE = "清水河上九座桥，桥桥相连"


def shown(client: Client, address: str) -> str:
    """The page without what differs at each visit."""
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"csrfmiddlewaretoken[^>]*|X-CSRFToken[^>]*", "", answer.text)


@pytest.mark.django_db(transaction=True)
def test_old_codes_and_links_lead_to_the_issue_in_its_new_place(
    cast: Cast, client: Client, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "prove", lambda path, passphrase: None)  # proven in tests/office
    settings.TAIZHANG_HOME = tmp_path / "old"
    settings.TAIZHANG_HOME.mkdir()
    (tmp_path / "old" / "secret-key").write_text(settings.SECRET_KEY)
    issue = sealed(cast, attachments=("甲表",))
    link = address_of(sending(cast, issue, "under_way")).removeprefix(settings.SITE_URL)
    code = f"/v/{issue.key}/"
    before = [shown(client, address) for address in (link, code)]
    attached = f"{link}attachments/1/"
    assert client.get(attached).content == "甲表".encode()
    update_index(cast.office)
    pack(tmp_path / "o.zip", office=cast.office, passphrase=PASSPHRASE, at=cast.at)

    database.empty(connection)
    assert [client.get(address).status_code for address in (link, code)] == [404, 404]
    settings.TAIZHANG_HOME, settings.FILES_FOLDER = tmp_path / "new", tmp_path / "new" / "files"
    settings.TAIZHANG_HOME.mkdir()
    settings.SECRET_KEY = "n" * 50
    import_office(tmp_path / "o.zip", passphrase=PASSPHRASE, at=cast.at)
    settings.SECRET_KEY_FALLBACKS = secret_fallbacks({}, settings.TAIZHANG_HOME)
    assert [shown(client, address) for address in (link, code)] == before
    assert client.get(attached).content == "甲表".encode()
    assert update_index(cast.office)  # the index is made anew from the record that came along
