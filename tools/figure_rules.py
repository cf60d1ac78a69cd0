"""The rules by which figures are read, printed into docs/reference/figures.md: ``python -m tools.figure_rules``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from taizhang.core.figures.bare import FIGURES, GUARDS
from taizhang.core.figures.candidates import LEFT_OUT, REASONS
from taizhang.core.figures.exclusion import ALONE, EXCLUSIONS
from taizhang.core.figures.exclusion_times import DURATIONS
from taizhang.core.figures.exclusion_words import LATIN
from taizhang.core.figures.forms import NUMERAL_FORMS, PARTS_FORMS, WORD_FORMS
from taizhang.core.figures.indicator_values import RULES
from taizhang.core.figures.part_whole import OPENINGS
from taizhang.core.figures.trial import ExclusionRule

PAPER = Path(__file__).parent.parent / "docs" / "reference" / "figures.md"
PLACE = re.compile(r"(<!-- rules: (\w+) -->\n).*?(<!-- end -->)", re.S)


def printed(paper: str) -> str:
    """The paper with every table printed anew; KeyError for one that nobody knows."""
    tables = {
        "forms": _forms(),
        "bare": _table(("Number without a unit", "Example"), ((rule.name, rule.example) for rule in FIGURES)),
        "guards": _table(("No figure", "Example"), ((rule.name, rule.example) for rule in GUARDS)),
        "exclusions": _table(
            ("Rule", "Class", "Asked of", "Excluded", "Still a figure"),
            ((rule.name, rule.reason, _asked_of(rule), rule.example, rule.counter) for rule in EXCLUSIONS),
        ),
        "alone": _table(
            ("Rule", "Class", "Example"), ((rule.name, rule.reason, rule.example) for rule in ALONE)
        ),
        "reasons": _table(
            ("Reason", "Speaks for the offer", "Does not"),
            ((reason.name, reason.example, reason.counter) for reason in REASONS),
        ),
        "left_out": _table(
            ("Left out", "Example", "Kept"), ((rule.name, rule.example, rule.counter) for rule in LEFT_OUT)
        ),
        "openings": _table(
            ("Parts after", "All of them", "Does not fit", "Fits"),
            ((rule.name, "yes" if rule.complete else "", rule.example, rule.counter) for rule in OPENINGS),
        ),
        "no_value": _table(
            ("No value", "Turned down", "Kept"),
            ((rule.name.replace("_", " "), rule.example, rule.counter) for rule in RULES),
        ),
    }
    return PLACE.sub(lambda place: place[1] + tables[place[2]] + place[3], paper)


def _asked_of(rule: ExclusionRule) -> str:
    units = "durations" if rule.units == DURATIONS else rule.units
    units = "Latin units" if rule.units == LATIN else units
    before = rule.before.replace("^", "the start").replace("\n", "a line end").replace("A", "a letter")
    return ", ".join(filter(None, (units, rule.script, before and f"behind {before}"))) or "all"


def _forms() -> str:
    every = [*PARTS_FORMS, *NUMERAL_FORMS, *(form for forms in WORD_FORMS.values() for form in forms)]
    names = dict.fromkeys(form.name for form in every)
    first = [next(form for form in every if form.name == name) for name in names]
    return _table(("Form", "Read", "Not read"), ((form.name, form.example, form.counter) for form in first))


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "".join("| " + " | ".join(cell.replace("\n", "↵") for cell in line) + " |\n" for line in lines)


if __name__ == "__main__":
    PAPER.write_text(printed(PAPER.read_text("utf-8")), "utf-8")
