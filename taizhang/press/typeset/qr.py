"""A web address as a QR code: runs of dark modules, for the template to draw."""

from __future__ import annotations

import io
from contextlib import suppress
from functools import lru_cache
from itertools import groupby
from typing import Any

import segno

from taizhang.core.text.messages import N_, Message
from taizhang.press.refusal import PressError

CAPTION = "扫码核对本期及更正"
# Up to here a module on 16 mm is a third of a millimetre or more, which a telephone still reads from a printed page.
_LARGEST = 8  # version: 49 modules, 152 characters at error correction M


@lru_cache(maxsize=64)
def code(address: str) -> dict[str, Any]:
    """Modules a side and the dark runs ``(x, y, length)`` from the top left. Raises PressError where the
    address is no plain one or too long to be read again from paper.
    """
    side, runs = _dark(_made(address))
    return {"side": side, "runs": runs, "caption": CAPTION, "alt": f"二维码：{CAPTION}，网址 {address}"}


def runs_of(words: str) -> dict[str, Any]:
    """Words for a screen as ``runs``, as in ``code``; ``framed`` is a side with the margin that a telephone needs."""
    side, runs = _dark(segno.make_qr(words, error="m"))
    return {"framed": side + 8, "runs": runs}


def _dark(made: segno.QRCode) -> tuple[int, list[tuple[int, int, int]]]:
    matrix = made.matrix
    side = len(matrix)
    runs = []
    for y, row in enumerate(matrix):
        for dark, cells in groupby(range(side), row.__getitem__):
            if dark:
                xs = list(cells)
                runs.append((xs[0], y, len(xs)))
    return side, runs


def code_picture(address: str) -> bytes:
    """The code as a PNG picture without a margin. Raises PressError as ``code`` does."""
    picture = io.BytesIO()
    _made(address).save(picture, kind="png", scale=8, border=0)
    return picture.getvalue()


def _made(address: str) -> segno.QRCode:
    if not (address.isascii() and address.isprintable() and address.startswith(("https://", "http://"))):
        raise PressError(Message(N_("二维码的网址不规范，不能付印。")))
    with suppress(segno.DataOverflowError):
        made = segno.make_qr(address, error="m")
        if isinstance(made.version, int) and made.version <= _LARGEST:
            return made
    values: dict[str, str | int] = {"count": len(address)}
    raise PressError(Message(N_("二维码的网址有{count}个字符，太长，印出来无法识读。"), values))
