"""Carrying a change out: parcels, order book, stock and room, all in the caller's transaction."""

from __future__ import annotations

from dataclasses import replace

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.money import Money
from oneshelf.modules.amendments import rules
from oneshelf.modules.amendments.actions.apart import still_waiting
from oneshelf.modules.amendments.actions.send import demands, join, note_why, on_time, open_parcels
from oneshelf.modules.amendments.errors import ChangeCostsMore
from oneshelf.modules.amendments.types import Amendment, Parcel
from oneshelf.modules.companies import public as companies
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Change, Method, Order
from oneshelf.modules.sourcing import public as sourcing


def carry_out(amendment: Amendment, order: Order, *, paid: Money, actor: Actor) -> None:
    """Do what was shown, all of it or none, in the caller's transaction, which has locked the order.

    Raises fulfilment's UnitsPicked and WrongState, orders' NotOpen, NotAmendable and NotCancellable, inventory's
    OutOfStock, sourcing's PlaceBusy, what `companies.change_credit` refuses, AlreadyPacked when a parcel has its old
    address on it by now, and ChangeCostsMore when units were cancelled meanwhile that the price stood on.
    """
    preview = amendment.preview
    joined = {each.joins for each in preview.supply.parcels if each.joins}
    fulfilment.lock(joined | {each.consignment for each in preview.taken_out} | _readdressed(amendment, order))
    check_address(amendment, order)
    held = inventory.release(inventory.Owner.AMENDMENT, amendment.id) > 0
    # What joins a parcel comes first: one that is to hold nothing else stays, with its PIN.
    apart = [parcel for parcel in preview.supply.parcels if not join(parcel)]
    apart = _as_they_wait(amendment, apart)
    _take_out(amendment, actor)
    _give_room_back(amendment)
    if preview.ends_order:
        orders.cancel_order(order.summary.id, actor=actor)
        return
    change = _change(amendment, order, paid)
    timed, later = on_time(amendment, order, apart)
    if change.promised_by is not None:
        change = replace(change, promised_by=change.promised_by + later)
    orders.amend(order, change, reason=amendment.reason.value, actor=actor, amendment=amendment.id)
    open_parcels(order, timed)
    note_why(amendment, order)
    wanted = demands(preview.supply.parcels, held=held)
    if wanted:  # late: the rows of stock are the busiest
        inventory.allocate(order.summary.market, wanted, order=order.summary.id, channel=order.summary.channel)
    if order.terms is orders.Terms.ON_ACCOUNT:
        companies.change_credit(order.summary.id)


def _as_they_wait(amendment: Amendment, parcels: list[Parcel]) -> list[Parcel]:
    """Let what is parted from goods that are still to come wait as they do now: they may have come meanwhile."""
    if not any(each.expected_on for each in parcels):
        return parcels
    now = {each.id: each for each in fulfilment.consignments_of([amendment.order])[amendment.order]}
    return [still_waiting(each, now[each.of]) if each.of and each.expected_on else each for each in parcels]


def _take_out(amendment: Amendment, actor: Actor) -> None:
    """Take out of each consignment what leaves it: in a parcel of its own, or for good."""
    for each in amendment.preview.taken_out:
        parted = rules.parted_from(each.consignment, amendment.preview.supply.parcels)
        if parted:
            fulfilment.part(each.consignment, parted, actor=actor)
        rest = {line: units - parted.get(line, 0) for line, units in each.units.items()}
        rest = {line: units for line, units in rest.items() if units}
        if rest:
            fulfilment.withdraw(each.consignment, rest, actor=actor)


def check_address(amendment: Amendment, order: Order) -> None:
    """Raise AlreadyPacked when goods are to go to another address, and a parcel has its old one on it."""
    if _readdressed(amendment, order):
        rules.check_unpacked(order, fulfilment.consignments_of([amendment.order])[amendment.order])


def _readdressed(amendment: Amendment, order: Order) -> set[fulfilment.ConsignmentId]:
    """The consignments that are to go to another address."""
    if amendment.wish.contact is None or order.summary.method is not Method.SHIP:
        return set()
    return {each.id for each in fulfilment.consignments_of([amendment.order])[amendment.order]}


def _give_room_back(amendment: Amendment) -> None:
    """Let go of the hours of places that have nothing to do for the order any more."""
    mine, out = fulfilment.consignments_of([amendment.order])[amendment.order], amendment.preview.taken_out
    busy = {place for each in mine if each.state not in rules.GIVEN_UP for place in (each.sender, each.desk)}
    left = {each.consignment for each in out}
    idle = {place for each in mine if each.id in left for place in (each.sender, each.desk)} - busy
    if idle:
        sourcing.release_capacity(amendment.order, idle)


def _change(amendment: Amendment, order: Order, paid: Money) -> Change:
    """The change in the words of the order book. Raises ChangeCostsMore when it would come to something else now."""
    preview, wish = amendment.preview, amendment.wish
    more = preview.bill.delivery_will.minor - preview.bill.delivery_was.minor
    delivery, waived = max(0, more), max(0, -more)
    cancelled = orders.value_of_cancelled(order.lines, wish.cancel) + waived
    added = sum(line.amount.minor for line in preview.new_lines) + delivery
    agreed = max(paid, preview.bill.will - preview.bill.was) if order.terms else paid
    if max(0, added - cancelled) != agreed.minor:
        raise ChangeCostsMore(agreed=agreed, now=Money(max(0, added - cancelled), paid.currency))
    return Change(
        cancel=wish.cancel,
        add=preview.new_lines,
        paid=paid.minor,
        waived=waived,
        delivery=delivery,
        delivery_tax=preview.bill.delivery_tax,
        delivery_relief=preview.bill.delivery_relief,
        contact=wish.contact,
        place=wish.store,
        promised_by=preview.promise_will if preview.promise_will != preview.promise_was else None,
        sends=bool(preview.supply.parcels),
        savings=preview.savings,
        sealed=preview.sealed,
    )
