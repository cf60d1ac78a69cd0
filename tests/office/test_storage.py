"""Contents in a folder and in a bucket of a real S3 service: the same answers, and one sentence where it is away."""

from __future__ import annotations

import builtins
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.utils import timezone

from taizhang.core.lifecycle.workflow import Refused
from taizhang.office import faults, files, storage
from taizhang.office.backup import packing
from taizhang.office.backup.packing import pack
from taizhang.office.backup.unpacking import restore
from taizhang.office.health import HealthLevel, checkup
from taizhang.office.models import Office, StoredFile
from taizhang.office.storage import BucketAddress, BucketStore, FolderStore, StorageAway, bucket_address
from tests import database
from tests.buckets import BUCKET, KEY, PREFIX, SECRET, bucket_service, demand_keys
from tests.office.suitcases import AT, PASSPHRASE, facts, fill, quick_schema, without_events

__all__ = ["quick_schema"]
DIGEST = sha256(b"%PDF").hexdigest()
PLACES = count()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BucketAddress]:
    with bucket_service(tmp_path_factory.mktemp("service")) as address:
        yield address


@pytest.fixture
def bucket(service: BucketAddress, settings: Any) -> BucketAddress:
    """The installation's files lie in a place of its own in the bucket."""
    settings.FILES_BUCKET = replace(service, prefix=f"{PREFIX}/{next(PLACES)}")
    return settings.FILES_BUCKET


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> storage.ContentStore:
    if request.param == "folder":
        return FolderStore(tmp_path)
    return BucketStore(request.getfixturevalue("bucket"))


def keep(office: Office, at: datetime, content: bytes = b"%PDF") -> StoredFile:
    return files.store(office=office, content=content, name="a.pdf", media_type="application/pdf", at=at)


def test_folder_and_bucket_answer_alike(store: storage.ContentStore) -> None:
    assert (store.has(DIGEST), store.get(DIGEST), dict(store.sizes())) == (False, b"", {})
    store.put(DIGEST, b"%PDF")
    store.put(sha256(b"").hexdigest(), b"")
    assert (store.has(DIGEST), store.get(DIGEST)) == (True, b"%PDF")
    assert dict(store.sizes()) == {DIGEST: 4, sha256(b"").hexdigest(): 0}
    for _ in range(2):  # what is gone already may be removed again
        store.remove(DIGEST)
    assert not store.has(DIGEST)


def test_the_names_are_the_same_in_both_and_under_the_prefix(bucket: BucketAddress, tmp_path: Path) -> None:
    for each in (FolderStore(tmp_path), BucketStore(bucket)):
        each.put(DIGEST, b"%PDF")
    (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
    (listed,) = storage._client(bucket).list_objects_v2(Bucket=BUCKET, Prefix=f"{bucket.prefix}/")["Contents"]
    assert listed["Key"] == f"{bucket.prefix}/{path.relative_to(tmp_path).as_posix()}"
    other = replace(bucket, prefix="taizhang/another")
    assert dict(BucketStore(other).sizes()) == {}


def test_more_objects_than_one_answer_lists_are_all_found(
    bucket: BucketAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "PAGE", 3)
    wanted = {sha256(bytes([n])).hexdigest(): n for n in range(10)}
    for digest, size in wanted.items():
        BucketStore(bucket).put(digest, b"x" * size)
    assert BucketStore(bucket).sizes() == wanted


@pytest.mark.django_db
def test_a_file_in_a_bucket_is_compared_with_its_digest(
    scoped: Office, at: datetime, bucket: BucketAddress, files_folder: Path
) -> None:
    file = keep(scoped, at)
    assert files.read(file) == b"%PDF"
    assert not files_folder.exists()
    BucketStore(bucket).put(file.sha256, b"%PDX")
    with pytest.raises(Refused, match="不一致"):
        files.read(file)
    BucketStore(bucket).remove(file.sha256)
    with pytest.raises(Refused, match="不一致"):
        files.read(file)


@pytest.mark.django_db(transaction=True)
def test_a_file_without_a_row_is_removed_from_the_bucket(
    scoped: Office, at: datetime, bucket: BucketAddress
) -> None:
    file = keep(scoped, at)
    files.forget(file)
    assert dict(BucketStore(bucket).sizes()) == {}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("quick_schema")
@pytest.mark.parametrize("back_to", ["bucket", "folder"])
def test_a_suitcase_holds_the_files_of_a_bucket_and_puts_them_where_files_lie(
    office: Office,
    bucket: BucketAddress,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    back_to: str,
) -> None:
    settings.TAIZHANG_HOME = tmp_path / "home"
    (tmp_path / "home").mkdir()
    fill(office)
    before, kept = facts(), dict(BucketStore(bucket).sizes())
    assert len(kept) == 3
    assert pack(tmp_path / "b.zip", office=None, passphrase=PASSPHRASE, at=AT).missing == ()
    gone = min(kept)
    BucketStore(bucket).remove(gone)
    monkeypatch.setattr(packing, "prove", lambda path, passphrase: None)  # done above
    assert pack(tmp_path / "c.zip", office=office, passphrase=PASSPHRASE, at=AT).missing == (gone,)
    database.empty(connection)
    if back_to == "folder":
        settings.FILES_BUCKET = None
    else:
        settings.FILES_BUCKET = replace(bucket, prefix="taizhang/two")
    restore(tmp_path / "b.zip", passphrase=PASSPHRASE, at=AT)
    assert without_events(facts()) == without_events(before)
    assert dict(storage.contents().sizes()) == kept


GIVEN = {
    "TAIZHANG_FILES": "s3://wmb/tz/",
    "TAIZHANG_S3_ENDPOINT": "https://s3.example.gov.cn:9000",
    "TAIZHANG_S3_KEY": KEY,
    "TAIZHANG_S3_SECRET": SECRET,
}


def test_the_address_is_read_and_its_secret_is_not_shown() -> None:
    found = bucket_address(GIVEN)
    assert found == BucketAddress("wmb", "tz", "https://s3.example.gov.cn:9000", "", KEY, SECRET, "path")
    assert SECRET not in repr(found)
    assert bucket_address({**GIVEN, "TAIZHANG_FILES": ""}) is None
    assert bucket_address({"TAIZHANG_FILES": "s3://wmb"}) == BucketAddress("wmb")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TAIZHANG_FILES", "wmb"),
        ("TAIZHANG_FILES", "s3://"),
        ("TAIZHANG_FILES", "https://s3.example.gov.cn/wmb"),
        ("TAIZHANG_FILES", f"s3://{KEY}:{SECRET}@wmb"),
        ("TAIZHANG_S3_ENDPOINT", "s3.example.gov.cn"),
        ("TAIZHANG_S3_ENDPOINT", "https://"),
        ("TAIZHANG_S3_STYLE", "dns"),
    ],
)
def test_an_address_that_is_none_is_refused_without_repeating_it(name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name) as refused:
        bucket_address({**GIVEN, name: value})
    assert SECRET not in str(refused.value)


def said(part: str) -> tuple[HealthLevel, str]:
    found = checkup(timezone.now())[part][1]
    return found.level, f"{found.said} {found.mend or ''}"


@pytest.mark.django_db
def test_the_doctor_says_whether_a_bucket_can_be_used(
    office: Office, bucket: BucketAddress, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assert said("storage")[0] == HealthLevel.FINE
    assert dict(BucketStore(bucket).sizes()) == {}  # the trial leaves nothing
    settings.FILES_BUCKET = None
    assert said("storage")[0] == HealthLevel.FINE
    demand_keys(bucket, True)
    try:
        for address, reason in (
            (bucket, "InvalidAccessKeyId"),
            (replace(bucket, endpoint="http://127.0.0.1:9"), "EndpointConnectionError"),
        ):
            settings.FILES_BUCKET = address
            for part in ("storage", "files"):
                level, words = said(part)
                assert (level, reason in words) == (HealthLevel.BAD, True), words
                assert SECRET not in words
    finally:
        demand_keys(bucket, False)
    settings.FILES_BUCKET = replace(bucket, bucket="nobodys-bucket")
    assert "NoSuchBucket" in said("storage")[1]
    assert SECRET not in caplog.text


@pytest.mark.django_db
def test_a_bucket_that_gives_back_something_else_is_named(
    bucket: BucketAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BucketStore, "get", lambda self, digest: b"")
    level, words = said("storage")
    assert level == HealthLevel.BAD
    assert "不一致" in words


def test_without_the_library_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "boto3":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(StorageAway, match=r"taizhang\[s3\]"):
        BucketStore(BucketAddress("not-asked-before")).get(DIGEST)


def test_a_store_that_is_away_is_tried_again_and_a_mistake_is_not() -> None:
    assert faults.is_passing(StorageAway("EndpointConnectionError"))
    with pytest.raises(ZeroDivisionError), storage._asking():
        raise ZeroDivisionError
    with pytest.raises(PermissionError), storage._asking():
        raise PermissionError
