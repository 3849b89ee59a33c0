"""When goods are owed that are not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import retried
from oneshelf.modules.inventory import rules
from oneshelf.modules.inventory.actions.reserve import allocate
from oneshelf.modules.inventory.errors import OutOfStock
from oneshelf.modules.inventory.events import ShortfallFound
from oneshelf.modules.inventory.types import Demand, Owner
from oneshelf.modules.markets.public import ChannelId, MarketId


@retried
def allocate_late(
    market: MarketId, demands: Sequence[Demand], *, order: UUID, cause: UUID, channel: ChannelId | None = None
) -> list[Demand]:
    """Allocate what there still is of `demands` to an order that is paid though its hold is gone; return what lacks.

    For each demand that lacks units a shortfall is announced (`inventory.shortfall.v1`), in the same transaction, so
    that nobody can keep the money and forget the goods. `cause` is the payment. Raises BadQuantity.
    """
    rules.check_quantities(demands)
    lacking = []
    for demand in rules.in_key_order(demands):
        missing = _allocate_some(market, demand, order=order, channel=channel)
        if missing:
            lacking.append(replace(demand, quantity=missing))
    report_shortfall(market, lacking, owner=Owner.ORDER, owner_id=order, cause=cause, at=clock.now())
    return lacking


def report_shortfall(
    market: MarketId, lacking: Sequence[Demand], *, owner: Owner, owner_id: UUID, cause: UUID, at: datetime
) -> None:
    """Announce that `owner_id` lacks these goods, in the caller's transaction. Levels stay as they are."""
    outbox.emit(
        [
            outbox.Draft(
                ShortfallFound(
                    market=market,
                    place=demand.place,
                    variant=demand.variant,
                    owner_kind=owner.value,
                    owner=owner_id,
                    line=demand.line,
                    units=demand.quantity,
                    cause=cause,
                ),
                aggregate=new_id(),
                sequence=1,
            )
            for demand in lacking
        ],
        at=at,
    )


def _allocate_some(market: MarketId, demand: Demand, *, order: UUID, channel: ChannelId | None) -> int:
    """Allocate as much of one demand as there is, in whole units of the order's line; return how many units lack."""
    wanted = demand.quantity
    while wanted > 0:
        try:
            with transaction.atomic():
                allocate(market, [replace(demand, quantity=wanted)], order=order, channel=channel)
        except OutOfStock as short:
            # Others may take some between two tries, so that each is for less than the one before.
            wanted = min(wanted - 1, short.available) // demand.per * demand.per
        else:
            break
    return demand.quantity - max(0, wanted)
