"""The runs of a paragraph of a Word file: its text, and what stands in it beside text.

What Word does not show (hidden text, deletions, instructions of fields, reading aids) is left out, what is shown
but is no text is counted; ``remarks`` has the sentences.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from taizhang.core.text.pictures import PictureLine
from taizhang.intake import equations, symbols
from taizhang.intake.embedded import EmbeddedPictures
from taizhang.intake.numbering import Numbering
from taizhang.intake.package import Element, below
from taizhang.intake.styles import ON, Styles, value

BETWEEN = " " * 4  # for a tab, and between the cells of a row
LEFT_OUT = frozenset(
    [
        "w:pPr",
        "w:rPr",
        "w:sectPr",
        "w:delText",
        "w:rt",
        "w:tblPr",
        "w:trPr",
        "w:tcPr",
        "w:sdtPr",
        "w:tblGrid",
        "mc:Fallback",
    ]
)
REMOVED = frozenset({"w:del", "w:moveFrom"})
_LONGEST_CODE = 2000  # characters of a field's instruction
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
_WRAPPED = re.compile(r"[ ]*[\t\r\n]+\s*")  # white space of the XML, which Word shows as a blank
_LINE_END = re.compile("\r\n|[\r\x85\x0b\u2028\u2029]")


class RunLook(NamedTuple):
    """How a run looks, as far as it matters."""

    struck: bool = False
    place: str = ""  # superscript, subscript
    font: str = ""


@dataclass(slots=True)
class _Field:
    code: str = ""
    result: bool = False  # whether what follows is shown
    shown: bool = False  # whether anything was shown
    control: str = ""  # what the check box or list of a form shows


@dataclass(slots=True)
class Source:
    """What the stories of one document share; ``notes`` are its footnotes and endnotes by kind and number."""

    styles: Styles
    numbering: Numbering
    notes: dict[tuple[str, str], Element] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    embedded: EmbeddedPictures | None = None  # where pictures are taken along


class Runs:
    """The text of one paragraph after the other; ``boxes`` and ``drawings`` are what stood in the last one.

    A box is an element with paragraphs, or the words of a WordArt; a drawing is its kind and its description."""

    def __init__(self, source: Source, note: Callable[[Element], str]) -> None:
        self.boxes: list[Element | str] = []
        self.drawings: list[tuple[str, str]] = []
        self.taken: list[str] = []  # the lines of the pictures that were taken along
        self._source, self._counts, self._read_note = source, source.counts, note
        self._fields: list[_Field] = []
        self._properties: Element | None = None

    def text(self, paragraph: Element) -> str:
        """The text of ``paragraph``; line breaks as line ends, page breaks as form feeds."""
        self.boxes, self.drawings, self.taken = [], [], []
        self._properties = paragraph.find("w:pPr")
        return _LINE_END.sub("\n", self._inline(paragraph, RunLook()))

    # ---- runs

    def _inline(self, element: Element, look: RunLook) -> str:
        parts = []
        for child in element:
            if child.tag in LEFT_OUT:
                continue
            form = INLINE.get(child.tag)
            parts.append(form(self, child, look) if form else self._inline(child, look))
        return "".join(parts)

    @property
    def _is_shown(self) -> bool:
        return all(each.result for each in self._fields)

    def _run(self, run: Element, _look: RunLook) -> str:
        properties, styles = run.find("w:rPr"), self._source.styles
        if styles.is_on(properties, self._properties, "w:vanish"):
            return self._hidden(run)
        look = RunLook(
            any(styles.is_on(properties, self._properties, name) for name in ("w:strike", "w:dstrike")),
            styles.run_value(properties, "w:vertAlign"),
            _font(properties),
        )
        return self._inline(run, look)

    def _hidden(self, run: Element) -> str:
        """Count the hidden text; marks of fields count even where they are hidden."""
        for child in run:
            if child.tag in ("w:fldChar", "w:instrText"):
                INLINE[child.tag](self, child, RunLook())
            elif child.tag == "w:t" and self._is_shown:
                self._counts["hidden"] += len(child.text or "")
        return ""

    def _text(self, element: Element, look: RunLook) -> str:
        text = _WRAPPED.sub(" ", element.text or "")
        if element.get(_PRESERVE) != "preserve" and text != element.text:
            text = text.strip(" ")
        if not text or not self._is_shown:
            return ""
        if self._fields:
            self._fields[-1].shown = True
        if look.struck:
            self._counts["struck"] += len(text.strip())
        if look.font:
            text = symbols.in_font(look.font, text)
            self._counts["symbol"] += text.count(symbols.UNKNOWN) - (element.text or "").count(
                symbols.UNKNOWN
            )
        if look.place == "superscript" and text.isascii() and text.isdigit():
            return equations.raised(text)
        return text

    def _symbol(self, element: Element, look: RunLook) -> str:
        code = element.get("w:char", "")
        number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", code) else 0
        return self._signed(symbols.sign(element.get("w:font", ""), number))

    def _signed(self, sign: str) -> str:
        if not self._is_shown:
            return ""
        self._counts["symbol"] += sign == symbols.UNKNOWN
        return sign

    def _break(self, element: Element, _look: RunLook) -> str:
        """A break of line, or of page unless it tears a paragraph of the press's own (``press.word.page_ends``)."""
        torn = element.get("w:type") == "page" and element.get("w:clear") == "all"
        return "" if torn or not self._is_shown else "\f" if element.get("w:type") == "page" else "\n"

    def _equation(self, element: Element, _look: RunLook) -> str:
        if not self._is_shown:
            return ""
        self._counts["equation"] += not equations.is_plain(element)
        return equations.linear(element)

    def _note(self, element: Element, _look: RunLook) -> str:
        """The text of a footnote or endnote in brackets, where it is first referred to."""
        kind = element.tag.removesuffix("Reference")
        note = self._source.notes.pop((kind, element.get("w:id", "")), None)
        if note is None or not self._is_shown:
            return ""
        words = self._read_note(note)
        if not words:
            return ""
        self._counts["note"] += 1
        return f"（注：{words.rstrip('。')}）"

    def _ruby(self, element: Element, look: RunLook) -> str:
        self._counts["reading aid"] += self._is_shown
        return self._inline(element, look)

    # ---- fields

    def _field_mark(self, element: Element, look: RunLook) -> str:
        kind = element.get("w:fldCharType")
        if kind == "begin":
            self._fields.append(_Field(control=_control(element)))
        elif kind == "separate" and self._fields:
            self._fields[-1].result = True
        elif kind == "end" and self._fields:
            return self._ended(self._fields.pop())
        return ""

    def _instruction(self, element: Element, _look: RunLook) -> str:
        if self._fields and not self._fields[-1].result and len(self._fields[-1].code) < _LONGEST_CODE:
            self._fields[-1].code += element.text or ""
        return ""

    def _simple_field(self, element: Element, look: RunLook) -> str:
        self._fields.append(_Field(element.get("w:instr", "")[:_LONGEST_CODE], result=True))
        text = self._inline(element, look)
        return text + self._ended(self._fields.pop())

    def _ended(self, done: _Field) -> str:
        """What the field shows beyond its result: equations and check boxes have none."""
        if not self._is_shown:
            return ""
        if self._fields:
            self._fields[-1].shown |= done.shown
        name = done.code.split(maxsplit=1)[0].upper() if done.code.strip() else ""
        if name.startswith("EQ") and not done.shown:
            text, aid = equations.eq_text(done.code)
            self._counts["reading aid" if aid else "equation"] += 1
            return text
        if name in ("FORMCHECKBOX", "FORMDROPDOWN") and not done.shown:
            self._counts["form field"] += not done.control
            return done.control
        return ""

    # ---- drawings

    def _box(self, element: Element, _look: RunLook) -> str:
        if self._is_shown:
            self.boxes.append(element)
        return ""

    def _word_art(self, element: Element, _look: RunLook) -> str:
        if self._is_shown and element.get("string", "").strip():
            self.boxes.append(_LINE_END.sub("\n", element.get("string", "")))
        return ""

    def _drawing(self, element: Element, look: RunLook) -> str:
        kind, words = _DRAWINGS[element.tag], ""
        if self._is_shown:
            described = next(element.iter("pic:cNvPr"), element)
            words = described.get("descr") or described.get("o:title") or ""
            self._counts[kind] += 1
            self.drawings.append((kind, words))
            if self._source.embedded is not None and kind == "picture":
                self._take(self._source.embedded, element, " ".join(words.split()))
        return ""

    def _take(self, embedded: EmbeddedPictures, element: Element, words: str) -> None:
        """Keep the picture and the line that names it; one that is not in the file, or has no room, stays counted."""
        names = [name for name in embedded.take(element) if name]
        self._counts["picture"] -= bool(names)
        self.taken += [PictureLine(name, "", "", words).to_line() for name in names]

    def _object(self, element: Element, look: RunLook) -> str:
        """An object of another program; its picture is no text."""
        program = next((each.get("ProgID", "") for each in element.iter("o:OLEObject")), "")
        self._counts["lost equation" if program.startswith("Equation") else "object"] += self._is_shown
        return ""

    def _alternatives(self, element: Element, look: RunLook) -> str:
        return self._inline(alternative(element), look)

    def _counted(self, element: Element, look: RunLook) -> str:
        self._counts[_COUNTED[element.tag]] += self._is_shown
        return "" if element.tag in REMOVED or element.tag in _EMPTY else self._inline(element, look)


_EMPTY = frozenset({"w:commentReference", "w:subDoc"})
_COUNTED = {
    **dict.fromkeys(("w:del", "w:moveFrom", "w:ins", "w:moveTo"), "change"),
    "w:commentReference": "comment",
    "w:subDoc": "subdocument",
}
_DRAWINGS = {
    "pic:pic": "picture",
    "v:imagedata": "picture",
    "c:chart": "chart",
    "dgm:relIds": "diagram",
}
INLINE: dict[str, Callable[[Runs, Element, RunLook], str]] = {
    "w:r": Runs._run,
    "w:t": Runs._text,
    "a:t": Runs._text,
    "w:sym": Runs._symbol,
    "w:tab": lambda runs, _element, _look: BETWEEN if runs._is_shown else "",
    "w:ptab": lambda runs, _element, _look: BETWEEN if runs._is_shown else "",
    "w:noBreakHyphen": lambda runs, _element, _look: "-" if runs._is_shown else "",
    "w:br": Runs._break,
    "w:cr": Runs._break,
    "m:oMath": Runs._equation,
    "w:footnoteReference": Runs._note,
    "w:endnoteReference": Runs._note,
    "w:ruby": Runs._ruby,
    "w:fldChar": Runs._field_mark,
    "w:instrText": Runs._instruction,
    "w:fldSimple": Runs._simple_field,
    "w:txbxContent": Runs._box,
    "v:textpath": Runs._word_art,
    "w:object": Runs._object,
    "mc:AlternateContent": Runs._alternatives,
    **dict.fromkeys(_DRAWINGS, Runs._drawing),
    **dict.fromkeys(_COUNTED, Runs._counted),
}


def alternative(element: Element) -> Element:
    """The first choice of an mc:AlternateContent that holds something known, else its fallback, else nothing."""
    known = (
        choice for choice in element.findall("mc:Choice") if any(each.tag in INLINE for each in choice.iter())
    )
    choice = next(known, None)
    return choice if choice is not None else next(element.iter("mc:Fallback"), Element("nothing"))


def _font(properties: Element | None) -> str:
    fonts = None if properties is None else properties.find("w:rFonts")
    return "" if fonts is None else fonts.get("w:ascii") or fonts.get("w:hAnsi") or ""


def _control(mark: Element) -> str:
    """What the check box or the list of a form shows."""
    box, choices = below(mark, "w:ffData/w:checkBox"), below(mark, "w:ffData/w:ddList")
    if box is not None:
        state = box.find("w:checked")
        state = box.find("w:default") if state is None else state
        return "☑" if state is not None and state.get("w:val") in ON else "□"
    if choices is not None:
        entries = [entry.get("w:val", "") for entry in choices.findall("w:listEntry")]
        chosen = value(choices, "w:result") or "0"
        return entries[int(chosen)] if chosen.isdigit() and int(chosen) < len(entries) else ""
    return ""
