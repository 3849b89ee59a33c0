"""Choosing a way out of a case, which is done at once."""

from __future__ import annotations

from datetime import UTC, datetime, time

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.transactions import retried
from oneshelf.modules.cases.actions.settle import BY_ITSELF, end, locked
from oneshelf.modules.cases.errors import NoSuchWay, WayGone
from oneshelf.modules.cases.queries import get_case
from oneshelf.modules.cases.types import Alternative, Case, CaseId, CaseState, Way
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Change, Order
from oneshelf.modules.sourcing import public as sourcing


@retried
def choose(case: CaseId, number: int, *, actor: Actor) -> Case:
    """Do what way `number` says and settle the case; both or neither. The money follows by a job.

    Two choices at once wait for each other, and the second meets CaseSettled. Raises NotFound, NoSuchWay, WayGone
    (the goods were taken meanwhile: choose another), and the refusals of a change of the order.
    """
    row = locked(case)
    found = get_case(case)
    way = next((each for each in found.alternatives if each.number == number), None)
    if way is None:
        raise NoSuchWay(number=number)
    orders.lock_order(found.order)
    order = orders.get_order(found.order)
    if order.has_ended:  # and its money has gone back, so that nobody has a choice any more
        return end(row, CaseState.SOLVED, BY_ITSELF, actor=actor)
    left = min(found.units, orders.unassigned(order).get(found.line, 0))
    if left:
        _do(found, way, order, left, actor)
    return end(row, CaseState.SOLVED, way.way.value, actor=actor)


def _do(case: Case, way: Alternative, order: Order, units: int, actor: Actor) -> None:
    if way.way is Way.REFUND:
        _give_up(case, order, units, actor)
        return
    assert way.place is not None, "goods come from a place"
    at = clock.now()
    if way.way is Way.WAIT and way.expected_on:
        _promise_what_comes(case, order, way, units, actor)
        ready = datetime.combine(way.expected_on, time(12), UTC)
    else:
        ready = sourcing.appointments(case.market, [way.place], at)[way.place].ready_at
    try:
        orders.send_from(case.order, case.line, orders.Source(way.place, units, ready), cause=f"case_{way.way.value}")
    except inventory.OutOfStock:
        raise WayGone(case=str(case.id)) from None


def _give_up(case: Case, order: Order, units: int, actor: Actor) -> None:
    """Cancel the units; an order of which nothing else is wanted is cancelled whole."""
    if sum(line.wanted for line in order.lines) == units:
        orders.cancel_order(case.order, actor=actor)
        return
    orders.amend(order, Change(cancel={case.line: units}), reason="case", actor=actor)


def _promise_what_comes(case: Case, order: Order, way: Alternative, units: int, actor: Actor) -> None:
    """Let what is expected be promised beyond the shelf, as much as this customer waits for."""
    assert way.place is not None, "goods come from a place"
    (line,) = (each for each in order.lines if each.line == case.line)
    for variant, per in orders.parts_of(line):
        levels = inventory.levels(case.market, [variant], [way.place])
        allowed = levels[0].allowed_backorder if levels else 0
        inventory.allow_backorder(case.market, way.place, variant, allowed + units * per, actor=actor)
