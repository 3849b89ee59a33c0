"""A web shop for tests: two stores, a tree of categories, and products that are priced and stocked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from zoneinfo import ZoneInfo

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import CategoryId, NewVariant, ProductDescription, VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets import public as markets
from oneshelf.modules.orders.public import Method
from oneshelf.modules.places import public as places
from oneshelf.modules.pricing import public as pricing
from tests.catalogue.builders import a_category
from tests.markets.builders import a_channel, a_market
from tests.places.builders import ALL_WEEK, a_store

ALWAYS = tuple(places.Opening(weekday, time(0), time(0)) for weekday in range(7))
"""Open day and night."""


@dataclass
class WebShop:
    """A market with a store in York and one in Leeds, a web channel and a till."""

    market: markets.Market
    york: places.Place
    leeds: places.Place
    web: markets.Channel
    till: markets.Channel
    category: CategoryId
    cents: dict[VariantId, int] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day at its stores, which for an hour a night in summer is not that of UTC."""
        return clock.now().astimezone(ZoneInfo(self.market.time_zone)).date()

    def product(
        self,
        title: str = "Gouda",
        *,
        cents: int = 250,
        york: int = 0,
        leeds: int = 0,
        unit: Unit = Unit.EACH,
        brand: str = "Dairy Co",
    ) -> VariantId:
        """Sell a product with one variant; `york` and `leeds` say how many smallest units lie there."""
        sku = f"{catalogue.slug_of(title)}-{len(self.cents) + 1}".upper()
        described = ProductDescription(
            title=title, category=self.category, brand=brand, description=f"{title}, as it should be."
        )
        catalogue.create_product(described, [NewVariant(sku=sku, unit=unit)], actor=SYSTEM)
        variant = catalogue.variants_by_sku([sku])[sku]
        self.stock(variant, cents=cents, york=york, leeds=leeds, per=unit.scale)
        return variant

    def stock(self, variant: VariantId, *, cents: int = 250, york: int = 0, leeds: int = 0, per: int = 1) -> None:
        """Price a variant and put units of it on the shelves."""
        self.cents[variant] = cents
        pricing.set_price(self.market.id, variant, UnitPrice(cents, "USD", per), clock.now(), actor=SYSTEM)
        for place, units in ((self.york, york), (self.leeds, leeds)):
            if units:
                inventory.receive(self.market.id, place.id, {variant: units}, cause=new_id(), at=clock.now())

    def slug(self, variant: VariantId) -> str:
        """Return the address of a variant's product."""
        product = catalogue.snapshots([variant])[variant].product
        return catalogue.hits([product])[product].slug

    def available(self, variant: VariantId, place: places.Place | None = None) -> int:
        """Return what can be promised at a place (York)."""
        levels = inventory.levels(self.market.id, [variant], [(place or self.york).id])
        return sum(level.available for level in levels)

    def till_sale(
        self, variant: VariantId, quantity: int = 1, customer: CustomerId | None = None
    ) -> checkout.PlacedOrder:
        """Sell over the counter in York, paid in cash."""
        return checkout.place_order(
            checkout.Purchase(
                market=self.market.id,
                channel=self.till.id,
                method=Method.TAKE_NOW,
                place=self.york.id,
                lines=(checkout.Wanted(variant, quantity),),
                tenders=(checkout.Tender("cash", Money(self.cents[variant] * quantity, "USD")),),
                customer=customer,
            ),
            actor=SYSTEM,
        )


def a_web_shop(category: CategoryId | None = None) -> WebShop:
    """Open a web shop, whose goods are in a category (of cheese)."""
    market = a_market(name="Corner & Co", time_zone="Europe/London")
    places.open_market_places(market.id)
    delivery.set_standard_service(market.id, carrier="Parcel Post", amount=399, free_from=None, actor=SYSTEM)
    york = a_store(
        market,
        name="York Minster",
        time_zone="Europe/London",
        address=places.Address("High Petergate 1", "York", "Yorkshire", "YO1 7HZ", "GB"),
        position=places.Position(53.962, -1.081),
    )
    leeds = a_store(
        market,
        name="Leeds Briggate",
        time_zone="Europe/London",
        address=places.Address("Briggate 12", "Leeds", "Yorkshire", "LS1 6HD", "GB"),
        position=places.Position(53.797, -1.542),
    )
    for store in (york, leeds):
        places.set_hours(store.id, ALWAYS if store is york else ALL_WEEK, actor=SYSTEM)
    return WebShop(
        market,
        york,
        leeds,
        a_channel(market, markets.ChannelKind.WEB),
        a_channel(market, markets.ChannelKind.TILL),
        category or a_category("Cheese"),
    )
