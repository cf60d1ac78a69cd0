"""Signs of symbol fonts as the Unicode characters that look alike."""

from __future__ import annotations

UNKNOWN = "□"  # stands for a sign that no table knows: the reader sees that something is there

# The Symbol font from 20 to 7E and from A0 to FE (the encoding of Adobe's font of that name).
_SYMBOL = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
)
_CIRCLED, _FILLED = "①②③④⑤⑥⑦⑧⑨⑩", "❶❷❸❹❺❻❼❽❾❿"
_TABLES: dict[str, dict[int, str]] = {
    "symbol": dict(enumerate(_SYMBOL[0], 0x20)) | dict(enumerate(_SYMBOL[1], 0xA0)),
    "wingdings": {
        **dict(enumerate(_CIRCLED, 0x81)),
        **dict(enumerate(_FILLED, 0x8C)),
        0x20: " ", 0x22: "✂", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x3F: "✍", 0x45: "☜", 0x46: "☞", 0x47: "☝", 0x48: "☟",
        0x4A: "☺", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x73: "◆", 0x74: "◆",
        0x75: "◆", 0x76: "❖", 0x77: "◆", 0x80: "⓪", 0x8B: "⓿", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA2: "○", 0xA4: "◎",
        0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xAC: "✦", 0xB6: "☆", 0xD8: "➢", 0xDC: "➲", 0xDF: "←", 0xE0: "→", 0xE1: "↑",
        0xE2: "↓", 0xE7: "←", 0xE8: "→", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒",
        0xFE: "☑",
    },
    "wingdings 2": {
        **dict(enumerate(_CIRCLED, 0x6A)),
        **dict(enumerate(_FILLED, 0x76)),
        0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x69: "⓪", 0x75: "⓿", 0x97: "●", 0x98: "●",
        0xA2: "■", 0xA3: "□",
    },
}  # fmt: skip
BULLETS = frozenset("●■◆❖➢✓▪•·○★☆❑❒❍➲→⇨□◎✦☞")  # of those above, what stands before the entries of a list


def sign(font: str, code: int) -> str:
    """The character for the sign ``code`` of ``font``; ``UNKNOWN`` where a symbol font's sign is not known.

    Fonts of text hold their signs at the code point itself, or at F000 and above it."""
    table = _TABLES.get(font.strip().lower())
    if table is not None:
        return table.get(code & 0xFF, UNKNOWN)
    if 0xF000 <= code <= 0xF0FF:
        code &= 0xFF
        return chr(code) if 0x20 < code < 0x7F else UNKNOWN
    return chr(code) if 0x20 < code < 0x110000 and not 0xD800 <= code < 0xF900 else UNKNOWN


def is_private(char: str) -> bool:
    """Whether the character is in the basic private use area, which means nothing outside its font."""
    return "\ue000" <= char <= "\uf8ff"


def in_font(font: str, text: str) -> str:
    """``text`` of a run set in ``font``, with the signs of a symbol font replaced; any other text as it is."""
    table = _TABLES.get(font.strip().lower())
    if table is None:
        return text
    return "".join(sign(font, ord(char)) if is_private(char) else table.get(ord(char), char) for char in text)
