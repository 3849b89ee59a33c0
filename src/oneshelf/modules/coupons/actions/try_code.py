"""Trying a code that a shopper typed: counted, and answered alike whatever stands against it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from oneshelf.kernel.accounts import public as accounts
from oneshelf.modules.coupons.errors import CouponDoesNotWork
from oneshelf.modules.coupons.queries import look_up
from oneshelf.modules.coupons.rules import codes
from oneshelf.modules.coupons.types import Found, Guesser
from oneshelf.modules.markets.public import MarketId

MOST_BY_SESSION, MOST_BY_CUSTOMER, MOST_BY_ADDRESS, MOST_BY_PROGRAM = 10, 20, 100, 300
"""How many codes that do not work are looked at within 15 minutes. Many shoppers may share an address, or a program."""


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


@contextmanager
def counting(codes: Collection[str], *, by: Guesser) -> Iterator[None]:
    """Count a code that a program hands in, if the work inside refuses it; without any codes count nothing.

    Of what a program hands in most works: nothing is written for that. Raises TooManyAttempts, before the work, for a
    program or customer of too many that did not. Must not be entered in a transaction.
    """
    if not codes:
        yield
        return
    accounts.require_guesses_left(_limits(by))
    try:
        yield
    except CouponDoesNotWork:
        count_wrong(1, by=by)
        raise


def count_wrong(wrong: int, *, by: Guesser) -> None:
    """Count codes that a program was told about, which did not work. Raises TooManyAttempts, as `counting` does."""
    for _ in range(wrong):
        accounts.count_guess(_limits(by))


def _limits(by: Guesser) -> dict[str, int]:
    known = {
        ("session", hashlib.sha256(by.session.encode()).hexdigest() if by.session else ""): MOST_BY_SESSION,
        ("customer", str(by.customer or "")): MOST_BY_CUSTOMER,
        ("address", accounts.source_of(by.address)): MOST_BY_ADDRESS,
        ("program", by.program): MOST_BY_PROGRAM,
    }
    return {f"coupon {kind} {key}": most for (kind, key), most in known.items() if key}
