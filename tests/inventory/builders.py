"""Stock for tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.audits import Discrepancy
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets.public import ChannelId, Market
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place
from tests.markets.builders import a_market
from tests.places.builders import a_store


@dataclass(frozen=True)
class Shop:
    """A market with one store and its virtual places."""

    market: Market
    store: Place

    @property
    def virtual(self) -> places.VirtualPlaces:
        return places.virtual_places(self.market.id)

    def stocked(self, units: int) -> VariantId:
        """Return a new variant of which the store has `units` on hand."""
        variant = VariantId(new_id())
        inventory.receive(self.market.id, self.store.id, {variant: units}, cause=new_id(), at=clock.now())
        return variant

    def demand(self, variant: VariantId, quantity: int = 1, line: int = 1) -> inventory.Demand:
        return inventory.Demand(line, self.store.id, variant, quantity)

    def sell_ahead(self, variant: VariantId, units: int, **told: Any) -> inventory.AheadId:
        """Let the store promise `units` of a variant beyond what it has; they come five days later."""
        terms = inventory.AheadTerms(inventory.AheadKind.BACKORDER, units, **{"lead_days": 5} | told)
        return inventory.sell_ahead(self.market.id, self.store.id, variant, terms, actor=SYSTEM)

    def available(self, variant: VariantId, channel: ChannelId | None = None) -> int:
        """What the store can promise by the channel, after the explanation was compared with it."""
        (found,) = inventory.availability(self.market.id, channel, [variant], [self.store.id])
        assert inventory.explain(self.market.id, channel, self.store.id, variant).units == found.units[0]
        return found.units[0]

    def level(self, variant: VariantId) -> inventory.Level:
        (level,) = inventory.levels(self.market.id, [variant], [self.store.id])
        return level

    def audit(self) -> list[Discrepancy]:
        counted = [place.id for place in places.list_places(self.market.id, places.COUNTED_KINDS)]
        return inventory.audit(counted)


def a_shop() -> Shop:
    """Open a market with one store."""
    market = a_market()
    places.open_market_places(market.id)
    return Shop(market, a_store(market))
