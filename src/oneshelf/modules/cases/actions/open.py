"""Opening a case: what went wrong, and every way out of it."""

from __future__ import annotations

from datetime import date, timedelta

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM, Actor
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.cases import events, models, rules
from oneshelf.modules.cases.queries import get_case
from oneshelf.modules.cases.types import Alternative, Case, CaseId, CaseState, Kind, Trouble
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method, Order
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId

LOOK_AHEAD = (7, 14, 28)
"""The days from now on which it is looked for goods that are expected."""


@retried
def open_case(trouble: Trouble, *, actor: Actor = SYSTEM) -> Case | None:
    """Open the case of what went wrong, once for each cause and line; None when there is one already.

    An order that has ended has given back the money of what its customer would decide about, so that there is nothing
    to open. The mail follows by a job that the event starts. Joins the caller's transaction.
    """
    if trouble.kind in rules.CUSTOMER_DECIDES:
        orders.lock_order(trouble.order)  # whoever ends it now waits, and finds the case
        if orders.get_order(trouble.order).has_ended:
            return None
    at = clock.now()
    row, fresh = models.Case.objects.get_or_create(
        kind=trouble.kind.value,
        cause_id=trouble.cause,
        line=trouble.line,
        defaults={
            "id": new_id(),
            "market_id": trouble.market,
            "state": CaseState.OPEN.value,
            "order_id": trouble.order,
            "order_number": trouble.order_number,
            "place_id": trouble.place,
            "variant_id": trouble.variant,
            "units": trouble.units,
            "opened_at": at,
            "due_at": at + rules.DUE_AFTER[trouble.kind],
        },
    )
    if not fresh:
        return None
    if trouble.kind in rules.CUSTOMER_DECIDES:
        ways = ways_out(orders.get_order(trouble.order), trouble)
        models.Alternative.objects.bulk_create(_way(row, way) for way in ways)
    found = get_case(CaseId(row.id))
    outbox.emit([events.opened(found)], at=at)
    if actor is not SYSTEM:
        trail.record("cases.open", trail.Subject("order", found.order), actor=actor, place=found.place, at=at)
    return found


def ways_out(order: Order, trouble: Trouble) -> tuple[Alternative, ...]:
    """Return what a customer can be offered for units that will not come: what is there now, or by a day."""
    if trouble.kind is Kind.DELAYED and trouble.place and trouble.expected_on:
        return rules.alternatives([], (trouble.place, trouble.expected_on))
    if trouble.variant is None or trouble.kind is not Kind.LINE_SHORT:
        return rules.alternatives([], None)
    at = _places(order)
    able = _with_enough(order, trouble.variant, [place for place in at if place != trouble.place], trouble.units)
    expected = None if able else _expected(order, trouble.variant, at, trouble.units)
    return rules.alternatives(able, expected)


def _places(order: Order) -> list[PlaceId]:
    collects = order.summary.method is Method.COLLECT
    shops = places.list_places(order.summary.market)
    return [each.id for each in shops if (each.collects if collects else each.ships) and not each.archived]


def _with_enough(
    order: Order, variant: VariantId, at: list[PlaceId], units: int, by: date | None = None
) -> list[PlaceId]:
    summary = order.summary
    found = inventory.availability(summary.market, summary.channel, [variant], at, by=by)
    return [each.place for each in found if each.units[0] >= units]


def _expected(order: Order, variant: VariantId, at: list[PlaceId], units: int) -> tuple[PlaceId, date] | None:
    """The first place and day by which enough is expected to come in."""
    today = clock.now().date()
    for days in LOOK_AHEAD:
        by = today + timedelta(days=days)
        able = _with_enough(order, variant, at, units, by)
        if able:
            return able[0], by
    return None


def _way(row: models.Case, way: Alternative) -> models.Alternative:
    return models.Alternative(
        case=row,
        number=way.number,
        way=way.way.value,
        place_id=way.place,
        expected_on=way.expected_on,
    )
