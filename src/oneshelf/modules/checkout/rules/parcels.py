"""How a basket is parted into parcels, and what those take from the shelves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from oneshelf.kernel.money import Money, round_half_away
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout.types import BasketQuote, Parcel, Part, QuotedLine
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import Demand
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing.public import Assignment, Way


def whole(quote: BasketQuote, place: PlaceId, ready_at: datetime | None = None) -> Parcel:
    """Return a basket as one parcel that leaves `place`."""
    return Parcel(place, tuple(Part(line.line, line.priced.quantity) for line in quote.lines), ready_at)


def part_of(quote: BasketQuote, units: Mapping[int, int]) -> BasketQuote:
    """Return so many units of lines (line -> units) as a basket of their own, with their share of what lines cost.

    Lines keep their numbers, and have no delivery.
    """
    lines = tuple(
        replace(
            line,
            priced=replace(line.priced, quantity=units[line.line], amount=_share(line, units[line.line])),
            savings=(),
            tax=0,
        )
        for line in quote.lines
        if units.get(line.line)
    )
    nothing = Money.zero(quote.items.currency)
    return BasketQuote(lines, sum((line.priced.amount for line in lines), nothing), nothing)


def _share(line: QuotedLine, units: int) -> Money:
    whole = line.priced.amount
    return Money(round_half_away(whole.minor * units, line.priced.quantity), whole.currency)


def demands(quote: BasketQuote, parcels: Iterable[Parcel]) -> list[Demand]:
    """Return what parcels take from the shelves of their places: a kit takes its components."""
    parts = {line.line: line.snapshot.parts for line in quote.lines}
    return [
        Demand(part.line, parcel.place, variant, part.quantity * count, per=count)
        for parcel in parcels
        for part in parcel.parts
        for variant, count in parts[part.line]
    ]


def held_units(held: Iterable[inventory.Held]) -> Counter[tuple[PlaceId, VariantId]]:
    """Return how many units of each variant are held at each place."""
    units: Counter[tuple[PlaceId, VariantId]] = Counter()
    for each in held:
        units[each.place, each.variant] += each.units
    return units


def parcels_of(quote: BasketQuote, assignments: Iterable[Assignment]) -> tuple[Parcel, ...] | None:
    """Return what each place sends as parcels of whole units of lines, in the order of the assignments.

    None when the components of a kit would leave from different places.
    """
    given: dict[PlaceId, dict[int, dict[VariantId, int]]] = {}
    for each in assignments:
        units = given.setdefault(each.place, {}).setdefault(each.line, {})
        units[each.variant] = units.get(each.variant, 0) + each.quantity
    made_of = {line.line: dict(line.snapshot.parts) for line in quote.lines}
    parcels = []
    for place, lines in given.items():
        parts = []
        for line, units in sorted(lines.items()):
            count = min(units.get(variant, 0) // per for variant, per in made_of[line].items())
            if units != {variant: count * per for variant, per in made_of[line].items()}:
                return None
            parts.append(Part(line, count))
        parcels.append(Parcel(place, tuple(parts)))
    return tuple(parcels)


def parcels_to(quote: BasketQuote, store: PlaceId, way: Way) -> tuple[Parcel, ...]:
    """Return a way to have everything in `store` as parcels: one that is brought there, and what lies there."""
    parcels = parcels_of(quote, [each for leg in way.legs for each in leg.assignments])
    assert parcels is not None, "a line is brought whole, so no kit is torn apart"
    ready = {leg.place: leg.ready_at for leg in way.legs}
    return tuple(
        replace(parcel, ready_at=ready[parcel.place])
        if parcel.place == store
        else replace(parcel, ready_at=ready[parcel.place], to=store, there_by=way.promised_by)
        for parcel in parcels
    )


def on_shelf(parcels: Iterable[Parcel]) -> list[Parcel]:
    """Return the parcels whose goods are there."""
    return [parcel for parcel in parcels if parcel.expected_on is None]


def awaited(parcels: Iterable[Parcel]) -> list[Parcel]:
    """Return the parcels whose goods are still to come."""
    return [parcel for parcel in parcels if parcel.expected_on is not None]


def apart(
    quote: BasketQuote,
    parcels: Iterable[Parcel],
    there: Mapping[tuple[PlaceId, VariantId], int],
    days: Mapping[tuple[PlaceId, VariantId], date],
) -> tuple[Parcel, ...]:
    """Part what leaves from the shelf from what waits for goods: of each place one parcel, and one for each such day.

    `there` is what the places can promise of the goods. A line of which that is too little waits whole, until the last
    of `days` on which its goods come (without such a day it does not, and is refused when it is held).
    """
    made_of = {line.line: line.snapshot.parts for line in quote.lines}
    left, found = dict(there), []
    for parcel in parcels:
        by_day: dict[date | None, list[Part]] = {}
        for part in parcel.parts:
            keys = [((parcel.place, variant), part.quantity * per) for variant, per in made_of[part.line]]
            if all(left.get(key, 0) >= units for key, units in keys):
                left |= {key: left[key] - units for key, units in keys}
                by_day.setdefault(None, []).append(part)
            else:
                by_day.setdefault(max((days[key] for key, _ in keys if key in days), default=None), []).append(part)
        days_in_order = sorted(by_day, key=lambda day: (day is not None, day or date.min))
        found += [replace(parcel, parts=tuple(by_day[day]), expected_on=day) for day in days_in_order]
    return tuple(found)
