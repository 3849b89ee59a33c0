"""Where a whole basket can be collected, and whether it can be sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from oneshelf.kernel.money import Money
from oneshelf.modules.carts.public import CartLine
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.delivery.public import Destination
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders.public import Method
from oneshelf.modules.places import public as places
from oneshelf.modules.sourcing.public import NotPossible, WayKind
from oneshelf.surfaces.storefront.availability import distances_from_mine
from oneshelf.surfaces.storefront.promises import destination_of, lines_of, promised
from oneshelf.surfaces.storefront.stores import Today, todays
from oneshelf.surfaces.storefront.visits import Visit
from oneshelf.ui.ways import ShownWay

_COLLECTED = (WayKind.COLLECT, WayKind.SHIP_TO_STORE)

STORES_OFFERED = 12
"""How many stores the checkout offers: mine, then those that have everything, nearest first."""


@dataclass(frozen=True, slots=True)
class StoreOffer:
    """A store to collect in: it has `complete` of the `lines` in full, and a `way` with its hour, or why not."""

    today: Today
    complete: int
    lines: int
    way: ShownWay | None
    is_mine: bool

    @property
    def is_open(self) -> bool:
        """Whether the whole basket can be collected there."""
        return self.way.is_open if self.way else self.has_all

    @property
    def is_brought(self) -> bool:
        """Whether another place brings there what it lacks."""
        return self.way is not None and self.way.kind == WayKind.SHIP_TO_STORE

    @property
    def place(self) -> places.Place:
        """The store."""
        return self.today.place

    @property
    def has_all(self) -> bool:
        """Whether all of the basket lies there."""
        return self.complete == self.lines


@dataclass(frozen=True, slots=True)
class ParcelOffer:
    """Delivery: by which services, the cheapest first, or why it cannot be sent."""

    ways: tuple[ShownWay, ...]
    closed: ShownWay | None
    has_all: bool

    @property
    def is_possible(self) -> bool:
        """Whether it can be chosen; where nobody knows how it is sent, one place must have all of it."""
        return bool(self.ways) or (self.closed is None and self.has_all)

    @property
    def may_be(self) -> bool:
        """Whether it can be chosen, or could be for another address."""
        return self.is_possible or (self.closed is not None and self.closed.reason == NotPossible.NO_SERVICE)

    def by(self, service: str) -> ShownWay | None:
        """Return how it comes by the service that was chosen, else by the cheapest."""
        chosen = [way for way in self.ways if way.key == service]
        return next(iter([*chosen, *self.ways]), self.closed)


@dataclass(frozen=True, slots=True)
class Offers:
    """Every way to get a basket."""

    stores: tuple[StoreOffer, ...]
    parcel: ParcelOffer

    @property
    def can_be_collected(self) -> bool:
        """Whether the whole basket can be collected in some store."""
        return any(each.is_open for each in self.stores)

    def at(self, code: str) -> StoreOffer | None:
        """Return what is offered in a store."""
        return next((each for each in self.stores if each.place.code == code), None)

    @property
    def easiest(self) -> Method:
        """What most shoppers will choose: to collect it, unless it must be driven anyway and a parcel comes to them."""
        lies_there = any(each.is_open and not each.is_brought for each in self.stores)
        by_parcel = not self.stores or (self.parcel.is_possible and not lies_there)
        return Method.SHIP if by_parcel else Method.COLLECT


def offers_of(visit: Visit, wanted: Sequence[CartLine], items: Money, to: Destination | None = None) -> Offers:
    """Look at all shelves for a basket worth `items`: a fixed number of statements, whatever its size.

    `to` is the address as far as it is filled in.
    """
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
    lines = lines_of((line.variant, line.quantity) for line in wanted)
    told = promised(visit, lines, items, to=to or destination_of(visit), stores=[place.id for place in shown])
    by_code = {each.key: each for each in (*told.ways, *told.closed) if each.kind in _COLLECTED}
    stores = tuple(
        StoreOffer(
            today=today,
            complete=complete(today.place),
            lines=len(wanted),
            way=by_code.get(today.place.code),
            is_mine=today.place.id == mine,
        )
        for today in (todays(shown, distances) if shown else [])
    )
    can_send = any(complete(place) == len(wanted) for place in known if checkout.offers(place, Method.SHIP))
    return Offers(stores, ParcelOffer(told.sent, told.not_sent, can_send))
