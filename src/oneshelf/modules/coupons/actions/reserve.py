"""Holding uses of codes for a checkout or order, letting them go, and making them its own with the order."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from oneshelf.kernel import clock, sql
from oneshelf.kernel.transactions import retried
from oneshelf.modules.coupons.queries import day_of
from oneshelf.modules.coupons.types import CouponId
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import MarketId

EXPIRED_AT_ONCE = 500
"""How many holds one transaction of the sweep ends."""

_RESERVE = sql.statement(__name__, "reserve")
_CONFIRM = sql.statement(__name__, "confirm")
_RELEASE = sql.statement(__name__, "release", row=int)
_RETURN = sql.statement(__name__, "return", row=int)
_EXPIRE = sql.statement(__name__, "expire", row=UUID)
_COUNT = sql.statement(__name__, "count")


@retried
def reserve(
    owner: UUID,
    coupons: Collection[CouponId],
    *,
    market: MarketId,
    customer: CustomerId | None,
    expires_at: datetime,
    at: datetime | None = None,
) -> None:
    """Hold a use of each coupon for a checkout, or an order that is written in one call, until `expires_at`.

    It holds exactly these afterwards: what it held besides is let go, what it holds already is held longer. All or
    nothing: raises CouponDoesNotWork when one does not work for that customer now, or a limit is reached. Limits hold
    for however many at once. Joins the caller's transaction, in which it locks limits that others change.
    """
    now = at or clock.now()
    day = day_of(market, now)
    _RESERVE.execute(owner=owner, customer=customer, codes=list(coupons), day=day, at=now, expires=expires_at)


def confirm(owner: UUID, order: UUID, coupons: Collection[CouponId], *, at: datetime) -> None:
    """Make uses of what a checkout holds, in the transaction that writes its order; what it holds besides is let go.

    Raises CouponDoesNotWork when one is not held any more. A function of a higher module calls
    `coupons_confirm(owner, order, coupons, at)` instead.
    """
    _CONFIRM.execute(owner=owner, order=order, codes=list(coupons), at=at)


@retried
def release(owner: UUID, *, at: datetime | None = None) -> int:
    """Let go of all that a checkout holds; return how many codes that were. Again it is none."""
    return _RELEASE.one(owner=owner, at=at or clock.now())


@retried
def give_back(order: UUID, *, at: datetime | None = None) -> int:
    """Give back the uses of an order that was cancelled whole, where the batch says so; return how many."""
    return _RETURN.one(order=order, at=at or clock.now())


def expire() -> int:
    """End the holds that ran out; return how many. `reserve` reclaims what stands in its way by itself."""
    ended = 0
    while some := _expire_some(clock.now()):
        ended += some
    return ended


@retried
def _expire_some(now: datetime) -> int:
    freed = _EXPIRE.all(at=now, most=EXPIRED_AT_ONCE)
    if freed:
        _COUNT.execute(taken=[], freed=freed)
    return len(freed)
