"""A chain with stores, a warehouse and carriers, for tests of promises and capacity."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.delivery.public import Destination, Lane, Rate, Zone
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets import public as markets
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Address, Opening, Place, PlaceKind, Position
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.modules.sourcing.public import Basket, OrderLine, Way, Where
from tests.delivery.builders import a_service
from tests.markets.builders import a_channel, a_market
from tests.places.builders import a_store

NEW_YORK = ZoneInfo("America/New_York")
DOWNTOWN = Destination("US", "10001")


def at(text: str) -> datetime:
    """Return the instant at which clocks in New York show `text`."""
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK).astimezone(UTC)


@dataclass
class Chain:
    """A market with a near and a far store, open ten to six from Monday to Saturday, and a warehouse."""

    market: markets.Market
    channel: markets.Channel
    near: Place
    far: Place
    warehouse: Place
    milk: VariantId = field(default_factory=lambda: VariantId(new_id()))
    bread: VariantId = field(default_factory=lambda: VariantId(new_id()))

    def stock(self, place: Place, *, milk: int = 0, bread: int = 0) -> None:
        """Put goods on hand at a place."""
        units = {self.milk: milk, self.bread: bread}
        found = {variant: count for variant, count in units.items() if count}
        inventory.receive(self.market.id, place.id, found, cause=new_id(), at=datetime.now(UTC))

    def basket(self, *, milk: int = 1, bread: int = 0, goods: int = 1_000) -> Basket:
        """Return a basket of milk (1 kg each) and bread (500 g each)."""
        lines = [OrderLine(1, self.milk, milk, 1_000), OrderLine(2, self.bread, bread, 500)]
        return Basket(tuple(line for line in lines if line.quantity), Money(goods, "USD"))

    def promise(self, when: str, where: Where | None = None, **basket: int) -> list[Way]:
        """Ask how to get a basket."""
        return sourcing.promise(
            self.market.id, self.channel.id, self.basket(**basket), where or Where(DOWNTOWN), at(when)
        )

    def arrange(self, when: str, destination: Destination = DOWNTOWN, *, service: str = "") -> sourcing.Arranged:
        """Arrange how a carton of milk is sent."""
        lines, goods = self.basket().lines, self.basket().goods.minor
        asked = (self.market.id, self.channel.id, lines, destination, at(when))
        return sourcing.arrange(*asked, goods=goods, service=service)


def a_chain(**near: Any) -> Chain:
    """Open the chain: the warehouse ships everywhere and supplies every store overnight."""
    market = a_market()
    places.open_market_places(market.id)
    week = [Opening(day, time(10), time(18)) for day in range(6)]
    first = a_store(
        market,
        address=Address(postal_code="10002", country="US", region="NY"),
        position=Position(40.71, -73.99),
        **near,
    )
    second = a_store(
        market, address=Address(postal_code="19104", country="US", region="PA"), position=Position(39.95, -75.19)
    )
    warehouse = a_store(
        market,
        kind=PlaceKind.WAREHOUSE,
        sells=False,
        collects=False,
        address=Address(postal_code="07001", country="US", region="NJ"),
        position=Position(40.58, -74.27),
    )
    for store in (first, second):
        places.set_hours(store.id, week, actor=SYSTEM)
    delivery.open_service(
        market.id, a_service(zones=(Zone("country", Rate(490, 100, 5_000, 350, 60), "US"),)), actor=SYSTEM
    )
    delivery.set_lane(Lane(warehouse.id, None, 1, parcel_cost=80), actor=SYSTEM)
    return Chain(market, a_channel(market), first, second, warehouse)
