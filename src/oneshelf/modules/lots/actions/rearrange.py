"""Moving units within a place: from bin to bin, from one condition to another."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.lots.types import Condition, LotId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import BinId, PlaceId

_REARRANGE = sql.statement(__name__, "rearrange")


@retried
def rearrange(
    market: MarketId,
    place: PlaceId,
    variant: VariantId,
    quantity: int,
    *,
    kind: str,
    cause: UUID,
    at: datetime,
    lot: LotId | None = None,
    from_bin: BinId | None = None,
    to_bin: BinId | None = None,
    from_condition: Condition | None = None,
    to_condition: Condition | None = None,
) -> None:
    """Take units out of the named lot, bin and condition, and put them into another bin or condition of the place.

    The caller's transaction holds the row of their level (inventory does). Raises LotNotThere.
    """
    _REARRANGE.execute(
        market=market,
        place=place,
        variant=variant,
        quantity=quantity,
        kind=kind,
        cause=cause,
        at=at,
        lot=lot,
        from_bin=from_bin,
        bin=to_bin,
        from_condition=from_condition.value if from_condition else None,
        condition=to_condition.value if to_condition else None,
    )
