"""Limits of the bulletin's texts, in characters."""

TEXT_LIMIT = 200_000  # of a source text; an issue of five pages has 3,000
ARTICLE_LIMIT = 40_000
