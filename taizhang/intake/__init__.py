"""Foreign files become plain text, or plain cells, in a limited child process."""

from taizhang.intake.extract import extract_bytes, extract_text
from taizhang.intake.limits import Limits
from taizhang.intake.preview import has_preview, preview_png
from taizhang.intake.reading import Extracted
from taizhang.intake.refusal import IntakeRefused
from taizhang.intake.sheets import BOOK_LIMITS, read_sheets, read_sheets_file

__all__ = [
    "BOOK_LIMITS",
    "Extracted",
    "IntakeRefused",
    "Limits",
    "extract_bytes",
    "extract_text",
    "has_preview",
    "preview_png",
    "read_sheets",
    "read_sheets_file",
]
