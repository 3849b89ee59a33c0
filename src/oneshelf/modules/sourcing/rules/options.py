"""The best few ways to send an order, for a batch in which orders compete for hours and goods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing.rules.deciding import decide
from oneshelf.modules.sourcing.rules.weighing import Weights, gathered, left_out, weighed
from oneshelf.modules.sourcing.types import Assignment, Candidate, OpenOrder, Option, OrderLine, Policy

MOST_OPTIONS = 8
"""How many options of an order a batch weighs: more change its cost by less than a thousandth."""

Key = tuple[PlaceId, VariantId]


def options(
    lines: Sequence[OrderLine],
    candidates: Sequence[Candidate],
    policy: Policy,
    *,
    region: str = "",
    most: int = MOST_OPTIONS,
) -> tuple[Option, ...]:
    """Return the cheapest ways to send an order: from single places and, where few have it all, in several parcels."""
    goods = gathered(lines)
    weights = Weights.of(policy, region)
    singles: list[tuple[int, PlaceId]] = []
    for each in candidates:
        if any(each.units[one.at] < one.quantity for one in goods) or left_out(each, policy) is not None:
            continue
        site = weighed(each, goods, weights)
        if all(have >= one.quantity for have, one in zip(site.have, goods, strict=True)):
            singles.append((site.fixed + _units(site.stock, [one.quantity for one in goods]), each.place))
    found = [
        Option(tuple(Assignment(line.line, place, line.variant, line.quantity) for line in lines), mills)
        for mills, place in sorted(singles)[:most]
    ]
    if len(found) < min(most, 3):
        found += _split(lines, candidates, policy, region, most - len(found))
    return tuple(sorted(found, key=lambda option: option.mills)[:most])


def first_fit(
    orders: Sequence[OpenOrder], room: Mapping[PlaceId, int], stock: Mapping[Key, int]
) -> list[Option | None]:
    """Give each order in turn its cheapest option for which there is still room and stock."""
    left, goods = dict(room), dict(stock)
    chosen: list[Option | None] = []
    for order in orders:
        taken = next((each for each in order.options if _fits(each, left, goods)), None)
        chosen.append(taken)
        if taken is not None:
            for place in {each.place for each in taken.assignments}:
                if place in left:
                    left[place] -= 1
            for each in taken.assignments:
                goods[each.place, each.variant] = goods.get((each.place, each.variant), 0) - each.quantity
    return chosen


def _fits(option: Option, room: Mapping[PlaceId, int], stock: Mapping[Key, int]) -> bool:
    if any(room.get(place, 1) < 1 for place in {each.place for each in option.assignments}):
        return False
    wanted: dict[Key, int] = {}
    for each in option.assignments:
        wanted[each.place, each.variant] = wanted.get((each.place, each.variant), 0) + each.quantity
    return all(stock.get(key, 0) >= units for key, units in wanted.items())


def _split(
    lines: Sequence[OrderLine], candidates: Sequence[Candidate], policy: Policy, region: str, most: int
) -> list[Option]:
    """Return the cheapest ways in several parcels: the best one, and the best without each of its places."""
    best = decide(lines, candidates, policy, region=region, explain=False)
    if not best.placed:
        return []
    found = {best.assignments: best.mills} if len(best.places) > 1 else {}
    for place in best.places:
        other = decide(lines, candidates, policy, region=region, excluding={place}, explain=False)
        if len(other.places) > 1:
            found[other.assignments] = other.mills
    return [Option(assignments, mills) for assignments, mills in found.items()][:most]


def _units(stock: Sequence[Sequence[tuple[int, int]]], wanted: Sequence[int]) -> int:
    total = 0
    for segments, units in zip(stock, wanted, strict=True):
        left = units
        for cost, count in segments:
            total += cost * min(count, left)
            left -= min(count, left)
    return total
