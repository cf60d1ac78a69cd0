"""Who a session belongs to: the person with their office and posts in one query."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from taizhang.office import clock
from taizhang.office.models import Person
from taizhang.office.queries import person_with_posts


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Signs in as allauth does; a session's person comes with the posts held now, which every page asks for."""

    def get_user(self, user_id: Any) -> Person | None:
        person = person_with_posts(user_id, clock.now())
        return person if person is not None and self.user_can_authenticate(person) else None
