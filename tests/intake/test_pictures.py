"""Pictures for the page: drawn anew, small and upright; bombs and everything that is no picture are refused in words."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from taizhang.intake import IntakeRefused, redraw


def picture(kind: str, size: tuple[int, int] = (2400, 1200), mode: str = "RGB", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else (255, 0, 0, 0)).save(out, kind, **more)
    return out.getvalue()


def drawn(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(redraw(data)))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_becomes_a_small_jpeg(kind: str) -> None:
    made = drawn(picture(kind))
    assert (made.format, made.size) == ("JPEG", (1600, 800))


def test_what_is_clear_becomes_white_and_what_lies_stands_up() -> None:
    assert drawn(picture("PNG", (60, 50), "RGBA")).getpixel((5, 5)) == (255, 255, 255)
    turned = Image.Exif()
    turned[0x0112] = 6
    assert drawn(picture("JPEG", (400, 200), exif=turned)).size == (200, 400)


def test_nothing_else_of_the_file_is_kept() -> None:
    secret = Image.Exif()
    secret[0x010E] = "GPS 31.2"
    assert b"GPS" not in redraw(picture("JPEG", exif=secret))


def test_where_and_with_what_it_was_taken_is_kept_from_nobody_but_the_file() -> None:
    """GPS, maker's notes, comments and XMP of a telephone's picture are not in what is kept; nor is a CMYK left CMYK."""
    told = Image.Exif()
    told[0x010F] = "HUAWEI"
    told[0x8825] = {1: "N", 2: (31.0, 13.0, 49.0), 3: "E", 4: (121.0, 28.0, 25.0)}
    data = picture(
        "JPEG", (400, 300), exif=told, comment=b"secret place", xmp=b"<x:xmpmeta>secret</x:xmpmeta>"
    )
    assert b"secret" in data
    made = drawn(data)
    assert not made.getexif()
    kept = redraw(data)
    assert not any(each in kept for each in (b"secret", b"HUAWEI", b"Exif", b"GPS"))
    out = io.BytesIO()
    Image.new("CMYK", (300, 200), (0, 255, 255, 0)).save(out, "JPEG")
    red = drawn(out.getvalue())
    assert red.mode == "RGB"
    assert red.getpixel((5, 5))[0] > 200


def test_content_behind_the_picture_is_dropped() -> None:
    hidden = picture("PNG", (60, 60)) + b"PK\x03\x04<script>alert(1)</script>"
    assert b"script" not in redraw(hidden)


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it has so many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 9))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"GIF89a", "PNG 或 JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "PNG 或 JPEG"),
        (picture("GIF", (60, 60)), "PNG 或 JPEG"),
        (picture("BMP", (60, 60)), "PNG 或 JPEG"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "PNG 或 JPEG"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "PNG 或 JPEG"),
        (b"PK\x03\x04" + b"0" * 100, "PNG 或 JPEG"),
        (picture("JPEG")[:200], "PNG 或 JPEG"),
        (bomb(30_000, 30_000), "超过 6000 万像素"),
        (bomb(8_000, 8_000), "超过 6000 万像素"),
        (bomb(4_000, 4_000), "PNG 或 JPEG"),
        (picture("PNG", (10, 300)), "看不清"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * (21 << 20), "超过 20 MB"),
        (b"", "空的"),
    ],
)
def test_anything_else_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(IntakeRefused, match=words):
        redraw(data)
