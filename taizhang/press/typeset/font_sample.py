"""One page on which every role of the official form is seen, set in one set of fonts and in another."""

from __future__ import annotations

from pathlib import Path

from taizhang.core.gongwen import Bulletin, for_setting, read_as
from taizhang.press.pdfium import merged
from taizhang.press.typeset.pool import shared_press

TEXT = """工作简报

第 1 期

（总第 1 期）

海川市文明办

2026 年 6 月 18 日

【工作动态】

公文字体对照页

一是字形。同一页文字，换一种字体，行数和字数不变：每页22行，每行28字。截至6月中旬，共走进11所学校，面向500多名师生，开展8场宣讲活动。

（一）层次。标题、层次、正文各用一种字体，看笔画粗细是否协调。

二是生僻字与标点。人名用字：喆、堃、犇、镕、旻、翀、暐、燊。标点：“引号”、《书名号》、——破折号、……省略号。

（海川市教育局）

责编：林知秋 核稿：方若水

报：省文明办
"""


def sample() -> Bulletin:
    return for_setting(read_as(TEXT, "txt"))


def sample_page(folder: Path | None) -> bytes:
    """The page as PDF, in the fonts of this folder. Raises PressError."""
    return shared_press().typeset(sample(), fonts=folder).pdf


def compare_fonts(present: Path, trial: Path) -> bytes:
    """The page in the fonts of both folders, as one PDF. Raises PressError."""
    return merged(sample_page(present), sample_page(trial))
