"""Accounts are made by an administrator, never by sign-up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes registration."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Never."""
        return False
