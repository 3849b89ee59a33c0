"""Selling at a till."""

from __future__ import annotations

from dataclasses import replace

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.idempotency.public import Claim
from oneshelf.modules.carts import public as carts
from oneshelf.modules.carts.public import CartId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.orders.public import Method
from oneshelf.modules.places import public as places
from oneshelf.modules.tills import rules
from oneshelf.modules.tills.actions.issue_receipt import issue_receipt
from oneshelf.modules.tills.errors import UnknownTill
from oneshelf.modules.tills.types import Receipt, Sale, Till


def sell(till: Till, sale: Sale, *, actor: Actor, once: Claim) -> Receipt:
    """Sell what a cashier rang up, and return its receipt. The same request (`once`) sells once.

    The receipt is numbered after the order stands: a crash between leaves an order whose receipt the repeated
    request issues. Raises UnknownTill for a retired one, TooLittleCash, the refusals of `checkout.place_order` and, of
    a basket that was taken over, those of `carts.begin_sale`.
    """
    if till.archived:
        raise UnknownTill(till=str(till.id))
    rules.check_cash(sale.tenders, sale.cash_given)
    purchase = checkout.Purchase(
        market=till.market,
        channel=till.channel,
        method=Method.TAKE_NOW,
        place=till.place,
        lines=sale.lines,
        tenders=sale.tenders,
        customer=sale.customer,
        staff=sale.staff,
        till=till.id,
        device=till.name,
        expected_total=sale.expected_total,
        overruled_by=sale.overruled_by,
        cart=sale.cart,
        onward=sale.onward,
        coupons=sale.coupons,
        pay_by=sale.pay_by,
    )
    if sale.cart is None:
        placed = checkout.place_order(purchase, actor=actor, once=once)
    else:
        placed = _close(sale.cart, till, purchase, actor=actor, once=once)
    return issue_receipt(
        till.id,
        placed.order,
        placed.total,
        cash_given=sale.cash_given,
        staff=sale.staff,
        lines=len({line.variant for line in sale.lines}),
    )


def hands_of(till: Till) -> carts.Holder:
    """Return the till as the hands that hold a cart, by the name that its shopper reads."""
    name = f"{till.name}, {places.get_place(till.place).name}"
    return carts.Holder(carts.HolderKind.TILL, till.id, name)


def _close(cart: CartId, till: Till, purchase: checkout.Purchase, *, actor: Actor, once: Claim) -> checkout.PlacedOrder:
    """Sell a cart that the till holds: while this sale pays it, nobody else can."""
    name = rules.sale_name(once)
    began = carts.begin_sale(cart, name, by=hands_of(till))
    try:
        gift = carts.load(cart).gift
        wanted = replace(purchase, gift=gift.message) if gift else purchase
        placed = checkout.place_order(wanted, actor=actor, once=once)
    except Refusal:
        if began:
            carts.let_go(cart, name)
        raise
    carts.finish_sale(cart, name)
    return placed
