"""Reading places: each a fixed, small number of queries, whatever the number of places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from uuid import UUID

from oneshelf.kernel import caches, clock, sql
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places import models, rules
from oneshelf.modules.places.errors import PlaceClosed, UnknownBin, UnknownPlace
from oneshelf.modules.places.types import (
    VISITED_KINDS,
    Address,
    Bin,
    BinId,
    BinKind,
    Closure,
    Hours,
    NearbyPlace,
    Opening,
    Place,
    PlaceId,
    PlaceKind,
    Position,
    VirtualPlaces,
)

MOST_FOUND = 50
"""How many places the finder shows at most."""


@dataclass(frozen=True, slots=True)
class _Distance:
    id: UUID
    distance_m: int


_VIRTUAL = [field.name for field in fields(VirtualPlaces)]
_NEAREST = sql.statement(__name__, "nearest", row=_Distance)
_MATCHING = sql.statement(__name__, "matching", row=UUID)


_PLACES = caches.Cache[PlaceId, Place]("places", events=["places.*"], most=20_000)
_VIRTUAL_PLACES = caches.Cache[MarketId, VirtualPlaces]("virtual places", most=1_000)
_HOURS = caches.Cache[PlaceId, Hours]("hours", events=["places.*"], most=20_000)


def get_place(place: PlaceId) -> Place:
    """Return the place, archived or not. Raises UnknownPlace."""
    return places_by_id([place])[place]


def places_by_id(places: Iterable[PlaceId]) -> dict[PlaceId, Place]:
    """Return each of the places, archived or not, in one query. Raises UnknownPlace for the first that is not there."""
    wanted = set(places)
    found = _PLACES.get(list(wanted), _load_places)
    for place in sorted(wanted - found.keys()):
        raise UnknownPlace(place=str(place))
    return found


def place_by_code(market: MarketId, code: str) -> Place:
    """Return the market's place with `code`, archived or not. Raises UnknownPlace."""
    row = models.Place.objects.filter(market=market, code=code).first() if "\x00" not in code else None
    if row is None:
        raise UnknownPlace(place=code)
    return as_place(row)


def list_places(market: MarketId, kinds: Collection[PlaceKind] = frozenset(PlaceKind)) -> list[Place]:
    """Return the market's places of these kinds that are not archived, by code. Thousands at most, so all at once."""
    return [place for place in places_ever(market, kinds) if not place.archived]


def places_ever(market: MarketId, kinds: Collection[PlaceKind] = frozenset(PlaceKind)) -> list[Place]:
    """Return the market's places of these kinds, archived or not, by code: goods may still lie in an archived one."""
    return [as_place(row) for row in models.Place.objects.filter(market=market, kind__in=sorted(kinds))]


def virtual_places(market: MarketId) -> VirtualPlaces:
    """Return the market's five virtual places. Raises UnknownPlace when they were never opened."""
    return _VIRTUAL_PLACES.get([market], _load_virtual_places)[market]


def hours_of(places: Iterable[PlaceId]) -> dict[PlaceId, Hours]:
    """Return the hours of each place, with its days off from yesterday on. Three queries. Raises UnknownPlace."""
    return _HOURS.get(list(places), _load_hours)


def require_open(place: PlaceId, at: datetime) -> None:
    """Raise PlaceClosed unless the place is open at `at` and not archived; UnknownPlace when there is none."""
    row = get_place(place)
    hours = hours_of([place])[place]
    if row.archived:
        raise PlaceClosed(place=str(place), name=row.name)
    if not rules.is_open_at(hours, at):
        raise PlaceClosed(place=str(place), name=row.name, opens_at=rules.next_opening(hours, at))


def nearest_places(
    market: MarketId, position: Position, kinds: Collection[PlaceKind] = VISITED_KINDS, *, most: int = MOST_FOUND
) -> list[NearbyPlace]:
    """Return up to `most` places of these kinds, nearest first, by great-circle distance. Two queries.

    Places without a position and archived ones are left out. Raises WrongPosition.
    """
    rules.check_position(position)
    near = _NEAREST.all(
        market=market,
        kinds=sorted(kinds),
        latitude=position.latitude,
        longitude=position.longitude,
        most=min(most, MOST_FOUND),
    )
    known = places_by_id(PlaceId(each.id) for each in near)
    return [NearbyPlace(known[PlaceId(each.id)], each.distance_m) for each in near]


def search_places(
    market: MarketId, text: str, kinds: Collection[PlaceKind] = VISITED_KINDS, *, most: int = MOST_FOUND
) -> list[Place]:
    """Return up to `most` places whose name, code or address holds `text`, by name; '' finds all. Two queries."""
    ids = [
        PlaceId(each)
        for each in _MATCHING.all(market=market, kinds=sorted(kinds), text=text.strip(), most=min(most, MOST_FOUND))
    ]
    known = places_by_id(ids)
    return [known[each] for each in ids]


def find_quarantine(place: PlaceId) -> Place | None:
    """Return where goods of `place` are kept apart; None while nothing ever was."""
    row = models.Place.objects.filter(belongs_to_id=place, kind=PlaceKind.QUARANTINE).first()
    return as_place(row) if row else None


def list_bins(place: PlaceId) -> list[Bin]:
    """Return the bins of a place that are used, in the order of the walk. Thousands at most, so all at once."""
    return [as_bin(row) for row in models.Bin.objects.filter(place=place, archived_at=None).order_by("walk", "code")]


def bins_by_id(bins: Iterable[BinId]) -> dict[BinId, Bin]:
    """Return those of the bins that there are, archived or not, in one query."""
    return {BinId(row.id): as_bin(row) for row in models.Bin.objects.filter(id__in=set(bins))}


def bin_by_code(place: PlaceId, code: str) -> Bin:
    """Return the place's bin with `code`. Raises UnknownBin, for one that is no longer used as well."""
    found = models.Bin.objects.filter(place=place, code=code, archived_at=None).first() if "\x00" not in code else None
    if found is None:
        raise UnknownBin(bin=code[:40])
    return as_bin(found)


def as_bin(row: models.Bin) -> Bin:
    """Turn a row into what leaves the module."""
    archived = row.archived_at is not None
    return Bin(BinId(row.id), PlaceId(row.place_id), row.code, row.name, BinKind(row.kind), row.walk, archived)


def as_place(row: models.Place) -> Place:
    """Turn a row into what leaves the module."""
    position = None
    if row.latitude is not None and row.longitude is not None:
        position = Position(row.latitude, row.longitude)
    return Place(
        id=PlaceId(row.id),
        market=MarketId(row.market_id),
        code=row.code,
        name=row.name,
        kind=PlaceKind(row.kind),
        time_zone=row.time_zone,
        address=Address(row.street, row.city, row.region, row.postal_code, row.country),
        phone=row.phone,
        position=position,
        sells=row.sells,
        collects=row.collects,
        ships=row.ships,
        made_up=tuple(row.made_up),
        archived=row.archived_at is not None,
        belongs_to=PlaceId(row.belongs_to_id) if row.belongs_to_id else None,
    )


def as_row(place: Place) -> models.Place:
    """Turn a place into an unsaved row; `archived` is left to the verb that archives."""
    return models.Place(
        id=place.id,
        market_id=place.market,
        code=place.code,
        name=place.name,
        kind=place.kind.value,
        time_zone=place.time_zone,
        latitude=place.position.latitude if place.position else None,
        longitude=place.position.longitude if place.position else None,
        street=place.address.street,
        city=place.address.city,
        region=place.address.region,
        postal_code=place.address.postal_code,
        country=place.address.country,
        phone=place.phone,
        sells=place.sells,
        collects=place.collects,
        ships=place.ships,
        made_up=list(place.made_up),
        belongs_to_id=place.belongs_to,
    )


def _load_places(places: list[PlaceId]) -> dict[PlaceId, Place]:
    return {PlaceId(row.id): as_place(row) for row in models.Place.objects.filter(id__in=places)}


def _load_virtual_places(markets: list[MarketId]) -> dict[MarketId, VirtualPlaces]:
    (market,) = markets
    ids = {row.kind: PlaceId(row.id) for row in models.Place.objects.filter(market=market, kind__in=_VIRTUAL)}
    for kind in _VIRTUAL:
        if kind not in ids:
            raise UnknownPlace(place=kind)
    return {market: VirtualPlaces(**ids)}


def _load_hours(places: list[PlaceId]) -> dict[PlaceId, Hours]:
    known = places_by_id(places)
    week: dict[UUID, list[Opening]] = defaultdict(list)
    closures: dict[UUID, list[Closure]] = defaultdict(list)
    for opening in models.Opening.objects.filter(place__in=known):
        week[opening.place_id].append(Opening(opening.weekday, opening.opens, opening.closes))
    yesterday = (clock.now() - timedelta(days=2)).date()  # a day more than any time zone needs
    for closure in models.Closure.objects.filter(place__in=known, day__gte=yesterday):
        closures[closure.place_id].append(Closure(closure.day, closure.reason))
    return {
        place: Hours(week=tuple(week[place]), closures=tuple(closures[place]), time_zone=known[place].time_zone)
        for place in known
    }
