"""The command line's catalogue: Chinese as written in the source unless TAIZHANG_LANG names another."""

from __future__ import annotations

import gettext
import os
from functools import lru_cache
from pathlib import Path

from taizhang.core.text.messages import Message

CATALOGUES = Path(__file__).parent.parent / "locale"


@lru_cache(maxsize=4)
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("django", CATALOGUES, languages=[language], fallback=True)


def _(text: str) -> str:
    """Translate a source string for the terminal."""
    return _catalogue(os.environ.get("TAIZHANG_LANG", "zh_Hans")).gettext(text)


def say(sentence: Message) -> str:
    """Translate a core sentence and fill its gaps."""
    return sentence.translated(_)
