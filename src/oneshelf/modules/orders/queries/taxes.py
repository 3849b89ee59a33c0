"""How an order was taxed, and how what is added to it is."""

from __future__ import annotations

from collections.abc import Iterable

from oneshelf.modules.markets import public as markets
from oneshelf.modules.orders.queries import find_proof
from oneshelf.modules.orders.types import Method, Order
from oneshelf.modules.places import public as places
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.tax import public as tax


def is_reverse_charged(order: Order) -> bool:
    """Tell whether the buyer of an order accounts for its tax. One statement where they named a VAT id, else none."""
    sealed = find_proof(order.summary.id) if order.vat_id else None
    return sealed is not None and sealed.priced.treatment is compiled.Treatment.REVERSE


def tax_request(order: Order, classes: Iterable[str]) -> tax.TaxRequest:
    """Return what tax is asked about goods of an order: where its buyer gets them, on the day it was placed.

    So what is added later is taxed as the rest of it was.
    """
    summary = order.summary
    market = markets.get_market(summary.market)
    place = places.get_place(summary.place) if summary.place and summary.method is not Method.SHIP else None
    bought_there = place is not None and summary.method is Method.TAKE_NOW
    to, zone = tax.Where(), place.time_zone if place and bought_there else market.time_zone
    if place is not None:
        to = tax.read_where(place.address.country, place.address.region, place.address.postal_code, place.id)
    elif order.contact is not None:
        to = tax.read_where(order.contact.country, order.contact.region, order.contact.postal_code)
    return tax.TaxRequest(
        market=summary.market,
        inclusive=market.tax_included,
        to=to,
        day=tax.day_at(summary.placed_at, zone),
        classes=frozenset(classes),
        buyer=tax.Buyer(summary.customer, order.vat_id),
    )
