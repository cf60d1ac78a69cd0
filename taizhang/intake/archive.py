"""The zip container of office files, inflated under caps before any library opens it."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

from taizhang.core.text.messages import N_, Message
from taizhang.intake.limits import Limits
from taizhang.intake.refusal import IntakeRefused

_CHUNK = 1 << 16
_XML = (".xml", ".rels", ".vml")
_TYPES = tuple(w.encode(e) for w in ("<!DOCTYPE", "<!ENTITY") for e in ("utf-8", "utf-16-le", "utf-16-be"))
_OVERLAP = max(map(len, _TYPES))
# Office files inside an office file (workbooks behind charts, embedded documents); they are never opened.
_EMBEDDED = re.compile(r"(?:word|xl|ppt)/embeddings/|.*\.(?:doc|dot|xls|xlt|ppt|pot|pps)[xmb]$")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
)


def damaged() -> IntakeRefused:
    return IntakeRefused(Message(N_("文件已损坏或不完整，无法读取。")))


def checked(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """The archive in ``data``, after every member has been inflated once and counted.

    Refuses too many members, too much content (whatever the headers claim), archives inside, duplicate or
    encrypted members, and XML that declares a document type (no entity is ever expanded)."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN:
        raise damaged() from None
    members = archive.infolist()
    if len(members) > limits.members:
        raise IntakeRefused(
            Message(N_("文件内部的部件超过 {count} 个，已停止读取。"), {"count": limits.members})
        )
    if len({m.filename for m in members}) < len(members):
        raise damaged()
    left = limits.inflated
    for member in members:
        left -= _inflate(archive, member, left, limits)
    return archive


def _inflate(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int, limits: Limits) -> int:
    """The true size of ``member``, read in pieces; refused as soon as it passes ``left``."""
    if member.flag_bits & 1:
        raise IntakeRefused(Message(N_("文件设有密码，请解除密码后再试。")))
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise IntakeRefused(
            Message(N_("文件内部采用了少见的压缩方式，不能读取；请用 Word 或 WPS 打开，另存后再试。"))
        )
    size, tail = 0, b""
    is_xml = member.filename.lower().endswith(_XML)
    try:
        with archive.open(member) as stream:
            while piece := stream.read(_CHUNK):
                if size == 0:
                    _refuse_nested(member.filename, piece)
                size += len(piece)
                if size > left:
                    raise IntakeRefused(
                        Message(N_("文件解压后超过 {size} MB，已停止读取。"), {"size": limits.inflated >> 20})
                    )
                if is_xml:
                    tail = refuse_document_type(tail + piece)
    except _BROKEN:
        raise damaged() from None
    return size


def _refuse_nested(name: str, head: bytes) -> None:
    if head.startswith(b"PK\x03\x04") and not _EMBEDDED.match(name.replace("\\", "/").lower()):
        raise IntakeRefused(Message(N_("文件内部还套有压缩包，不能读取。")))


def refuse_document_type(content: bytes) -> bytes:
    """The last bytes of ``content``, to be put before what follows; refused where it declares a document type."""
    if any(word in content for word in _TYPES):
        raise IntakeRefused(Message(N_("文件内部含有不允许的实体声明，可能有害，不能读取。")))
    return content[-_OVERLAP:]
