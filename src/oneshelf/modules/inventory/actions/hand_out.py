"""Letting reserved goods leave the house."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.kernel.transactions import retried
from oneshelf.modules.places.public import PlaceId

_HAND_OUT = sql.statement(__name__, "hand_out", row=int)


@retried
def hand_out(
    order: UUID, place: PlaceId, units: Mapping[int, int], *, cause: UUID, at: datetime, customer_place: PlaceId
) -> int:
    """Move `units` (line -> how many) that an order has allocated at `place` to the customer; return how many lines.

    A line of which a unit stays does not count: whoever is told of fewer than they named must not commit. Availability
    does not change, since these units were promised already. `cause` (the consignment), the line and the variant name
    each movement once; what has left before, or waits for its goods, is passed over. `at` is the cause's instant.
    Raises OutOfStock for goods that are not on hand.
    """
    lines, counts = list(units), list(units.values())
    return _HAND_OUT.one(
        order=order, place=place, lines=lines, units=counts, cause=cause, at=at, customer_place=customer_place
    )
