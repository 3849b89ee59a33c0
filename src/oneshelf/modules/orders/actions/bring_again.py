"""Bringing units to their shopper's store from another place than the one that was to, or that sent them in vain."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

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

    Returns whether one does, and keeps why. Joins the caller's transaction.
    """
    at, summary = clock.now(), order.summary
    found = _way(order, line, units, consignment, _consignments(order), at)
    if found is None:
        return False
    lines, excluding, way = found
    (leg,) = way.legs
    to = consignment.desk if leg.place != consignment.desk else None
    source = Source(leg.place, units, leg.ready_at, bring_to=to, there_by=way.promised_by)
    try:
        with transaction.atomic():
            if not open_from(order, line, [source], cause=cause.value, at=at):
                return True  # the order has ended: nobody waits for these units
            sourcing.take_capacity(summary.market, summary.id, way.work)
    except (sourcing.PlaceBusy, inventory.OutOfStock):
        return False
    sourcing.note_brought(summary.market, summary.id, cause, way, lines, excluding=excluding, at=at)
    return True


def could_bring(order: Order, consignment: fulfilment.Consignment, at: datetime) -> bool:
    """Tell whether `bring_again` would find somebody for each line of a consignment, as things stand `at`."""
    units = {each.line: each.quantity for each in consignment.lines}
    others = [each for each in _consignments(order) if each.id != consignment.id]
    wanted = [line for line in order.lines if line.line in units]
    return all(_way(order, line, units[line.line], consignment, others, at) is not None for line in wanted)


def _way(
    order: Order,
    line: OrderLine,
    units: int,
    consignment: fulfilment.Consignment,
    others: Iterable[fulfilment.Consignment],
    at: datetime,
) -> tuple[list[sourcing.OrderLine], set[PlaceId], sourcing.Way] | None:
    """What is asked for, whom not to ask, and how it comes to the shopper's store; None when it does not.

    A line of which `others` have units there, or on their way, is left to its shopper, who may rather have the money
    back than come twice.
    """
    store, summary = consignment.desk, order.summary
    if any(
        each.desk == store and held.line == line.line and held.quantity > held.short
        for each in others
        if each.state not in GIVEN_UP
        for held in each.lines
    ):
        return None
    lines = [sourcing.OrderLine(line.line, variant, units * per) for variant, per in parts_of(line)]
    excluding = {consignment.sender} | asked_before(order, line.line)
    try:
        return lines, excluding, sourcing.bring(summary.market, summary.channel, lines, store, at, excluding=excluding)
    except (sourcing.NowhereToSource, sourcing.PlaceBusy):
        return None


def asked_before(order: Order, line: int) -> set[PlaceId]:
    """The places that have, or gave up, units of the line: who found too few would be asked in vain again."""
    return {each.sender for each in _consignments(order) if any(held.line == line for held in each.lines)}


def _consignments(order: Order) -> list[fulfilment.Consignment]:
    return fulfilment.consignments_of([order.summary.id])[order.summary.id]
