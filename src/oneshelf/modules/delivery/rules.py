"""Decisions of delivery: no clock, no database. Days are those of the market's calendar, instants are UTC."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from oneshelf.modules.delivery.errors import BadPostcode
from oneshelf.modules.delivery.types import Arrival, Book, Destination, Lane, Offer, Rate, Service, Zone
from oneshelf.modules.places.public import Place, PlaceId, Position

LONGEST_WAIT = timedelta(days=30)
"""How far ahead a pick-up is looked for: a service that does not come by then does not come."""

LONGEST_TRANSIT = timedelta(days=366)
"""How far ahead days of transit are counted: thirty of a carrier that works once a week are seven months."""

_POSTCODE = re.compile(r"[A-Z0-9]{2,12}")
_EARTH_M = 6_371_000


def plain_postcode(text: str) -> str:
    """Return a postcode in capitals without spaces and hyphens. Raises BadPostcode."""
    plain = re.sub(r"[\s-]", "", text).upper()
    if len(text) > 20 or not _POSTCODE.fullmatch(plain):
        raise BadPostcode(value=text[:20])
    return plain


def distance_m(one: Position, other: Position) -> int:
    """Return the great-circle distance in metres (haversine, mean radius of the Earth: IUGG 6,371 km)."""
    south, north = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    chord = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin(across / 2) ** 2
    return round(2 * _EARTH_M * math.asin(math.sqrt(min(1.0, chord))))


def located(destination: Destination, places: Iterable[Place]) -> Position | None:
    """Return where a destination is: its own position, or the middle of the places with the longest common postcode.

    At least two letters or digits must agree, and the country when both are known. None when no place is near.
    """
    if destination.position is not None:
        return destination.position
    code = _bare(destination.postal_code)
    best, found = 1, list[Position]()
    for place in places:
        if place.position is None or not place.address.postal_code:
            continue
        if destination.country and place.address.country not in ("", destination.country):
            continue
        shared = _shared(code, _bare(place.address.postal_code))
        if shared > best:
            best, found = shared, []
        if shared == best and best > 1:
            found.append(place.position)
    if not found:
        return None
    # Places that share a postcode lie so near each other that the mean of their degrees is their middle.
    return Position(
        sum(each.latitude for each in found) / len(found), sum(each.longitude for each in found) / len(found)
    )


def zone_for(service: Service, destination: Destination, metres: int | None) -> Zone | None:
    """Return the first zone of `service` that the destination lies in, `metres` from the place that sends."""
    for zone in service.zones:
        if zone.country and zone.country != destination.country:
            continue
        if zone.prefixes and not _bare(destination.postal_code).startswith(zone.prefixes):
            continue
        if zone.within_m is not None and (metres is None or metres > zone.within_m):
            continue
        return zone
    return None


def charge(rate: Rate, *, weight_g: int, goods: int) -> int:
    """Return what the shopper pays for a parcel of `weight_g` grams in an order of `goods` minor units."""
    if rate.free_from is not None and goods >= rate.free_from:
        return 0
    return rate.base + rate.per_kg * -(-weight_g // 1000)


def own_cost(rate: Rate, *, weight_g: int) -> int:
    """Return what the house pays the carrier for a parcel."""
    return rate.own_base + rate.own_per_kg * -(-weight_g // 1000)


def offers(
    services: Iterable[Service], destination: Destination, metres: int | None, *, weight_g: int, goods: int
) -> list[Offer]:
    """Return every service that reaches the destination, the cheapest for the shopper first."""
    found = []
    for service in services:
        zone = zone_for(service, destination, metres)
        if zone is not None:
            price = charge(zone.rate, weight_g=weight_g, goods=goods)
            found.append(Offer(service, zone, price, own_cost(zone.rate, weight_g=weight_g)))
    return sorted(found, key=lambda offer: (offer.charge, offer.service.transit_max, offer.service.code))


def works_on(day: date, weekdays: Sequence[int], holidays: frozenset[date] = frozenset()) -> bool:
    """Tell whether a carrier works on `day`."""
    return day.weekday() in weekdays and day not in holidays


def picked_up(
    ready: datetime,
    *,
    cut_off: time,
    weekdays: Sequence[int],
    holidays: frozenset[date] = frozenset(),
    time_zone: str,
) -> datetime | None:
    """Return when what is `ready` is taken: on the first working day whose `cut_off` has not passed by then."""
    zone = ZoneInfo(time_zone)
    day = ready.astimezone(zone).date()
    for offset in range(LONGEST_WAIT.days):
        on = day + timedelta(days=offset)
        if works_on(on, weekdays, holidays):
            at = instant(on, cut_off, time_zone)
            if at >= ready:
                return at
    return None


def arrival(handed_over: datetime, service: Service, zone: Zone, time_zone: str) -> Arrival | None:
    """Return on which days a parcel comes that the carrier took at `handed_over`; None when the carrier never works.

    Days of transit are working days of the carrier, counted behind the day of the hand-over.
    """
    taken = handed_over.astimezone(ZoneInfo(time_zone)).date()
    first = _days_later(taken, service.transit_min + zone.extra_days, service)
    last = _days_later(taken, service.transit_max + zone.extra_days, service)
    if first is None or last is None:
        return None
    latest = instant(last, service.delivers_until, time_zone)
    earliest = max(handed_over, instant(first, time(8), time_zone))
    return Arrival(handed_over, first, last, min(earliest, max(latest, handed_over)), max(latest, handed_over))


def lane_to(lanes: Iterable[Lane], source: PlaceId, target: PlaceId) -> Lane | None:
    """Return the transport between two places: their own, or the one from `source` to every store."""
    usual = None
    for lane in lanes:
        if lane.source == source and lane.target == target:
            return lane
        if lane.source == source and lane.target is None:
            usual = lane
    return usual


def brought(ready: datetime, lane: Lane, *, source_zone: str, target_zone: str) -> datetime | None:
    """Return when goods that are `ready` at the lane's source are at its target: at the beginning of that day."""
    leaves = picked_up(ready, cut_off=lane.cut_off, weekdays=lane.weekdays, time_zone=source_zone)
    if leaves is None:
        return None
    day = leaves.astimezone(ZoneInfo(source_zone)).date()
    for _ in range(lane.days):
        day += timedelta(days=1)
        while day.weekday() not in lane.weekdays:
            day += timedelta(days=1)
    return max(leaves, instant(day, time(), target_zone))


def lanes_to(book: Book) -> Mapping[PlaceId | None, tuple[Lane, ...]]:
    """Return the lanes of a market by the place that they lead to; None holds those that lead to every store."""
    found: dict[PlaceId | None, tuple[Lane, ...]] = {}
    for lane in book.lanes:
        found[lane.target] = (*found.get(lane.target, ()), lane)
    return found


def instant(day: date, at: time, time_zone: str) -> datetime:
    """Return the instant at which clocks of the zone show `at` on `day`; the first of two, a skipped one moved on."""
    return datetime.combine(day, at, ZoneInfo(time_zone)).astimezone(UTC)


def _days_later(day: date, working_days: int, service: Service) -> date | None:
    last = day + LONGEST_TRANSIT
    while working_days > 0 and day < last:
        day += timedelta(days=1)
        working_days -= works_on(day, service.weekdays, service.holidays)
    return day if working_days <= 0 else None


def _bare(postal_code: str) -> str:
    return re.sub(r"[\s-]", "", postal_code).upper()


def _shared(one: str, other: str) -> int:
    """Return how many letters or digits two texts begin with alike."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
