"""Choosing a way out of a case, which is done at once."""

from __future__ import annotations

from datetime import UTC, datetime, time

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.transactions import retried
from oneshelf.modules.cases.actions.settle import BY_ITSELF, end, locked
from oneshelf.modules.cases.errors import CaseSettled, NoSuchWay, WayGone
from oneshelf.modules.cases.queries import get_case
from oneshelf.modules.cases.types import Alternative, Case, CaseId, CaseState, Kind, Way
from oneshelf.modules.companies import public as companies
from oneshelf.modules.fulfilment import public as fulfilment
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
    if found.kind is not Kind.DELAYED:
        left = min(found.units, orders.unassigned(order).get(found.line, 0))
        if left:
            _do(found, way, order, left, actor)
    elif way.way is Way.REFUND:
        _wait_no_longer(found, order, actor)
    return end(row, CaseState.SOLVED, way.way.value, actor=actor)


def _do(case: Case, way: Alternative, order: Order, units: int, actor: Actor) -> None:
    if way.way is Way.REFUND:
        _give_up(case, order, units, actor)
        return
    assert way.place is not None, "goods come from a place"
    begun = datetime.combine(way.expected_on, time(), UTC) if way.expected_on else clock.now()
    ready = sourcing.appointments(case.market, [way.place], begun)[way.place].ready_at
    source = orders.Source(way.place, units, ready, expected_on=way.expected_on)
    try:
        orders.send_from(case.order, case.line, source, cause=f"case_{way.way.value}")
    except inventory.OutOfStock:
        raise WayGone(case=str(case.id)) from None


def _wait_no_longer(case: Case, order: Order, actor: Actor) -> None:
    """Take what a customer waited for out of the consignment that waits, and give it up."""
    for consignment in fulfilment.consignments_of([case.order])[case.order]:
        if consignment.state is fulfilment.ConsignmentState.AWAITED and consignment.place == case.place:
            units = sum(line.quantity for line in consignment.lines if line.line == case.line)
            if units:
                if sum(line.wanted for line in order.lines) > units:
                    fulfilment.withdraw(consignment.id, {case.line: units}, actor=actor)
                _give_up(case, order, units, actor)
                return
    raise CaseSettled(case=str(case.id), solution=BY_ITSELF)  # the goods have come, or are not wanted any more


def _give_up(case: Case, order: Order, units: int, actor: Actor) -> None:
    """Cancel the units; an order of which nothing else is wanted is cancelled whole."""
    if sum(line.wanted for line in order.lines) == units:
        orders.cancel_order(case.order, actor=actor)
        return
    cancel = {case.line: units}
    orders.amend(order, Change(cancel=cancel), reason="case", actor=actor)
    if order.terms is orders.Terms.ON_ACCOUNT:
        companies.change_credit(order.summary.id)
