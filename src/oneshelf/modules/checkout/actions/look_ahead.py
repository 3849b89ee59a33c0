"""Letting what is not there wait for goods that are sold ahead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import rules
from oneshelf.modules.checkout.types import Arrangement, NewOrder, Parcel, Sought, SoughtOnward
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders.public import Method
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing import public as sourcing

Key = tuple[PlaceId, VariantId]


class Ahead:
    """What a basket may be promised ahead of the goods (at `place`, or wherever they can be sent from), as far as its
    lines must wait.

    `units` are those that places may promise beyond their shelves for the lines that wait. Nothing is asked of the
    database before a line must.
    """

    def __init__(self, found: Sought, place: PlaceId | None = None) -> None:
        self.units: Counter[Key] = Counter()
        self._found, self._place = found, place
        self._days: dict[Key, date] = {}
        self._offers: list[inventory.AheadOffer] | None = None

    def may_wait(self, line: int) -> bool:
        """Let a line wait; False when its goods are not sold ahead, or it waits already."""
        (quoted,) = (each for each in self._found.quote.lines if each.line == line)
        parts = {variant for variant, _ in quoted.snapshot.parts}
        more = {
            (each.place, each.variant): each
            for each in self._offered()
            if each.variant in parts and (each.place, each.variant) not in self.units
        }
        self.units.update({key: each.units for key, each in more.items()})
        self._days |= {key: each.expected_on for key, each in more.items()}
        return bool(more)

    def apart(self, parcels: Iterable[Parcel], own: Counter[Key]) -> tuple[Parcel, ...]:
        """Part what leaves from the shelf from what waits; a parcel that waits is ready when its goods have come.

        `own` is what the checkout holds on the shelves. Raises sourcing's PlaceBusy.
        """
        told, market = list(parcels), self._found.market
        at, variants = list(dict.fromkeys(each.place for each in told)), list(self._wanted())
        found = inventory.availability(market, self._found.channel, variants, at)
        there = own + Counter(
            {
                (each.place, variant): units
                for each in found
                for variant, units in zip(variants, each.units, strict=True)
            }
        )
        return tuple(
            replace(each, ready_at=appointment_on(self._found, each).ready_at) if each.expected_on else each
            for each in rules.apart(self._found.quote, told, there, self._days)
        )

    def _offered(self) -> list[inventory.AheadOffer]:
        if self._offers is None:
            held: Counter[Key] = Counter()
            for each in rules.demands(self._found.quote, rules.awaited(self._found.parcels)):
                held[each.place, each.variant] += each.quantity
            market, at = self._found.market, [self._place] if self._place else None
            offers = inventory.offers_ahead(market, self._wanted(), at, held=held)
            named = places.places_by_id({each.place for each in offers})
            able = [each for each in offers if self._place or named[each.place].ships]
            self._offers = sourcing.soonest(able)
        return self._offers

    def _wanted(self) -> Counter[VariantId]:
        wanted: Counter[VariantId] = Counter()
        for line in self._found.quote.lines:
            for variant, count in line.snapshot.parts:
                wanted[variant] += line.priced.quantity * count
        return wanted


def collected(
    found: Sought, place: PlaceId, now: sourcing.Appointment, *, held: Iterable[inventory.Held]
) -> Arrangement | None:
    """Return how a basket leaves one place that has not all of it, when some of it is sold ahead there.

    `now` is when the store has ready what is there; what is `held` for the basket counts as there. None when nothing is
    sold ahead. Raises sourcing's PlaceBusy.
    """
    ahead = Ahead(found, place)
    waits = [line.line for line in found.quote.lines if ahead.may_wait(line.line)]
    if not waits:
        return None
    parcels = ahead.apart([rules.whole(found.quote, place, now.ready_at)], rules.held_units(held))
    appointed = [appointment_on(found, each) if each.expected_on else now for each in parcels]
    rooms = [(place, now.slot)] if now.slot and rules.on_shelf(parcels) else []
    free = Money.zero(found.quote.items.currency)
    return Arrangement(parcels, max(each.promised_by for each in appointed), rooms, free)


def as_it_waits(new: NewOrder) -> NewOrder | None:
    """Return an order of one place that has not all of it, as far as that waits there; None when nothing can.

    What is taken at once waits for nothing. Raises sourcing's PlaceBusy.
    """
    if new.method is Method.TAKE_NOW:
        return None
    sought = SoughtOnward(new.market, new.channel, new.id, new.quote)
    found = collected(sought, new.place, new.appointed[new.place], held=())
    return replace(new, parcels=found.parcels) if found else None


def appointment_on(found: Sought, parcel: Parcel) -> sourcing.Appointment:
    """Return when a place has ready what comes in on a day. Raises sourcing's PlaceBusy."""
    return sourcing.appointments(found.market, [parcel.place], begins(parcel))[parcel.place]


def begins(parcel: Parcel) -> datetime:
    """Return the beginning of the day on which a parcel's goods come in, where they do."""
    assert parcel.expected_on is not None, "asked of parcels that wait"
    zone = ZoneInfo(places.get_place(parcel.place).time_zone)
    return datetime.combine(parcel.expected_on, time(), zone).astimezone(UTC)
