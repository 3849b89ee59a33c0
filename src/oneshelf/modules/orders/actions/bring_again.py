"""Bringing units to their shopper's store from another place than the one that was to, or that sent them in vain."""

from __future__ import annotations

from django.db import transaction

from oneshelf.kernel import clock
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders.actions.send_from import Source, open_from, parts_of
from oneshelf.modules.orders.rules import GIVEN_UP
from oneshelf.modules.orders.types import Order, OrderLine
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing import public as sourcing


def bring_again(
    order: Order, line: OrderLine, units: int, consignment: fulfilment.Consignment, cause: sourcing.Cause
) -> bool:
    """Let another place bring units of a line to the shopper's store, or the store make them ready that has them now.

    Returns whether one does. A line of which some units are there, or on their way, is left to its shopper: who has
    some keeps the stock by order, place and line. Joins the caller's transaction.
    """
    store, at, summary = consignment.desk, clock.now(), order.summary
    if any(
        each.desk == store and held.line == line.line and held.quantity > held.short
        for each in fulfilment.consignments_of([summary.id])[summary.id]
        if each.state not in GIVEN_UP
        for held in each.lines
    ):
        return False
    lines = [sourcing.OrderLine(line.line, variant, units * per) for variant, per in parts_of(line)]
    excluding = {consignment.sender} | asked_before(order, line.line)
    try:
        way = sourcing.bring(summary.market, summary.channel, lines, store, at, excluding=excluding)
        (leg,) = way.legs
        to = store if leg.place != store else None
        source = Source(leg.place, units, leg.ready_at, bring_to=to, there_by=way.promised_by)
        with transaction.atomic():
            if open_from(order, line, [source], cause=cause.value, at=at):
                sourcing.take_capacity(summary.market, summary.id, way.legs)
    except (sourcing.NowhereToSource, sourcing.PlaceBusy, inventory.OutOfStock):
        return False
    return True


def asked_before(order: Order, line: int) -> set[PlaceId]:
    """The places that have, or gave up, units of the line: those would be asked again, and who has some keeps the
    stock by order, place and line.
    """
    consignments = fulfilment.consignments_of([order.summary.id])[order.summary.id]
    return {each.sender for each in consignments if any(held.line == line for held in each.lines)}
