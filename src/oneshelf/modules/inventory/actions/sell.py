"""Selling goods that leave over the counter at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.kernel.transactions import retried
from oneshelf.modules.inventory import rules
from oneshelf.modules.inventory.actions.demands import columns
from oneshelf.modules.inventory.types import Demand
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.places.public import PlaceId

_SELL = sql.statement(__name__, "sell_over_counter")


@retried
def sell_over_counter(
    market: MarketId,
    demands: Sequence[Demand],
    *,
    order: UUID,
    channel: ChannelId,
    customer_place: PlaceId,
    overrule: bool,
    at: datetime,
) -> None:
    """Move `demands` from their shelves to the customer, because of `order`: all of them, or none.

    What was promised from a shelf stays there; what rules keep back, or fences set apart for other channels, too,
    unless somebody with authority lets it `overrule` them. The caller announces what changed. Joins its transaction.
    Raises OutOfStock and BadQuantity.
    """
    rules.check_quantities(demands)
    given = columns(market, channel, demands)
    del given["pers"]  # movements count units
    _SELL.execute(
        market=market, order=order, channel=channel, customer_place=customer_place, overrule=overrule, at=at, **given
    )
