"""Foreign files become plain text, or plain cells, in a limited child process."""

from taizhang.intake.attachments import ENDINGS, check_attachment
from taizhang.intake.extract import extract_bytes, extract_text
from taizhang.intake.limits import Limits
from taizhang.intake.pictures import redraw
from taizhang.intake.preview import draw_preview, has_preview
from taizhang.intake.reading import Extracted
from taizhang.intake.refusal import IntakeRefused
from taizhang.intake.sheets import BOOK_LIMITS, read_sheets, read_sheets_file
from taizhang.intake.word_copy import WordCopy, read_copy

__all__ = [
    "BOOK_LIMITS",
    "ENDINGS",
    "Extracted",
    "IntakeRefused",
    "Limits",
    "WordCopy",
    "check_attachment",
    "draw_preview",
    "extract_bytes",
    "extract_text",
    "has_preview",
    "read_copy",
    "read_sheets",
    "read_sheets_file",
    "redraw",
]
