"""Suppliers, purchase orders and transfers for tests."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM, Actor, ActorKind, Grant
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import UnitPrice
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets.public import Market
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place, PlaceId
from oneshelf.modules.supply import public as supply
from tests.catalogue.builders import a_variant
from tests.markets.builders import a_market
from tests.places.builders import a_store

_numbers = count(1)

PERMISSIONS = ("supply.view", "supply.receive", "supply.transfer")


def a_receiver(*more: str) -> Actor:
    """Somebody who may receive, but nothing above what was ordered, unless `more` says so."""
    return Actor(ActorKind.STAFF, new_id(), frozenset(Grant(each) for each in (*PERMISSIONS, *more)))


@dataclass(frozen=True)
class Chain:
    """A market with a store, a warehouse, a quarantine place, and a supplier that takes orders above 10.00."""

    market: Market
    store: Place
    warehouse: Place
    quarantine: Place
    supplier: supply.Supplier

    @property
    def virtual(self) -> places.VirtualPlaces:
        return places.virtual_places(self.market.id)

    def variant(self, store: int = 0, warehouse: int = 0) -> VariantId:
        """Return a new article of which there are so many."""
        variant = a_variant(f"Article {next(_numbers)}")
        for place, units in ((self.store, store), (self.warehouse, warehouse)):
            if units:
                inventory.receive(self.market.id, place.id, {variant: units}, cause=new_id(), at=clock.now())
        return variant

    def drafted(self, *lines: tuple[VariantId, int], cents: int = 200) -> supply.Purchase:
        """Return an order of so much of each, for the store."""
        wanted = [supply.Wanted(variant, units, UnitPrice(cents, self.market.currency)) for variant, units in lines]
        return supply.draft_purchase(self.supplier.id, self.store.id, wanted, actor=SYSTEM)

    def ordered(self, *lines: tuple[VariantId, int], cents: int = 200) -> supply.Purchase:
        """Return an order that was sent."""
        return supply.send_purchase(self.drafted(*lines, cents=cents).id, actor=SYSTEM)

    def sent(self, *lines: tuple[VariantId, int]) -> supply.Transfer:
        """Return a transfer from the warehouse to the store that has left."""
        listed = [supply.Sent(variant, units) for variant, units in lines]
        drafted = supply.draft_transfer(self.warehouse.id, self.store.id, listed, actor=SYSTEM)
        return supply.send_transfer(drafted.id, actor=SYSTEM)

    def on_hand(self, variant: VariantId, place: Place | PlaceId) -> int:
        at = place.id if isinstance(place, Place) else place
        return sum(level.on_hand for level in inventory.levels(self.market.id, [variant], [at]))

    def balance(self, variant: VariantId, place: PlaceId) -> int:
        """What a place has got by all movements, for places that keep no level."""
        moved = inventory.movements(self.market.id, place, variant, limit=200)
        return sum(each.quantity if each.to_place == place else -each.quantity for each in moved)

    def audit(self) -> list[object]:
        counted = [place.id for place in places.list_places(self.market.id, places.COUNTED_KINDS)]
        return [*inventory.audit(counted), *supply.audit()]


def a_chain() -> Chain:
    """Open a market with places and a supplier."""
    market = a_market()
    places.open_market_places(market.id)
    supplier = supply.add_supplier(
        market.id,
        code=f"supplier-{next(_numbers)}",
        name="Dairy Ltd",
        email="dairy@example.com",
        lead_days=3,
        minimum=1000,
        over_percent=10,
        actor=SYSTEM,
    )
    warehouse = a_store(market, kind=places.PlaceKind.WAREHOUSE, sells=False, collects=False)
    apart = a_store(market, kind=places.PlaceKind.QUARANTINE, sells=False, collects=False, ships=False)
    return Chain(market, a_store(market), warehouse, apart, supplier)
