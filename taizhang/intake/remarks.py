"""What the reader of a file should know of it: kinds of content that are not text, counted, and their sentences."""

from __future__ import annotations

from collections import Counter

from taizhang.core.text.messages import N_, Message
from taizhang.intake.symbols import UNKNOWN

# Each kind is counted while a file is read; the order is the one in which the reader is told.
KINDS: dict[str, str] = {
    "hidden": N_("有 {count} 个字设为隐藏，没有读入。"),
    "reading aid": N_("有 {count} 处注音没有读入。"),
    "struck": N_("有 {count} 个字带删除线，仍已读入，请核对。"),
    "struck cell": N_("有 {count} 个单元格的文字带删除线，仍已读入，请核对。"),
    "hidden cell": N_("有 {count} 个单元格的格式设为不显示，没有读入。"),
    "change": N_("文中有 {count} 处修订，按全部接受读入。"),
    "note": N_("有 {count} 条脚注或尾注，已读入所在位置的括号中。"),
    "equation": N_("有 {count} 个公式改写成了一行文字，请对照原文核对。"),
    "lost equation": N_("有 {count} 个公式没有读入，请对照原文补上。"),
    "symbol": N_("有 {count} 个符号无法识别，以“{sign}”代替，请对照原文补上。"),
    "picture": N_("有 {count} 张图片没有读入。"),
    "chart": N_("有 {count} 个图表没有读入。"),
    "diagram": N_("有 {count} 个 SmartArt 图形没有读入。"),
    "text box": N_("有 {count} 个文本框没有读入。"),
    "object": N_("有 {count} 个嵌入对象没有读入。"),
    "subdocument": N_("有 {count} 个子文档没有读入。"),
    "comment": N_("有 {count} 条批注没有读入。"),
    "form field": N_("有 {count} 个窗体控件没有读入。"),
}
_HEADS = N_("页眉、页脚没有读入：{words}")
_SHOWN = 60  # characters of the heads and feet


def sentences(counts: Counter[str], heads: str = "") -> tuple[Message, ...]:
    """A sentence for each kind that was met, and one for the words of heads and feet."""
    found = [
        Message(pattern, {"count": counts[kind]} | ({"sign": UNKNOWN} if kind == "symbol" else {}))
        for kind, pattern in KINDS.items()
        if counts[kind]
    ]
    if heads:
        clipped = heads if len(heads) <= _SHOWN else heads[: _SHOWN - 1] + "…"
        found.append(Message(_HEADS, {"words": clipped}))
    return tuple(found)
