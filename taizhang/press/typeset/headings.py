"""Headings inside the text: which words of a paragraph are set in another role than the text."""

from __future__ import annotations

import re

from taizhang.press.typeset.font_names import FontRole

Run = tuple[FontRole, str]
_NUMBER = "[一二三四五六七八九十]{1,3}"
_FIRST_LEVEL = re.compile(rf"{_NUMBER}、(?!{_NUMBER}[月季年期级类等、至到])[^。；！？]{{1,40}}(?:。|$)")
_SECOND_LEVEL = re.compile(rf"(?<![^。！？])（{_NUMBER}）[^。；！？]{{1,40}}(?:[。；！？]|$)")
_LEAD = re.compile(rf"(?<![^。！？]){_NUMBER}是[^。；！？，：]{{1,30}}(?:，[^。；！？，：]{{1,20}})?。")


def led(text: str) -> list[Run]:
    """A paragraph with its headings: 一、…。 at its beginning in 黑体, （一）…。 and 一是…。 in 楷体. 一是 is a heading
    where a sentence of its own follows; enumerated (一是…，二是…；) or one after the other they are plain text."""
    found = [(m.span(), FontRole.KAI) for m in _SECOND_LEVEL.finditer(text)]
    leads = list(_LEAD.finditer(text))
    spoken = [m for m in leads if m.end() < len(text) and not _LEAD.match(text, m.end())]
    if 2 * len(spoken) >= len(leads):
        found += [(m.span(), FontRole.KAI) for m in leads]
    if (first := _FIRST_LEVEL.match(text)) is not None:
        found.append((first.span(), FontRole.HEI))
    runs: list[Run] = []
    at = 0
    for (start, end), role in sorted(found):
        runs += [(FontRole.FANG, text[at:start]), (role, text[start:end])]
        at = end
    return [*runs, (FontRole.FANG, text[at:])]
