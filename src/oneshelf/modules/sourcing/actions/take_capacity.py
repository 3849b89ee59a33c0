"""Take room in the hours of places for an order, and the opposite."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.kernel.transactions import retried_statement
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing.types import Leg

_TAKE = sql.statement(__name__, "take_capacity")
_RELEASE = sql.statement(__name__, "release_capacity", row=int)


@retried_statement
def take_capacity(market: MarketId, owner: UUID, legs: Iterable[Leg]) -> None:
    """Take the hours of `legs` for an order: each leg is one order to its place. Joins the caller's transaction.

    `owner` is the id of the order, known before it is placed. Raises PlaceBusy, and then nothing is taken. Taking
    again takes more: release first. Places without a limit and legs without an hour take nothing.
    """
    taken = [leg for leg in legs if leg.slot is not None]
    if taken:
        _TAKE.execute(
            market=market,
            owner=owner,
            places=[leg.place for leg in taken],
            slots=[leg.slot for leg in taken],
            counts=[1] * len(taken),
        )


@retried_statement
def release_capacity(owner: UUID, places: Collection[PlaceId] | None = None) -> int:
    """Give back what an order has taken (at `places` only, when given); return how many hours. Twice is once."""
    return _RELEASE.one(owner=owner, places=list(places) if places is not None else None)
