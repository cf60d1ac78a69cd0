"""A foreign picture, or the pages of a foreign PDF below each other, drawn anew as one small picture; the file itself is
never shown.
"""

from __future__ import annotations

import base64
import io
import time
from typing import TYPE_CHECKING, Any

from taizhang.core.text.messages import N_, Message
from taizhang.intake.extract import ask
from taizhang.intake.limits import Limits
from taizhang.intake.refusal import IntakeRefused

if TYPE_CHECKING:
    from PIL import Image

_DEFAULT = Limits()
SIDE = 1_200  # pixels of the longer side, of each page
MOST_PAGES = 20
MOST_SECONDS = 8  # of work, after which no further page is drawn
STRIP = 48  # pixels below a page, with its number and how many there are
MOST_PIXELS = 60_000_000
ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".pdf")


def has_preview(name: str) -> bool:
    """Whether a file of this name is likely to have one."""
    return name.lower().endswith(ENDINGS)


def draw_preview(data: bytes, limits: Limits = _DEFAULT) -> tuple[bytes, str]:
    """Return the picture and its media type, drawn in a limited process: of a PDF the first MOST_PAGES pages. Raises
    ``IntakeRefused`` for what is neither, or is too large.
    """
    told = ask("preview", data, limits)
    return base64.b64decode(told["picture"]), str(told["type"])


def answer(data: bytes, limits: Limits) -> dict[str, Any]:
    """The child's answer to the task ``preview``."""
    out = io.BytesIO()
    if data.startswith(b"%PDF-"):
        _below_each_other(_pages(data)).save(out, "JPEG", quality=80)
    else:
        image = _picture(data)
        image.thumbnail((SIDE, SIDE))
        image.convert("RGB").save(out, "PNG")
    media_type = "image/jpeg" if data.startswith(b"%PDF-") else "image/png"
    return {"picture": base64.b64encode(out.getvalue()).decode("ascii"), "type": media_type}


def _pages(data: bytes) -> list[Image.Image]:
    """The first pages, each with its number and how many there are below it."""
    import pypdfium2

    until = time.process_time() + MOST_SECONDS
    drawn: list[Image.Image] = []
    try:
        with pypdfium2.PdfDocument(data) as document:
            for number in range(min(len(document), MOST_PAGES)):
                if drawn and time.process_time() > until:
                    break
                page = document[number]
                scale = SIDE / max(*page.get_size(), 1.0)
                picture: Image.Image = page.render(scale=min(scale, 4.0)).to_pil()
                drawn.append(_numbered(picture, f"{number + 1} / {len(document)}"))
    except pypdfium2.PdfiumError:
        raise IntakeRefused(Message(N_("这个 PDF 不能预览，可能已损坏或设有密码；可以下载查看。"))) from None
    return drawn


def _numbered(page: Image.Image, words: str) -> Image.Image:
    from PIL import Image, ImageDraw, ImageFont

    sheet = Image.new("RGB", (page.width, page.height + STRIP), "#ddd")
    sheet.paste(page)
    pen = ImageDraw.Draw(sheet)
    middle = (page.width / 2, page.height + STRIP / 2)
    pen.text(middle, words, fill="#333", anchor="mm", font=ImageFont.load_default(STRIP / 2))
    return sheet


def _below_each_other(pages: list[Image.Image]) -> Image.Image:
    from PIL import Image

    width, height = max(page.width for page in pages), sum(page.height for page in pages)
    roll, top = Image.new("RGB", (width, height), "#ddd"), 0
    for page in pages:
        roll.paste(page, ((width - page.width) // 2, top))
        top += page.height
    return roll


def _picture(data: bytes) -> Image.Image:
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        image = Image.open(io.BytesIO(data))
        if image.width * image.height > MOST_PIXELS:
            raise IntakeRefused(Message(N_("这张图片太大，不能预览；可以下载查看。")))
        image.draft("RGB", (SIDE, SIDE))
        return ImageOps.exif_transpose(image)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise IntakeRefused(Message(N_("这个文件不能预览；可以下载查看。"))) from None
