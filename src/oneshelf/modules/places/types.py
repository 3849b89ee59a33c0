"""What places are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import NewType
from uuid import UUID

from oneshelf.modules.markets.public import MarketId

PlaceId = NewType("PlaceId", UUID)
BinId = NewType("BinId", UUID)


class PlaceKind(StrEnum):
    """What kind of place goods can be at."""

    STORE = "store"
    WAREHOUSE = "warehouse"
    PICKUP_POINT = "pickup_point"
    QUARANTINE = "quarantine"
    SUPPLIER = "supplier"
    IN_TRANSIT = "in_transit"
    CUSTOMER = "customer"
    LOSS = "loss"
    DISCREPANCY = "discrepancy"


class BinKind(StrEnum):
    """What part of a place a bin is."""

    SHELF = "shelf"
    FLOOR = "floor"
    BACK_ROOM = "back_room"
    PICK_FACE = "pick_face"
    BULK = "bulk"


VIRTUAL_KINDS = frozenset(
    {PlaceKind.SUPPLIER, PlaceKind.IN_TRANSIT, PlaceKind.CUSTOMER, PlaceKind.LOSS, PlaceKind.DISCREPANCY}
)
"""Kinds of which a market has exactly one place each: the other side of movements that leave or enter the house."""

COUNTED_KINDS = frozenset({PlaceKind.STORE, PlaceKind.WAREHOUSE, PlaceKind.QUARANTINE, PlaceKind.IN_TRANSIT})
"""Kinds whose stock has a level that may not fall below zero; elsewhere only movements are kept."""

VISITED_KINDS = frozenset({PlaceKind.STORE, PlaceKind.PICKUP_POINT})
"""Kinds to which shoppers come, so that the place finder shows them."""


@dataclass(frozen=True, slots=True)
class Position:
    """Degrees of latitude (-90 to 90) and longitude (-180 to 180), WGS 84."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; `country` is ISO 3166-1 alpha-2, and each part may be empty."""

    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """One place. `sells` over a counter, `collects` hands over online orders, `ships` sends parcels.

    `made_up` names the fields that a loader invented because its source did not hold them. A quarantine may belong to
    the place whose goods it keeps apart.
    """

    id: PlaceId
    market: MarketId
    code: str
    name: str
    kind: PlaceKind
    time_zone: str
    address: Address = Address()
    phone: str = ""
    position: Position | None = None
    sells: bool = False
    collects: bool = False
    ships: bool = False
    made_up: tuple[str, ...] = ()
    archived: bool = False
    belongs_to: PlaceId | None = None

    @property
    def counted(self) -> bool:
        """Whether stock at this place has a level."""
        return self.kind in COUNTED_KINDS


@dataclass(frozen=True, slots=True)
class Bin:
    """A part of a place where goods lie. Whoever picks passes bins in the order of `walk`, then of their codes."""

    id: BinId
    place: PlaceId
    code: str
    name: str
    kind: BinKind
    walk: int
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """Goods that head for a place, or wait there: those of a numbered thing of a `kind` (a code), now at `where`."""

    kind: str
    number: str
    where: str


@dataclass(frozen=True, slots=True)
class VirtualPlaces:
    """The five places of a market that no one can walk into."""

    supplier: PlaceId
    in_transit: PlaceId
    customer: PlaceId
    loss: PlaceId
    discrepancy: PlaceId


@dataclass(frozen=True, slots=True)
class Opening:
    """Open on `weekday` (0 is Monday) from `opens` until before `closes`, on the place's clock.

    `closes` at or before `opens` is on the next day: 22:00-02:00; 00:00-00:00 is the whole day.
    """

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Closure:
    """A day on which the place does not open, and why. What opened the evening before still closes as usual."""

    day: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """From `opens` until before `closes`: instants in UTC."""

    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class Hours:
    """When a place is open: its week, the days off that are not past, and its IANA time zone."""

    week: tuple[Opening, ...]
    closures: tuple[Closure, ...]
    time_zone: str


@dataclass(frozen=True, slots=True)
class NearbyPlace:
    """A place and how far it is, as the crow flies, in metres."""

    place: Place
    distance_m: int
