"""Baskets that come to the till from a phone or from where they were parked, and leave it again."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from oneshelf.kernel import clock
from oneshelf.modules.carts import public as carts
from oneshelf.modules.carts.public import Cart, CartId, CartLine
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.tills import public as tills
from oneshelf.surfaces.till import goods, people
from oneshelf.surfaces.till.device import Counter
from oneshelf.surfaces.till.errors import TillHasBasket
from oneshelf.surfaces.till.requests import Basket, Line


@dataclass(frozen=True, slots=True)
class Taken:
    """A basket that the till has now: its lines beside what was rung up before; `left_out` is not sold any more."""

    cart: Cart
    lines: list[Line]
    customer: UUID | None
    left_out: list[str]


def held(counter: Counter, cart: UUID | None) -> Cart | None:
    """Return the cart that the page has in hands. Raises UnknownCart, CartElsewhere when it is not at this till."""
    if cart is None:
        return None
    known, mine = carts.load(CartId(cart)), tills.hands_of(counter.till)
    if known.state.value not in carts.LIVE_STATES:
        raise carts.UnknownCart(cart=str(cart))
    if not known.holder.is_same(mine):
        raise carts.CartElsewhere(kind=known.holder.kind.value, where=known.holder.name)
    return known


def take(counter: Counter, sent: Basket, held_now: Cart | None) -> Taken:
    """Take the cart of a scanned code, or a parked one, beside what is in the page's basket.

    Raises TillHasBasket, BadCartCode, CartBeingPaid, and CartElsewhere when another till was quicker.
    """
    mine = tills.hands_of(counter.till)
    if sent.resume:
        _only_one(held_now, sent.resume)
        cart = carts.resume(CartId(sent.resume), counter.till.place, by=mine)
        checkout.keep_hold(cart.id)
    else:
        if held_now is not None:
            raise TillHasBasket
        cart = checkout.take_over_cart(sent.code, mine, market=counter.till.market)
    wanted, left_out = _sold_here(counter, cart)
    lines = list(sent.lines)
    for each in wanted:
        same = next((line for line in lines if line.variant == each.variant and not line.label), None)
        if same:
            same.quantity = min(same.quantity + each.quantity, carts.MOST_UNITS)
        else:
            lines.append(Line(each.variant, each.quantity))
    return Taken(cart, lines, _customer(counter, cart) or sent.customer, left_out)


def _only_one(held_now: Cart | None, wanted: UUID) -> None:
    if held_now is not None and held_now.id != wanted:
        raise TillHasBasket


def _sold_here(counter: Counter, cart: Cart) -> tuple[list[CartLine], list[str]]:
    """Return the lines that can be sold now, and what the others are called."""
    variants = [line.variant for line in cart.lines]
    snapshots = catalogue.snapshots(variants)
    prices = pricing.prices(counter.till.market, variants, clock.now(), goods.buyer_at(counter.till))

    def is_sold(variant: VariantId) -> bool:
        return variant in prices and variant in snapshots and snapshots[variant].sellable

    left_out = [snapshots[each].title for each in variants if not is_sold(each) and each in snapshots]
    return [line for line in cart.lines if is_sold(line.variant)], left_out


def _customer(counter: Counter, cart: Cart) -> UUID | None:
    """Return whose cart it is, if the cashier may know."""
    return cart.customer if cart.customer and counter.actor.may(people.VIEW, counter.till.place) else None
