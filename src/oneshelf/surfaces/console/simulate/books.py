"""The books as a child would keep them: what lies where, who was promised what, who paid. They know nothing of SQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from oneshelf.surfaces.console.simulate.dealings import (
    AWAITED,
    ENDED,
    GONE,
    ON_THE_ROAD,
    UNDER_WAY,
    Case,
    Line,
    Order,
    Parcel,
    Tender,
)

Key = tuple[UUID, UUID]
"""A place and a variant."""

UNDATED = date.max
"""The last day of units of which nobody knows the batch: they go last."""


@dataclass
class Hold:
    """What a checkout holds until it expires; `ahead` is what of it is not there yet."""

    demand: Counter[Key]
    expires: datetime
    ahead: Counter[Key] = field(default_factory=Counter)


@dataclass
class Rule:
    """So many units of a key are kept back from everybody who buys, or are sold ahead, in [begins, ends)."""

    key: Key
    units: int
    begins: datetime
    ends: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Tell whether it is in force; clocks go back, so that what has ended may not have ended yet."""
        return self.begins <= at and (self.ends is None or at < self.ends)


@dataclass
class Fence:
    """So many units of a key are set apart for a channel, in [begins, ends)."""

    key: Key
    channel: UUID
    units: int
    begins: datetime
    ends: datetime | None = None

    def is_over(self, at: datetime) -> bool:
        """Tell whether its time is over."""
        return self.ends is not None and self.ends <= at


@dataclass
class Books:
    """All of it."""

    on_hand: Counter[Key] = field(default_factory=Counter)
    batches: dict[Key, Counter[date]] = field(default_factory=dict)
    """Of what comes in batches: how many units of each key are good until which day."""
    holds: dict[UUID, Hold] = field(default_factory=dict)
    rules: dict[UUID, Rule] = field(default_factory=dict)
    offers: dict[UUID, Rule] = field(default_factory=dict)
    """What is sold ahead: so many units beyond the shelf."""
    fences: dict[UUID, Fence] = field(default_factory=dict)
    orders: dict[UUID, Order] = field(default_factory=dict)
    cases: dict[UUID, Case] = field(default_factory=dict)

    def reserved(self) -> Counter[Key]:
        """What is promised of each key, expired holds among it."""
        found: Counter[Key] = Counter()
        for hold in self.holds.values():
            found.update(hold.demand)
        for order in self.orders.values():
            found.update(promised(order))
        return found

    def free(self, key: Key, at: datetime, but: UUID | None = None) -> int:
        """What nobody was promised: a hold whose time is over gives way, and so does that of checkout `but`.

        Less than nothing, where more was sold ahead than has come.
        """
        kept = sum(hold.demand[key] for owner, hold in self.holds.items() if hold.expires > at and owner != but)
        kept += sum(promised(order)[key] for order in self.orders.values() if order.is_under_way)
        return self.on_hand[key] - kept

    def ahead(self, key: Key, at: datetime, but: UUID | None = None) -> int:
        """What of the promised units need not be there: their shoppers wait for them."""
        held = sum(hold.ahead[key] for owner, hold in self.holds.items() if hold.expires > at and owner != but)
        under_way = (order for order in self.orders.values() if order.is_under_way)
        return held + sum(promised(order, (AWAITED,))[key] for order in under_way)

    def sold_ahead(self, key: Key, at: datetime) -> int:
        """How many units may be promised beyond the shelf."""
        return sum(offer.units for offer in self.offers.values() if offer.key == key and offer.holds(at))

    def queue(self, place: UUID) -> list[tuple[Order, Parcel]]:
        """Who waits for goods at a place: whoever was promised first comes first."""
        waiting = [
            (order, parcel)
            for order in self.orders.values()
            for parcel in order.parcels
            if parcel.state == AWAITED and parcel.place == place
        ]
        return sorted(waiting, key=lambda each: (each[1].since, each[1].id))

    def later_of(self, email: str) -> int:
        """How many orders somebody has under way that they pay when they collect them."""
        return sum(order.later == email and order.is_under_way for order in self.orders.values())

    def kept_back(self, key: Key, at: datetime) -> int:
        """What a rule keeps from buyers."""
        return sum(rule.units for rule in self.rules.values() if rule.key == key and rule.holds(at))

    def fits(
        self,
        demand: Mapping[Key, int],
        at: datetime,
        but: UUID | None = None,
        *,
        heeding: bool = True,
        apart: Mapping[Key, int] = MappingProxyType({}),
        own: Mapping[Key, int] = MappingProxyType({}),
    ) -> bool:
        """Tell whether all of `demand` can be promised beside what is set `apart` for others.

        Who moves needs not heed rules. What lies in one's `own` fence is there, whoever else waits for more.
        """
        return all(
            max(
                self.free(key, at, but) - apart.get(key, 0) - (self.kept_back(key, at) if heeding else 0),
                own.get(key, 0),
            )
            >= units
            for key, units in demand.items()
        )

    def fits_overruling(self, demand: Mapping[Key, int], at: datetime, but: UUID | None = None) -> bool:
        """Tell whether all of `demand` can go, whatever was set apart or kept back, and whoever waits for more."""
        return all(self.free(key, at, but) + self.ahead(key, at, but) >= units for key, units in demand.items())

    def move(
        self,
        variant: UUID,
        units: int,
        source: UUID | None,
        target: UUID | None,
        until: date = UNDATED,
        *,
        of: Counter[date] | None = None,
    ) -> Counter[date]:
        """Let units go from one counted place to another; None is a place that nobody counts. Return which they were.

        What comes from such a place is good `until` a day. From others go those that are known to go (`of`), else what
        is good for the shortest time.
        """
        if units < 0:
            source, target, units = target, source, -units
        if source is not None:
            self.on_hand[source, variant] -= units
        if target is not None:
            self.on_hand[target, variant] += units
        gone = self._pull(source, variant, units, until, of)
        if target is not None:
            self.batches.setdefault((target, variant), Counter()).update(gone)
        return gone

    def _pull(
        self, source: UUID | None, variant: UUID, units: int, until: date, of: Counter[date] | None
    ) -> Counter[date]:
        """Take units out of the batches at a place, and return of which they were."""
        there = Counter({until: units}) if source is None else self.batches.get((source, variant), Counter())
        pulled = first_of(there if of is None else of, units)
        there.subtract(pulled)
        return pulled

    def leave(self, order: Order, parcel: Parcel) -> None:
        """Let what was picked leave its place; what was brought there are the units that leave."""
        for number, part in parcel.parts.items():
            for variant, per in order.lines[number].parts.items():
                self.move(variant, per * part.picked, parcel.place, None, of=parcel.carried.get((number, variant)))

    def send_off(self, order: Order, parcel: Parcel, road: UUID) -> None:
        """Let what was picked go on the road to its shopper's store; it stays the order's."""
        for number, part in parcel.parts.items():
            for variant, per in order.lines[number].parts.items():
                parcel.carried[number, variant] = self.move(variant, per * part.picked, parcel.place, road)
        parcel.state, parcel.place, parcel.on_the_road = ON_THE_ROAD, road, True

    def arrive(self, order: Order, parcel: Parcel, lost: Mapping[int, int]) -> None:
        """Take in what was brought, but for what was `lost` of each line on the way; nobody knows which units those
        were.
        """
        road = parcel.place
        for number, part in parcel.parts.items():
            gone = lost.get(number, 0)
            for variant, per in order.lines[number].parts.items():
                carried = parcel.carried[number, variant]
                carried.subtract(self.move(variant, per * gone, road, None, of=carried))
                self.move(variant, per * (part.picked - gone), road, parcel.to, of=carried)
            if parcel.state == ON_THE_ROAD:
                part.picked, part.short = part.picked - gone, part.short + gone
        assert parcel.to is not None, "it was brought somewhere"
        parcel.place, parcel.on_the_road = parcel.to, False

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
            if case.due <= at and case.wait_at is None:
                self.give_up(id)
            elif case.due <= at:
                del self.cases[id]  # they wait on

    def ask_to_wait(self, id: UUID, asked: Case) -> None:
        """Ask somebody whether they wait for another day; what they were asked about the day before counts no more."""
        question = (asked.order, asked.line, asked.wait_at)
        for known, case in list(self.cases.items()):
            if (case.order, case.line, case.wait_at) == question:
                del self.cases[known]
        self.cases[id] = asked

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
            lost.subtract({case.line: case.units} if case.order == order.id and case.wait_at is None else {})
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
            elif all(each.waits_for_shopper for each in order.parcels if each.state not in (*GONE, *ENDED)):
                order.state = "ready"
        for id, case in list(self.cases.items()):
            order = self.orders[case.order]
            waits = order.uncovered(case.line) if case.wait_at is None else order.waits_at(case.wait_at, case.line)
            if not (order.is_under_way and waits):
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
                order.tenders = taken(order.tenders)
                owed = 0 if order.later else order.owed
                order.given_back = max(order.given_back, min(owed, order.captured))
            else:
                order.tenders = taken(order.tenders) if order.is_taken_along else order.tenders
                order.given_back = min(order.saved, order.captured)
            order.settled = not order.is_under_way


def promised(order: Order, states: tuple[str, ...] = UNDER_WAY) -> Counter[Key]:
    """What an order's parcels in some states keep promised."""
    found: Counter[Key] = Counter()
    for parcel in order.parcels:
        if parcel.state in states:
            found.update(needs(order, parcel))
    return found


def needs(order: Order, parcel: Parcel) -> Counter[Key]:
    """What a parcel takes from the shelves of its place, but for what was not found there."""
    return demand_of(
        order.lines, [(parcel.place, {number: part.quantity - part.short for number, part in parcel.parts.items()})]
    )


def taken(tenders: Iterable[Tender]) -> list[Tender]:
    """Return what has been paid when banks were asked for what they held, and some had nothing any more."""
    return [Tender(each.amount, False) for each in tenders if not (each.held and each.fails)]


def first_of(there: Counter[date], units: int) -> Counter[date]:
    """Return which units go first of those that are there: what is good for the shortest time."""
    found: Counter[date] = Counter()
    for day in sorted(there):
        found[day] = min(there[day], units - found.total())
    return +found


def demand_of(lines: Mapping[int, Line], parcels: Iterable[tuple[UUID, Mapping[int, int]]]) -> Counter[Key]:
    """Return what parcels (a place, line -> units) take from the shelves."""
    found: Counter[Key] = Counter()
    for place, parts in parcels:
        for number, units in parts.items():
            for variant, per in lines[number].parts.items():
                found[place, variant] += per * units
    return found
