"""The nouns of delivery. Amounts are minor units of the market's currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import NewType
from uuid import UUID

from oneshelf.modules.places.public import PlaceId, Position

ServiceId = NewType("ServiceId", UUID)

WORKING_DAYS = (0, 1, 2, 3, 4)
"""Monday to Friday."""


class ServiceKind(StrEnum):
    """Whether a carrier takes a parcel over days, or a rider brings it from nearby."""

    PARCEL = "parcel"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Rate:
    """What the shopper pays: `base`, `per_kg` for each started kilogram, nothing from `free_from` of goods on.

    `own_base` and `own_per_kg` are what the house pays the carrier.
    """

    base: int
    per_kg: int = 0
    free_from: int | None = None
    own_base: int = 0
    own_per_kg: int = 0


@dataclass(frozen=True, slots=True)
class Zone:
    """Where a rate holds: a `country` ('' is any), postcodes that begin with one of `prefixes` (none is all).

    With `within_m` it reaches so many metres around the place that sends. `extra_days` come to the service's transit.
    """

    name: str
    rate: Rate
    country: str = ""
    prefixes: tuple[str, ...] = ()
    within_m: int | None = None
    extra_days: int = 0


@dataclass(frozen=True, slots=True)
class Service:
    """A way of a carrier to bring parcels.

    It picks up on `weekdays` (0 is Monday) but not on `holidays`, and at each place until `cut_off`, or the place's own
    hour in `cut_offs`. A parcel travels `transit_min` to `transit_max` working days (0: the same day) and comes until
    `delivers_until` on the clock of the market. Zones are asked in their order.
    """

    id: ServiceId
    code: str
    carrier: str
    kind: ServiceKind
    transit_min: int
    transit_max: int
    zones: tuple[Zone, ...]
    weekdays: tuple[int, ...] = WORKING_DAYS
    cut_off: time = time(16)
    delivers_until: time = time(20)
    holidays: frozenset[date] = frozenset()
    cut_offs: Mapping[PlaceId, time] = field(default_factory=dict)

    def picks_up_until(self, place: PlaceId) -> time:
        """Return the hour until which a parcel is taken at `place` the same day."""
        return self.cut_offs.get(place, self.cut_off)


@dataclass(frozen=True, slots=True)
class Terms:
    """How a place works: minutes of opening time to make an order ready, minutes before closing from which none is made
    ready for the same day, and what a parcel and a unit cost the house there.
    """

    handling_minutes: int = 120
    stops_before_closing: int = 0
    parcel_cost: int = 0
    unit_cost: int = 0


@dataclass(frozen=True, slots=True)
class Lane:
    """The house's own transport from a place to another (None: to every store), some days behind `cut_off`."""

    source: PlaceId
    target: PlaceId | None
    days: int = 1
    weekdays: tuple[int, ...] = WORKING_DAYS
    cut_off: time = time(16)
    parcel_cost: int = 0
    kg_cost: int = 0


@dataclass(frozen=True, slots=True)
class Book:
    """All that a market knows of delivery. `terms` holds the places that differ from the usual `Terms()`."""

    services: tuple[Service, ...]
    terms: Mapping[PlaceId, Terms]
    lanes: tuple[Lane, ...]

    def terms_of(self, place: PlaceId) -> Terms:
        """Return how a place works."""
        return self.terms.get(place, _USUAL)


_USUAL = Terms()


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a parcel goes: the country and postcode that are known, and the position when it is."""

    country: str = ""
    postal_code: str = ""
    position: Position | None = None


ANYWHERE = Destination()
"""A destination of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a parcel comes: taken by the carrier at `handed_over`, here from the first to the last day, by `latest`."""

    handed_over: datetime
    first_day: date
    last_day: date
    earliest: datetime
    latest: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """A service and zone that reach a destination, with what a parcel costs the shopper and the house."""

    service: Service
    zone: Zone
    charge: int
    own_cost: int
