"""Trying a code that a shopper typed: counted, and answered alike whatever stands against it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from oneshelf.kernel.accounts import public as accounts
from oneshelf.modules.coupons.errors import CouponDoesNotWork
from oneshelf.modules.coupons.queries import look_up
from oneshelf.modules.coupons.rules import codes
from oneshelf.modules.coupons.types import Found, Guesser
from oneshelf.modules.markets.public import MarketId

MOST_BY_SESSION, MOST_BY_CUSTOMER, MOST_BY_ADDRESS = 10, 20, 100
"""How many codes that do not work are looked at within 15 minutes. Many shoppers may share an address."""


def try_code(typed: str, market: MarketId, *, by: Guesser, at: datetime, held_by: UUID | None = None) -> Found:
    """Return what a code is that somebody typed, if it works for them now.

    Raises CouponDoesNotWork, the same for each reason and after the same work, unless its check symbol gives it away
    that it was mistyped, which anybody can tell without us; and TooManyAttempts, before the code is looked at, for who
    tried too many that do not work. Must not be called in a transaction: a try counts although the request fails.
    Nothing at all is no try.
    """
    if not typed.strip():
        raise CouponDoesNotWork(tail="")
    limits = _limits(by)
    accounts.count_guess(limits)
    found = look_up([typed], market, by.customer, at, held_by=held_by)[typed]
    if not isinstance(found, Found):
        raise CouponDoesNotWork(tail=codes.tail(typed))
    accounts.forgive_guess(limits)
    return found


def _limits(by: Guesser) -> dict[str, int]:
    known = {
        ("session", hashlib.sha256(by.session.encode()).hexdigest() if by.session else ""): MOST_BY_SESSION,
        ("customer", str(by.customer or "")): MOST_BY_CUSTOMER,
        ("address", by.address): MOST_BY_ADDRESS,
    }
    return {f"coupon {kind} {key}": most for (kind, key), most in known.items() if key}
