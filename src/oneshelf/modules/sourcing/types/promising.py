"""Ways to get a basket, and all that they stand on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.delivery.public import ANYWHERE, Book, Destination, Terms
from oneshelf.modules.inventory.public import AheadKind
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import Hours, Place, PlaceId
from oneshelf.modules.sourcing.types.choosing import Assignment, OrderLine, Policy, Short
from oneshelf.modules.sourcing.types.keeping import NO_RECORD, PlaceRecord


class WayKind(StrEnum):
    """How goods reach a shopper."""

    TAKE_NOW = "take_now"
    COLLECT = "collect"
    SHIP_TO_STORE = "ship_to_store"
    DELIVER = "deliver"
    SPLIT = "split"


class NotPossible(StrEnum):
    """Why a way is closed to a basket."""

    NOT_OFFERED = "not_offered"
    OUT_OF_STOCK = "out_of_stock"
    CLOSED = "closed"
    NO_CAPACITY = "no_capacity"
    NO_SERVICE = "no_service"
    NO_TRANSPORT = "no_transport"


@dataclass(frozen=True, slots=True)
class Basket:
    """What somebody wants, and what the goods cost them (delivery may be free from some amount on)."""

    lines: tuple[OrderLine, ...]
    goods: Money


@dataclass(frozen=True, slots=True)
class Where:
    """Where a shopper is: a destination of parcels, a store that they stand in or have chosen, or both."""

    destination: Destination = ANYWHERE
    store: PlaceId | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """What one place does for a way: which units, ready when, and the hour of its capacity in which it is done."""

    place: PlaceId
    assignments: tuple[Assignment, ...]
    ready_at: datetime
    slot: datetime | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where goods of a way are taken: how many units would be left, and how far that level may be trusted (0 to 100).

    None is a level that nobody doubts.
    """

    place: PlaceId
    variant: VariantId
    left: int
    trust: int | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """One way to get a basket, or, with a `reason`, why not.

    `place` is the store to which the shopper goes; `taken_in` is its work where it only takes in what others bring,
    which is work of an hour as any leg is. `cost` is the shopper's, `own_cost` the house's. `earliest` is when
    it can be there, `promised_by` until when it is promised. `confidence` is how likely that is kept, from 0 to 100.
    `doubted` is the shelf on account of which that is least certain, where its level is in doubt. With `expected_on`
    some of it is sold `ahead`: it is not there yet, and comes in on that day.
    """

    kind: WayKind
    cost: Money
    own_cost: Money
    place: PlaceId | None = None
    legs: tuple[Leg, ...] = ()
    service: str = ""
    carrier: str = ""
    earliest: datetime | None = None
    promised_by: datetime | None = None
    confidence: int = 0
    distance_m: int | None = None
    reason: NotPossible | None = None
    missing: tuple[Short, ...] = ()
    expected_on: date | None = None
    ahead: AheadKind | None = None
    doubted: Shelf | None = None
    taken_in: tuple[Leg, ...] = ()

    @property
    def work(self) -> tuple[Leg, ...]:
        """All that takes hours of places: of those that give goods, and of a store that only takes them in."""
        return (*self.legs, *self.taken_in)

    @property
    def possible(self) -> bool:
        """Whether it can be chosen."""
        return self.reason is None


@dataclass(frozen=True, slots=True)
class Load:
    """How much of a place's hours in the next day is taken, and the hours that take no more orders."""

    place: PlaceId
    taken: int
    most: int
    full: list[datetime]


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """What promises need to know of a place. `limit` is how many orders it takes in an hour; None is any number."""

    place: Place
    hours: Hours
    terms: Terms
    limit: int | None = None
    record: PlaceRecord = NO_RECORD


@dataclass(frozen=True, slots=True)
class Network:
    """Everything about a market that promises need, stock and taken hours aside."""

    market: MarketId
    currency: str
    time_zone: str
    facts: Mapping[PlaceId, PlaceFacts]
    book: Book
    policy: Policy


@dataclass(frozen=True, slots=True)
class Situation:
    """One question about a basket: the moment, what each place may give (parallel to the lines), and taken hours.

    `ages` are the days since the oldest goods came (parallel to the lines), where the policy asks for them; `trust` is
    how far the levels of a place may be trusted (parallel too), where one of them is in doubt.
    """

    network: Network
    lines: tuple[OrderLine, ...]
    units: Mapping[PlaceId, tuple[int, ...]]
    loads: Mapping[PlaceId, Load]
    at: datetime
    destination: Destination = ANYWHERE
    distances: Mapping[PlaceId, int] = field(default_factory=dict)
    ages: Mapping[PlaceId, tuple[int, ...]] = field(default_factory=dict)
    trust: Mapping[PlaceId, tuple[int | None, ...]] = field(default_factory=dict)

    def distance_m(self, place: Place) -> int | None:
        """Return how far a place is from the shopper, in metres, when both positions are known."""
        return self.distances.get(place.id)
