"""What the record says was done is said in words to whoever reads it."""

from __future__ import annotations

import re

from taizhang.core.lifecycle.verbs import VERBS
from taizhang.office import keys

from .sources import modules

RECORDED = re.compile(r'(?:\.record\(\s*|\bverb=)"([a-z_]+)"')


def test_every_recorded_verb_has_its_words() -> None:
    found = {verb for path in modules() for verb in RECORDED.findall(path.read_text("utf-8"))}
    assert len(found) > 100
    assert sorted((found | {keys.MADE}) - set(VERBS)) == []
