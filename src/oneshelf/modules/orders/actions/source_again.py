"""Sending units from elsewhere when their place cannot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from oneshelf.kernel import clock
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders.actions.bring_again import asked_before, bring_again, could_bring
from oneshelf.modules.orders.actions.send_from import Source, open_from, parts_of, tell
from oneshelf.modules.orders.events import LineUnfillable
from oneshelf.modules.orders.queries import get_order, lock_order, unassigned
from oneshelf.modules.orders.rules import GIVEN_UP
from oneshelf.modules.orders.types import Method, Order, OrderId, OrderLine
from oneshelf.modules.sourcing import public as sourcing


@retried
def source_again(
    order: OrderId, units: Mapping[int, int], consignment: fulfilment.Consignment, cause: sourcing.Cause
) -> None:
    """Send `units` (line -> units) that `consignment` cannot hold from elsewhere, by the policy that holds.

    What is brought to a store is brought from elsewhere. What lies in the shopper's store stays with it, so that only
    they can decide. What nobody can send is announced (`LineUnfillable`). Joins the caller's transaction. An order that
    has ended is left alone.
    """
    lock_order(order)
    found, at = get_order(order), clock.now()
    _give_room_back(found, consignment)
    sourcing.note_rejection(found.summary.market, consignment.sender, len(units), cause=consignment.id, at=at)
    left = unassigned(found)
    for line in found.lines:
        wanted = min(units.get(line.line, 0), left[line.line])
        if wanted and not _send(found, line, wanted, consignment, cause):
            unfillable = LineUnfillable(
                market=found.summary.market,
                number=found.summary.number,
                line=line.line,
                variant=line.variant,
                quantity=wanted,
                place=consignment.desk,
                consignment=consignment.id,
                cause=cause.value,
            )
            tell(order, unfillable, at, sends=False)


def _give_room_back(order: Order, consignment: fulfilment.Consignment) -> None:
    """Let go of the hours of places that have nothing to do for the order any more."""
    mine = fulfilment.consignments_of([order.summary.id])[order.summary.id]
    busy = {place for each in mine if each.state not in GIVEN_UP for place in (each.sender, each.desk)}
    idle = {consignment.sender, consignment.desk} - busy
    if idle:
        sourcing.release_capacity(order.summary.id, idle)


def _send(
    order: Order, line: OrderLine, units: int, consignment: fulfilment.Consignment, cause: sourcing.Cause
) -> bool:
    if consignment.bring_to is not None:
        return bring_again(order, line, units, consignment, cause)
    if order.summary.method is not Method.SHIP or order.contact is None:
        return False
    excluding = {consignment.place} | asked_before(order, line.line)
    parts = parts_of(line)
    lines = [sourcing.OrderLine(line.line, variant, units * per) for variant, per in parts]
    there, at = delivery.Destination(order.contact.country, order.contact.postal_code), clock.now()
    summary = order.summary
    try:
        offer = delivery.cheapest(summary.market, there, weight_g=0, goods=0, rather=order.service)
        by = order.service if offer and offer.service.code == order.service else ""  # what it was paid for, if it can
        way = sourcing.arrange(summary.market, summary.channel, lines, there, at, service=by, excluding=excluding)
        sources = _sources(way, parts)
        if sources is None:
            return False
        with transaction.atomic():
            if not open_from(order, line, sources, cause=cause.value, at=at):
                return True  # the order has ended: nobody waits for these units
            sourcing.take_capacity(summary.market, summary.id, way.legs)
    except (sourcing.NowhereToSource, sourcing.PlaceBusy, delivery.NotDelivered, inventory.OutOfStock):
        return False
    sourcing.note_decision(summary.market, summary.id, cause, way.policy, lines, way.decision, at=at)
    return True


def could_send(parcel: fulfilment.Consignment, at: datetime) -> bool:
    """Tell whether other places could send a whole parcel as things stand `at` an instant. Takes nothing."""
    order = get_order(OrderId(parcel.order))
    if parcel.bring_to is not None:
        return could_bring(order, parcel, at)
    if order.contact is None:
        return False
    units = {each.line: each.quantity for each in parcel.lines}
    wanted = [line for line in order.lines if line.line in units]
    lines = [
        sourcing.OrderLine(line.line, variant, units[line.line] * per)
        for line in wanted
        for variant, per in parts_of(line)
    ]
    there = delivery.Destination(order.contact.country, order.contact.postal_code)
    excluding = {place for line in wanted for place in asked_before(order, line.line)}
    summary = order.summary
    try:
        sourcing.arrange(summary.market, summary.channel, lines, there, at, excluding=excluding)
    except (sourcing.NowhereToSource, sourcing.PlaceBusy, delivery.NotDelivered):
        return False
    return True


def _sources(way: sourcing.Arranged, parts: Sequence[tuple[catalogue.VariantId, int]]) -> list[Source] | None:
    """What each place sends, in whole units; None when a kit would be torn apart."""
    found = []
    for leg in way.legs:
        given = {each.variant: each.quantity for each in leg.assignments}
        count = min(given.get(variant, 0) // per for variant, per in parts)
        if given != {variant: count * per for variant, per in parts}:
            return None
        found.append(Source(leg.place, count, leg.ready_at))
    return found
