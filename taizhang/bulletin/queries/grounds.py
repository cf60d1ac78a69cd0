"""Strong words of a text for which nobody has accepted a ground."""

from __future__ import annotations

from collections.abc import Callable

from taizhang.bulletin.models import AcceptedGround
from taizhang.core.figures.normalise import fold
from taizhang.core.gongwen.strong_words import MEDIA, StrongWordUse, strong_words
from taizhang.core.text.messages import N_, Message

ASKED = N_("“{words}”要有依据：与谁比、截至何时、由谁认定？依据登记后不再询问。")

ASKED_OF_MEDIA = N_("“{words}”要有清单作依据：登记报道满三家媒体，或者写明哪几家、几条。")


def ungrounded(
    text: str, many_media: Callable[[], bool] = lambda: False
) -> list[tuple[StrongWordUse, Message]]:
    """Return the uses whose sentence holds no claim with an accepted ground, each with its question.

    ``many_media`` says whether the list of media items backs 众多媒体; asked only where the text says so.
    """
    found = strong_words(text)
    if not found:
        return []
    claims = AcceptedGround.objects.filter(withdrawn_at__isnull=True).values_list("claim", flat=True)
    grounded = [fold(claim) for claim in claims]
    return [
        (use, Message(ASKED_OF_MEDIA if use.rule.name == MEDIA else ASKED, {"words": use.words}))
        for use in found
        if not (use.rule.name == MEDIA and many_media())
        and not any(fold(use.words) in claim and claim in fold(use.sentence) for claim in grounded)
    ]
