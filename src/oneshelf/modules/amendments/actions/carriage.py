"""What it costs to send an order to another address, taxed as it would be if it were placed so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from oneshelf.kernel.money import Money, round_half_away
from oneshelf.modules.amendments import rules
from oneshelf.modules.amendments.actions.whither import Search, destination
from oneshelf.modules.amendments.types import Carriage, LineChange, Wish
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Contact, Method, Order
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import Rulebook, compiled
from oneshelf.modules.tax import public as tax

NO_RULES = Rulebook((), ())


def carriage_as_it_is(order: Order) -> Carriage:
    """Return what delivery costs, when nothing changes about it."""
    due = order.delivery - order.waived
    held = _share(order, order.tax.minor - sum(line.tax.minor for line in order.lines))
    return Carriage(due, held, held)


def carriage(search: Search, wish: Wish, changes: Sequence[LineChange]) -> Carriage:
    """Return what delivery costs from now on: what it did, but for another address, where its service goes if it can.

    The difference is taxed where the goods arrive then; what was charged before is taxed alike there, or the order does
    not go there (`taxed_there`). Raises AlreadyPacked, and delivery's NotDelivered.
    """
    order, now = search.order, carriage_as_it_is(search.order)
    if order.summary.method is not Method.SHIP or wish.contact is None:
        return now
    rules.check_unpacked(order, search.consignments)
    if not rules.is_elsewhere(order.contact, wish.contact):
        return now
    charge = _listed(search, wish.contact, changes)
    if not charge:
        return Carriage(Money.zero(order.summary.currency), now.tax_was, 0)
    return _taxed(order, wish.contact, now, charge - _listed_before(order, now))


def _listed(search: Search, contact: Contact, changes: Sequence[LineChange]) -> int:
    """Return the rate, in minor units, of sending what the order is afterwards to somebody."""
    known = catalogue.snapshots([each.variant for each in changes])
    units = [(each, known[each.variant].parts if each.variant in known else ()) for each in changes]
    weights = catalogue.weights([variant for _, parts in units for variant, _ in parts])
    weight = sum(each.after * per * weights.get(variant, 0) for each, parts in units for variant, per in parts)
    goods = sum(each.will.minor for each in changes)
    there = destination(contact)
    offer = delivery.cheapest_in(search.book, there, weight_g=weight, goods=goods, rather=search.order.service)
    return offer.charge if offer else 0


def _listed_before(order: Order, now: Carriage) -> int:
    """Return the rate that was charged so far: without added tax, and with what an exempt buyer was spared of it."""
    spared = -sum(each.amount.minor for each in order.adjustments if (each.line, each.kind) == (0, orders.TAX_RELIEF))
    return now.charge.minor - (now.tax_was if order.tax_added else 0) + _share(order, spared)


def _share(order: Order, minor: int) -> int:
    """Return how much of what all delivery was charged is in what is still due of it."""
    due = order.delivery.minor - order.waived.minor
    return round_half_away(minor * due, order.delivery.minor) if due else 0


def _taxed(order: Order, contact: Contact, now: Carriage, more: int) -> Carriage:
    """Return what delivery costs when its rate is by so much higher, or lower."""
    if not more:
        return now
    taxes = compiled.UNTAXED
    if order.tax_told:
        taxes = tax.taxes(orders.tax_request(replace(order, contact=contact), ()))
    asked = compiled.Basket(
        order.summary.currency,
        lines=(),
        facts=compiled.Facts(0, 0, 0),
        delivery=compiled.Charge(abs(more)),
        taxes=taxes,
        rounding=order.rounding,
    )
    told = pricing.price(asked, NO_RULES).delivery
    assert told is not None, "delivery was asked about"
    sign, added = (1 if more > 0 else -1), told.tax if order.tax_added else 0
    return Carriage(
        now.charge + Money(sign * (told.amount + added), order.summary.currency),
        now.tax_was,
        now.tax_was + sign * told.tax,
        relief=max(0, sign * (abs(more) - told.amount)),
    )
