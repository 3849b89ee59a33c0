"""Carrying a change out: parcels, order book, stock and room, all in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.amendments import rules
from oneshelf.modules.amendments.errors import ChangeCostsMore
from oneshelf.modules.amendments.types import Amendment, Parcel
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Change, Order
from oneshelf.modules.sourcing import public as sourcing

Timed = tuple[Parcel, datetime, datetime | None]
"""A parcel, when it is ready, and the hour of its place's room that it takes."""


def carry_out(amendment: Amendment, order: Order, *, paid: Money, actor: Actor) -> None:
    """Do what was shown, all of it or none, in the caller's transaction, which has locked the order.

    Raises fulfilment's UnitsPicked and WrongState, orders' NotOpen, NotAmendable and NotCancellable, inventory's
    OutOfStock, sourcing's PlaceBusy, and ChangeCostsMore when units were cancelled meanwhile that the price stood on.
    """
    preview = amendment.preview
    held = inventory.release(inventory.Owner.AMENDMENT, amendment.id) > 0
    for each in preview.taken_out:
        fulfilment.withdraw(each.consignment, each.units, actor=actor)
    _give_room_back(amendment)
    if preview.ends_order:
        orders.cancel_order(order.summary.id, actor=actor)
        return
    change = _change(amendment, order, paid)
    parcels, later = _on_time(amendment, order)
    if change.promised_by is not None:
        change = replace(change, promised_by=change.promised_by + later)
    reason = amendment.reason.value
    orders.amend(order, change, reason=reason, actor=actor, amendment=amendment.id)
    _send(amendment, order, parcels, held=held)


def demands(parcels: Iterable[Parcel], *, fresh_only: bool = False, held: bool = False) -> list[inventory.Demand]:
    """Return what parcels take from the shelves, `fresh_only` without what the order has there already.

    Rules keep their buffers back from what is new, unless it was `held` before.
    """
    return [
        inventory.Demand(
            part.line,
            parcel.place,
            variant,
            part.units * per,
            per=per,
            withheld=0 if held or part.stays else None,
        )
        for parcel in parcels
        for part in parcel.parts
        for variant, per in part.takes
        if not (fresh_only and part.stays)
    ]


def _give_room_back(amendment: Amendment) -> None:
    """Let go of the hours of places that have nothing to do for the order any more."""
    left = {
        each.place
        for each in fulfilment.consignments_of([amendment.order])[amendment.order]
        if each.state not in rules.GIVEN_UP
    }
    idle = {each.place for each in amendment.preview.taken_out} - left
    if idle:
        sourcing.release_capacity(amendment.order, idle)


def _change(amendment: Amendment, order: Order, paid: Money) -> Change:
    """The change in the words of the order book. Raises ChangeCostsMore when it would come to something else now."""
    preview, wish = amendment.preview, amendment.wish
    more = preview.bill.delivery_will.minor - preview.bill.delivery_was.minor
    delivery, waived = max(0, more), max(0, -more)
    cancelled = orders.value_of_cancelled(order.lines, wish.cancel) + waived
    added = sum(line.amount.minor for line in preview.new_lines) + delivery
    if max(0, added - cancelled) != paid.minor:
        raise ChangeCostsMore(agreed=paid, now=Money(max(0, added - cancelled), paid.currency))
    return Change(
        cancel=wish.cancel,
        add=preview.new_lines,
        paid=paid.minor,
        waived=waived,
        delivery=delivery,
        contact=wish.contact,
        place=wish.store,
        promised_by=preview.promise_will if preview.promise_will != preview.promise_was else None,
        sends=bool(preview.supply.parcels),
    )


def _on_time(amendment: Amendment, order: Order) -> tuple[list[Timed], timedelta]:
    """Each parcel with when it is ready and its hour, as of now, and by how much that is later than was shown.

    What was shown a moment ago stands; what was paid hours later is made ready hours later.
    """
    now, later, timed = clock.now(), timedelta(), []
    for parcel in amendment.preview.supply.parcels:
        ready, slot = parcel.ready_at, parcel.slot
        if parcel.joins is None and now - amendment.proposed_at > rules.PROPOSED_FOR:
            fresh = sourcing.appointments(order.summary.market, [parcel.place], now)[parcel.place]
            later = max(later, fresh.ready_at - ready)
            ready, slot = max(ready, fresh.ready_at), fresh.slot
        timed.append((parcel, ready, slot))
    return timed, later


def _send(amendment: Amendment, order: Order, parcels: Sequence[Timed], *, held: bool) -> None:
    """Put goods into the parcels that were shown, and take them from the shelves last: their rows are the busiest."""
    if not parcels:
        return
    summary, at = order.summary, clock.now()
    opened, rooms = [], []
    for parcel, ready, slot in parcels:
        lines = [fulfilment.Line(each.line, each.variant, each.title, each.sku, each.units) for each in parcel.parts]
        if parcel.joins and fulfilment.add_lines(parcel.joins, lines):
            continue  # one that somebody has begun to pick meanwhile is left to them
        method = fulfilment.Method(summary.method.value)
        id = fulfilment.ConsignmentId(new_id())
        opened.append(fulfilment.NewConsignment(id, parcel.place, method, ready, tuple(lines)))
        rooms.append(sourcing.Leg(parcel.place, (), ready, slot))
    fulfilment.open_consignments(opened, market=summary.market, order=summary.id, order_number=summary.number, at=at)
    sourcing.take_capacity(summary.market, summary.id, rooms)
    way = amendment.preview.supply.arranged
    if way is not None:
        lines_asked = [sourcing.OrderLine(each.line, each.variant, each.quantity) for each in way.decision.assignments]
        sourcing.note_decision(
            summary.market, summary.id, sourcing.Cause.CHANGED, way.policy, lines_asked, way.decision, at=at
        )
    wanted = demands((parcel for parcel, _, _ in parcels), held=held)
    inventory.allocate(summary.market, wanted, order=summary.id, channel=summary.channel)
