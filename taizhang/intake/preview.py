"""A foreign picture, or the first page of a foreign PDF, drawn anew as a small PNG; the file itself is never shown."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, Any

from taizhang.core.text.messages import N_, Message
from taizhang.intake.extract import ask
from taizhang.intake.limits import Limits
from taizhang.intake.refusal import IntakeRefused

if TYPE_CHECKING:
    from PIL import Image

_DEFAULT = Limits()
SIDE = 1_200  # pixels of the longer side
MOST_PIXELS = 60_000_000
ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".pdf")


def has_preview(name: str) -> bool:
    """Whether a file of this name is likely to have one."""
    return name.lower().endswith(ENDINGS)


def preview_png(data: bytes, limits: Limits = _DEFAULT) -> bytes:
    """The PNG, drawn in a limited process. Raises ``IntakeRefused`` for what is neither, or is too large."""
    return base64.b64decode(ask("preview", data, limits)["png"])


def answer(data: bytes, limits: Limits) -> dict[str, Any]:
    """The child's answer to the task ``preview``."""
    image = _first_page(data) if data.startswith(b"%PDF-") else _picture(data)
    image.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    image.convert("RGB").save(out, "PNG")
    return {"png": base64.b64encode(out.getvalue()).decode("ascii")}


def _first_page(data: bytes) -> Image.Image:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as document:
            page = document[0]
            scale = SIDE / max(*page.get_size(), 1.0)
            drawn: Image.Image = page.render(scale=min(scale, 4.0)).to_pil()
            return drawn
    except pypdfium2.PdfiumError:
        raise IntakeRefused(Message(N_("这个 PDF 不能预览，可能已损坏或设有密码；可以下载查看。"))) from None


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
