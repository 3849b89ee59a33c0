"""Ways to get what this store lacks, from the shelf of the whole chain. Nothing is held by looking."""

from __future__ import annotations

from oneshelf.kernel import clock
from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantSnapshot
from oneshelf.modules.delivery.public import Destination
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import ChannelId
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.modules.sourcing.public import Basket, OrderLine, Way, WayKind, Where
from oneshelf.ui.ways import ShownWay

STORES = 3
"""Among how many stores, this one and the nearest, a way to collect is looked for."""


def ways_elsewhere(here: Place, channel: ChannelId, known: VariantSnapshot) -> list[ShownWay]:
    """Return how one unit can be had by somebody who stands in `here`, the soonest first; empty when in no way.

    Parcels are promised for around the store. A fixed number of statements.
    """
    market = markets.get_market(here.market)
    weights = catalogue.weights([part for part, _ in known.parts])
    lines = tuple(OrderLine(1, part, known.unit.scale * count, weights.get(part, 0)) for part, count in known.parts)
    where = Where(Destination(here.address.country, here.address.postal_code, here.position), here.id)
    basket = Basket(lines, Money.zero(market.currency))
    found = sourcing.promise(market.id, channel, basket, where, clock.now(), stores=STORES)
    possible = [way for way in found if way.possible and way.kind is not WayKind.TAKE_NOW]
    named = places.places_by_id({way.place for way in possible if way.place})
    return [_shown(way, named[way.place] if way.place else here) for way in possible]


def _shown(way: Way, place: Place) -> ShownWay:
    return ShownWay(
        kind=way.kind.value,
        place=place.name if way.place else "",
        zone=place.time_zone,
        earliest=way.earliest,
        promised_by=way.promised_by,
        confidence=way.confidence,
        parcels=len(way.legs) if way.place is None else 1,
        carrier=way.carrier,
        distance_m=way.distance_m,
        country=place.address.country,
    )
