"""What a font file calls itself, and which role of the official form that name is fit for.

A family is known by its stem: 朱雀仿宋（预览测试版） is 朱雀仿宋, and joints do not count (``仿宋_GB2312``,
``仿宋 GB2312``). All name records count, in whatever language: Typst knows a font by one of them only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from taizhang.core.text.messages import N_


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
# Families in order of preference; the names of GB/T 9704 and of common systems first.
FAMILIES: Mapping[FontRole, tuple[str, ...]] = {
    FontRole.FANG: (
        "FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "FZFangSong-Z02", "方正仿宋", "STFangsong", "华文仿宋",
        "Zhuque Fangsong", "朱雀仿宋",
    ),
    FontRole.KAI: (
        "KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "FZKai-Z03", "方正楷体", "STKaiti", "华文楷体", "LXGW WenKai",
    ),
    FontRole.HEI: ("SimHei", "黑体", "FZHei-B01", "方正黑体", "STHeiti", "华文黑体"),
    FontRole.SONG: ("SimSun", "宋体", "NSimSun", "新宋体", "FZShuSong-Z01", "方正书宋", "STSong", "华文宋体"),
    FontRole.XIAOBIAOSONG: (
        "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋", "方正小标宋简体", "方正小标宋_GBK", "STZhongsong",
        "华文中宋",
    ),
}  # fmt: skip
# Any other family whose stem has one of these words; a name with an earlier role's word is not asked for a later one.
WORDS: Mapping[FontRole, tuple[str, ...]] = {
    FontRole.XIAOBIAOSONG: ("小标宋", "xiaobiaosong"),
    FontRole.FANG: ("仿宋", "fangsong"),
    FontRole.KAI: ("楷", "kaiti"),
    FontRole.HEI: ("黑体", "simhei", "heiti"),
    FontRole.SONG: ("宋体", "书宋", "simsun", "songti"),
}
# 繁 draws traditional shapes for simplified characters: a page set in it would read otherwise than it was written.
UNFIT = re.compile(r"繁|b5|big5|(?:b\d\d|z\d\d)t$|trad|粗|细|bold|heavy|black|light|thin|雅黑")
_BRACKETS = re.compile(r"[（(\[【〔][^）)\]】〕]*[）)\]】〕]")
_JOINTS = re.compile(r"[\s_\-·.]+")
_FAMILY_RECORDS = (1, 16, 4, 6)  # family, typographic family, full name, PostScript name


def stem(name: str) -> str:
    """The name without what stands in brackets, without joints, in small letters."""
    return _JOINTS.sub("", _BRACKETS.sub("", name)).casefold()


@contextmanager
def opened_font(path: str, index: int) -> Iterator[TTFont]:
    """The font, read as far as it is asked; its file is closed even if it is no font."""
    with Path(path).open("rb") as file, TTFont(file, fontNumber=index, lazy=True) as font:
        yield font


@lru_cache(maxsize=512)
def names_of(path: str, index: int) -> tuple[str, ...]:
    """What the font calls itself in any record, the families before full names; each once."""
    with opened_font(path, index) as font:
        records = sorted(
            (record for record in font["name"].names if record.nameID in _FAMILY_RECORDS),
            key=lambda record: _FAMILY_RECORDS.index(record.nameID),
        )
        return tuple(dict.fromkeys(record.toUnicode(errors="replace") for record in records))


def shown_name(names: Iterable[str]) -> str:
    """The first name in Chinese characters, else the first."""
    every = list(names)
    return next((name for name in every if re.search("[\u4e00-\u9fff]", name)), every[0] if every else "")


def preference(role: FontRole, names: Iterable[str]) -> int | None:
    """How far from the preferred family of the role a font of these names stands; None if it is not fit for it."""
    stems = {stem(name) for name in names}
    for place, family in enumerate(FAMILIES[role]):
        if stem(family) in stems:
            return place
    if any(UNFIT.search(each) for each in stems) or role_by_word(stems) is not role:
        return None
    return len(FAMILIES[role])


def role_by_word(stems: Iterable[str]) -> FontRole | None:
    every = list(stems)
    return next(
        (role for role, words in WORDS.items() if any(w in each for w in words for each in every)), None
    )
