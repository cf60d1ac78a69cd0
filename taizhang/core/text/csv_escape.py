"""Text that a spreadsheet program would take for a formula, and the sign that keeps it text in a CSV file."""

from __future__ import annotations

# The signs that open a formula, also in full width, as small forms and as the minus sign of mathematics.
_BEGINS = tuple("=+-@\t\r\n＝＋－＠﹦﹢﹣﹫−")
_SIGN = "'"


def looks_like_formula(text: str) -> bool:
    """Whether some spreadsheet program might evaluate the text when it is opened."""
    return text.startswith(_BEGINS)


def protected(text: str) -> str:
    """``text`` with a leading ' where it would be evaluated, or where its own ' could be taken for ours."""
    return _SIGN + text if looks_like_formula(text.lstrip(_SIGN)) else text


def unprotected(text: str) -> str:
    """What ``protected`` was given."""
    if text.startswith(_SIGN) and looks_like_formula(text.lstrip(_SIGN)):
        return text[len(_SIGN) :]
    return text
