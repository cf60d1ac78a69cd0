"""What is asked of the bulletin's tables, always within the person's or the series' own office."""

from taizhang.bulletin.queries.archive import (
    Gap,
    archive,
    gaps,
    missing_annual_numbers,
    missing_numbers,
    rendering_of,
    series_of,
    years_of,
)

__all__ = [
    "Gap",
    "archive",
    "gaps",
    "missing_annual_numbers",
    "missing_numbers",
    "rendering_of",
    "series_of",
    "years_of",
]
