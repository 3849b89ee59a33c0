"""In which orders units that are told apart went out and came back."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentId
from oneshelf.modules.inventory.public import Cause
from oneshelf.modules.lots.public import Step
from oneshelf.modules.orders.queries import summaries_of
from oneshelf.modules.orders.types import OrderId, OrderSummary


def sold_in(steps: Sequence[Step]) -> list[OrderSummary | None]:
    """Return the order of each step of one unit's history, oldest first, where it has one; three statements at most.

    A sale and a hand-over are of the order that they are for, a return is of the order in which the unit went out last.
    """
    handed = [ConsignmentId(each.cause) for each in steps if each.cause_kind == Cause.FULFILMENT]
    sent = fulfilment.consignments_by_id(handed) if handed else {}
    orders: list[OrderId | None] = []
    last: OrderId | None = None
    for each in steps:
        if each.cause_kind == Cause.SALE:
            last = OrderId(each.cause)
        elif each.cause_kind == Cause.FULFILMENT:
            consignment = sent.get(ConsignmentId(each.cause))
            last = OrderId(consignment.order) if consignment else None
        orders.append(last if each.cause_kind in (Cause.SALE, Cause.FULFILMENT, Cause.RETURN) else None)
    wanted = {order for order in orders if order}
    known = {each.id: each for each in summaries_of(list(wanted))} if wanted else {}
    return [known.get(order) if order else None for order in orders]
