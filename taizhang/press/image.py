"""Pictures of single pages, for previews: only the page that is asked for is drawn."""

from __future__ import annotations

import io

from PIL.Image import Image

from taizhang.core.words import N_, Sentence
from taizhang.press.pdfium import opened
from taizhang.press.refusal import PressError


def page_image(pdf: bytes, page: int, scale: float = 2.0) -> bytes:
    """PNG of page ``page`` (from 1) at ``scale`` pixels a point. Raises PressError where there is no such page."""
    with opened(pdf) as document:
        if not 1 <= page <= len(document):
            raise PressError(
                Sentence(N_("没有第{page}页，共{pages}页。"), {"page": page, "pages": len(document)})
            )
        picture: Image = document[page - 1].render(scale=scale).to_pil()
    out = io.BytesIO()
    picture.convert("RGB" if _coloured(picture) else "L").save(out, "PNG", compress_level=3)
    return out.getvalue()


def _coloured(picture: Image) -> bool:
    return bool(picture.convert("HSV").getchannel("S").getextrema()[1])
