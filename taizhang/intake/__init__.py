"""Foreign files become plain text in a limited child process."""

from taizhang.intake.limits import Limits
from taizhang.intake.parent import extract_bytes, extract_text
from taizhang.intake.reading import Extracted
from taizhang.intake.refusal import IntakeRefused

__all__ = ["Extracted", "IntakeRefused", "Limits", "extract_bytes", "extract_text"]
