"""Letting reserved goods leave the house."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.kernel.transactions import retried
from oneshelf.modules.places.public import PlaceId

_HAND_OUT = sql.statement(__name__, "hand_out", row=int)


@retried
def hand_out(
    order: UUID, place: PlaceId, lines: Sequence[int], *, cause: UUID, at: datetime, customer_place: PlaceId
) -> int:
    """Move what an order has allocated at `place` on `lines` to the customer; return how many lines that were.

    Availability does not change, since these units were promised already. `cause` (the consignment), the line and
    the variant name each movement once; lines that have left before, or wait for their goods, are passed over. `at` is
    the cause's instant. Raises OutOfStock for goods that are not on hand.
    """
    return _HAND_OUT.one(order=order, place=place, lines=list(lines), cause=cause, at=at, customer_place=customer_place)
