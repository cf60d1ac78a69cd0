"""Fonts by role. The office's own licensed fonts win; the free pack is the last resort; nothing is silent.

A fresh machine has no Chinese font. The pack is Noto Sans SC and Noto Serif SC from a package, and beside this module
Noto Serif SC Black and LXGW WenKai (SIL OFL, licence texts beside them). No free 仿宋 or 小标宋 with full coverage
exists: their substitutes are named in every form report.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn
from fontTools.ttLib import TTFont
from typst import Fonts

from taizhang.core.text.messages import N_, Message
from taizhang.press.refusal import PressError
from taizhang.press.typeset.breaking import Glyph
from taizhang.press.typeset.font_names import ROLE_NAMES, FontRole, names_of, preference, stem

PACK = (Path(__file__).parent / "fonts", Path(pylopdf_fonts_zh_cn.__file__).parent)
# Family (as Typst knows it) and weight of the substitute in the pack.
SUBSTITUTES: Mapping[FontRole, tuple[str, int]] = {
    FontRole.FANG: ("Noto Serif SC", 400),
    FontRole.KAI: ("LXGW WenKai", 400),
    FontRole.HEI: ("Noto Sans SC", 400),
    FontRole.SONG: ("Noto Serif SC", 400),
    FontRole.XIAOBIAOSONG: ("Noto Serif SC", 900),
}
CHOICES = "roles.json"  # in the office's folder: role → name of the font to take for it
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
    def names(self) -> tuple[str, ...]:
        """All that it calls itself."""
        return names_of(self.path, self.index)

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
    unused: tuple[Face, ...] = ()  # in the office's folder, fit for no role and named for none
    unknown: Mapping[FontRole, str] = field(default_factory=dict)  # named for a role, and not there
    stamp: int = 0
    known: Mapping[FontRole, dict[str, Glyph]] = (
        field(  # glyphs looked up before: bulletins use the same few thousand
            default_factory=lambda: {role: {} for role in FontRole}, compare=False, repr=False
        )
    )

    def substitutions(self) -> list[Message]:
        """One sentence for each role that is drawn by another design, or not by the font that was named for it."""
        return [
            Message(N_("指定为{role}的字体“{name}”没有找到。"), {"role": ROLE_NAMES[role], "name": name})
            for role, name in self.unknown.items()
        ] + [
            Message(SUBSTITUTED, {"role": ROLE_NAMES[role], "family": _shown(faces[0])})
            for role, faces in self.roles.items()
            if role not in _SAME_DESIGN and (faces[0].family, faces[0].weight) == SUBSTITUTES[role]
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


def stamp_of(folder: Path | None) -> int:
    """What changes when fonts are put into the folder, taken out, or named for a role."""
    places = [folder, folder / CHOICES] if folder else []
    return sum(place.stat().st_mtime_ns for place in places if place.exists())


def choices_in(folder: Path | None) -> dict[FontRole, str]:
    """Role → name of the font that the office wants for it. Raises PressError where the file is damaged."""
    if folder is None or not (folder / CHOICES).is_file():
        return {}
    try:
        return {
            FontRole(role): str(name)
            for role, name in json.loads((folder / CHOICES).read_text("utf-8")).items()
        }
    except (OSError, ValueError, AttributeError) as error:
        raise PressError(Message(N_("字体文件夹中的 roles.json 无法读取。"))) from error


def choose(folder: Path, role: FontRole, name: str) -> None:
    """From now on the role is drawn by the font of this name; with an empty name, by the preferred one again."""
    wanted = {**choices_in(folder), role: name}
    folder.mkdir(parents=True, exist_ok=True)
    kept = {each.value: wanted[each] for each in wanted if wanted[each]}
    (folder / CHOICES).write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")


@lru_cache(maxsize=4)
def installed(folder: Path | None = None, stamp: int = 0) -> FontSet:
    """The fonts of the office's folder and of the pack, by role, read anew for another ``stamp``.

    Raises PressError where the pack or the office's choice is damaged.
    """
    paths = [str(p) for p in ((folder,) if folder else ()) + PACK if p.is_dir()]
    fonts = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths)
    faces = {(f.family, f.weight): Face(f.family, f.weight, f.path or "", f.index) for f in fonts.fonts()}
    there = {path.resolve() for path in folder.rglob("*")} if folder else set()  # Typst follows links
    own = [face for face in faces.values() if Path(face.path).resolve() in there]
    wanted = choices_in(folder)
    roles = {role: _faces_for(role, own, faces, wanted.get(role, "")) for role in FontRole}
    used = {face for found in roles.values() for face in found}
    unknown = {role: name for role, name in wanted.items() if not is_named(roles[role][0], name)}
    return FontSet(roles, fonts, tuple(face for face in own if face not in used), unknown, stamp)


def is_named(face: Face, name: str) -> bool:
    return stem(name) in {stem(each) for each in (*face.names, face.family)}


def _faces_for(
    role: FontRole, own: list[Face], every: Mapping[tuple[str, int], Face], name: str
) -> tuple[Face, ...]:
    """The font that was named, the office's in order of preference, the substitute; the pack's 宋体 lends what all lack."""
    fit = [(place, abs(face.weight - 400), face.path, face) for face in own
              if (place := preference(role, face.names)) is not None]  # fmt: skip
    found = [face for face in every.values() if name and is_named(face, name)][:1]
    found += [face for *_, face in sorted(fit, key=lambda each: each[:3])]
    found += [every[key] for key in (SUBSTITUTES[role], SUBSTITUTES[FontRole.SONG]) if key in every]
    if not found and any(next(folder.glob("*.[ot]tf"), None) for folder in PACK):
        raise MemoryError("the pack's fonts are there and could not be mapped")
    if not found:
        raise PressError(
            Message(N_("缺少{role}字体，无法排版。请检查字体文件夹。"), {"role": ROLE_NAMES[role]})
        )
    return tuple(dict.fromkeys(found))
