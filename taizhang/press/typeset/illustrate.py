"""From a picture of the text to what the template draws: its size in rows of the grid, its caption in lines below it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from PIL import Image

from taizhang.core.text.messages import N_, Message
from taizhang.core.text.pictures import PictureLine
from taizhang.press.refusal import PressError
from taizhang.press.typeset.font_names import FontRole
from taizhang.press.typeset.geometry import BODY_SIZE, TYPE_WIDTH
from taizhang.press.typeset.tabulate import CAPTION_SIZE, Spoken, broken, runs_of

_USUAL_WIDTH = 0.75 * TYPE_WIDTH
_LEAST_ROWS, _MOST_ROWS = 3, 9


def sized(content: bytes, pitch: float) -> tuple[float, float, int]:
    """Width and height of a picture in points, and how many rows of the grid it takes."""
    with Image.open(io.BytesIO(content), formats=["JPEG"]) as image:
        wide, high = image.size
    gap = pitch - BODY_SIZE
    rows = min(_MOST_ROWS, max(_LEAST_ROWS, round((_USUAL_WIDTH * high / wide + gap) / pitch)))
    height = rows * pitch - gap
    width = min(TYPE_WIDTH, height * wide / high)
    return round(width, 2), round(width * high / wide, 2), rows


def content_of(picture: PictureLine, pictures: Mapping[str, bytes]) -> bytes:
    """The stored picture. Raise PressError where it is not there."""
    try:
        return pictures[picture.name]
    except KeyError:
        pattern = N_("图片“{caption}”没有找到，请重新插入。")
        raise PressError(Message(pattern, {"caption": picture.caption or picture.name})) from None


def picture_block(
    picture: PictureLine, pictures: Mapping[str, bytes], spoken: Spoken, pitch: float
) -> dict[str, Any]:
    """The picture as the template draws it. Raises PressError where it is not there."""
    content = content_of(picture, pictures)
    width, height, rows = sized(content, pitch)
    lines = broken(spoken(picture.title, FontRole.HEI), TYPE_WIDTH / CAPTION_SIZE)
    return {
        "kind": "picture",
        "data": list(content),
        "width": width,
        "height": height,
        "room": round(rows * pitch, 3),
        "description": picture.description,
        "caption": [runs_of(line) for line in lines],
        "rows": rows + len(lines),
    }
