"""Pricing an order that is placed in one call."""

from __future__ import annotations

from collections.abc import Mapping

from oneshelf.kernel import clock
from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot
from oneshelf.modules.checkout.queries import delivery_charge, quote
from oneshelf.modules.checkout.queries.handed_in import coupons_of
from oneshelf.modules.checkout.queries.quotes import priced_again
from oneshelf.modules.checkout.types import BasketQuote, Occasion, Purchase
from oneshelf.modules.markets.public import Market
from oneshelf.modules.orders.public import Contact, Method
from oneshelf.modules.places.public import Place


def priced_purchase(
    purchase: Purchase, market: Market, place: Place, snapshots: Mapping[VariantId, VariantSnapshot] | None
) -> BasketQuote:
    """Return what a purchase at a place costs, with the charge for its delivery.

    Raises what `quote` does, and coupons' CouponDoesNotWork for a code that does not.
    """
    is_sent = purchase.method is Method.SHIP
    found = quote(
        *(market, purchase.lines, snapshots, purchase.buyer),
        place=None if is_sent else place,
        payment=purchase.payment,
        coupons=(*purchase.coupons, *coupons_of(purchase.codes, market.id, purchase.customer, clock.now())),
    )
    if not is_sent:
        return found
    charge = delivery_charge(market.id, found, purchase.contact)
    return with_charge(found, purchase, market, charge, contact=purchase.contact)


def with_charge(
    found: BasketQuote,
    purchase: Purchase,
    market: Market,
    charge: Money,
    *,
    place: Place | None = None,
    contact: Contact | None = None,
) -> BasketQuote:
    """Return a quote with a charge for delivery, to where the goods are collected or sent."""
    occasion = Occasion(market, purchase.buyer, clock.now(), place, contact, payment=purchase.payment)
    return priced_again(found, occasion, charge)
