"""A market that sells, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from oneshelf.kernel import clock
from oneshelf.kernel.actors import ANONYMOUS, SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets import public as markets
from oneshelf.modules.orders.public import Contact, Method
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places import public as places
from oneshelf.modules.pricing import public as pricing
from tests.catalogue.builders import a_variant
from tests.markets.builders import a_channel, a_market
from tests.places.builders import a_store

ANA = Contact(name="Ana", email="ana@example.com", street="High St 1", postal_code="10001", city="York", country="US")


@dataclass(frozen=True)
class Shop:
    """A market with a store, a web shop and a till, that sells whatever a test puts on its shelf."""

    market: markets.Market
    store: places.Place
    web: markets.Channel
    till: markets.Channel

    def offered(self, units: int, cents: int = 250, tax_class: str = "standard") -> VariantId:
        """Return a new variant at a price, with so many units in the store."""
        variant = a_variant(tax_class=tax_class)
        pricing.set_price(self.market.id, variant, UnitPrice(cents, "USD"), clock.now(), actor=SYSTEM)
        inventory.receive(self.market.id, self.store.id, {variant: units}, cause=new_id(), at=clock.now())
        return variant

    def level(self, variant: VariantId) -> inventory.Level:
        (level,) = inventory.levels(self.market.id, [variant], [self.store.id])
        return level

    def purchase(self, variant: VariantId, quantity: int = 1, **fields: object) -> checkout.Purchase:
        """Return a sale at the till, paid in cash."""
        given: dict[str, Any] = {
            "market": self.market.id,
            "channel": self.till.id,
            "method": Method.TAKE_NOW,
            "place": self.store.id,
            "lines": (checkout.Wanted(variant, quantity),),
            "tenders": (checkout.Tender("cash", Money(250 * quantity, "USD")),),
        }
        return checkout.Purchase(**(given | fields))

    def paid_checkout(self, variant: VariantId, quantity: int = 1, token: str = "tok_approve") -> checkout.Checkout:
        """Return a web checkout for collection, paid by card and ready to be completed."""
        begun = checkout.start(self.market, self.web.id, [checkout.Wanted(variant, quantity)])
        checkout.collect_at(begun.id, self.store.id, ANA)
        checkout.pay(begun.id, payments.Method.TEST_CARD, token, actor=ANONYMOUS)
        return checkout.get_checkout(begun.id)

    def audit(self) -> list[object]:
        counted = [place.id for place in places.list_places(self.market.id, places.COUNTED_KINDS)]
        return list(inventory.audit(counted))


def a_shop(**of_market: Any) -> Shop:
    """Open a market with a store, a web shop and a till."""
    market = a_market(**of_market)
    places.open_market_places(market.id)
    delivery.set_standard_service(market.id, carrier="Parcel Post", amount=0, free_from=None, actor=SYSTEM)
    return Shop(
        market,
        a_store(market),
        a_channel(market, markets.ChannelKind.WEB),
        a_channel(market, markets.ChannelKind.TILL),
    )
