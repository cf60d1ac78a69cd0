"""Packing and unpacking: as of one moment while others write, compared, and refused before anything is touched."""

from __future__ import annotations

import errno
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django_scopes import scope
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from taizhang.bulletin.actions.webhooks import add_webhook
from taizhang.bulletin.models import Series, Webhook
from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.models import Complaint
from taizhang.office import actions, files, keys
from taizhang.office.backup import packing, tables, unpacking
from taizhang.office.backup.database import sweep
from taizhang.office.backup.packing import pack
from taizhang.office.backup.unpacking import import_office, prove, restore
from taizhang.office.models import Event, Office
from taizhang.press.suitcase import SuitcaseWriter, opened
from tests import database
from tests.office.suitcases import (
    AT,
    PASSPHRASE,
    facts,
    fill,
    quick_schema,
    sqlite_database,
    without_events,
)

__all__ = ["quick_schema"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quick_schema")]


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.TAIZHANG_HOME = tmp_path / "home"
    settings.FILES_FOLDER = tmp_path / "home" / "files"
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def filled(home: Path, office: Office) -> Office:
    fill(office)
    keys.signing_key(office)
    return office


@pytest.fixture
def elsewhere(tmp_path: Path, settings: Any) -> Callable[[], Path]:
    """Call it to stand before an empty installation with a home of its own."""

    def move() -> Path:
        database.empty(connection)
        settings.TAIZHANG_HOME = tmp_path / "new"
        settings.FILES_FOLDER = tmp_path / "new" / "files"
        (tmp_path / "new").mkdir()
        return tmp_path / "new"

    return move


def test_an_installation_comes_out_as_it_went_in(
    filled: Office, home: Path, tmp_path: Path, elsewhere: Callable[[], Path]
) -> None:
    before, seal = facts(), (home / "keys" / "haichuan" / "seal.pem").read_bytes()
    secret = (home / "secret-key").write_text("s" * 50) and "s" * 50
    manifest = pack(tmp_path / "b.zip", office=None, passphrase=PASSPHRASE, at=AT)
    assert manifest.tables == before
    assert manifest.missing == ()
    assert {path.name for path in home.iterdir()} == {
        "files",
        "keys",
        "secret-key",
    }  # nothing of the work is left
    new = elsewhere()
    restore(tmp_path / "b.zip", passphrase=PASSPHRASE, at=AT)
    after = facts()
    assert without_events(after) == without_events(before)
    with scope(office=filled.pk):
        assert list(Event.objects.order_by("-pk").values_list("verb", flat=True)[:2]) == [
            "restore_backup",
            "make_seal_key",
        ]
    assert (new / "keys" / "haichuan" / "seal.pem").read_bytes() == seal
    assert secret in (new / "secret-key-earlier").read_text()
    assert sorted(p.name for p in new.glob("files/??/*")) == sorted(p.name for p in home.glob("files/??/*"))
    unit = actions.add_unit(office=filled, name="新单位", short_name="新", by=None, at=AT)
    assert unit.pk > before["office.unit"].rows  # the counters have moved on


def test_the_way_to_the_other_engine_and_back_changes_nothing(
    filled: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pack(tmp_path / "a.zip", office=None, passphrase="", at=AT)
    with sqlite_database(tmp_path / "other.sqlite3") as alias:

        @contextmanager
        def other() -> Iterator[str]:
            yield alias

        with monkeypatch.context() as patch, opened(tmp_path / "a.zip") as suitcase:
            patch.setattr(unpacking, "scratch_database", other)
            with transaction.atomic(using=alias):
                unpacking._fill(suitcase, alias)
        monkeypatch.setattr(packing, "still_image", other)
        second = pack(
            tmp_path / "b.zip", office=None, passphrase="", at=AT
        )  # proven in the live one's engine
    assert second.tables == first.tables


def test_a_backup_is_of_one_moment_while_others_write(filled: Office, tmp_path: Path) -> None:
    """The writer adds two rows in each transaction: a backup that has an odd number saw half of one."""
    stop, written = threading.Event(), [0]

    def write() -> None:
        try:
            while not stop.is_set():
                with transaction.atomic(), scope(office=filled.pk):
                    for n in range(2):
                        Complaint.objects.create(office=filled, text=f"{written[0]}-{n}", page="/", at=AT)
                written[0] += 1
        finally:
            connections.close_all()

    before = facts()["ledger.complaint"].rows
    writer = threading.Thread(target=write)
    writer.start()
    try:
        while not written[0]:
            assert writer.is_alive()
        seen = written[0]
        manifest = pack(tmp_path / "b.zip", office=None, passphrase="", at=AT)
        assert written[0] > seen
    finally:
        stop.set()
        writer.join()
    rows = manifest.tables["ledger.complaint"].rows - before
    assert rows % 2 == 0
    assert 0 < rows <= 2 * written[0]
    prove(tmp_path / "b.zip", "")


@pytest.mark.parametrize("end", [OSError(errno.ENOSPC, "full"), ValueError("a part is open")])
def test_nothing_is_left_of_a_file_whose_end_cannot_be_written(
    end: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = SuitcaseWriter(tmp_path / ".b.zip.part")

    def fail(self: zipfile.ZipFile) -> None:
        raise end

    with monkeypatch.context() as broken:
        broken.setattr(zipfile.ZipFile, "close", fail)
        writer.abandon()
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def unproven(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packing is proven by the tests above; below it would only cost a scratch database each time."""
    monkeypatch.setattr(packing, "prove", lambda path, passphrase: None)


@pytest.fixture
def backup(filled: Office, tmp_path: Path, unproven: None) -> Path:
    pack(tmp_path / "b.zip", office=None, passphrase=PASSPHRASE, at=AT)
    return tmp_path / "b.zip"


@pytest.mark.parametrize("place", [0.0, 0.01, 0.3, 0.6, 0.9, 0.999])
def test_one_byte_changed_is_refused_before_anything_is_touched(
    backup: Path, place: float, elsewhere: Callable[[], Path]
) -> None:
    content = bytearray(backup.read_bytes())
    content[int(place * len(content))] ^= 1
    backup.write_bytes(content)
    new = elsewhere()
    with pytest.raises(Refused, match="已损坏"):
        restore(backup, passphrase=PASSPHRASE, at=AT)
    assert not Office.objects.exists()
    assert list(new.iterdir()) == []


@pytest.mark.parametrize("left", [0, 1, 64, 500, -1])
def test_a_part_of_the_file_is_refused(backup: Path, left: int, elsewhere: Callable[[], Path]) -> None:
    backup.write_bytes(backup.read_bytes()[:left])
    elsewhere()
    with pytest.raises(Refused, match="已损坏"):
        restore(backup, passphrase=PASSPHRASE, at=AT)


def rewritten(path: Path, change: Callable[[dict[str, Any], dict[str, bytes]], None]) -> Path:
    """A file whose digest is right but whose manifest or parts are not those that were packed."""
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    manifest = json.loads(parts.pop("manifest.json"))
    change(manifest, parts)
    writer = SuitcaseWriter(path.with_name("rewritten.zip"))
    for name, content in parts.items():
        writer.add(name, [content])

    class Said:
        def to_json(self) -> dict[str, Any]:
            return manifest

    writer.close(Said())  # type: ignore[arg-type]
    return path.with_name("rewritten.zip")


def later_migration(manifest: dict[str, Any], parts: dict[str, bytes]) -> None:
    manifest["migrations"]["office"].append("0999_of_next_year")


def later_format(manifest: dict[str, Any], parts: dict[str, bytes]) -> None:
    manifest["format"] = 2


def part_taken(manifest: dict[str, Any], parts: dict[str, bytes]) -> None:
    del parts["rows/office.unit.jsonl"]


def part_added(manifest: dict[str, Any], parts: dict[str, bytes]) -> None:
    parts["files/../../evil"] = b"x"


def row_changed(manifest: dict[str, Any], parts: dict[str, bytes]) -> None:
    rows = parts["rows/office.office.jsonl"]
    parts["rows/office.office.jsonl"] = rows.replace("海川".encode(), "海州".encode())


def row_points_nowhere(manifest: dict[str, Any], parts: dict[str, bytes]) -> None:
    manifest["parts"]["rows/office.office.jsonl"][0] = 0
    parts["rows/office.office.jsonl"] = b""


def file_exchanged(manifest: dict[str, Any], parts: dict[str, bytes]) -> None:
    name = next(name for name in parts if name.startswith("files/"))
    parts[name] = bytes(len(parts[name]))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (later_migration, "请先升级"),
        (later_format, "请先升级"),
        (part_taken, "不完整"),
        (part_added, "不完整"),
        (row_changed, "与备份不一致"),
        (row_points_nowhere, "互相对不上|与备份不一致"),
        (file_exchanged, "已损坏"),
    ],
)
def test_what_is_newer_partial_or_not_as_it_says_is_refused(
    backup: Path, change: Any, words: str, elsewhere: Callable[[], Path]
) -> None:
    wrong = rewritten(backup, change)
    elsewhere()
    with pytest.raises(Refused, match=words):
        restore(wrong, passphrase=PASSPHRASE, at=AT)
    assert not Office.objects.exists()
    assert not Event._base_manager.exists()


def test_a_mistake_of_the_program_is_not_called_damage(backup: Path) -> None:
    with pytest.raises(KeyError), opened(backup):
        raise KeyError("mine")


def test_a_zip_without_a_manifest_is_no_backup(tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    digest = 64
    with zipfile.ZipFile(other, "w") as file:
        file.writestr("a", b"b")
        file.comment = b"0" * digest
    content = other.read_bytes()[:-digest]
    other.write_bytes(content + sha256(content).hexdigest().encode())
    with pytest.raises(Refused, match="不是台账的备份文件"):
        restore(other, passphrase="", at=AT)


def test_no_installation_is_overwritten_and_no_key_replaced(
    backup: Path, elsewhere: Callable[[], Path], tmp_path: Path
) -> None:
    before = facts()
    with pytest.raises(Refused, match="这里已有机构“海川市文明办”"):
        restore(backup, passphrase=PASSPHRASE, at=AT)
    assert facts() == before
    new = elsewhere()
    with pytest.raises(Refused, match="备份口令不对"):
        restore(backup, passphrase="另一个口令也有这么长的", at=AT)
    (new / "keys" / "haichuan").mkdir(parents=True)
    (new / "keys" / "haichuan" / "seal.pem").write_bytes(b"another")
    with pytest.raises(Refused, match="已有另一把密钥"):
        restore(backup, passphrase=PASSPHRASE, at=AT)
    assert not Office.objects.exists()
    with pytest.raises(Refused, match="没有这个文件"):
        restore(tmp_path / "none.zip", passphrase=PASSPHRASE, at=AT)
    with pytest.raises(Refused, match="文件已存在"):
        pack(backup, office=None, passphrase="", at=AT)


@pytest.mark.usefixtures("unproven")
def test_a_file_that_is_gone_is_named_and_the_rest_is_kept(filled: Office, tmp_path: Path) -> None:
    gone = next(iter(sorted((tmp_path / "home" / "files").glob("??/*"))))
    gone.write_bytes(b"rotten")
    manifest = pack(tmp_path / "b.zip", office=None, passphrase="", at=AT)
    assert manifest.missing == (gone.name,)
    assert len([name for name in manifest.parts if name.startswith("files/")]) == 2


def test_one_office_moves_alone_and_its_neighbour_stays(
    filled: Office, other_office: Office, tmp_path: Path, elsewhere: Callable[[], Path]
) -> None:
    fill(other_office)
    whole = facts()
    theirs = pack(tmp_path / "l.zip", office=other_office, passphrase=PASSPHRASE, at=AT)
    ours = pack(tmp_path / "h.zip", office=filled, passphrase=PASSPHRASE, at=AT)
    assert ours.offices == ("海川市文明办",)
    assert {t: f.rows for t, f in whole.items()} == {
        t: f.rows + theirs.tables[t].rows for t, f in ours.tables.items()
    }
    new = elsewhere()
    import_office(tmp_path / "h.zip", passphrase=PASSPHRASE, at=AT)
    assert [office.slug for office in Office.objects.all()] == ["haichuan"]
    assert (new / "keys" / "haichuan" / "seal.pem").exists()
    with scope(office=filled.pk):
        file = filled.storedfile_set.first()
    assert file is not None
    assert files.read(file)
    # From the same installation the other one may follow: the keys of its rows are free.
    import_office(tmp_path / "l.zip", passphrase=PASSPHRASE, at=AT)
    assert without_events(facts()) == without_events(whole)


@pytest.mark.usefixtures("unproven")
def test_an_office_whose_keys_are_taken_is_not_mixed_in(
    filled: Office, tmp_path: Path, elsewhere: Callable[[], Path]
) -> None:
    pack(tmp_path / "h.zip", office=filled, passphrase="", at=AT)
    with pytest.raises(Refused, match="已在这里"):
        import_office(tmp_path / "h.zip", passphrase="", at=AT)
    elsewhere()
    office = Office.objects.create(pk=filled.pk, name="邻市文明办", short_name="邻", slug="lin")
    before = facts()
    with pytest.raises(Refused, match="编号在这里已被别的机构占用"):
        import_office(tmp_path / "h.zip", passphrase="", at=AT)
    assert facts() == before
    assert Office.objects.get() == office


def test_each_file_goes_with_its_own_command(filled: Office, backup: Path, tmp_path: Path) -> None:
    pack(tmp_path / "h.zip", office=filled, passphrase="", at=AT)
    with pytest.raises(Refused, match="taizhang import-office"):
        restore(tmp_path / "h.zip", passphrase="", at=AT)
    with pytest.raises(Refused, match="taizhang restore"):
        import_office(backup, passphrase=PASSPHRASE, at=AT)


def test_links_signed_before_still_lead(
    backup: Path, elsewhere: Callable[[], Path], settings: Any, home: Path
) -> None:
    from django.core.signing import BadSignature, Signer

    from taizhang.office.home import secret_fallbacks

    old = Signer(key=(home / "secret-key").read_text()).sign("sending")
    new = elsewhere()
    settings.SECRET_KEY = "n" * 50
    with pytest.raises(BadSignature):
        Signer().unsign(old)
    restore(backup, passphrase=PASSPHRASE, at=AT)
    settings.SECRET_KEY_FALLBACKS = secret_fallbacks({}, new)
    assert Signer().unsign(old) == "sending"


def test_nothing_secret_lies_open_in_a_backup(backup: Path, home: Path) -> None:
    content = backup.read_bytes()
    assert (home / "secret-key").read_bytes() not in content
    with zipfile.ZipFile(backup) as file:
        everything = b"".join(file.read(name) for name in file.namelist())
    assert b"PRIVATE KEY" not in everything
    assert (home / "secret-key").read_bytes() not in everything


@hypothesis_settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn"), max_codepoint=0x2FA1D), max_size=200),
        max_size=4,
    )
)
def test_any_text_is_the_same_on_the_other_side(
    tmp_path_factory: Any, filled: Office, texts: list[str]
) -> None:
    with scope(office=filled.pk):
        for text in texts:
            Complaint.objects.create(office=filled, text=text, page="/", at=AT)
    model = next(m for m in tables.models_at(tables.known()) if m is Complaint)
    packed = list(tables.lines(model, "default", None))
    with transaction.atomic():
        model._base_manager.all().delete()
        tables.insert(model, "default", tables.columns_of(model), packed)
        assert list(tables.lines(model, "default", None)) == packed


def test_every_table_but_the_named_ones_is_packed(filled: Office) -> None:
    packed = {model._meta.label_lower for model in tables.models_at(tables.known())}
    assert {"office.office", "office.event", "ledger.call_themes", "bulletin.issue"} <= packed
    assert not packed & {"sessions.session", "office.lease", "bulletin.searchentry"}
    assert [m._meta.label_lower for m in tables.models_at(tables.known()) if not tables.owner_path(m)] == []


def test_what_stays_goes_into_a_backup_and_not_with_an_office(filled: Office) -> None:
    """Two installations would push the same, signed with one secret."""
    with scope(office=filled.pk):
        series = Series.objects.create(office=filled, name="海川简报", slug="jb", issuer="市文明办")
        add_webhook(series=series, address="https://portal.example.cn/hook", by=None, at=AT)
    assert tables.facts(Webhook, "default", None).rows == 1
    assert tables.facts(Webhook, "default", filled.pk).rows == 0
    assert tables.facts(Series, "default", filled.pk).rows == 1


def test_scratch_places_of_killed_processes_are_swept_away(home: Path, office: Office) -> None:
    (home / ".scratch-old").mkdir()
    now = (home / ".scratch-old").stat().st_mtime
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA taizhang_scratch_{int(now) - 90_000}_ab")
            cursor.execute(f"CREATE SCHEMA taizhang_scratch_{int(now)}_cd")
        assert sweep(now) == 1
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA taizhang_scratch_{int(now)}_cd")
    assert sweep(now + 80_000) == 0
    assert sweep(now + 90_000) == 1
    assert list(home.iterdir()) == []
