"""Goods have come, or are expected on another day: whoever waits for them is served, or told."""

from __future__ import annotations

from collections import Counter
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from oneshelf.kernel import clock, sql
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.fulfilment import events, rules
from oneshelf.modules.fulfilment.actions.lock import lock
from oneshelf.modules.fulfilment.actions.move import move
from oneshelf.modules.fulfilment.queries import awaiting, due_times, get_consignment
from oneshelf.modules.fulfilment.types import Consignment, ConsignmentId, ConsignmentState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId

_EXPECT_ANEW = sql.statement(__name__, "expect_anew")


def bring_in(market: MarketId, place: PlaceId) -> int:
    """Let a place pick what it was waiting for, as far as that has come; return how many consignments.

    Whoever was promised first comes first, each consignment whole, in a transaction of its own; those that wait on
    are told another day where there is one. Any number may do this at once: each consignment is brought in once.
    """
    waiting = {each.id: each for each in awaiting([place])}
    if not waiting:
        return 0
    needs = _needs(market, place)
    outlooks = inventory.outlooks(market, place, {variant for each in needs.values() for variant in each})
    queue = [rules.Waiting(each.id, _sum(needs, each), _day(each)) for each in waiting.values()]
    today = clock.now().astimezone(ZoneInfo(places.get_place(place).time_zone)).date()
    brought = 0
    for turn in rules.turns(queue, outlooks, today=today):
        if turn.there:
            brought += _bring_in(turn.consignment)
        elif turn.expected_on != waiting[turn.consignment].expected_on:
            _expect_anew(turn.consignment, turn.expected_on, before=_day(waiting[turn.consignment]))
    return brought


def _needs(market: MarketId, place: PlaceId) -> dict[tuple[UUID, int], dict[VariantId, int]]:
    """Return what one unit of each line of each order that waits at a place takes."""
    found: dict[tuple[UUID, int], dict[VariantId, int]] = {}
    for each in inventory.awaited(market, place):
        found.setdefault((each.order, each.line), {})[each.variant] = each.per
    return found


def _sum(needs: dict[tuple[UUID, int], dict[VariantId, int]], of: Consignment) -> Counter[VariantId]:
    wanted: Counter[VariantId] = Counter()
    for line in of.lines:
        for variant, per in needs.get((of.order, line.line), {}).items():
            wanted[variant] += line.missing * per
    return wanted


def _day(consignment: Consignment) -> date:
    assert consignment.expected_on is not None, "who waits knows until when"
    return consignment.expected_on


@retried
def _bring_in(consignment: ConsignmentId) -> bool:
    lock([consignment])
    known, at = get_consignment(consignment), clock.now()
    if known.state is not ConsignmentState.AWAITED:  # somebody else brought it in, or gave it up
        return False
    if not inventory.make_good(known.order, known.place, {line.line: line.missing for line in known.lines}):
        return False  # some of it has gone since it was looked at
    due = due_times([known.place], at)[known.place]
    move(consignment, ConsignmentState.OPEN, actor=SYSTEM, at=at, says=events.came_in, due_at=due)
    return True


@retried
def _expect_anew(consignment: ConsignmentId, on: date, *, before: date) -> None:
    if _EXPECT_ANEW.execute(consignment=consignment, expected_on=on, before=before):
        outbox.emit([events.expected_anew(get_consignment(consignment), before=before)], at=clock.now())
