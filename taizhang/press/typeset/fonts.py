"""Fonts by role. The office's own licensed fonts win; the free pack is the last resort; nothing is silent.

A fresh machine has no Chinese font. The pack is Noto Sans SC and Noto Serif SC from a package, and beside this module
Noto Serif SC Black and LXGW WenKai (SIL OFL, licence texts beside them). No free 仿宋 or 小标宋 with full coverage
exists: their substitutes are named in every form report.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn
from fontTools.ttLib import TTFont
from typst import Fonts

from taizhang.core.text.messages import N_, Message
from taizhang.press.refusal import PressError
from taizhang.press.typeset.breaking import Glyph

PACK = (Path(__file__).parent / "fonts", Path(pylopdf_fonts_zh_cn.__file__).parent)


class FontRole(StrEnum):
    """What a font is used for (GB/T 9704-2012, 5.2.2 and 7)."""

    FANG = "fang"  # 仿宋: the text
    KAI = "kai"  # 楷体: second level, notes
    HEI = "hei"  # 黑体: first level, run-in headlines
    SONG = "song"  # 宋体: page numbers
    XIAOBIAOSONG = "xiaobiaosong"  # 小标宋: masthead and titles


ROLE_NAMES: Mapping[FontRole, str] = {
    FontRole.FANG: N_("仿宋"),
    FontRole.KAI: N_("楷体"),
    FontRole.HEI: N_("黑体"),
    FontRole.SONG: N_("宋体"),
    FontRole.XIAOBIAOSONG: N_("小标宋"),
}
# Family (as the font names itself) and weight; the last one is the substitute from the pack.
FAMILIES: Mapping[FontRole, tuple[tuple[str, int], ...]] = {
    FontRole.FANG: (
        ("FangSong_GB2312", 400), ("仿宋_GB2312", 400), ("FangSong", 400), ("仿宋", 400), ("FZFangSong-Z02", 400),
        ("STFangsong", 400), ("Zhuque Fangsong", 400), ("朱雀仿宋", 400), ("Noto Serif SC", 400),
    ),
    FontRole.KAI: (
        ("KaiTi_GB2312", 400), ("楷体_GB2312", 400), ("KaiTi", 400), ("楷体", 400), ("FZKai-Z03", 400),
        ("STKaiti", 400), ("LXGW WenKai", 400),
    ),
    FontRole.HEI: (("SimHei", 400), ("黑体", 400), ("FZHei-B01", 400), ("STHeiti", 400), ("Noto Sans SC", 400)),
    FontRole.SONG: (("SimSun", 400), ("宋体", 400), ("NSimSun", 400), ("STSong", 400), ("Noto Serif SC", 400)),
    FontRole.XIAOBIAOSONG: (
        ("FZXiaoBiaoSong-B05S", 400), ("FZXiaoBiaoSong-B05", 400), ("方正小标宋简体", 400), ("方正小标宋_GBK", 400),
        ("STZhongsong", 400), ("Noto Serif SC", 900),
    ),
}  # fmt: skip
SUBSTITUTED = N_("未装{role}字体，以“{family}”代替。")
# A role whose substitute is of the same design needs no remark.
_WIDE_MARKS = frozenset("“”‘’—…")
_SAME_DESIGN = frozenset({FontRole.KAI, FontRole.HEI, FontRole.SONG})


@dataclass(frozen=True)
class Face:
    """One font file in use: its family and weight, where it lies, and what it draws."""

    family: str
    weight: int
    path: str
    index: int

    @property
    def advances(self) -> Mapping[str, float]:
        """Width of each character it has, in em."""
        return _advances(self.path, self.index)


@lru_cache(maxsize=32)
def _advances(path: str, index: int) -> Mapping[str, float]:
    with TTFont(path, fontNumber=index, lazy=True) as font:
        metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
        return {chr(code): metrics[name][0] / em for code, name in font.getBestCmap().items()}


@dataclass(frozen=True)
class FontSet:
    """The faces of each role, in order of preference, as installed here."""

    roles: Mapping[FontRole, tuple[Face, ...]]
    typst: Fonts = field(compare=False, repr=False)
    known: Mapping[FontRole, dict[str, Glyph]] = (
        field(  # glyphs looked up before: bulletins use the same few thousand
            default_factory=lambda: {role: {} for role in FontRole}, compare=False, repr=False
        )
    )

    def substitutions(self) -> list[Message]:
        """One sentence for each role that is drawn by another design."""
        return [
            Message(SUBSTITUTED, {"role": ROLE_NAMES[role], "family": _shown(faces[0])})
            for role, faces in self.roles.items()
            if role not in _SAME_DESIGN and (faces[0].family, faces[0].weight) == FAMILIES[role][-1]
        ]

    def width(self, char: str, role: FontRole) -> float:
        """Advance of ``char`` in em, by the first face that has it; 1 where none has."""
        for face in self.roles[role]:
            if char in face.advances:
                return face.advances[char]
        return 1.0

    def glyph(self, char: str, role: FontRole) -> Glyph:
        """The character in its role; a mark that the role's font draws narrow is lent by the font of 宋体."""
        drawn = FontRole.SONG if char in _WIDE_MARKS and self.width(char, role) < 0.9 else role
        found = self.known[role][char] = Glyph(char, self.width(char, drawn), drawn)
        return found

    def missing(self, text: Iterable[str], role: FontRole) -> list[str]:
        """Characters of ``text`` that no face of ``role`` draws, in code point order."""
        lacking = set(text) - {"\n", "\t"}
        for face in self.roles[role]:  # one by one: a difference of several would walk through every font
            lacking = lacking.difference(face.advances)
        return sorted(lacking)

    def borrowed(self, text: Iterable[str], role: FontRole) -> list[str]:
        """Characters that the first face lacks and a later one lends."""
        return sorted((set(text) - {"\n", "\t"}).difference(self.roles[role][0].advances))


def _shown(face: Face) -> str:
    return face.family + (" Black" if face.weight >= 900 else "")


def fonts_folder() -> Path | None:
    """The office's own fonts: the folder named by TAIZHANG_FONTS."""
    named = os.environ.get("TAIZHANG_FONTS", "")
    return Path(named) if named else None


@lru_cache(maxsize=4)
def installed(folder: Path | None = None) -> FontSet:
    """The fonts of the office's folder and of the pack, by role. Raises PressError where the pack is damaged."""
    paths = [str(p) for p in ((folder,) if folder else ()) + PACK if p.is_dir()]
    fonts = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths)
    known = {(f.family, f.weight): Face(f.family, f.weight, f.path or "", f.index) for f in fonts.fonts()}
    roles: dict[FontRole, tuple[Face, ...]] = {}
    for role, wanted in FAMILIES.items():
        faces = [known[w] for w in wanted if w in known]
        # A rare character that the office's own font lacks is lent by the pack.
        faces += [known[w] for w in FAMILIES[FontRole.SONG][-1:] if w in known and known[w] not in faces]
        if not faces:
            raise PressError(
                Message(N_("缺少{role}字体，无法排版。请检查字体文件夹。"), {"role": ROLE_NAMES[role]})
            )
        roles[role] = tuple(faces)
    return FontSet(roles, fonts)
