"""The file: a ZIP that any archive program opens, with ``manifest.json`` and, as its comment, the SHA-256 of all before.

A bit that flips, an end that is missing, a part that somebody took out: the digest or the manifest says so before
anything is read from it.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.suitcase import Manifest, PartFacts, check_complete
from taizhang.core.text.messages import N_, Message

MANIFEST = "manifest.json"
DIGEST = 64  # characters of the comment
PIECE = 1 << 20
LEVEL = 2  # of compression: higher costs minutes and saves a few per cent


class SuitcaseWriter:
    """Writes the parts one after another and remembers what the manifest has to say of them."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._zip = ZipFile(path, "x", ZIP_DEFLATED, compresslevel=LEVEL)
        path.chmod(0o600)
        self.parts: dict[str, PartFacts] = {}

    def add(self, name: str, pieces: Iterable[bytes], *, packed: bool = True) -> None:
        """Write one part; ``packed=False`` for what is compressed already."""
        size, total = 0, sha256()
        with self._zip.open(name if packed else ZipInfo(name), "w", force_zip64=True) as out:
            for piece in pieces:
                size += len(piece)
                total.update(piece)
                out.write(piece)
        self.parts[name] = PartFacts(size, total.hexdigest())

    def close(self, manifest: Manifest) -> None:
        """Write the manifest and the digest of the whole; only then is the file one that ``opened`` takes."""
        with self._zip.open(MANIFEST, "w") as out:
            out.write(json.dumps(manifest.to_json(), ensure_ascii=False, indent=1).encode())
        self._zip.comment = b"0" * DIGEST
        self._zip.close()
        with self._path.open("r+b") as file:
            digest = _digest(file, self._path.stat().st_size - DIGEST)
            file.seek(-DIGEST, os.SEEK_END)
            file.write(digest.encode("ascii"))
            file.flush()
            os.fsync(file.fileno())

    def abandon(self) -> None:
        """Remove what is written so far, and close it; on a full disk the end cannot be written any more."""
        self._path.unlink(missing_ok=True)
        with suppress(OSError, ValueError):
            self._zip.close()


class OpenSuitcase:
    """A whole suitcase that is being read."""

    def __init__(self, file: ZipFile, manifest: Manifest) -> None:
        self._zip, self.manifest = file, manifest

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a part, without their ends."""
        with self._zip.open(name) as part:
            for line in part:
                yield line.removesuffix(b"\n")

    def read(self, name: str) -> bytes:
        """The content of a part; raise Refused where it is not what the manifest says."""
        content = self._zip.read(name)
        if sha256(content).hexdigest() != self.manifest.parts[name].sha256:
            raise _damaged()
        return content


@contextmanager
def opened(path: Path) -> Iterator[OpenSuitcase]:
    """Open a suitcase; raise Refused where it is none, is damaged, is not whole, or is of a later format."""
    _check_whole(path)
    try:
        with ZipFile(path) as file:
            yield OpenSuitcase(file, _manifest_of(file))
    except (BadZipFile, EOFError, zlib.error) as error:
        raise _damaged() from error


def _manifest_of(file: ZipFile) -> Manifest:
    try:
        manifest = Manifest.from_json(json.loads(file.read(MANIFEST)))
    except (KeyError, json.JSONDecodeError) as error:
        raise _damaged() from error
    found = {entry.filename: entry.file_size for entry in file.infolist() if entry.filename != MANIFEST}
    check_complete(manifest, found)
    return manifest


def _check_whole(path: Path) -> None:
    try:
        with path.open("rb") as file:
            size = path.stat().st_size - DIGEST
            digest = _digest(file, size) if size > 0 else ""
            if file.read(DIGEST) != digest.encode("ascii"):
                raise _damaged()
    except (FileNotFoundError, IsADirectoryError) as error:
        raise Refused(Message(N_("没有这个文件：{path}"), {"path": str(path)})) from error


def _digest(file: IO[bytes], length: int) -> str:
    """The SHA-256 of the first ``length`` bytes; the file then stands behind them."""
    file.seek(0)
    total = sha256()
    while length > 0 and (piece := file.read(min(PIECE, length))):
        total.update(piece)
        length -= len(piece)
    return total.hexdigest()


def _damaged() -> Refused:
    return Refused(Message(N_("备份文件已损坏、不完整，或不是台账的备份文件。请换一份备份。")))
