"""Paragraph and run properties of a Word file, as its styles and defaults give them (ECMA-376 part 1, 17.7)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from taizhang.intake.package import Element, below

_STEPS = 12  # along which a style is followed to the one it is based on
ON = (None, "1", "true", "on")  # values of a switch; an element without value switches on


def value(parent: Element | None, name: str) -> str | None:
    """The ``w:val`` of the child ``name`` of ``parent``; None where either is missing."""
    child = None if parent is None else parent.find(name)
    return None if child is None else child.get("w:val")


class Styles:
    """The styles of one document; ``root`` is its styles part, None where it has none."""

    def __init__(self, root: Element | None) -> None:
        styles = [] if root is None else root.findall("w:style")
        self._styles = {style.get("w:styleId", ""): style for style in styles}
        self._default = next((s.get("w:styleId") for s in styles if _is_default_paragraph(s)), None)
        defaults = None if root is None else root.find("w:docDefaults")
        self._paragraph_defaults = None if defaults is None else below(defaults, "w:pPrDefault/w:pPr")
        self._run_defaults = None if defaults is None else below(defaults, "w:rPrDefault/w:rPr")
        self.switched = lru_cache(maxsize=4096)(self._switched)

    def chain(self, name: str | None) -> Iterator[tuple[str, Element]]:
        """The style ``name`` and those it is based on, nearest first, each with its name."""
        for _ in range(_STEPS):
            style = self._styles.get(name or "")
            if name is None or style is None:
                return
            yield name, style
            name = value(style, "w:basedOn")

    def style_of(self, properties: Element | None) -> str | None:
        """The paragraph style named in ``properties`` (w:pPr), else the default one."""
        return value(properties, "w:pStyle") or self._default

    def paragraph(self, properties: Element | None, name: str) -> Iterator[Element]:
        """The elements ``name`` that hold for a paragraph, the strongest first."""
        levels = [properties]
        levels += [style.find("w:pPr") for _, style in self.chain(self.style_of(properties))]
        levels.append(self._paragraph_defaults)
        for level in levels:
            found = None if level is None else level.find(name)
            if found is not None:
                yield found

    def is_on(self, run: Element | None, paragraph: Element | None, name: str) -> bool:
        """Whether the toggle property ``name`` (w:vanish …) holds for a run with properties ``run``.

        Direct formatting decides; else the styles of paragraph and run cancel each other (17.7.3)."""
        direct = None if run is None else run.find(name)
        if direct is not None:
            return direct.get("w:val") in ON
        if self._run_defaults is not None and _on(self._run_defaults.find(name)):
            return True
        by_run = self.switched(value(run, "w:rStyle"), name)
        return by_run != self.switched(self.style_of(paragraph), name)

    def _switched(self, style: str | None, name: str) -> bool:
        """Whether ``style`` switches the toggle property on."""
        for _, each in self.chain(style):
            found = below(each, f"w:rPr/{name}")
            if found is not None:
                return _on(found)
        return False

    def run_value(self, run: Element | None, name: str) -> str:
        """The ``w:val`` of a run property, direct or by the run's style; empty where there is none."""
        if run is None:
            return ""
        direct = value(run, name)
        if direct is not None:
            return direct
        found = (value(style.find("w:rPr"), name) for _, style in self.chain(value(run, "w:rStyle")))
        return next((each for each in found if each is not None), "")


def _is_default_paragraph(style: Element) -> bool:
    return style.get("w:type") == "paragraph" and style.get("w:default") in ("1", "true", "on")


def _on(switch: Element | None) -> bool:
    return switch is not None and switch.get("w:val") in ON
