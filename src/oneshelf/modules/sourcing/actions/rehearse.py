"""Try policies on orders of the past, before one of them is published."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing import queries, rules
from oneshelf.modules.sourcing.actions.try_out import set_up
from oneshelf.modules.sourcing.types import (
    Candidate,
    Decision,
    Network,
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
    for order, situation, asked in set_up(network, orders, policies):
        region = rules.region_of(situation)
        for policy, tally in zip(policies, found, strict=True):
            under = replace(situation, network=replace(network, policy=policy))
            decision = rules.decide(order.lines, asked, policy, region=region, explain=False)
            tally.add(order, decision, under, asked)
