"""A foreign picture drawn anew for the page: small, upright, on white, without whatever else the file held."""

from __future__ import annotations

import base64
import io
from dataclasses import replace
from typing import Any

from taizhang.core.text.messages import N_, Message
from taizhang.intake.extract import ask
from taizhang.intake.limits import MIB, Limits
from taizhang.intake.refusal import IntakeRefused

PICTURE_LIMITS = replace(Limits(), file_size=20 * MIB)
SIDE = 1_600  # pixels of the longer side: 150 mm at 270 to the inch
MOST_PIXELS = 60_000_000
LEAST_SIDE = 40
QUALITY = 82


def redraw(data: bytes) -> bytes:
    """Return a PNG or JPEG file as a small JPEG, drawn in a limited process. Raises ``IntakeRefused`` for any other file,
    and for what is too large or too small to print.
    """
    return base64.b64decode(ask("picture", data, PICTURE_LIMITS)["picture"])


def answer(data: bytes, limits: Limits) -> dict[str, Any]:
    """The child's answer to the task ``picture``."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
        _check_size(*image.size)
        image.draft("RGB", (SIDE, SIDE))
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((SIDE, SIDE))
        drawn = upright.convert("RGBA")
    except Image.DecompressionBombError:
        raise _too_large() from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise IntakeRefused(Message(N_("这个文件不能作为图片插入，请另存为 PNG 或 JPEG 后再试。"))) from None
    sheet = Image.new("RGB", drawn.size, "white")
    sheet.paste(drawn, mask=drawn.getchannel("A"))
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=QUALITY, optimize=True)
    return {"picture": base64.b64encode(out.getvalue()).decode("ascii")}


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise _too_large()
    if min(width, height) < LEAST_SIDE or max(width, height) > 20 * min(width, height):
        raise IntakeRefused(Message(N_("图片太小或太窄，印出来看不清，请换一张。")))


def _too_large() -> IntakeRefused:
    return IntakeRefused(
        Message(N_("图片超过 {most} 万像素，请缩小后再插入。"), {"most": MOST_PIXELS // 10_000})
    )
