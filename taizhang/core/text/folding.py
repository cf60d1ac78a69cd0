"""The table of character folding: which characters are written forms of one and the same character.

Three depths, each including the one before:

- ``canonical``: radicals and compatibility ideographs as ideographs. Same length as the text.
- ``fold``: also letters, digits and punctuation of full width as ASCII, blanks as the ASCII space. Same length.
- ``search_form``: also NFKC and lower case. One character may become several; ``origins`` gives their offsets.

Stored text is never rewritten: these are the forms in which texts are read, compared and printed.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

# Ideographs of the CJK radicals (U+2E80-2EFF) that have no compatibility mapping: Equivalent_Unified_Ideograph
# of the Unicode Character Database.
_RADICALS = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌"
    "⺙攵⺛旡⺜日⺝月⺞歺⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒"
    "⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷"
    "⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马"
    "⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀"
)
# Kangxi radicals, CJK compatibility ideographs and their supplement; NFKC knows them, two of the above too.
_COMPATIBLE = (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))
_NFKC = {
    code: form for code in _COMPATIBLE if (form := unicodedata.normalize("NFKC", chr(code))) != chr(code)
}

CANONICAL = (
    _NFKC
    | {ord(radical): form for radical, form in zip(_RADICALS[::2], _RADICALS[1::2], strict=True)}
    # NFKC gives the traditional form, which the text layer of no document in simplified characters means.
    | {ord("⼾"): "户"}
    # GBK's full-width blank A3 A0 as the codec gb18030 decodes it.
    | {0xE5E5: "\u3000"}
)
WIDTHS = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_BLANKS = dict.fromkeys((0x3000, 0xA0, 0x2007, 0x202F, 0xE5E5), " ")
_FOLD = CANONICAL | WIDTHS | _BLANKS

# Zero-width and bidirectional controls and variation selectors: they change what a reader sees, not what is named.
HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)


class _SearchForms(dict[int, str]):
    """The search form of each code point, never empty; worked out once."""

    def __missing__(self, code: int) -> str:
        form = self[code] = nfkc(chr(code)).casefold()
        return form


# The full-width comma stays: 10，200 is two numbers, 10,200 is one.
_KEPT = {ord("，"): "，"}
_SEARCH_FORMS = _SearchForms(_KEPT)


# Marks of direction, which are not seen and by which 12 is drawn as 21.
_DIRECTIONS = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def as_drawn(text: str) -> str:
    """The text without marks of direction: what is read in it and what is seen are the same."""
    return text.translate(_DIRECTIONS)


def folding_form() -> str:
    """Return what tells this table of folding from another: texts folded by another one are found by other words."""
    said = f"{unicodedata.unidata_version}{sorted(_FOLD.items())}{sorted(_KEPT.items())}"
    return sha256(said.encode()).hexdigest()[:16]


def canonical(text: str) -> str:
    """Return ``text`` with ideographs in place of radicals and U+3000 in place of U+E5E5; same length."""
    return text if text.isascii() else text.translate(CANONICAL)


def fold(text: str) -> str:
    """Return ``text`` in canonical characters of ASCII width, every blank a space; same length."""
    return text if text.isascii() else text.translate(_FOLD)


def nfkc(text: str) -> str:
    """Return ``text`` in canonical characters, normalised to NFKC. The length may change."""
    return unicodedata.normalize("NFKC", canonical(text))


def comparison_key(text: str) -> str:
    """Return the key by which names are compared: NFKC, lower case, no white space and nothing hidden."""
    return "".join(nfkc(HIDDEN.sub("", text)).casefold().split())


def search_form(text: str) -> str:
    """Return ``text`` as it is searched: each character in NFKC and lower case. The length may change."""
    return text.translate(_SEARCH_FORMS)


def origins(text: str) -> list[int]:
    """Return, for each character of ``search_form(text)``, the offset in ``text`` of the one it comes from."""
    return [at for at, sign in enumerate(text) for _ in _SEARCH_FORMS[ord(sign)]]
