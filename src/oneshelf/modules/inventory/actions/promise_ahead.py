"""Promising goods before they are there, and making that good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from oneshelf.kernel import clock, sql
from oneshelf.kernel.transactions import retried
from oneshelf.modules.inventory import rules
from oneshelf.modules.inventory.actions.announce import announce
from oneshelf.modules.inventory.actions.demands import columns
from oneshelf.modules.inventory.types import Demand, Owner
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.places.public import PlaceId

_PROMISE = sql.statement(__name__, "promise_ahead")
_MAKE_GOOD = sql.statement(__name__, "make_good", row=bool)


@retried
def hold_ahead(
    market: MarketId,
    demands: Sequence[Demand],
    *,
    checkout: UUID,
    expires_at: datetime,
    channel: ChannelId | None = None,
) -> None:
    """Hold `demands` for a checkout ahead of the goods, beside what it holds already: all of them, or none.

    Never more than the rule that holds for a level allows. Raises OutOfStock and BadQuantity.
    """
    _promise(market, demands, owner=Owner.CHECKOUT, id=checkout, expires=expires_at, channel=channel, vouched=False)


@retried
def allocate_ahead(
    market: MarketId, demands: Sequence[Demand], *, order: UUID, channel: ChannelId | None = None
) -> None:
    """Promise an order `demands` ahead of the goods: all of them, or none.

    Never more than the rule that holds for a level allows. Raises OutOfStock and BadQuantity.
    """
    _promise(market, demands, owner=Owner.ORDER, id=order, expires=None, channel=channel, vouched=False)


@retried
def allocate_expected(market: MarketId, demands: Sequence[Demand], *, order: UUID) -> None:
    """Promise an order goods that are expected, whether they are sold ahead or not: the caller answers for them.

    For who was promised goods from the shelf that were not there, and waits. Raises OutOfStock, for goods that never
    were nor are expected at the place, and BadQuantity.
    """
    _promise(market, demands, owner=Owner.ORDER, id=order, expires=None, channel=None, vouched=True)


@retried
def make_good(order: UUID, place: PlaceId, units: Mapping[int, int]) -> bool:
    """Keep for an order `units` (line -> how many) that it was promised ahead at a place, if all are on the shelf now.

    False, and nothing changes, when they are not. Nobody's availability changes: these units were promised. What does
    not wait any more is passed over. Who keeps orders sees to it that whoever was promised first comes first.
    """
    return _MAKE_GOOD.one(order=order, place=place, lines=list(units), units=list(units.values()), at=clock.now())


def _promise(
    market: MarketId,
    demands: Sequence[Demand],
    *,
    owner: Owner,
    id: UUID,
    expires: datetime | None,
    channel: ChannelId | None,
    vouched: bool,
) -> None:
    rules.check_quantities(demands)
    now = clock.now()
    _PROMISE.execute(
        market=market,
        owner_kind=owner.value,
        owner=id,
        expires=expires,
        at=now,
        **columns(market, channel, demands),
        vouched=vouched,
    )
    announce(market, [(demand.place, demand.variant) for demand in demands], cause=id, at=now)
