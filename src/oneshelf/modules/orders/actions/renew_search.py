"""Keeping search in step with the order book."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.kernel.transactions import retried
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.orders import rules
from oneshelf.modules.orders.types import Findable

BATCH = 200
"""How many orders one transaction renews: well below a second."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An order that a walk comes by."""

    id: UUID
    placed_at: datetime


_LOCK = sql.statement(__name__, "lock_search", row=str)
_FINDABLE = sql.statement(__name__, "findable", row=Findable)
_RENEW = sql.statement(__name__, "renew_search")
_OF_CUSTOMER = sql.statement(__name__, "ids_of_customer", row=Seen)


@retried
def renew_search(orders: Collection[UUID]) -> None:
    """Let search find `orders` by what they hold, and whom they are for, now. Ids of other things are left alone."""
    if not orders:
        return
    _LOCK.one()
    found = sorted(_FINDABLE.all(orders=list(orders)), key=lambda each: each.id)
    people = customers.customers_by_id({each.customer for each in found if each.customer})
    parcels = fulfilment.consignments_of([each.id for each in found])
    words = []
    for order in found:
        known = [(order.name, order.email, order.phone)]
        if order.customer in people:
            customer = people[order.customer]
            known.append((customer.name, customer.email, customer.phone))
        words.append(rules.findable_by(order, known, [parcel.tracking for parcel in parcels[order.id]]))
    _RENEW.execute(
        orders=[each.id for each in found],
        markets=[each.market for each in found],
        placed=[each.placed_at for each in found],
        totals=[each.total for each in found],
        words=[" ".join(each) for each in words],
    )


def renew_search_of_customer(customer: CustomerId) -> None:
    """Renew all orders of a customer, batch by batch, each in a transaction of its own."""
    after = Seen(UUID(int=0), datetime.min.replace(tzinfo=UTC))
    while page := _OF_CUSTOMER.all(customer=customer, after=after.placed_at, after_id=after.id, limit=BATCH):
        renew_search([each.id for each in page])
        after = page[-1]
