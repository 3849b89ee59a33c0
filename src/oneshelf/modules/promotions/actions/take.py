"""Taking uses of promotions with limits for an order, and giving them back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.kernel.transactions import retried_statement
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.promotions.queries.limits import day_of
from oneshelf.modules.promotions.types import Use

RELEASED_AT_ONCE = 500
"""How many expired uses one transaction gives back."""

_TAKE = sql.statement(__name__, "take")
_RELEASE = sql.statement(__name__, "release", row=int)
_RELEASE_EXPIRED = sql.statement(__name__, "release_expired", row=int)


@retried_statement
def take(
    market: MarketId,
    owner: UUID,
    uses: Collection[Use],
    *,
    customer: CustomerId | None,
    at: datetime,
    until: datetime | None = None,
    instead_of: UUID | None = None,
) -> None:
    """Take one use of each promotion for an owner: `until` a moment (a checkout), or for good (an order).

    It takes the place of what the owner holds, or what `instead_of` (the checkout that becomes the order) does; taking
    the same again changes nothing. Promotions without limits take nothing. One statement, in the caller's transaction.
    Raises PromotionUsedUp, and then nothing is taken.
    """
    _TAKE.execute(
        market=market,
        owner=owner,
        instead_of=instead_of or owner,
        customer=customer,
        day=day_of(market, at),
        promotions=[each.promotion for each in uses],
        off=[each.off for each in uses],
        expires_at=until,
        at=at,
    )


@retried_statement
def release(owner: UUID) -> int:
    """Give back what a checkout holds, or a cancelled order took; return how many uses. Twice is once."""
    return _RELEASE.one(owner=owner)


def release_expired(at: datetime) -> int:
    """Give back what checkouts held until `at` or before, in batches; return how many uses."""
    released = 0
    while batch := _release_batch(at):
        released += batch
    return released


@retried_statement
def _release_batch(at: datetime) -> int:
    return _RELEASE_EXPIRED.one(at=at, most=RELEASED_AT_ONCE)
