"""A web address as a QR code: runs of dark modules, for the template to draw."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import Any

import segno

from taizhang.core.words import N_, Sentence
from taizhang.press.refusal import PressError

CAPTION = "扫码核对本期及更正"
# Up to here a module on 16 mm is a third of a millimetre or more, which a telephone still reads from a printed page.
_LARGEST = 8  # version: 49 modules, 152 characters at error correction M


@lru_cache(maxsize=64)
def code(address: str) -> dict[str, Any]:
    """Modules a side and the dark runs ``(x, y, length)`` from the top left. Raises PressError where the
    address is no plain one or too long to be read again from paper.
    """
    if not (address.isascii() and address.isprintable() and address.startswith(("https://", "http://"))):
        raise PressError(Sentence(N_("二维码的网址不规范，不能付印。")))
    try:
        matrix = segno.make_qr(address, error="m").matrix
    except segno.DataOverflowError:
        matrix = ()
    side = len(matrix)
    if not 0 < side <= 17 + 4 * _LARGEST:
        values: dict[str, str | int] = {"count": len(address)}
        raise PressError(Sentence(N_("二维码的网址有{count}个字符，太长，印出来无法识读。"), values))
    runs = []
    for y, row in enumerate(matrix):
        for dark, cells in groupby(range(side), row.__getitem__):
            if dark:
                xs = list(cells)
                runs.append((xs[0], y, len(xs)))
    return {"side": side, "runs": runs, "caption": CAPTION, "alt": f"二维码：{CAPTION}，网址 {address}"}
