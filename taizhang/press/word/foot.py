"""A frame at the foot of the page: its last line stands on the bottom edge of the type area, wherever the text ends.

It is a DrawingML text box anchored to the last paragraph. Word, WPS and LibreOffice keep it at the margin's bottom; a
floating table or a frame of the paragraph moves in LibreOffice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsmap

_SPACES = {
    "w": nsmap["w"],
    "wp": nsmap["wp"],
    "a": nsmap["a"],
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
_EMU = 12_700  # of a point
_BOX = """<w:r {spaces}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0"
 layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="margin"><wp:align>center</wp:align></wp:positionH>
<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>
<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>
<wp:docPr id="900" name="版记"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>
<wps:txbx><w:txbxContent/></wps:txbx>
<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"><a:noAutofit/></wps:bodyPr>
</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"""


def set_at_foot(anchor: Any, content: Sequence[Any], width: float, height: float) -> None:
    """Move ``content`` (block elements of the document) into a frame of so many points at the foot of the page on which
    the paragraph element ``anchor`` ends."""
    spaces = " ".join(f'xmlns:{name}="{address}"' for name, address in _SPACES.items())
    run = parse_xml(_BOX.format(spaces=spaces, width=round(width * _EMU), height=round(height * _EMU)))
    (box,) = run.iter(f"{{{_SPACES['w']}}}txbxContent")
    box.extend(content)
    anchor.append(run)
