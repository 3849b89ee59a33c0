"""Giving what offers promise for what happened: once for each cause, whoever asks first and however often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from oneshelf.kernel import clock
from oneshelf.modules.carts.public import Cart
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.fulfilment.public import Consignment, Method
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import Channel
from oneshelf.modules.offers import rules
from oneshelf.modules.offers.actions.give import give
from oneshelf.modules.offers.queries import awards_for, runs_in
from oneshelf.modules.offers.types import Award, Circumstances, Good, Happening, Terms, Trigger
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Order, OrderState, Origin
from oneshelf.modules.pricing.public import compiled

EARLIER = 20
"""How many earlier orders of a customer are looked at for one that was not cancelled."""

Bought = Sequence[tuple[VariantId, int]]
"""Articles, and what each line of them costs in minor units."""


def earned_by_order(order: Order) -> list[Award]:
    """Return what an order earned, and give it now when nobody has yet: a receipt does not wait for the relay.

    An order earns when its shopper has everything. Where no offer ever was, one statement asks so, or none in a process
    that remembers. It is a transaction of its own unless the caller has one; never that which writes the order.
    """
    found = order.summary
    if found.state is not OrderState.COMPLETED or found.origin is not Origin.LIVE:
        return []
    bought = [(line.variant, line.amount.minor) for line in order.lines]
    return _earned(_happened(order, Trigger.BOUGHT, found.id), bought, order)


def earned_by_parcel(parcel: Consignment, order: Order) -> list[Award]:
    """Return what goes with a parcel of an order, and give it now when nobody has yet: its slip is printed early.

    What goes with a present is for whoever unpacks it, and not its buyer's.
    """
    if parcel.method is not Method.SHIP or order.summary.state is OrderState.CANCELLED:
        return []
    held = {line.line for line in parcel.lines}
    bought = [(line.variant, line.amount.minor) for line in order.lines if line.line in held]
    happening = _happened(order, Trigger.PARCEL, parcel.id)
    if order.gift is not None:
        happening = replace(happening, customer=None, email="")
    return _earned(happening, bought, order)


def earned_by_cart(cart: Cart) -> list[Award]:
    """Return what a basket earned that its customer left alone, and give it now when nobody has yet."""
    happening = Happening(
        Trigger.LEFT, cart.id, cart.market, cart.channel, place=None, at=cart.updated_at, customer=cart.customer
    )
    return _earned(happening, [(line.variant, 0) for line in cart.lines])


def earned_by_visit(channel: Channel, visitor: UUID, customer: CustomerId | None) -> list[Award]:
    """Return what somebody takes who visits a channel, and give it now when they have not taken it yet.

    Who is known gets it once on a day of the market's clock; others once as `visitor`, which their browser keeps.
    """
    cause, now = _visit(channel, visitor, customer), clock.now()
    return _earned(
        Happening(Trigger.VISITED, cause, channel.market, channel.id, place=None, at=now, customer=customer), []
    )


def taken_by_visitor(channel: Channel, visitor: UUID | None, customer: CustomerId | None) -> list[Award]:
    """Return what `earned_by_visit` has given this visitor; what they took before they signed in is among it."""
    causes = [visitor] if visitor else []
    return awards_for([*causes, _visit(channel, customer, customer)] if customer else causes)


def _visit(channel: Channel, visitor: UUID, customer: CustomerId | None) -> UUID:
    day = clock.now().astimezone(ZoneInfo(markets.get_market(channel.market).time_zone)).date()
    return uuid5(customer, f"visited {channel.market} {day}") if customer else visitor


def _happened(order: Order, trigger: Trigger, cause: UUID) -> Happening:
    of = order.summary
    email = order.contact.email.strip().lower() if order.contact and of.customer is None else ""
    return Happening(trigger, cause, of.market, of.channel, of.place, of.placed_at, of.customer, of.id, email)


def _earned(happening: Happening, bought: Bought, order: Order | None = None) -> list[Award]:
    runs = runs_in(happening.market)
    if not runs:
        return []
    had = {each.offer: each for each in awards_for([happening.cause])}
    for run in runs:
        if run.offer in had or not rules.may_earn(run, happening):
            continue
        if rules.earns(run.terms, happening, _circumstances(run.terms, happening, bought, order)):
            given = give(run, happening)
            had |= {given.offer: given} if given else {}
    return list(had.values())


def _circumstances(terms: Terms, happening: Happening, bought: Bought, order: Order | None) -> Circumstances:
    """Find out what else decides: each question is asked only where the terms ask it."""
    asks_what = terms.match != compiled.EVERYTHING
    tags = catalogue.tags([variant for variant, _amount in bought]) if asks_what else {}
    customer = happening.customer
    return Circumstances(
        goods=tuple(Good(frozenset(tags.get(variant, ())), amount) for variant, amount in bought),
        groups=customers.groups_of(customer) if terms.groups and customer else frozenset(),
        is_first=terms.first_order and _is_first(happening),
        has_email=bool(customer or (order and order.contact and order.contact.email)),
    )


def _is_first(happening: Happening) -> bool:
    """Tell whether a known customer had ordered nothing before, in any channel, that was not cancelled."""
    if happening.customer is None or happening.order is None:
        return False
    earlier = orders.orders_of_customer(
        happening.customer, before=happening.at, before_id=happening.order, limit=EARLIER
    )
    return all(each.state is OrderState.CANCELLED for each in earlier)
