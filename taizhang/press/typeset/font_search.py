"""Fonts that the machine has already: where office suites and systems keep them, their rights, what they draw."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTCollection, TTLibError

from taizhang.core.text.messages import N_, Message
from taizhang.press.refusal import PressError
from taizhang.press.typeset.font_names import FontRole, names_of, opened_font, preference, shown_name

# Who keeps fonts where; the narrower folder first, since a file is told once.
PLACES: tuple[tuple[str, str], ...] = (
    ("WPS", "/usr/share/fonts/wps-office"),
    ("WPS", "/usr/share/fonts/wps-fonts"),
    ("WPS", "/opt/kingsoft/wps-office/office6/fonts"),
    ("WPS", "/opt/apps/cn.wps.wps-office/files/kingsoft/wps-office/office6/fonts"),
    ("WPS", "~/.local/share/fonts/wps-office"),
    ("WPS", "~/AppData/Local/Kingsoft/WPS Office"),
    ("WPS", "C:/Program Files (x86)/Kingsoft/WPS Office"),
    ("WPS", "C:/Program Files/Kingsoft/WPS Office"),
    ("Windows", "C:/Windows/Fonts"),
    ("Windows", "~/AppData/Local/Microsoft/Windows/Fonts"),
    ("Windows", "/mnt/c/Windows/Fonts"),
    (N_("麒麟"), "/usr/share/fonts/kylin-font"),
    (N_("麒麟"), "/usr/share/fonts/kylin"),
    (N_("统信"), "/usr/share/fonts/deepin"),
    (N_("统信"), "/usr/share/fonts/uos"),
    ("macOS", "/System/Library/Fonts"),
    ("macOS", "/Library/Fonts"),
    ("macOS", "~/Library/Fonts"),
    (N_("本机"), "/usr/share/fonts"),
    (N_("本机"), "/usr/local/share/fonts"),
    (N_("本机"), "~/.local/share/fonts"),
    (N_("本机"), "~/.fonts"),
)
SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".otc"})
ENOUGH = 6_000  # of the 6763 characters of GB 2312: a font of a few signs is none to set a text in
MOST_FILES = 20_000  # of one folder
# OS/2 fsType: what the maker of the font allows (OpenType, "OS/2", fsType).
RESTRICTED, PREVIEW, EDITABLE, WHOLE_ONLY, BITMAPS_ONLY = 0x2, 0x4, 0x8, 0x100, 0x200


@dataclass(frozen=True)
class FoundFont:
    """A font of this machine that is fit for a role of the official form."""

    role: FontRole
    name: str
    path: Path
    source: str  # who keeps it there
    place: int  # how far from the family that the role prefers
    refusal: Message | None  # why it may not stand in our PDF files
    rights: str
    gb2312: int  # of 6763 characters
    gbk: int  # of 20902

    @property
    def usable(self) -> bool:
        """Whether it may be embedded and draws what an ordinary text is written in."""
        return self.refusal is None and self.gb2312 >= ENOUGH


def find_fonts(places: Sequence[tuple[str, str]] = PLACES) -> list[FoundFont]:
    """Every font that is fit for a role, the one to take first within its role."""
    found = [font for source, path in _files(places) for font in _read(source, path)]
    order = list(FontRole)
    return sorted(
        found,
        key=lambda font: (order.index(font.role), not font.usable, font.place, -font.gbk, str(font.path)),
    )


def best(found: Iterable[FoundFont]) -> dict[FontRole, FoundFont]:
    """The one to take for each role that has a usable one."""
    chosen: dict[FontRole, FoundFont] = {}
    for font in found:
        if font.usable:
            chosen.setdefault(font.role, font)
    return chosen


def link_in(fonts: Iterable[FoundFont], folder: Path) -> list[Path]:
    """Put the fonts into the office's folder, as links, or as copies where links are not allowed. Those that are there
    already are left. Raises PressError where the folder cannot be written.
    """
    made = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in dict.fromkeys(font.path for font in fonts):
            target = folder / path.name
            if not target.exists():
                target.unlink(missing_ok=True)  # a link that leads nowhere any more
                _link(path, target)
                made.append(target)
    except OSError as error:
        raise PressError(Message(N_("无法写入“{name}”。"), {"name": str(folder)})) from error
    return made


def _link(path: Path, target: Path) -> None:
    try:
        target.symlink_to(path)
    except (OSError, NotImplementedError):  # Windows asks for a right that few have
        shutil.copy2(path, target)


def _files(places: Sequence[tuple[str, str]]) -> Iterator[tuple[str, Path]]:
    seen: set[Path] = set()
    for source, folder in places:
        for path in _walk(Path(folder).expanduser()):
            real = path.resolve()
            if real not in seen:
                seen.add(real)
                yield source, path


def _walk(folder: Path) -> Iterator[Path]:
    looked = 0
    for root, _, names in os.walk(folder):  # what cannot be read is passed over
        for name in sorted(names):
            looked += 1
            if looked > MOST_FILES:
                return
            if Path(name).suffix.lower() in SUFFIXES:
                yield Path(root) / name


def _read(source: str, path: Path) -> Iterator[FoundFont]:
    """Nothing for a file that is no font, or for no role."""
    try:
        for index in range(_fonts_in(path)):
            names = names_of(str(path), index)
            for role in FontRole:
                if (place := preference(role, names)) is not None:
                    yield _found(role, place, source, path, index)
    except (TTLibError, OSError, KeyError, AssertionError, ValueError):
        return


def _fonts_in(path: Path) -> int:
    if path.suffix.lower() not in {".ttc", ".otc"}:
        return 1
    with path.open("rb") as file, TTCollection(file, lazy=True) as collection:
        return len(collection.fonts)


def _found(role: FontRole, place: int, source: str, path: Path, index: int) -> FoundFont:
    with opened_font(str(path), index) as font:
        refusal, rights = embedding(font["OS/2"].fsType)
        drawn = {chr(code) for code in font.getBestCmap()}
    name = shown_name(names_of(str(path), index))
    counts = {charset: len(drawn & characters) for charset, characters in charsets().items()}
    return FoundFont(role, name, path, source, place, refusal, rights, counts["gb2312"], counts["gbk"])


def embedding(allowed: int) -> tuple[Message | None, str]:
    """Why a font of this fsType may not be embedded in part, as every PDF of ours does; and its rights in words."""
    if allowed & RESTRICTED and not allowed & (PREVIEW | EDITABLE):
        return Message(N_("字体厂商不允许嵌入文件")), N_("不允许嵌入")
    if allowed & WHOLE_ONLY:
        return Message(N_("字体厂商不允许只嵌入用到的字")), N_("不允许截取")
    if allowed & BITMAPS_ONLY:
        return Message(N_("字体厂商只允许嵌入点阵")), N_("只限点阵")
    if allowed & EDITABLE:
        return None, N_("可嵌入，可编辑")
    return None, N_("可嵌入，供打印和查看") if allowed & PREVIEW else N_("可嵌入")


@cache
def charsets() -> Mapping[str, frozenset[str]]:
    """Han characters of GB 2312 (6763) and of GBK (20902)."""
    gbk = (
        bytes((a, b)).decode("gbk", "ignore")
        for a in range(0x81, 0xFF)
        for b in range(0x40, 0xFF)
        if b != 0x7F
    )
    han = frozenset(char for char in gbk if "\u4e00" <= char <= "\u9fa5")
    return {"gbk": han, "gb2312": frozenset(char for char in han if _is_gb2312(char))}


def _is_gb2312(char: str) -> bool:
    return len(char.encode("gb2312", "ignore")) == 2
