"""What people and the house owe each other: orders with their lines, parcels and money, and what people are asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

WAITING = ("ready", "packed")
ON_THE_ROAD = "on_the_way"
GONE = ("collected", "shipped", "delivered")
ENDED = ("cancelled", "expired")
TO_DO = ("open", "picking", *WAITING, ON_THE_ROAD)
AWAITED = "awaited"
UNDER_WAY = (AWAITED, *TO_DO)
UNPICKED = (AWAITED, "open", "picking")


@dataclass
class Line:
    """A line of an order: `parts` says how many of which variant one unit takes from the shelves."""

    variant: UUID
    quantity: int
    amount: int
    parts: Mapping[UUID, int]
    returned: int = 0
    cancelled: int = 0

    @property
    def wanted(self) -> int:
        """How many units somebody still wants."""
        return self.quantity - self.cancelled

    def worth(self, units: int) -> int:
        """What was paid for so many of its units, rounded half up."""
        return (2 * self.amount * units + self.quantity) // (2 * self.quantity)


@dataclass
class Part:
    """What a parcel holds of a line."""

    quantity: int
    picked: int = 0
    short: int = 0


class Leaving(NamedTuple):
    """What is to leave a place in one go (line -> units); what is `awaited` is not there yet.

    What leaves `at_once` is in its buyer's hands with the sale.
    """

    place: UUID
    parts: Mapping[int, int]
    awaited: bool = False
    at_once: bool = False


@dataclass
class Parcel:
    """Goods of an order that leave one place in one go, or are brought `to` another for their shopper to collect.

    What is `awaited` was sold before it was there: it comes in on a day, for whoever was promised it first (`since`).
    What left `at_once` was taken along from the till at which the rest of its order was bought.
    """

    id: UUID
    place: UUID
    state: str
    parts: dict[int, Part]
    collect_by: datetime | None = None
    to: UUID | None = None
    carried: dict[tuple[int, UUID], Counter[date]] = field(default_factory=dict)
    """Which units were brought, of each line and variant: until when they are good."""
    on_the_road: bool = False
    expected_on: date | None = None
    since: datetime | None = None
    at_once: bool = False

    @property
    def waits_for_shopper(self) -> bool:
        """Whether it lies ready; what is packed to be brought to a store waits for nobody yet."""
        return self.state == "ready" or (self.state == "packed" and self.to is None)

    def unpicked(self, line: int) -> int:
        """How many units of a line lie on a shelf for it yet, or are still to come."""
        part = self.parts.get(line)
        return part.quantity - part.picked - part.short if part and self.state in UNPICKED else 0


@dataclass
class Case:
    """Units of a line that are missing and that nobody can send, about which the shopper decides until `due`.

    Or units that `wait_at` a place and come later than their shopper was told.
    """

    order: UUID
    line: int
    units: int
    due: datetime
    wait_at: UUID | None = None


@dataclass
class Tender:
    """Part of what was paid. A card's money is `held` until the goods have left, unless the bank `fails` then."""

    amount: int
    held: bool
    fails: bool = False


@dataclass
class Order:
    """An order, and what has become of it. `settled`: workers and bank have done all that follows from its state."""

    id: UUID
    number: str
    state: str
    lines: dict[int, Line]
    parcels: list[Parcel]
    tenders: list[Tender]
    given_back: int = 0
    saved: int = 0
    """What changes have made it cheaper: it goes back as soon as it has been taken."""
    unpaid: int = 0
    """What changes have added to it in the place of something else, for no further money."""
    channel: UUID | None = None
    """By which channel it came."""
    later: str = ""
    """Who pays when they collect it: an e-mail; '' when it was paid before."""
    settled: bool = False
    asks: bool = False
    """Its last parcel to end was rejected by its place, or emptied: its shopper decides about what is still missing."""
    dropped: Counter[int] = field(default_factory=Counter)
    """Units of each line that lay in parcels which people gave up: nobody looks for them elsewhere."""

    @property
    def is_taken_along(self) -> bool:
        """Whether some of it left with the sale: all of its money is taken then."""
        return any(each.at_once for each in self.parcels)

    def waits_at(self, place: UUID, line: int) -> list[Parcel]:
        """Return its parcels that wait at a place for units of a line."""
        return [each for each in self.parcels if each.state == AWAITED and each.place == place and line in each.parts]

    @property
    def is_under_way(self) -> bool:
        """Whether something can still become of it."""
        return self.state in ("placed", "ready")

    @property
    def total(self) -> int:
        """What it cost."""
        return sum(line.amount for line in self.lines.values())

    @property
    def captured(self) -> int:
        """What has been taken by now, when workers and bank are done."""
        return sum(0 if each.held else each.amount for each in self.tenders)

    @property
    def owed(self) -> int:
        """What goes back of what was paid, once it is known what came; what was added unpaid stays with the house."""
        missing = sum(line.worth(line.quantity - self.received(number)) for number, line in self.lines.items())
        return max(0, missing - self.unpaid)

    def due(self, parcel: Parcel) -> int:
        """What is to be paid for a parcel when it is collected: what it holds, and what was collected before and not
        paid.
        """
        got = [parcel, *(each for each in self.parcels if each.state == "collected")]
        held: Counter[int] = Counter()
        for each in got:
            held.update({number: part.quantity - part.short for number, part in each.parts.items()})
        worth = sum(line.amount - line.worth(line.quantity - held[number]) for number, line in self.lines.items())
        return max(0, worth - sum(each.amount for each in self.tenders)) if self.later else 0

    def uncovered(self, line: int) -> int:
        """How many units of a line no parcel holds any more, since they were not found or their parcel was given up."""
        kept = (each for each in self.parcels if each.state not in ENDED and line in each.parts)
        return self.lines[line].wanted - sum(each.parts[line].quantity - each.parts[line].short for each in kept)

    def received(self, line: int) -> int:
        """How many units of a line the shopper got; an order without parcels was taken at once."""
        if not self.parcels:
            return self.lines[line].quantity
        return sum(each.parts[line].picked for each in self.parcels if each.state in GONE and line in each.parts)

    def take_out(self, parcel: Parcel, units: Mapping[int, int]) -> None:
        """Let units leave a parcel that nobody has packed; one of which nothing is left ends."""
        for line, count in units.items():
            parcel.parts[line].quantity -= count
        parcel.parts = {line: part for line, part in parcel.parts.items() if part.quantity}
        if not any(part.quantity - part.short for part in parcel.parts.values()):
            self.end(parcel, taken_out=True)

    def want_less(self, line: int, units: int) -> None:
        """Cancel units that no parcel holds; an order of which nothing else is wanted is cancelled whole."""
        if sum(each.wanted for each in self.lines.values()) == units:
            self.cancel()
            return
        self.change(self.less(line, units), added=0, paid=0)

    def less(self, line: int, units: int) -> int:
        """Count units as not wanted any more, and return what they cost."""
        found = self.lines[line]
        before, found.cancelled = found.worth(found.cancelled), found.cancelled + units
        return found.worth(found.cancelled) - before

    def change(self, cancelled: int, added: int, paid: int) -> None:
        """Let the money follow a change; what was `cancelled` and not added again goes back, if it was paid."""
        if self.later:
            return
        self.saved += max(0, cancelled - (added - paid))
        self.unpaid += added - paid

    def cancel(self) -> None:
        """Give it up, and every parcel that nobody gave up before."""
        self.state = "cancelled"
        for parcel in self.parcels:
            parcel.state = parcel.state if parcel.state in ENDED else "cancelled"

    def end(self, parcel: Parcel, state: str = "cancelled", *, rejected: bool = False, taken_out: bool = False) -> None:
        """Let a parcel end that never reaches anybody: given up, not collected, `rejected` by its place, or emptied."""
        parcel.state, self.asks = state, rejected or taken_out
        if not self.asks:
            self.dropped.update({line: part.quantity - part.short for line, part in parcel.parts.items()})
