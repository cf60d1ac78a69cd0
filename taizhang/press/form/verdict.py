"""What a form report says in one sentence: passed, in which points, and with whose fonts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from taizhang.core.text.messages import N_, Message, joined
from taizhang.press.typeset.fonts import SUBSTITUTED

Report = Mapping[str, Any]
# Each point of the check, and whether this document gave occasion to it.
POINTS: tuple[tuple[str, Callable[[Report], bool]], ...] = (
    (N_("纸张"), lambda report: True),
    (N_("页边距"), lambda report: True),
    (N_("每页行数"), lambda report: bool(report.get("full_pages"))),
    (N_("每行字数"), lambda report: bool(report.get("full_lines"))),
    (N_("页码"), lambda report: True),
    (N_("报头线"), lambda report: True),
    (N_("版记线"), lambda report: True),
    (N_("字体嵌入"), lambda report: True),
)


def verdict_of(report: Report) -> Message:
    """The verdict of a form report, as ``FormReport.to_json`` writes it.

    Passed, it names what was checked; where a font that the standard asks for is not installed, it says which other
    one stands in its place.
    """
    if not report["ok"]:
        return Message(N_("版式核验有提示"))
    checked = joined("、", [Message(name) for name, when in POINTS if when(report)])
    stand_ins = [
        _stand_in(note["values"]) for note in report.get("notes", ()) if note["pattern"] == SUBSTITUTED
    ]
    if not stand_ins:
        return Message(N_("版式核验通过（{checked}）"), {"checked": checked})
    gaps: dict[str, str | int | Message] = {"fonts": joined("、", stand_ins), "checked": checked}
    return Message(N_("版式核验通过，字体以{fonts}代替（已核{checked}）"), gaps)


def _stand_in(values: Mapping[str, Any]) -> Message:
    role, family = Message(values["role"]), str(values["family"])
    return Message(N_("{family}（{role}）"), {"family": family, "role": role})
