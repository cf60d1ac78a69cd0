"""What an article says of the media against the items that are registered of its project, or of its unit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from taizhang.bulletin.models import Answer, Article, Citation
from taizhang.core.coverage.media import MediaMention, backs_many, judge_media, media_claim, media_words
from taizhang.core.figures import Outcome, TextFigure, Verdict
from taizhang.core.text.messages import N_, Message
from taizhang.outreach.queries.media import mentions_until


class MediaSources:
    """The list of media items as one article asks for it, read once for a day."""

    def __init__(self, article: Article, today: date) -> None:
        self.article, self.today = article, today
        self._known: dict[date, list[MediaMention]] = {}

    def on(self, day: date) -> list[MediaMention]:
        """What stands on the list now of all that was carried until the day."""
        if day not in self._known:
            article = self.article
            self._known[day] = mentions_until(day, project=article.project_id, unit=article.unit_id)
        return self._known[day]

    def verdict_of(self, text: str, figure: TextFigure, citation: Citation) -> Verdict | None:
        """The figure against the list as of the day of the link; None where it is not linked to the list."""
        if citation.answer != Answer.MEDIA or citation.covered_on is None:
            return None
        claim = media_claim(text, figure)
        if claim is None:
            return Verdict(Outcome.NOT_COMPARABLE, Message(N_("这里说的已不是媒体报道，请重新处理。")))
        return judge_media(figure, claim, self.on(citation.covered_on))

    def question_of(self, text: str, figure: TextFigure) -> Message | None:
        """What a claim of the media without a source is asked; None for other figures."""
        if media_claim(text, figure) is None:
            return None
        gaps: Mapping[str, Message] = {"list": media_words(self.on(self.today))}
        return Message(N_("说媒体报道，要有清单作依据。{list}"), gaps)

    def back_many(self) -> bool:
        """Whether the list holds enough for 众多媒体."""
        return backs_many(self.on(self.today))
