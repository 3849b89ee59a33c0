"""Reading what a market knows of delivery: one cached book."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, time, timedelta
from uuid import UUID

from oneshelf.kernel import caches, clock
from oneshelf.modules.delivery import models, rules
from oneshelf.modules.delivery.errors import NotDelivered
from oneshelf.modules.delivery.types import Book, Destination, Lane, Offer, Rate, Service, ServiceId, ServiceKind
from oneshelf.modules.delivery.types import Terms as PlaceTerms
from oneshelf.modules.delivery.types import Zone as ServiceZone
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId

_BOOKS = caches.Cache[MarketId, Book]("delivery books", events=["delivery.*"], most=1_000, max_age_s=5.0)


def book_of(market: MarketId) -> Book:
    """Return the services that a market offers, how its places work, and the transports between them. Six queries."""
    return _BOOKS.get([market], _load)[market]


def cheapest(
    market: MarketId, destination: Destination, *, weight_g: int, goods: int, rather: str = ""
) -> Offer | None:
    """Return the service by which a parcel is cheapest for the shopper, as `cheapest_in` finds it in the book."""
    return cheapest_in(book_of(market), destination, weight_g=weight_g, goods=goods, rather=rather)


def cheapest_in(book: Book, destination: Destination, *, weight_g: int, goods: int, rather: str = "") -> Offer | None:
    """Return the service by which a parcel is cheapest for the shopper wherever it is sent from.

    The one with the code `rather` comes before cheaper ones, where it goes there too.

    Zones that reach around a place are left out, since no place is chosen yet. None in a market without services, where
    delivery costs nothing; raises NotDelivered where there are some, but none goes there. Asks nothing.
    """
    found = rules.offers(book.services, destination, None, weight_g=weight_g, goods=goods)
    if book.services and not found:
        raise NotDelivered(country=destination.country, postal_code=destination.postal_code)
    return next((each for each in found if each.service.code == rather), found[0] if found else None)


def _load(markets: list[MarketId]) -> dict[MarketId, Book]:
    return {market: _book(market) for market in markets}


def _book(market: MarketId) -> Book:
    zones: dict[UUID, list[ServiceZone]] = defaultdict(list)
    for zone in models.Zone.objects.filter(service__market=market, service__active=True):
        zones[zone.service_id].append(_zone(zone))
    holidays: dict[UUID, set[date]] = defaultdict(set)
    yesterday = (clock.now() - timedelta(days=2)).date()  # a day more than any time zone needs
    for off in models.Holiday.objects.filter(service__market=market, day__gte=yesterday):
        holidays[off.service_id].add(off.day)
    cut_offs: dict[UUID, dict[PlaceId, time]] = defaultdict(dict)
    for hour in models.CutOff.objects.filter(service__market=market):
        cut_offs[hour.service_id][PlaceId(hour.place_id)] = hour.at
    return Book(
        services=tuple(
            Service(
                id=ServiceId(row.id),
                code=row.code,
                carrier=row.carrier,
                kind=ServiceKind(row.kind),
                transit_min=row.transit_min,
                transit_max=row.transit_max,
                zones=tuple(zones[row.id]),
                weekdays=tuple(row.weekdays),
                cut_off=row.cut_off,
                delivers_until=row.delivers_until,
                holidays=frozenset(holidays[row.id]),
                cut_offs=dict(cut_offs[row.id]),
            )
            for row in models.Service.objects.filter(market=market, active=True)
        ),
        terms={
            PlaceId(row.place_id): PlaceTerms(
                row.handling_minutes, row.stops_before_closing, row.parcel_cost, row.unit_cost
            )
            for row in models.Terms.objects.filter(place__market=market)
        },
        lanes=tuple(
            Lane(
                PlaceId(row.source_id),
                PlaceId(row.target_id) if row.target_id else None,
                row.days,
                tuple(row.weekdays),
                row.cut_off,
                row.parcel_cost,
                row.kg_cost,
            )
            for row in models.Lane.objects.filter(source__market=market)
        ),
    )


def _zone(row: models.Zone) -> ServiceZone:
    return ServiceZone(
        name=row.name,
        rate=Rate(row.base, row.per_kg, row.free_from, row.own_base, row.own_per_kg),
        country=row.country,
        prefixes=tuple(row.prefixes),
        within_m=row.within_m,
        extra_days=row.extra_days,
    )
