"""Delivering a basket: which places send it, by which carrier, for how much, and on which day it comes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from oneshelf.kernel.money import Money
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.delivery.public import Arrival, Service, Zone
from oneshelf.modules.places.public import PlaceId, PlaceKind
from oneshelf.modules.sourcing.rules.deciding import decide
from oneshelf.modules.sourcing.rules.trusting import confidence, doubted, rejection_permille
from oneshelf.modules.sourcing.rules.ways import own_work, ready_at, records_of, shelves_of
from oneshelf.modules.sourcing.types import (
    Basket,
    Candidate,
    Decision,
    Leg,
    NotPossible,
    PlaceFacts,
    RuleKind,
    Situation,
    Way,
    WayKind,
)

MOST_ASKED = 60
"""How many places a promise weighs: those that rules name, warehouses, and the nearest that have something."""


def delivered(situation: Situation, basket: Basket, region: str) -> list[Way]:
    """Return one way for each service that reaches the destination, or one that says why there is none."""
    found = [_by_service(situation, basket, service, region) for service in situation.network.book.services]
    ways = [way for way in found if way is not None]
    if ways:
        return ways
    nothing = Money.zero(situation.network.currency)
    return [Way(WayKind.DELIVER, nothing, nothing, reason=NotPossible.NO_SERVICE)]


def sourced(
    situation: Situation, service: Service | None, region: str, *, excluding: Collection[PlaceId] = (), most: int
) -> Decision:
    """Choose the places that send the lines by `service` (by any rate of no cost, when None) and by the policy."""
    asked = candidates(situation, service, most=most)
    return decide(situation.lines, asked, situation.network.policy, region=region, excluding=excluding)


def candidates(situation: Situation, service: Service | None, *, most: int) -> list[Candidate]:
    """Return the places that could send something, with what it costs there: `most` of them at most.

    Beyond that, places that rules of the policy name go first, then warehouses, then the nearest.
    """
    network = situation.network
    found: list[tuple[PlaceFacts, int | None, Zone | None]] = []
    for place, units in situation.units.items():
        facts = network.facts.get(place)
        if facts is None or not facts.place.ships or not any(units):
            continue
        metres = situation.distance_m(facts.place)
        zone = delivery.zone_for(service, situation.destination, metres) if service else None
        if service is None or zone is not None:
            found.append((facts, metres, zone))
    if len(found) > most:
        named = _named(situation)
        found.sort(key=lambda each: _rank(named, each[0], each[1]))
    return [_candidate(situation, *each) for each in found[:most]]


def ranked(situation: Situation) -> list[PlaceId]:
    """Return every place that ships, in the order in which `candidates` prefers them."""
    facts, named = situation.network.facts, _named(situation)
    shipping = [each for each in facts.values() if each.place.ships]
    shipping.sort(key=lambda each: _rank(named, each, situation.distance_m(each.place)))
    return [each.place.id for each in shipping]


def is_settled(situation: Situation, asked: Sequence[PlaceId], rest: Sequence[PlaceId]) -> bool:
    """Tell whether places beyond the first `asked` of `ranked` could change no promise.

    That is so for a service when MOST_ASKED of those have something, or when it reaches the destination from none of
    the `rest`.
    """
    if not rest:
        return True
    full = [place for place in asked if any(situation.units.get(place, ()))]
    return all(
        _reaching(situation, service, full, MOST_ASKED) or not _reaching(situation, service, rest, 1)
        for service in situation.network.book.services
    )


def _reaching(situation: Situation, service: Service, places: Iterable[PlaceId], wanted: int) -> bool:
    """Tell whether a service reaches the destination from at least `wanted` of some places."""
    for place in places:
        metres = situation.distances.get(place)
        wanted -= delivery.zone_for(service, situation.destination, metres) is not None
        if not wanted:
            return True
    return False


def _named(situation: Situation) -> set[PlaceId]:
    rules = situation.network.policy.rules
    return {place for rule in rules if rule.kind is RuleKind.PREFER for place in rule.places}


def _rank(named: Collection[PlaceId], facts: PlaceFacts, metres: int | None) -> tuple[bool, bool, bool, int, PlaceId]:
    place = facts.place
    return (place.id not in named, place.kind is not PlaceKind.WAREHOUSE, metres is None, metres or 0, place.id)


def region_of(situation: Situation) -> str:
    """Return the region of the nearest place, which is taken for the shopper's; '' when nobody knows."""
    nearest = min(situation.distances, key=lambda place: (situation.distances[place], place), default=None)
    return situation.network.facts[nearest].place.address.region if nearest else ""


def legs_of(situation: Situation, decision: Decision) -> list[Leg] | NotPossible:
    """Return what each place of a decision does and when, or why one of them cannot."""
    legs = []
    for place in decision.places:
        ready = ready_at(situation, situation.network.facts[place], situation.at)
        if isinstance(ready, NotPossible):
            return ready
        own = tuple(each for each in decision.assignments if each.place == place)
        legs.append(Leg(place, own, ready.at, ready.slot))
    return legs


def arrivals(situation: Situation, legs: Iterable[Leg], service: Service) -> list[Arrival] | None:
    """Return when the parcels of a way come; None when the carrier does not come for one of them."""
    network = situation.network
    found = []
    for leg in legs:
        place = network.facts[leg.place].place
        taken = delivery.picked_up(
            leg.ready_at,
            cut_off=service.picks_up_until(place.id),
            weekdays=service.weekdays,
            holidays=service.holidays,
            time_zone=place.time_zone,
        )
        zone = delivery.zone_for(service, situation.destination, situation.distance_m(place))
        if taken is None or zone is None:
            return None
        comes = delivery.arrival(taken, service, zone, network.time_zone)
        if comes is None:
            return None
        found.append(comes)
    return found


def _by_service(situation: Situation, basket: Basket, service: Service, region: str) -> Way | None:
    """Deliver by one service; None when it reaches the destination from no place."""
    asked = candidates(situation, service, most=MOST_ASKED)
    nothing = Money.zero(situation.network.currency)
    if not asked:
        if any(not zone.country or zone.country == situation.destination.country for zone in service.zones):
            missing = NotPossible.OUT_OF_STOCK if reaches(situation, service) else NotPossible.NO_SERVICE
            return Way(WayKind.DELIVER, nothing, nothing, None, (), service.code, service.carrier, reason=missing)
        return None
    decision = decide(situation.lines, asked, situation.network.policy, region=region, explain=False)
    kind = WayKind.SPLIT if len(decision.places) > 1 else WayKind.DELIVER
    closed = Way(kind, nothing, nothing, None, (), service.code, service.carrier, missing=decision.short)
    if not decision.placed:
        return _because(closed, NotPossible.OUT_OF_STOCK)
    legs = legs_of(situation, decision)
    if isinstance(legs, NotPossible):
        return _because(closed, legs)
    comes = arrivals(situation, legs, service)
    if comes is None:
        return _because(closed, NotPossible.NO_SERVICE)
    charge, shelves = charged(situation, basket.goods.minor, legs, service), shelves_of(situation, legs)
    own = own_work(situation, legs) + _carried(situation, legs, service)
    return Way(
        kind,
        Money(charge, situation.network.currency),
        Money(own, situation.network.currency),
        legs=tuple(legs),
        service=service.code,
        carrier=service.carrier,
        earliest=max(each.earliest for each in comes),
        promised_by=max(each.latest for each in comes),
        confidence=confidence(records_of(situation, legs), shelves),
        doubted=doubted(shelves),
        distance_m=max(
            (situation.distances[leg.place] for leg in legs if leg.place in situation.distances), default=None
        ),
    )


def charged(situation: Situation, goods: int, legs: Iterable[Leg], service: Service) -> int:
    """Return what the shopper pays for an order of `goods` minor units, however many parcels it becomes."""
    weight = sum(line.weight_g * line.quantity for line in situation.lines)
    zones = [_zone(situation, leg, service) for leg in legs]
    return max(delivery.charge(zone.rate, weight_g=weight, goods=goods) for zone in zones)


def _carried(situation: Situation, legs: Iterable[Leg], service: Service) -> int:
    """Return what the house pays the carrier for the parcels of a way."""
    weights = {(line.line, line.variant): line.weight_g for line in situation.lines}
    own = 0
    for leg in legs:
        weight = sum(weights[each.line, each.variant] * each.quantity for each in leg.assignments)
        own += delivery.own_cost(_zone(situation, leg, service).rate, weight_g=weight)
    return own


def _zone(situation: Situation, leg: Leg, service: Service) -> Zone:
    metres = situation.distances.get(leg.place)
    zone = delivery.zone_for(service, situation.destination, metres)
    assert zone is not None, "only places that the service reaches from were asked"
    return zone


def _candidate(situation: Situation, facts: PlaceFacts, metres: int | None, zone: Zone | None) -> Candidate:
    load = situation.loads.get(facts.place.id)
    rate = zone.rate if zone else None
    return Candidate(
        place=facts.place.id,
        kind=facts.place.kind,
        units=situation.units[facts.place.id],
        region=facts.place.address.region,
        distance_m=metres,
        parcel_cost=facts.terms.parcel_cost + (rate.own_base if rate else 0),
        unit_cost=facts.terms.unit_cost,
        kg_cost=rate.own_per_kg if rate else 0,
        free_slots=0 if facts.limit == 0 else None,
        busy_percent=load.taken * 100 // load.most if load and load.most else 0,
        rejection_permille=rejection_permille(facts.record),
        age_days=situation.ages.get(facts.place.id, ()),
    )


def reaches(situation: Situation, service: Service) -> bool:
    """Tell whether the service reaches the destination from any place that ships, stock aside."""
    return any(
        delivery.zone_for(service, situation.destination, situation.distance_m(facts.place)) is not None
        for facts in situation.network.facts.values()
        if facts.place.ships
    )


def _because(way: Way, reason: NotPossible) -> Way:
    return Way(way.kind, way.cost, way.own_cost, None, (), way.service, way.carrier, reason=reason, missing=way.missing)
