"""The process that runs Typst: a request is a JSON object, the answer another one and the bytes that were made.

A request is ``{"bulletin": …, "template": …, "fonts": folder or null, "stamp": its ``stamp_of``}``; the answer is
``{"warnings": …, "notes": …, "fit": …}`` with a PDF, or ``{"error": message}``. With ``"draw": {"near": words, "page":
…, "scale": …}`` the bytes are the picture of the page with these words, and the answer tells its ``"page"``. Instead of
a bulletin with its template a request may bring a ``"notice"`` (a 督办单), set by a template of its own.
``"pictures"`` are the JPEG files that the text names, in base64.
User text reaches Typst only as one JSON string among its inputs, never as source. The memory limit may abort this
process: the parent replaces it.
"""

from __future__ import annotations

import gc
import json
from base64 import b64decode
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, cast

import typst

from taizhang.core.gongwen import bulletin_from_json
from taizhang.core.gongwen.copyfit import fit_to_json
from taizhang.core.gongwen.model import Bulletin
from taizhang.core.text.messages import N_, Message
from taizhang.isolation.serving import run
from taizhang.press.image import Drawn, page_if_with, page_with
from taizhang.press.refusal import PressError
from taizhang.press.typeset import notice as notices
from taizhang.press.typeset.flow import runts
from taizhang.press.typeset.font_names import FontRole
from taizhang.press.typeset.fonts import FontSet, installed
from taizhang.press.typeset.geometry import FOLIO_DROP_MM, IMPRINT_SIZE, MM
from taizhang.press.typeset.pack import KeptParagraphs, Packed, Packer
from taizhang.press.typeset.template import HouseTemplate

Pictures = Mapping[str, bytes]
HOUSE = Path(__file__).parent / "house" / "house.typ"
NOTICE = HOUSE.with_name("notice.typ")
STANDARDS: list[Any] = ["a-2a", "ua-1"]
# The dash of the page number stands .5 em below the top of its line box: half of the font's ideographic height.
_FOLIO_DROP = FOLIO_DROP_MM * MM - 0.5 * IMPRINT_SIZE


class Setter:
    """A warm compiler with its fonts."""

    def __init__(self, fonts: FontSet) -> None:
        self.fonts = fonts
        self.kept: KeptParagraphs = {}
        self.compiler = typst.Compiler(str(HOUSE), root=str(HOUSE.parent), font_paths=fonts.typst)
        self.notices = typst.Compiler(str(NOTICE), root=str(NOTICE.parent), font_paths=fonts.typst)

    def set(
        self, bulletin: Bulletin, template: HouseTemplate, pictures: Pictures
    ) -> tuple[bytes, dict[str, Any]]:
        """The PDF and what the compiler knows about it. Raises PressError."""
        packed = Packer(template, self.fonts, self.kept, pictures).pack(bulletin)
        pdf, warnings = _compile(self.compiler, _data(packed.data), _stamp(bulletin))
        return pdf, self._told(packed, warnings)

    def draw(
        self,
        bulletin: Bulletin,
        template: HouseTemplate,
        pictures: Pictures,
        near: str,
        page: int,
        scale: float,
    ) -> Drawn:
        """A page as picture, of a PDF that nobody keeps: without what archives and screen readers need, and set only
        as far as that page unless the words stand on another.
        """
        begun = Packer(template, self.fonts, self.kept, pictures).pack(bulletin, pages=page)
        pdf = self._unkept(begun, bulletin)
        if drawn := page_if_with(pdf, near, page, scale):
            return drawn
        if begun.begun:
            pdf = self._unkept(Packer(template, self.fonts, self.kept, pictures).pack(bulletin), bulletin)
        return page_with(pdf, near, page, scale)

    def _unkept(self, packed: Packed, bulletin: Bulletin) -> bytes:
        return _compile(self.compiler, _data(packed.data), _stamp(bulletin), kept=False)[0]

    def set_notice(self, notice: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
        """The PDF of a 督办单. Raises PressError."""
        data = json.dumps(notices.packed(notice, self.fonts), ensure_ascii=False)
        pdf, warnings = _compile(self.notices, data, notices.stamp(notice))
        return pdf, {"warnings": warnings, "notes": []}

    def _told(self, packed: Packed, warnings: list[str]) -> dict[str, Any]:
        notes = [each.to_json() for each in self.fonts.substitutions()]
        for role, chars in packed.borrowed.items():
            lender = self.fonts.roles[role][-1].family
            note = Message(
                N_("“{chars}”不在“{family}”字体中，以“{lender}”代替。"),
                {
                    "chars": "".join(chars[:20]),
                    "family": self.fonts.roles[FontRole(role)][0].family,
                    "lender": lender,
                },
            )
            notes.append(note.to_json())
        return {
            "warnings": warnings,
            "notes": notes,
            "fit": {
                **fit_to_json(packed.fit),
                "runts": runts(packed.data["blocks"]),
                "pages_of": packed.pages_of,
            },
        }


def _data(data: dict[str, Any]) -> str:
    return json.dumps({**data, "folio_drop": _FOLIO_DROP}, ensure_ascii=False)


def _compile(
    compiler: typst.Compiler, data: str, stamp: datetime, *, kept: bool = True
) -> tuple[bytes, list[str]]:
    try:
        pdf, warnings = compiler.compile_with_warnings(
            sys_inputs={"data": data},
            format="pdf",
            pdf_standards=STANDARDS if kept else [],
            pdf_tags=kept,
            timestamp=stamp,
        )
    except typst.TypstError as error:
        tall = "imprint-too-tall" in error.message
        reason = "版记太长，一页放不下，请精简报送范围。" if tall else error.message
        raise PressError(Message(N_("排版未能完成：{reason}"), {"reason": reason})) from error
    return cast(bytes, pdf), [warning.message for warning in warnings]


def _stamp(bulletin: Bulletin) -> datetime:
    """The same input gives the same bytes: the issue's own day, not the clock."""
    day = bulletin.date
    return datetime.combine(day, time(), UTC) if day else datetime(2000, 1, 1, tzinfo=UTC)


def answer(request: dict[str, Any], setters: dict[str | None, Setter]) -> tuple[dict[str, Any], bytes]:
    """One request's answer: the head and its bytes."""
    folder, stamp = request.get("fonts"), request.get("stamp", 0)
    try:
        if folder not in setters or setters[folder].fonts.stamp != stamp:
            setters[folder] = Setter(installed(Path(folder) if folder else None, stamp))
        setter = setters[folder]
        if "notice" in request:
            pdf, told = setter.set_notice(request["notice"])
        else:
            bulletin = bulletin_from_json(request["bulletin"])
            template = HouseTemplate.from_json(request["template"])
            pictures = {name: b64decode(each) for name, each in request.get("pictures", {}).items()}
            if "draw" in request:
                drawn = setter.draw(bulletin, template, pictures, **request["draw"])
                return {"page": drawn.page}, drawn.png
            pdf, told = setter.set(bulletin, template, pictures)
    except PressError as error:
        return {"error": error.sentence.to_json()}, b""
    return told, pdf


if __name__ == "__main__":
    warm_setters: dict[str | None, Setter] = {}
    gc.disable()  # collecting among a hundred thousand glyphs costs more than a page: it waits for the answer
    run(lambda request, _body: answer(request, warm_setters), after=lambda: gc.collect(1))
