"""Every way to get a basket: taken now, collected, sent to a store, delivered, with cost, time and confidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.delivery.public import Lane
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing.rules import clocks
from oneshelf.modules.sourcing.rules.trusting import confidence, doubted
from oneshelf.modules.sourcing.types import (
    Assignment,
    Leg,
    NotPossible,
    OrderLine,
    PlaceFacts,
    PlaceRecord,
    Shelf,
    Short,
    Situation,
    Way,
    WayKind,
)


def take_now(situation: Situation, facts: PlaceFacts) -> Way:
    """Take everything from the shelves of a store that is open now."""
    at, lines = situation.at, situation.lines
    missing = lacking(lines, situation.units.get(facts.place.id, ()))
    if not facts.place.sells:
        return _closed(situation, WayKind.TAKE_NOW, facts, NotPossible.NOT_OFFERED)
    if missing:
        return _closed(situation, WayKind.TAKE_NOW, facts, NotPossible.OUT_OF_STOCK, missing)
    if facts.hours.week and not places.is_open_at(facts.hours, at):
        return _closed(situation, WayKind.TAKE_NOW, facts, NotPossible.CLOSED)
    leg = Leg(facts.place.id, assigned(lines, facts.place.id), at, None)
    return _open(situation, WayKind.TAKE_NOW, facts, (leg,), earliest=at, promised_by=at)


def collect(situation: Situation, facts: PlaceFacts) -> Way:
    """Collect everything in a store that has it."""
    place, lines = facts.place, situation.lines
    missing = lacking(lines, situation.units.get(place.id, ()))
    if not place.collects:
        return _closed(situation, WayKind.COLLECT, facts, NotPossible.NOT_OFFERED)
    if missing:
        return _closed(situation, WayKind.COLLECT, facts, NotPossible.OUT_OF_STOCK, missing)
    ready = ready_at(situation, facts, situation.at)
    if isinstance(ready, NotPossible):
        return _closed(situation, WayKind.COLLECT, facts, ready)
    leg = Leg(place.id, assigned(lines, place.id), ready.at, ready.slot)
    by = clocks.promised(ready.at, clocks.opened(facts.hours, situation.at))
    return _open(situation, WayKind.COLLECT, facts, (leg,), earliest=ready.at, promised_by=by)


def ship_to_store(situation: Situation, facts: PlaceFacts, lanes: Iterable[Lane]) -> Way:
    """Bring what a store lacks there from one other place, and collect everything."""
    kind = WayKind.SHIP_TO_STORE
    if not facts.place.collects:
        return _closed(situation, kind, facts, NotPossible.NOT_OFFERED)
    short = lacking(situation.lines, situation.units.get(facts.place.id, ()))
    lacked = {each.line for each in short}
    wanted = [line for line in situation.lines if line.line in lacked]
    found: list[tuple[datetime, int, PlaceId, Way]] = []
    reason = NotPossible.NO_TRANSPORT
    for lane in lanes:
        source = situation.network.facts.get(lane.source)
        if source is None or lane.source == facts.place.id:
            continue
        units = dict(zip(_keys(situation.lines), situation.units.get(lane.source, ()), strict=False))
        if lacking(wanted, [units.get(key, 0) for key in _keys(wanted)]):
            reason = NotPossible.OUT_OF_STOCK
            continue
        way = _brought(situation, facts, source, lane, wanted)
        if way.promised_by is None:
            reason = way.reason or reason
            continue
        found.append((way.promised_by, way.own_cost.minor, lane.source, way))
    if not found:
        return _closed(situation, kind, facts, reason, short)
    return min(found, key=lambda each: each[:3])[3]


def ready_at(situation: Situation, facts: PlaceFacts, since: datetime) -> clocks.Ready | NotPossible:
    """Return when a place has an order ready that it may begin `since`, or why not."""
    if facts.limit == 0:
        return NotPossible.NO_CAPACITY
    windows = clocks.opened(facts.hours, since)
    load = situation.loads.get(facts.place.id)
    full = set(load.full) if load else set()
    ready = clocks.made_ready(windows, since, facts.terms, full)
    if ready is not None:
        return ready
    return NotPossible.NO_CAPACITY if clocks.made_ready(windows, since, facts.terms, ()) else NotPossible.CLOSED


def lacking(lines: Sequence[OrderLine], units: Sequence[int]) -> tuple[Short, ...]:
    """Return the lines of which `units` (parallel, one figure a variant) are not enough."""
    left: dict[object, int] = {}
    found = []
    for at, line in enumerate(lines):
        have = left.get(line.variant, units[at] if at < len(units) else 0)
        if have < line.quantity:
            found.append(Short(line.line, line.quantity - max(have, 0)))
        left[line.variant] = max(have - line.quantity, 0)
    return tuple(found)


def that_have_it(situation: Situation, stores: Iterable[PlaceFacts], *, first: PlaceId | None) -> list[PlaceFacts]:
    """Return stores in their order, but the shopper's own `first`, then those that have everything."""
    return sorted(
        stores,
        key=lambda each: (
            each.place.id != first,
            bool(lacking(situation.lines, situation.units.get(each.place.id, ()))),
        ),
    )


def assigned(lines: Iterable[OrderLine], place: PlaceId) -> tuple[Assignment, ...]:
    """Return all of `lines` from one place."""
    return tuple(Assignment(line.line, place, line.variant, line.quantity) for line in lines)


def weight_g(lines: Iterable[OrderLine]) -> int:
    """Return what lines weigh, in grams."""
    return sum(line.weight_g * line.quantity for line in lines)


def shelves_of(situation: Situation, legs: Iterable[Leg]) -> list[Shelf]:
    """Return where the goods of a way are taken, with what would be left there."""
    at = {line.variant: index for index, line in reversed(list(enumerate(situation.lines)))}
    found = []
    for leg in legs:
        units, trust = situation.units.get(leg.place, ()), situation.trust.get(leg.place, ())
        taken = Counter[VariantId]()
        for each in leg.assignments:
            taken[each.variant] += each.quantity
        for variant, count in taken.items() if units else ():
            index = at[variant]
            found.append(Shelf(leg.place, variant, units[index] - count, trust[index] if trust else None))
    return found


def _brought(
    situation: Situation, facts: PlaceFacts, source: PlaceFacts, lane: Lane, wanted: Sequence[OrderLine]
) -> Way:
    """Bring `wanted` from `source`; the store has the rest."""
    kind, target = WayKind.SHIP_TO_STORE, facts.place
    ready = ready_at(situation, source, situation.at)
    if isinstance(ready, NotPossible):
        return _closed(situation, kind, facts, ready)
    there = delivery.brought(ready.at, lane, source_zone=source.place.time_zone, target_zone=target.time_zone)
    last = ready_at(situation, facts, there) if there is not None else NotPossible.NO_TRANSPORT
    if isinstance(last, NotPossible):
        return _closed(situation, kind, facts, last)
    brought = {line.line for line in wanted}
    legs = [Leg(lane.source, assigned(wanted, lane.source), ready.at, ready.slot)]
    rest = [line for line in situation.lines if line.line not in brought]
    at_desk = Leg(target.id, assigned(rest, target.id), last.at, last.slot)
    if rest:
        legs.append(at_desk)
    by = clocks.promised(last.at, clocks.opened(facts.hours, last.at))
    carried = lane.parcel_cost + lane.kg_cost * -(-weight_g(wanted) // 1000)
    way = _open(situation, kind, facts, tuple(legs), earliest=last.at, promised_by=by, more_cost=carried)
    return way if rest else replace(way, taken_in=(at_desk,))


def _open(
    situation: Situation,
    kind: WayKind,
    facts: PlaceFacts,
    legs: tuple[Leg, ...],
    *,
    earliest: datetime,
    promised_by: datetime,
    more_cost: int = 0,
) -> Way:
    network = situation.network
    shelves = shelves_of(situation, legs)
    working = 0 if kind is WayKind.TAKE_NOW else own_work(situation, legs)
    return Way(
        kind,
        Money.zero(network.currency),
        Money(working + more_cost, network.currency),
        place=facts.place.id,
        legs=legs,
        earliest=earliest,
        promised_by=promised_by,
        confidence=confidence(records_of(situation, legs), shelves),
        distance_m=situation.distance_m(facts.place),
        doubted=doubted(shelves),
    )


def with_held(situation: Situation, held: Mapping[tuple[PlaceId, VariantId], int]) -> Situation:
    """Return a situation in which places may also give what the shopper holds there, and not what they take away."""
    units = dict(situation.units)
    for place in {place for place, _ in held}:
        here = units.get(place, (0,) * len(situation.lines))
        units[place] = tuple(
            max(0, count + held.get((place, line.variant), 0))
            for count, line in zip(here, situation.lines, strict=True)
        )
    return replace(situation, units=units)


def own_work(situation: Situation, legs: Iterable[Leg]) -> int:
    """Return what picking and packing cost the house, in minor units."""
    total = 0
    for leg in legs:
        terms = situation.network.facts[leg.place].terms
        total += terms.parcel_cost + terms.unit_cost * sum(each.quantity for each in leg.assignments)
    return total


def records_of(situation: Situation, legs: Iterable[Leg]) -> list[PlaceRecord]:
    """Return how the places of a way have done of late."""
    return [situation.network.facts[leg.place].record for leg in legs]


def _closed(
    situation: Situation, kind: WayKind, facts: PlaceFacts, reason: NotPossible, missing: tuple[Short, ...] = ()
) -> Way:
    nothing = Money.zero(situation.network.currency)
    far = situation.distance_m(facts.place)
    return Way(kind, nothing, nothing, place=facts.place.id, distance_m=far, reason=reason, missing=missing)


def _keys(lines: Iterable[OrderLine]) -> list[object]:
    return [line.variant for line in lines]
