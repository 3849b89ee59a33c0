"""When to try again, when to give up, and what goes to which address. Pure decisions, but for the spread of pauses."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

PAUSES = tuple(
    timedelta(seconds=seconds) for seconds in (5, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
"""After the first try, the second, ...: three days and a few hours in all."""

MOST_TRIES = len(PAUSES) + 1

SPREAD = 0.2
"""Each pause is shortened or lengthened by up to so much, so that a recovered receiver is not stormed."""

FAILING_FOR = timedelta(days=3)
"""An endpoint that took nothing for so long is stopped when a delivery to it is given up."""

CALM_AFTER, LONGEST_CALM = 5, timedelta(minutes=5)
"""After so many failures in a row an endpoint rests between single tries, for up to so long."""

OVERLAP = timedelta(days=1)
"""How long the old secret signs beside the new one."""

LONGEST_URL = 2_000

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


class Verdict(StrEnum):
    """What the answer to one try means."""

    TAKEN = "taken"
    AGAIN = "again"
    GONE = "gone"


def verdict(status: int | None) -> Verdict:
    """Judge a status; None means that there was no answer. 410 says that nobody is there any more."""
    if status is not None and 200 <= status < 300:
        return Verdict.TAKEN
    return Verdict.GONE if status == 410 else Verdict.AGAIN


def pause_after(tries: int, chance: float) -> timedelta | None:
    """Return how long to wait after try number `tries` failed, None to give up; `chance` lies between 0 and 1."""
    if tries >= MOST_TRIES:
        return None
    return PAUSES[tries - 1] * (1 - SPREAD + 2 * SPREAD * chance)


def calm_for(failures: int) -> timedelta | None:
    """Return how long an endpoint rests after so many failures in a row, None for not at all."""
    if failures < CALM_AFTER:
        return None
    return min(timedelta(seconds=2 ** min(failures - CALM_AFTER, 16)), LONGEST_CALM)


def takes(types: Iterable[str], kind: str) -> bool:
    """Tell whether an event of type `kind` is among `types` ('orders.order_placed.v1', 'orders.*' or '*')."""
    return any(fnmatchcase(kind, each) for each in types)


def is_good_address(url: str, *, local: bool) -> bool:
    """Tell whether `url` may be an endpoint's, as far as it can be seen without asking for its host's addresses.

    https only; `local` allows loopback too, there also without TLS. No user, password or fragment.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        return False
    if parts.username is not None or parts.password is not None or parts.fragment or host.endswith("."):
        return False
    named_local = host == "localhost" or host.endswith(".localhost")
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        here = named_local
    else:
        here = address.is_loopback
        if not may_reach(host, local=local):
            return False
    if here:
        return local and parts.scheme in {"http", "https"}
    return parts.scheme == "https"


def may_reach(address: str, *, local: bool) -> bool:
    """Tell whether a request may go to an IP address: public ones only, and loopback when `local`."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return may_reach(str(found.ipv4_mapped), local=local)
        if found.sixtofour is not None or found.teredo is not None or found in _TRANSLATED or found.is_site_local:
            return False  # they lead to an IPv4 address that nobody has looked at
    if found.is_loopback:
        return local
    return found.is_global and not found.is_multicast and not found.is_reserved and not found.is_unspecified
