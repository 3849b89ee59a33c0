"""Settling a case: by itself, by staff, or as its customer chose."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM, Actor
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.cases import events, models
from oneshelf.modules.cases.errors import CaseSettled, StillMissing
from oneshelf.modules.cases.queries import LIVE, get_case
from oneshelf.modules.cases.rules import CUSTOMER_DECIDES
from oneshelf.modules.cases.types import CASE_MACHINE, Case, CaseId, CaseState, Kind
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.places.public import PlaceId

BY_ITSELF, BY_STAFF = "by_itself", "by_staff"


@retried
def settle(case: CaseId, *, solved: bool, actor: Actor) -> Case:
    """End a case by hand: solved, or closed because nothing can be done.

    Goods that are missing and wanted are not settled by hand: an order would be left of which nothing is ever sent.
    Raises NotFound, CaseSettled, and StillMissing while nobody has chosen a way out for such goods.
    """
    row = locked(case)
    left = orders.unassigned(orders.get_order(OrderId(row.order_id))) if row.kind == Kind.LINE_SHORT.value else {}
    missing = left.get(row.line or 0, 0)
    if missing:
        raise StillMissing(case=str(case), units=missing)
    return end(row, CaseState.SOLVED if solved else CaseState.CLOSED, BY_STAFF, actor=actor)


@retried
def settle_by_itself(order: OrderId, kinds: frozenset[str]) -> int:
    """End the live cases of an order that time has settled; return how many. Joins the caller's transaction."""
    rows = models.Case.objects.select_for_update().filter(
        order_id=order, state__in=[state.value for state in LIVE], kind__in=kinds
    )
    for row in rows:
        end(row, CaseState.SOLVED, BY_ITSELF, actor=SYSTEM)
    return len(rows)


@retried
def settle_asked_anew(order: OrderId, place: PlaceId, lines: Collection[int]) -> int:
    """End the live questions whether a customer waits for lines at a place, who is asked anew; return how many.

    What else of the order is late keeps its own. Joins the caller's transaction.
    """
    rows = models.Case.objects.select_for_update().filter(
        order_id=order,
        state__in=[state.value for state in LIVE],
        kind=Kind.DELAYED.value,
        place_id=place,
        line__in=lines,
    )
    for row in rows:
        end(row, CaseState.SOLVED, BY_ITSELF, actor=SYSTEM)
    return len(rows)


@retried
def settle_answered(order: OrderId) -> int:
    """End the cases of goods that were missing or late and that nobody waits for any more; return how many.

    They have come, were cancelled, or are sent from elsewhere, by another way than the case's own. Joins the caller's
    transaction.
    """
    rows = models.Case.objects.select_for_update().filter(
        order_id=order, state__in=[state.value for state in LIVE], kind__in=[kind.value for kind in CUSTOMER_DECIDES]
    )
    live = list(rows)
    waiting = {Kind.LINE_SHORT.value: _missing(order), Kind.DELAYED.value: _awaited(order)} if live else {}
    answered = [row for row in live if row.line not in waiting[row.kind]]
    for row in answered:
        end(row, CaseState.SOLVED, BY_ITSELF, actor=SYSTEM)
    return len(answered)


def _missing(order: OrderId) -> set[int]:
    return {line for line, units in orders.unassigned(orders.get_order(order)).items() if units}


def _awaited(order: OrderId) -> set[int]:
    waiting = [
        each for each in fulfilment.consignments_of([order])[order] if each.state is fulfilment.ConsignmentState.AWAITED
    ]
    return {line.line for each in waiting for line in each.lines}


@retried
def assign(case: CaseId, staff: UUID | None, *, actor: Actor) -> Case:
    """Give a case to a member of staff, or back to everybody. Raises NotFound and CaseSettled."""
    row, at = locked(case), clock.now()
    row.assigned_to, row.version = staff, row.version + 1
    row.save(update_fields=["assigned_to", "version"])
    found = get_case(case)
    outbox.emit([events.assigned(found)], at=at)
    trail.record("cases.assign", trail.Subject("case", case), actor=actor, place=found.place, at=at)
    return found


def locked(case: CaseId) -> models.Case:
    """Return the row of a live case; others who settle it wait. Raises NotFound and CaseSettled."""
    row = models.Case.objects.select_for_update().filter(id=case).first()
    if row is None:
        get_case(case)
    assert row is not None, "get_case refuses what is not there"
    if row.state in CASE_MACHINE.final:
        raise CaseSettled(case=str(case), solution=row.solution)
    return row


def end(row: models.Case, state: CaseState, solution: str, *, actor: Actor, at: datetime | None = None) -> Case:
    """Write how a case ended, with its event and its entry in the trail, in the caller's transaction."""
    at = at or clock.now()
    CASE_MACHINE.check(CaseState(row.state), state)
    row.state, row.solution, row.settled_at, row.version = state.value, solution, at, row.version + 1
    row.save(update_fields=["state", "solution", "settled_at", "version"])
    found = get_case(CaseId(row.id))
    outbox.emit([events.settled(found)], at=at)
    details: dict[str, trail.Detail] = {"solution": solution, "case": row.id}
    trail.record(
        "cases.settle", trail.Subject("order", row.order_id), actor=actor, place=found.place, details=details, at=at
    )
    return found
