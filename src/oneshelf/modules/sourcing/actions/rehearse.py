"""Try policies on orders of the past, before one of them is published."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from oneshelf.kernel import clock
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId, PlaceKind
from oneshelf.modules.sourcing import queries, rules
from oneshelf.modules.sourcing.actions.promise import MOST_CONSIDERED
from oneshelf.modules.sourcing.types import (
    Candidate,
    Decision,
    Network,
    OrderLine,
    PastOrder,
    Policy,
    Rehearsal,
    Share,
    Situation,
)

GRACE = timedelta(minutes=30)
"""What is due was told when a shopper chose, and is rehearsed from when they ordered: so much may lie between."""

MOST_EXAMPLES = 8
"""How many of the orders that would have moved are named."""

ORDERS_AT_ONCE = 50
"""For how many orders the stock is asked in one statement."""


def rehearse(
    market: MarketId,
    orders: Iterable[PastOrder],
    policies: Sequence[Policy],
    *,
    progress: Callable[[int], None] = lambda done: None,
) -> list[Rehearsal]:
    """Source every one of `orders` again under each policy, and return what they come to, in the order of `policies`.

    The shelves are those of today, and what an order took from them is put back for it: both policies see the same.
    Hours of places count as free, since nobody knows any more who had taken them. Nothing is written. `progress` is
    told how many orders are done, after each batch of ORDERS_AT_ONCE. `late` counts orders whose last parcel would
    have been ready after the order was due; `moved` those that would have left from other places than they did.
    """
    network = queries.network_of(market)
    found = [_Tally() for _ in policies]
    batch: list[PastOrder] = []
    done = 0
    for order in orders:
        batch.append(order)
        if len(batch) == ORDERS_AT_ONCE:
            _together(network, batch, policies, found)
            done += len(batch)
            progress(done)
            batch = []
    if batch:
        _together(network, batch, policies, found)
        progress(done + len(batch))
    return [tally.told() for tally in found]


class _Tally:
    """What the orders so far come to under one policy."""

    def __init__(self) -> None:
        self.sums: Counter[str] = Counter()
        self.examples: tuple[UUID, ...] = ()
        self.by_place: dict[PlaceId, Counter[str]] = defaultdict(Counter)

    def add(self, order: PastOrder, decision: Decision, situation: Situation, asked: Sequence[Candidate]) -> None:
        """Count one order."""
        self.sums["orders"] += 1
        if not decision.placed:
            self.sums["unplaced"] += 1
            return
        used = set(decision.places)
        legs = rules.legs_of(situation, decision)
        ready = {leg.place: leg.ready_at for leg in legs} if isinstance(legs, list) else {}
        due = order.due_at + GRACE if order.due_at else None
        weights = {(line.line, line.variant): line.weight_g for line in order.lines}
        for each in asked:
            if each.place in used:
                own = [one for one in decision.assignments if one.place == each.place]
                grams = sum(weights[one.line, one.variant] * one.quantity for one in own)
                share = self.by_place[each.place]
                share["parcels"] += 1
                share["own_cost"] += each.parcel_cost + each.kg_cost * -(-grams // 1000)
                share["own_cost"] += each.unit_cost * sum(one.quantity for one in own)
                share["distance_m"] += each.distance_m or 0
                share["late"] += each.place not in ready or (due is not None and ready[each.place] > due)
        self.sums["parcels"] += len(used)
        self.sums["split"] += len(used) > 1
        if order.sent_from and used != set(order.sent_from):
            self.sums["moved"] += 1
            self.examples = (*self.examples, order.id)[:MOST_EXAMPLES]
        self.sums["late"] += not ready or (due is not None and max(ready.values()) > due)

    def told(self) -> Rehearsal:
        """Return the sums."""
        for name in ("own_cost", "distance_m"):
            self.sums[name] = sum(share[name] for share in self.by_place.values())
        shares = {place: Share(**share) for place, share in self.by_place.items()}
        return Rehearsal(**self.sums, by_place=shares, examples=self.examples)


def _together(network: Network, orders: Sequence[PastOrder], policies: Sequence[Policy], found: list[_Tally]) -> None:
    asked = [place for place, facts in network.facts.items() if facts.place.kind is not PlaceKind.PICKUP_POINT]
    variants = list(dict.fromkeys(line.variant for order in orders for line in order.lines))
    rows = inventory.availability(network.market, None, variants, asked)
    shelves = {row.place: dict(zip(variants, row.units, strict=True)) for row in rows}
    goods = [OrderLine(1, variant, 1) for variant in variants]
    lain = queries.ages_of(network.market, goods, asked, clock.now(), policies)
    ages = {place: dict(zip(variants, days, strict=True)) for place, days in lain.items()}
    for order in orders:
        back = set(order.sent_from)
        units = {
            place: tuple(have[line.variant] + (line.quantity if place in back else 0) for line in order.lines)
            for place, have in shelves.items()
        }
        position = delivery.located(order.destination, (facts.place for facts in network.facts.values()))
        distances = {
            place: delivery.distance_m(position, facts.place.position)
            for place, facts in network.facts.items()
            if position is not None and facts.place.position is not None
        }
        old = {place: tuple(days[line.variant] for line in order.lines) for place, days in ages.items()}
        situation = Situation(network, order.lines, units, {}, order.placed_at, order.destination, distances, old)
        service = next((each for each in network.book.services if each.code == order.service), None)
        service = service or next(iter(network.book.services), None)
        candidates = rules.candidates(situation, service, most=MOST_CONSIDERED)
        region = rules.region_of(situation)
        for policy, tally in zip(policies, found, strict=True):
            under = replace(situation, network=replace(network, policy=policy))
            decision = rules.decide(order.lines, candidates, policy, region=region, explain=False)
            tally.add(order, decision, under, candidates)
