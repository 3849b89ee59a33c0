"""Offers for tests."""

from __future__ import annotations

from typing import Any

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.money import Money
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import Market
from oneshelf.modules.offers import public as offers
from oneshelf.modules.offers.public import Award, Offer, Telling, Terms, Trigger
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Order
from oneshelf.modules.pricing.public import compiled
from tests.checkout.builders import Shop
from tests.coupons.builders import a_promotion


def terms(market: Market, **said: Any) -> Terms:
    """Return the terms of an offer: who bought something gets a tenth off the next time, within 30 days."""
    given: dict[str, Any] = {"trigger": Trigger.BOUGHT, "days": 30, "told": (Telling.RECEIPT, Telling.ACCOUNT)}
    if "promotion" not in said:
        given["promotion"] = a_promotion(market).id
    return Terms(**(given | said))


def an_offer(market: Market, name: str = "A tenth next time", **said: Any) -> Offer:
    """Let an offer go live."""
    return offers.go_live(offers.draft(market.id, name, terms(market, **said), actor=SYSTEM).id, actor=SYSTEM)


def sold(shop: Shop, units: int = 2, customer: CustomerId | None = None, **fields: Any) -> Order:
    """Sell units of a new article at the till, at 2.50 a unit."""
    purchase = shop.purchase(shop.offered(units), units, customer=customer, **fields)
    return orders.get_order(checkout.place_order(purchase, actor=SYSTEM).order)


def codes(awards: list[Award]) -> list[str]:
    """Return the codes of coupons, as their holders read them."""
    return [each.code for each in offers.slips(awards, "en")]


def bought_with(shop: Shop, *handed_in: str, **fields: Any) -> Order:
    """Buy four units for 10.00 less a tenth, with the code of one coupon."""
    (code,) = handed_in
    found = coupons.look_up([code], shop.market.id, None, clock.now())[code]
    assert isinstance(found, coupons.Found), found
    handed = (compiled.Coupon(str(found.coupon), str(found.promotion)),)
    tenders = (checkout.Tender("cash", Money(900, "USD")),)
    return sold(shop, 4, coupons=handed, tenders=tenders, **fields)
