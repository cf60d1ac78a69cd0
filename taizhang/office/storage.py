"""Where contents lie, each under its SHA-256: a folder of the home, or a bucket of an S3 service for several nodes.

Both keep them under the same names (``ab/abcd…``), so that one can be copied to the other with ordinary programs.
Nobody is given an address of a bucket: contents leave through a page, which asks who may see them.
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

DRAFT = 32  # characters of the name of a file that is being written; 64 have those that are whole
PATIENCE = 10  # seconds for a connection to the S3 service, and for each piece of its answer
PAGE = 1_000  # objects that one answer lists; services allow no more
ABSENT = frozenset({"404", "NoSuchKey", "NotFound"})


class StorageAway(OSError):
    """The S3 service did not answer, or did not let this installation in; trying again later may help."""

    def __init__(self, reason: str) -> None:
        super().__init__(errno.EHOSTUNREACH, reason)


class _Absent(Exception):
    """There is no such object."""


class ContentStore(Protocol):
    """Contents by their digests. Everything may raise OSError, of a bucket StorageAway."""

    def has(self, digest: str) -> bool:
        """Whether there is content under it."""

    def put(self, digest: str, content: bytes) -> None:
        """Keep content, whole or not at all."""

    def get(self, digest: str) -> bytes:
        """Return the content; b"" where there is none."""

    def remove(self, digest: str) -> None:
        """Forget the content, if there is any."""

    def sizes(self) -> Mapping[str, int]:
        """Return the bytes of everything that is kept."""


@dataclass(frozen=True, slots=True)
class BucketAddress:
    """A bucket and how it is reached. Without ``key`` boto3 looks where it always does (``AWS_…``, a role)."""

    bucket: str
    prefix: str = ""
    endpoint: str = ""
    region: str = ""
    key: str = ""
    secret: str = field(default="", repr=False)
    style: str = "path"  # of addresses: path, or virtual (the bucket's name in the host's)


def bucket_address(environ: Mapping[str, str]) -> BucketAddress | None:
    """Read ``TAIZHANG_FILES`` (``s3://bucket/prefix``) and ``TAIZHANG_S3_…``; None: files lie in the home.

    Raise ImproperlyConfigured where the address is none, naming no value of the others.
    """
    named = environ.get("TAIZHANG_FILES", "")
    if not named:
        return None
    parts, style = urlsplit(named), environ.get("TAIZHANG_S3_STYLE") or "path"
    if parts.scheme != "s3" or not parts.netloc or "@" in parts.netloc:
        raise ImproperlyConfigured("TAIZHANG_FILES must be s3://bucket or s3://bucket/prefix")
    if style not in ("path", "virtual"):
        raise ImproperlyConfigured("TAIZHANG_S3_STYLE must be path or virtual")
    endpoint, region, key, secret = (
        environ.get(f"TAIZHANG_S3_{name}", "") for name in ("ENDPOINT", "REGION", "KEY", "SECRET")
    )
    if endpoint and not (endpoint.startswith(("http://", "https://")) and urlsplit(endpoint).hostname):
        raise ImproperlyConfigured("TAIZHANG_S3_ENDPOINT must begin with https:// or http://")
    return BucketAddress(parts.netloc, parts.path.strip("/"), endpoint, region, key, secret, style)


def contents() -> ContentStore:
    """The installation's store."""
    if settings.FILES_BUCKET is None:
        return FolderStore(Path(settings.FILES_FOLDER))
    return BucketStore(settings.FILES_BUCKET)


@dataclass(frozen=True, slots=True)
class FolderStore:
    """Contents as files."""

    folder: Path

    def path_of(self, digest: str) -> Path:
        """Where content with this SHA-256 lies."""
        return self.folder / digest[:2] / digest

    def has(self, digest: str) -> bool:
        return self.path_of(digest).exists()

    def put(self, digest: str, content: bytes) -> None:
        target = self.path_of(digest)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = target.with_name(secrets.token_hex(DRAFT // 2))
        try:
            with draft.open("xb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            draft.replace(target)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        _settle(target.parent)

    def get(self, digest: str) -> bytes:
        with suppress(FileNotFoundError):
            return self.path_of(digest).read_bytes()
        return b""

    def remove(self, digest: str) -> None:
        self.path_of(digest).unlink(missing_ok=True)

    def sizes(self) -> Mapping[str, int]:
        whole = self.folder.glob("??/" + "?" * 64)
        return {path.name: path.stat().st_size for path in whole if path.is_file()}


@dataclass(frozen=True, slots=True)
class BucketStore:
    """Contents as objects; one that is being written is not there before it is whole."""

    address: BucketAddress

    def has(self, digest: str) -> bool:
        with suppress(_Absent), _asking():
            _client(self.address).head_object(**self._object(digest))
            return True
        return False

    def put(self, digest: str, content: bytes) -> None:
        with _asking():
            _client(self.address).put_object(**self._object(digest), Body=content)

    def get(self, digest: str) -> bytes:
        with suppress(_Absent), _asking():
            found = _client(self.address).get_object(**self._object(digest))
            body: bytes = found["Body"].read()
            return body
        return b""

    def remove(self, digest: str) -> None:
        with _asking():
            _client(self.address).delete_object(**self._object(digest))

    def sizes(self) -> Mapping[str, int]:
        with _asking():
            pages = _client(self.address).get_paginator("list_objects_v2")
            listed = pages.paginate(
                Bucket=self.address.bucket, Prefix=self._path(""), PaginationConfig={"PageSize": PAGE}
            )
            rows = (row for page in listed for row in page.get("Contents", ()))
            return {row["Key"].rpartition("/")[2]: row["Size"] for row in rows}

    def _object(self, digest: str) -> dict[str, str]:
        return {"Bucket": self.address.bucket, "Key": self._path(f"{digest[:2]}/{digest}")}

    def _path(self, name: str) -> str:
        return f"{self.address.prefix}/{name}" if self.address.prefix else name


@cache
def _client(address: BucketAddress) -> Any:
    """The process's connections to a bucket; any thread may use them."""
    try:
        import boto3
        from botocore.config import Config
    except ImportError as error:
        raise StorageAway("boto3 is not installed: pip install 'taizhang[s3]'") from error
    config = Config(
        connect_timeout=PATIENCE,
        read_timeout=PATIENCE,
        retries={"mode": "standard", "total_max_attempts": 3},
        s3={"addressing_style": address.style},
        # Every content is compared with its SHA-256 here; services other than Amazon's often know no other sums.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    return boto3.session.Session().client(
        "s3",
        endpoint_url=address.endpoint or None,
        region_name=address.region or "us-east-1",
        aws_access_key_id=address.key or None,
        aws_secret_access_key=address.secret or None,
        config=config,
    )


@contextmanager
def _asking() -> Iterator[None]:
    """Raise _Absent where there is no such object, StorageAway for every other failure of the service."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        code = _code_of(error)
        if code in ABSENT:
            raise _Absent(code) from error
        if type(error).__module__.partition(".")[0] not in ("botocore", "boto3", "urllib3"):
            raise
        raise StorageAway(code) from error


def _code_of(error: Exception) -> str:
    """What the service called its refusal, else the kind of the error: never its words, which may name keys."""
    answer = getattr(error, "response", None) or {}
    return str(answer.get("Error", {}).get("Code") or type(error).__name__)


def _settle(folder: Path) -> None:
    """Make the new name itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
