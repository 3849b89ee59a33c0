"""The books as a child would keep them: what lies where, who was promised what, who paid. They know nothing of SQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

Key = tuple[UUID, UUID]
"""A place and a variant."""

WAITING = ("ready", "packed")
GONE = ("collected", "shipped", "delivered")
ENDED = ("cancelled", "expired")
UNDER_WAY = ("open", "picking", *WAITING)

UNDATED = date.max
"""The last day of units of which nobody knows the batch: they go last."""


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


@dataclass
class Parcel:
    """Goods of an order that leave one place in one go."""

    id: UUID
    place: UUID
    state: str
    parts: dict[int, Part]
    collect_by: datetime | None = None


@dataclass
class Case:
    """Units of a line that are missing and that nobody can send, about which the shopper decides until `due`."""

    order: UUID
    line: int
    units: int
    due: datetime


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
    settled: bool = False
    asks: bool = False
    """Its last parcel to end was rejected by its place: what nobody else can send is for its shopper to decide."""
    dropped: Counter[int] = field(default_factory=Counter)
    """Units of each line that lay in parcels which people gave up: nobody looks for them elsewhere."""

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

    def uncovered(self, line: int) -> int:
        """How many units of a line no parcel holds any more, since they were not found or their parcel was given up."""
        kept = (each for each in self.parcels if each.state not in ENDED and line in each.parts)
        return self.lines[line].wanted - sum(each.parts[line].quantity - each.parts[line].short for each in kept)

    def received(self, line: int) -> int:
        """How many units of a line the shopper got; an order without parcels was taken at once."""
        if not self.parcels:
            return self.lines[line].quantity
        return sum(each.parts[line].picked for each in self.parcels if each.state in GONE and line in each.parts)

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
        """Let the money follow a change; what was `cancelled` and not added again goes back."""
        self.saved += max(0, cancelled - (added - paid))
        self.unpaid += added - paid

    def cancel(self) -> None:
        """Give it up, and every parcel that nobody gave up before."""
        self.state = "cancelled"
        for parcel in self.parcels:
            parcel.state = parcel.state if parcel.state in ENDED else "cancelled"

    def end(self, parcel: Parcel, state: str = "cancelled", *, rejected: bool = False) -> None:
        """Let a parcel end that never reaches anybody: given up, not collected, or `rejected` by its place."""
        parcel.state, self.asks = state, rejected
        if not rejected:
            self.dropped.update({line: part.quantity - part.short for line, part in parcel.parts.items()})


@dataclass
class Hold:
    """What a checkout holds until it expires."""

    demand: Counter[Key]
    expires: datetime


@dataclass
class Rule:
    """So many units of a key are kept back from everybody who buys, in [begins, ends)."""

    key: Key
    units: int
    begins: datetime
    ends: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Tell whether it is in force; clocks go back, so that what has ended may not have ended yet."""
        return self.begins <= at and (self.ends is None or at < self.ends)


@dataclass
class Books:
    """All of it."""

    on_hand: Counter[Key] = field(default_factory=Counter)
    batches: dict[Key, Counter[date]] = field(default_factory=dict)
    """Of what comes in batches: how many units of each key are good until which day."""
    holds: dict[UUID, Hold] = field(default_factory=dict)
    rules: dict[UUID, Rule] = field(default_factory=dict)
    orders: dict[UUID, Order] = field(default_factory=dict)
    cases: dict[UUID, Case] = field(default_factory=dict)

    def reserved(self) -> Counter[Key]:
        """What is promised of each key, expired holds among it."""
        found: Counter[Key] = Counter()
        for hold in self.holds.values():
            found.update(hold.demand)
        for order in self.orders.values():
            found.update(self.awaited(order))
        return found

    def awaited(self, order: Order) -> Counter[Key]:
        """What an order's parcels keep promised."""
        found: Counter[Key] = Counter()
        for parcel in order.parcels:
            if parcel.state not in UNDER_WAY:
                continue
            for number, part in parcel.parts.items():
                for variant, per in order.lines[number].parts.items():
                    found[parcel.place, variant] += per * (part.quantity - part.short)
        return found

    def free(self, key: Key, at: datetime, but: UUID | None = None) -> int:
        """What nobody was promised: a hold whose time is over gives way, and so does that of checkout `but`."""
        kept = sum(hold.demand[key] for owner, hold in self.holds.items() if hold.expires > at and owner != but)
        kept += sum(self.awaited(order)[key] for order in self.orders.values() if order.is_under_way)
        return self.on_hand[key] - kept

    def kept_back(self, key: Key, at: datetime) -> int:
        """What a rule keeps from buyers."""
        return sum(rule.units for rule in self.rules.values() if rule.key == key and rule.holds(at))

    def fits(self, demand: Mapping[Key, int], at: datetime, but: UUID | None = None, *, heeding: bool = True) -> bool:
        """Tell whether all of `demand` can be promised; who moves or overrules needs not heed rules."""
        return all(
            self.free(key, at, but) - (self.kept_back(key, at) if heeding else 0) >= units
            for key, units in demand.items()
        )

    def move(self, variant: UUID, units: int, source: UUID | None, target: UUID | None, until: date = UNDATED) -> None:
        """Let units go from one counted place to another; None is a place that nobody counts.

        What comes from such a place is good `until` a day; from others, what is good for the shortest time goes first.
        """
        if units < 0:
            source, target, units = target, source, -units
        if source is not None:
            self.on_hand[source, variant] -= units
        if target is not None:
            self.on_hand[target, variant] += units
        for day, count in self._pull(source, variant, units, until).items():
            if target is not None:
                self.batches.setdefault((target, variant), Counter())[day] += count

    def _pull(self, source: UUID | None, variant: UUID, units: int, until: date) -> Counter[date]:
        """Take units out of the batches at a place, and return of which they were."""
        there = Counter({until: units}) if source is None else self.batches.get((source, variant), Counter())
        pulled: Counter[date] = Counter()
        for day in sorted(there):
            pulled[day] = min(there[day], units - pulled.total())
        there.subtract(pulled)
        return +pulled

    def leave(self, order: Order, parcel: Parcel) -> None:
        """Let what was picked leave its place."""
        for number, part in parcel.parts.items():
            for variant, per in order.lines[number].parts.items():
                self.move(variant, per * part.picked, parcel.place, None)

    def fall_short(self, order: Order, parcel: Parcel, number: int) -> None:
        """What was not found of a line is not there; of a kit nobody knows which part was missing."""
        part = parcel.parts[number]
        missing = part.quantity - part.picked - part.short
        part.short += missing
        line = order.lines[number]
        if line.variant in line.parts:
            self.move(line.variant, missing, parcel.place, None)

    def forget_holds(self, at: datetime) -> None:
        """Give up holds whose time is over."""
        self.holds = {owner: hold for owner, hold in self.holds.items() if hold.expires > at}

    def expire_parcels(self, at: datetime) -> None:
        """Give up what nobody collected in time."""
        for order in self.orders.values():
            for parcel in order.parcels:
                if parcel.state == "ready" and parcel.collect_by is not None and parcel.collect_by <= at:
                    order.end(parcel, "expired")

    def choose_for_the_silent(self, at: datetime) -> None:
        """Give up what a shopper was to decide about and has not, in time."""
        for id, case in list(self.cases.items()):
            if case.due <= at:
                self.give_up(id)

    def give_up(self, case: UUID) -> None:
        """End a case in that its units are not wanted any more; what was not missing any more is wanted still."""
        asked = self.cases.pop(case)
        order = self.orders[asked.order]
        missing = min(asked.units, order.uncovered(asked.line))
        if order.is_under_way and missing:
            order.want_less(asked.line, missing)

    def forgotten(self, order: Order) -> Counter[int]:
        """What a place could not send of an order under way, though nobody else sends it and no shopper is asked."""
        lost = Counter({line: order.uncovered(line) for line in order.lines}) if order.is_under_way else Counter()
        lost.subtract(order.dropped)
        for case in self.cases.values():
            lost.subtract({case.line: case.units} if case.order == order.id else {})
        return +lost

    def follow(self) -> None:
        """Let orders follow their parcels, and cases their orders, as they do when events have been delivered."""
        for order in self.orders.values():
            states = {parcel.state for parcel in order.parcels} - set(ENDED)
            if not order.is_under_way:
                continue
            if not states:
                order.state = order.state if order.asks else "cancelled"
            elif states <= set(GONE):
                order.state = "completed"
            elif states <= {*WAITING, *GONE}:
                order.state = "ready"
        for id, case in list(self.cases.items()):
            order = self.orders[case.order]
            if not (order.is_under_way and order.uncovered(case.line)):
                del self.cases[id]

    def settle(self) -> None:
        """Let money follow orders, as it has when workers and bank are done."""
        for order in self.orders.values():
            if order.settled:
                continue
            if order.state == "cancelled":
                order.tenders = [each for each in order.tenders if not each.held]
                order.given_back = order.captured
            elif order.state == "completed":
                order.tenders = [Tender(each.amount, False) for each in order.tenders if not (each.held and each.fails)]
                order.given_back = max(order.given_back, min(order.owed, order.captured))
            else:
                order.given_back = min(order.saved, order.captured)
            order.settled = not order.is_under_way


def demand_of(lines: Mapping[int, Line], parcels: Iterable[tuple[UUID, Mapping[int, int]]]) -> Counter[Key]:
    """Return what parcels (a place, line -> units) take from the shelves."""
    found: Counter[Key] = Counter()
    for place, parts in parcels:
        for number, units in parts.items():
            for variant, per in lines[number].parts.items():
                found[place, variant] += per * units
    return found
