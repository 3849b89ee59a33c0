"""Customers as the till shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language

from oneshelf.kernel import clock
from oneshelf.modules.customers import public as customers
from oneshelf.modules.offers import public as offers
from oneshelf.modules.orders import public as orders
from oneshelf.modules.promotions import public as promotions
from oneshelf.surfaces.till.device import Counter

VIEW = "customers.view"

MOST_COUNTED = 20
"""Up to how many purchases are counted; whoever has more is a regular anyway."""


MOST_COUPONS = 6
"""How many coupons of a customer the till offers to press, those that end first."""


@dataclass(frozen=True, slots=True)
class Held:
    """A coupon that a customer can use, by what it gives. Its code stays theirs: the till knows it by its id."""

    coupon: UUID
    name: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Regular:
    """A customer, how many purchases they made in any channel (`many`: at least that), and when the last one was.

    `coupons` are what offers gave them and that can still be used.
    """

    customer: customers.Customer
    purchases: int
    many: bool
    last: datetime | None
    coupons: tuple[Held, ...] = ()


def regular(counter: Counter, customer: UUID) -> Regular:
    """Return who stands at the counter. Raises NotAllowed and UnknownCustomer, also for an erased one."""
    counter.actor.require(VIEW, at=counter.till.place)
    found = customers.get_customer(customers.CustomerId(customer))
    if found.erased:
        raise customers.UnknownCustomer(customer=str(customer))
    bought = orders.orders_of_customer(found.id, limit=MOST_COUNTED)
    last = bought[0].placed_at if bought else None
    return Regular(found, len(bought), len(bought) == MOST_COUNTED, last, tuple(_coupons(counter, found.id)))


def _coupons(counter: Counter, customer: customers.CustomerId) -> list[Held]:
    held = offers.usable_by([customer], counter.till.market, clock.now())[:MOST_COUPONS]
    given = promotions.promotions_by_id({each.promotion for each in held}) if held else {}
    language = get_language() or ""
    return [Held(each.coupon, given[each.promotion].plan.name_in(language), each.expires_at) for each in held]


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
