"""Where a product is to be had right now: my store first, then the nearest with stock, and by parcel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from oneshelf.kernel import clock
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.places import public as places
from oneshelf.surfaces.storefront.visits import Visit

STORES_SHOWN = 4
"""How many other stores a product's page names."""


@dataclass(frozen=True, slots=True)
class AtStore:
    """What one store has: `available` in smallest sale units, `ready_at` if it were ordered now for collection."""

    place: places.Place
    available: int
    is_mine: bool
    ready_at: datetime | None
    distance_m: int | None


@dataclass(frozen=True, slots=True)
class Availability:
    """My store and others with stock, how many more have some, and whether a parcel can be sent."""

    stores: tuple[AtStore, ...]
    more: int
    parcel: int
    unit: Unit

    @property
    def anywhere(self) -> bool:
        """Whether it can be had at all."""
        return self.parcel > 0 or any(each.available for each in self.stores)


def availability_of(visit: Visit, variant: catalogue.VariantId, unit: Unit) -> Availability:
    """Look at every store's shelf: a fixed number of statements, whatever the number of stores."""
    known = {place.id: place for place in places.list_places(visit.market.id)}
    found = inventory.availability(visit.market.id, visit.channel.id, [variant], list(known))
    levels = {each.place: each.units[0] for each in found}
    distances = distances_from_mine(visit)
    having = [
        place
        for place in known.values()
        if levels.get(place.id) and place.collects and not (visit.store and place.id == visit.store.id)
    ]
    having.sort(key=lambda place: (distances.get(place.id, float("inf")), place.name))
    shown = ([visit.store] if visit.store else []) + having[:STORES_SHOWN]
    ready = fulfilment.due_times([place.id for place in shown if levels.get(place.id)], clock.now())
    return Availability(
        stores=tuple(
            AtStore(
                place,
                levels.get(place.id, 0),
                is_mine=visit.store is not None and place.id == visit.store.id,
                ready_at=ready.get(place.id) if place.collects else None,
                distance_m=distances.get(place.id),
            )
            for place in shown
        ),
        more=max(0, len(having) - STORES_SHOWN),
        parcel=max((levels.get(place.id, 0) for place in known.values() if place.ships), default=0),
        unit=unit,
    )


def distances_from_mine(visit: Visit) -> dict[places.PlaceId, int]:
    """Return how far the stores around mine are, in metres; nothing when it has no position or none is chosen."""
    if visit.store is None or visit.store.position is None:
        return {}
    near = places.nearest_places(visit.market.id, visit.store.position)
    return {each.place.id: each.distance_m for each in near}
