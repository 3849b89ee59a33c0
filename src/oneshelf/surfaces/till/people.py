"""Customers as the till shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from oneshelf.modules.customers import public as customers
from oneshelf.modules.orders import public as orders
from oneshelf.surfaces.till.device import Counter

VIEW = "customers.view"

MOST_COUNTED = 20
"""Up to how many purchases are counted; whoever has more is a regular anyway."""


@dataclass(frozen=True, slots=True)
class Regular:
    """A customer, how many purchases they made in any channel (`many`: at least that), and when the last one was."""

    customer: customers.Customer
    purchases: int
    many: bool
    last: datetime | None


def regular(counter: Counter, customer: UUID) -> Regular:
    """Return who stands at the counter. Raises NotAllowed and UnknownCustomer, also for an erased one."""
    counter.actor.require(VIEW, at=counter.till.place)
    found = customers.get_customer(customers.CustomerId(customer))
    if found.erased:
        raise customers.UnknownCustomer(customer=str(customer))
    bought = orders.orders_of_customer(found.id, limit=MOST_COUNTED)
    return Regular(found, len(bought), len(bought) == MOST_COUNTED, bought[0].placed_at if bought else None)


def holder_of(counter: Counter, code: str) -> customers.CustomerId | None:
    """Return whose card was scanned, or None when `code` is no customer's card."""
    try:
        found = customers.find_by_card(code)
    except customers.InvalidCard:
        return None
    if found is None:
        return None
    counter.actor.require(VIEW, at=counter.till.place)
    return found.id
