"""Where a whole basket can be collected, and whether it can be sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from oneshelf.kernel import clock
from oneshelf.kernel.money import Money
from oneshelf.modules.carts.public import CartLine
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders.public import Method
from oneshelf.modules.places import public as places
from oneshelf.surfaces.storefront.availability import distances_from_mine
from oneshelf.surfaces.storefront.stores import Today, todays
from oneshelf.surfaces.storefront.visits import Visit

STORES_OFFERED = 12
"""How many stores the checkout offers: mine, then those that have everything, nearest first."""


@dataclass(frozen=True, slots=True)
class StoreOffer:
    """A store to collect in: it has `complete` of the `lines` in full; `ready_at` when it has all of them."""

    today: Today
    complete: int
    lines: int
    ready_at: datetime | None
    is_mine: bool

    @property
    def place(self) -> places.Place:
        """The store."""
        return self.today.place

    @property
    def has_all(self) -> bool:
        """Whether the whole basket can be collected there."""
        return self.complete == self.lines


@dataclass(frozen=True, slots=True)
class ParcelOffer:
    """Delivery: what it costs, or that no place has all of the basket."""

    price: Money
    is_possible: bool


@dataclass(frozen=True, slots=True)
class Offers:
    """Every way to get a basket."""

    stores: tuple[StoreOffer, ...]
    parcel: ParcelOffer

    @property
    def can_be_collected(self) -> bool:
        """Whether some store has the whole basket."""
        return any(each.has_all for each in self.stores)

    @property
    def easiest(self) -> Method:
        """What most shoppers will choose: to collect it, unless only a parcel brings all of it."""
        by_parcel = not self.stores or (self.parcel.is_possible and not self.can_be_collected)
        return Method.SHIP if by_parcel else Method.COLLECT


def offers_of(visit: Visit, wanted: Sequence[CartLine], items: Money) -> Offers:
    """Look at all shelves for a basket worth `items`: a fixed number of statements, whatever its size."""
    known = places.list_places(visit.market.id)
    variants = [line.variant for line in wanted]
    found = inventory.availability(visit.market.id, visit.channel.id, variants, [place.id for place in known])
    available = {(each.place, v): units for each in found for v, units in zip(variants, each.units, strict=True)}

    def complete(place: places.Place) -> int:
        return sum(available.get((place.id, line.variant), 0) >= line.quantity for line in wanted)

    mine, distances = visit.store.id if visit.store else None, distances_from_mine(visit)
    collecting = [place for place in known if checkout.offers(place, Method.COLLECT)]
    collecting.sort(
        key=lambda place: (
            place.id != mine,
            complete(place) < len(wanted),
            distances.get(place.id, float("inf")),
            place.name,
        )
    )
    shown = collecting[:STORES_OFFERED]
    ready = fulfilment.due_times([place.id for place in shown], clock.now()) if shown else {}
    stores = tuple(
        StoreOffer(
            today=today,
            complete=complete(today.place),
            lines=len(wanted),
            ready_at=ready[today.place.id] if complete(today.place) == len(wanted) else None,
            is_mine=today.place.id == mine,
        )
        for today in (todays(shown, distances) if shown else [])
    )
    can_send = any(complete(place) == len(wanted) for place in known if checkout.offers(place, Method.SHIP))
    return Offers(stores, ParcelOffer(_delivery_price(visit, items), can_send))


def _delivery_price(visit: Visit, items: Money) -> Money:
    rate, free_from = checkout.delivery_rate(visit.market.id)
    is_free = free_from is not None and items.minor >= free_from
    return Money(0 if is_free else rate, items.currency)
