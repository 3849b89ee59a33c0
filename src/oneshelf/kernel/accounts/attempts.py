"""How often people may guess: counted in PostgreSQL, so that it holds across processes and restarts.

Whatever can be guessed is counted by `count_guess`, under keys of its own. An attempt to sign in is counted under its
account, under its address, and under both together. The pair is narrow, so that somebody who mistypes is stopped early
and nobody else with them; the two wide ones stop guessing spread over many. An address is counted as what of it nobody
changes at will (`source_of`).
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from oneshelf.kernel import clock, sql
from oneshelf.kernel.accounts import models
from oneshelf.kernel.accounts.errors import TooManyAttempts

WINDOW = timedelta(minutes=15)
"""For how long wrong attempts are counted together, from the first of them."""

MOST_BY_BOTH, MOST_BY_ACCOUNT, MOST_BY_ADDRESS = 5, 50, 100
"""How many wrong attempts within the window one account sees from one address, from all, and one address makes."""

SWEEP_BATCH = 5_000
"""How many rows one statement of the sweep forgets."""

_COUNT = sql.statement(__name__, "count_attempt", row=int)
_FORGIVE = sql.statement(__name__, "forgive_attempt")
_SWEEP = sql.statement(__name__, "sweep_attempts")


def count_attempt(email: str, address: str) -> None:
    """Count an attempt to sign in as `email` from `address`; call it before the password is looked at.

    Raises TooManyAttempts. Must not be called inside a transaction: an attempt counts although the request fails.
    """
    count_guess(_limits(email, address))


def forgive_attempt(email: str, address: str) -> None:
    """Take back the attempt just counted, since it succeeded. The wrong ones before it still count."""
    forgive_guess(_limits(email, address))


def count_guess(limits: Mapping[str, int]) -> None:
    """Count a guess under each key of `limits` (key -> most within WINDOW), before what is guessed is looked at.

    Raises TooManyAttempts. Must not be called inside a transaction, as `count_attempt`.
    """
    now = clock.now()
    for key, most in limits.items():
        with transaction.atomic(durable=True):
            made = _COUNT.find(key=key, now=now, expired=now - WINDOW, most=most)
        if made is None:
            since = models.Attempt.objects.filter(key=key).values_list("since", flat=True).first()
            raise TooManyAttempts(until=(since or now) + WINDOW)


def require_guesses_left(limits: Mapping[str, int]) -> None:
    """Raise TooManyAttempts when one of `limits` is reached; count nothing, which is for whoever then guesses wrong.

    For keys that many share who mostly are right: they do not wait for each other's row. As many as guess at the same
    moment may go beyond the limit.
    """
    now = clock.now()
    rows = models.Attempt.objects.filter(key__in=limits, since__gt=now - WINDOW).values_list("key", "made", "since")
    reached = [since for key, made, since in rows if made >= limits[key]]
    if reached:
        raise TooManyAttempts(until=max(reached) + WINDOW)


def sent_from(meta: Mapping[str, Any], *, proxies: int) -> str:
    """Return the address from which a request comes (its WSGI environ is `meta`), past so many `proxies` of ours.

    Each proxy writes at the end of X-Forwarded-For by whom it was asked, some with the port. What stands before these
    anybody may have written, and so may all of it where fewer stand there than we have proxies: that is not believed.
    """
    told, peer = str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(","), str(meta.get("REMOTE_ADDR", ""))
    return (_written(told[-proxies]) if 0 < proxies <= len(told) else "") or peer


def _written(told: str) -> str:
    """Return the address that a proxy wrote, without its port; '' when it is none."""
    host, _, port = told.strip().rpartition(":")
    alone = host if port.isdigit() and (host.endswith("]") or ":" not in host) else told.strip()
    try:
        return str(ipaddress.ip_address(alone.strip("[]")))
    except ValueError:
        return ""


def source_of(address: str) -> str:
    """Return what of an address counts: of IPv6 its /64, since whoever has one address there has all of them."""
    try:
        found = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.IPv6Network((found.packed, 64), strict=False))


def forgive_guess(keys: Collection[str]) -> None:
    """Take back the guess just counted under `keys`, since it was right."""
    _FORGIVE.execute(keys=list(keys))


def sweep_attempts() -> int:
    """Forget every attempt that no longer counts, in batches; return how many there were."""
    forgotten = 0
    while batch := _SWEEP.execute(expired=clock.now() - WINDOW, most=SWEEP_BATCH):
        forgotten += batch
    return forgotten


def _limits(email: str, address: str) -> dict[str, int]:
    account = hashlib.sha256(email.strip().lower().encode()).hexdigest()  # the table is no list of addresses
    return {
        f"{account} {source_of(address)}": MOST_BY_BOTH,
        account: MOST_BY_ACCOUNT,
        source_of(address): MOST_BY_ADDRESS,
    }
