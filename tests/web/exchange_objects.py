"""What the addresses of the exchange and of tokens speak of (for ``route_objects``)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from taizhang.ledger.models import Project
from taizhang.office.models import ApiToken, Person

SPRING = datetime(2026, 3, 2, 1, tzinfo=UTC)
NAMES = ("api_token",)
PATHS: dict[str, list[str | int]] = {
    "token-revoke": ["api_token"],
    **{
        f"api-{name}": [1]
        for name in ("series-one", "issue", "issue-figures", "article", "project", "figure")
    },
    "api-unknown": [0],
}
WRITES = {"token-revoke"}


def row_of(name: str, project: Project, by: Person) -> Any:
    """The object of that name, of ``project`` and the unit that leads it."""
    return ApiToken.objects.create(
        office=project.office, name="门户网站", digest="0" * 64, roles=["reader"], made_at=SPRING,
        expires_on=date(2027, 3, 1),
    )  # fmt: skip
