"""Recall past orders, as sourcing rehearses policies on them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.delivery.public import Destination
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.orders.queries import get_order, list_orders
from oneshelf.modules.orders.types import Method, Order, OrderId
from oneshelf.modules.sourcing.public import OrderLine, PastOrder

PAGE = 100
"""How many orders are read at once."""


def recall_shipped(market: MarketId, since: datetime, until: datetime, *, most: int) -> list[PastOrder]:
    """Return the latest orders placed in [since, until) that were to be delivered, `most` of them at most.

    Each with what it took from the shelves, where it went, when it was due and where it was sent from. What left the
    catalogue since is left out.
    """
    found: list[PastOrder] = []
    page = list_orders(market, since=since, before=until, before_id=UUID(int=0), limit=PAGE)
    while page and len(found) < most:
        shipped = [each.id for each in page if each.method is Method.SHIP][: most - len(found)]
        sent = fulfilment.consignments_of(shipped)
        found += _recalled([(get_order(order), sent[order]) for order in shipped])
        last = page[-1]
        page = list_orders(market, since=since, before=last.placed_at, before_id=last.id, limit=PAGE)
    return found


def recall_order(order: OrderId) -> PastOrder:
    """Return one order as sourcing tries a policy on it, without what has left the catalogue. Raises UnknownOrder."""
    (past,) = _recalled([(get_order(order), fulfilment.consignments_of([order])[order])])
    return past


def _recalled(orders: list[tuple[Order, list[Consignment]]]) -> list[PastOrder]:
    known = catalogue.snapshots([line.variant for order, _ in orders for line in order.lines])
    weights = catalogue.weights([variant for each in known.values() for variant, _ in each.parts])
    return [
        PastOrder(
            id=order.summary.id,
            lines=tuple(
                OrderLine(line.line, variant, line.quantity * count, weights.get(variant, 0))
                for line in order.lines
                if line.variant in known
                for variant, count in known[line.variant].parts
            ),
            destination=_destination(order),
            placed_at=order.summary.placed_at,
            due_at=max((each.due_at for each in parcels), default=None),
            service=order.service,
            sent_from=tuple(dict.fromkeys(each.place for each in parcels)),
        )
        for order, parcels in orders
    ]


def _destination(order: Order) -> Destination:
    to = order.contact
    return Destination(to.country, to.postal_code) if to else Destination()
