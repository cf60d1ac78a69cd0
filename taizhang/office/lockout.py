"""Failed log-ins: each further one makes the next attempt wait longer (GB/T 22239-2019, 8.1.4 登录失败处理).

Counted are a name at one address, and a name at all addresses together; never an address for all names, behind
which a whole office may sit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from taizhang.office.models import LoginFailures

FREE_HERE = 5  # failures of a name at one address before it has to wait
FREE_ANYWHERE = 10  # failures of a name wherever they come from
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=30)
FORGOTTEN = timedelta(days=1)  # without a failure


def begin(name: str, address: str, at: datetime) -> timedelta | None:
    """Count an attempt as failed until it has succeeded; return how long to wait if it may not be made.

    It is counted before the password is looked at, so that many at once are not more than one after the other.
    """
    with transaction.atomic():
        rows = [(_row(key), free) for key, free in _keys(name, address)]
        waits = [row.until - at for row, _free in rows if at < row.until <= at + LONGEST_WAIT]
        if waits:
            return max(waits)
        for row, free in rows:
            # A clock that was set back must lock nobody out for longer than the longest wait.
            row.count = row.count + 1 if abs(at - row.last) < FORGOTTEN else 1
            row.last, row.until = at, at + _wait(row.count - free)
            row.save()
        LoginFailures.objects.filter(last__lt=at - 2 * FORGOTTEN).delete()
    return None


def succeeded(name: str, address: str) -> None:
    """Forget the failures of a name, as it has been told rightly."""
    LoginFailures.objects.filter(key__in=[key for key, _free in _keys(name, address)]).delete()


def second(name: str) -> str:
    """Under what the failures of the second factor are counted: the right password does not forget them."""
    return f"{name}\0second factor"


def locked_until(name: str, at: datetime) -> datetime | None:
    """Until when the account of that name may not be tried wherever from; None if it may."""
    keys = [list(_keys(each, ""))[-1][0] for each in (name, second(name))]
    locked = LoginFailures.objects.filter(key__in=keys, until__gt=at, until__lte=at + LONGEST_WAIT)
    return locked.order_by("-until").values_list("until", flat=True).first()


def unlock(name: str, addresses: Iterable[str]) -> int:
    """Forget the failures of that name, at all addresses together and at each of ``addresses``; how many rows."""
    names, places = (name, second(name)), ("", *addresses)
    keys = {key for each in names for address in places for key, _free in _keys(each, address)}
    return LoginFailures.objects.filter(key__in=keys).delete()[0]


def _keys(name: str, address: str) -> Iterator[tuple[str, int]]:
    """What is counted, with how many failures are free; names are kept as hashes: a password may be among them."""
    yield sha256(f"{name}\0{address}".encode("utf-8", "surrogatepass")).hexdigest(), FREE_HERE
    yield sha256(name.encode("utf-8", "surrogatepass")).hexdigest(), FREE_ANYWHERE


def _row(key: str) -> LoginFailures:
    rows = LoginFailures.objects.select_for_update().filter(key=key)
    while (row := rows.first()) is None:  # whoever succeeds at this moment takes the row away
        LoginFailures.objects.bulk_create([LoginFailures(key=key)], ignore_conflicts=True)
    return row


def _wait(beyond: int) -> timedelta:
    """1, 2, 4, … minutes from the first failure that is not free."""
    return min(FIRST_WAIT * 2 ** min(beyond, 10), LONGEST_WAIT) if beyond >= 0 else timedelta()
