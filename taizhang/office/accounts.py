"""Accounts are made by an administrator, never by sign-up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from taizhang.core.text.folding import comparison_key
from taizhang.office import clock, entries, lockout


def address_of(request: HttpRequest) -> str:
    """From where a request comes, behind as many proxies as the settings trust."""
    address: str = get_adapter(request).get_client_ip(request)
    return address


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes registration, folds login names, and makes who fails again and again wait."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Never."""
        return False

    def authenticate(self, request: Any, **credentials: Any) -> Any:
        """As ever, the login name folded: an input method may have left full-width letters.

        Raises ValidationError with the minutes to wait after too many failures.
        """
        username = comparison_key(credentials.pop("username", ""))
        name, address = username, self.get_client_ip(request)
        if wait := lockout.begin(name, address, clock.now()):
            entries.note_locked_out(name, request)
            minutes = -(-wait // timedelta(minutes=1))
            raise ValidationError(_("登录失败次数过多，请{n}分钟后再试。").format(n=minutes))
        person = super().authenticate(request, username=username, **credentials)
        if person is not None:
            lockout.succeeded(name, address)
        return person
