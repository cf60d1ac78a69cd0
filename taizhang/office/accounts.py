"""Accounts are made by an administrator, never by sign-up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter

from taizhang.core.text.folding import comparison_key


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes registration, and folds login names."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Never."""
        return False

    def authenticate(self, request: Any, **credentials: Any) -> Any:
        """As ever, the login name folded: an input method may have left full-width letters."""
        username = comparison_key(credentials.pop("username", ""))
        return super().authenticate(request, username=username, **credentials)
