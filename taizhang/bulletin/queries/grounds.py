"""Strong words of a text for which nobody has accepted a ground."""

from __future__ import annotations

from taizhang.bulletin.models import AcceptedGround
from taizhang.core.figures.normalise import fold
from taizhang.core.gongwen.strong_words import StrongWordUse, strong_words
from taizhang.core.text.messages import N_, Message

ASKED = N_("“{words}”要有依据：与谁比、截至何时、由谁认定？依据登记后不再询问。")


def ungrounded(text: str) -> list[tuple[StrongWordUse, Message]]:
    """Return the uses whose sentence holds no claim with an accepted ground, each with its question."""
    found = strong_words(text)
    if not found:
        return []
    claims = AcceptedGround.objects.filter(withdrawn_at__isnull=True).values_list("claim", flat=True)
    grounded = [fold(claim) for claim in claims]
    return [
        (use, Message(ASKED, {"words": use.words}))
        for use in found
        if not any(fold(use.words) in claim and claim in fold(use.sentence) for claim in grounded)
    ]
