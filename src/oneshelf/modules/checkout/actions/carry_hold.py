"""A cart that goes into other hands takes along what its checkout held for it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from oneshelf.kernel import clock, sql
from oneshelf.kernel.transactions import retried
from oneshelf.modules.carts import public as carts
from oneshelf.modules.carts.public import SHOPPER, Cart, CartId, CartRevision, Holder
from oneshelf.modules.checkout.actions.take_uses import release_uses
from oneshelf.modules.checkout.queries import get_checkout
from oneshelf.modules.checkout.types import CheckoutId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import Owner
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.sourcing import public as sourcing

CARRIED_FOR = timedelta(minutes=30)
"""How long a cart holds what it was given, from the last time that it changed hands."""


@dataclass(frozen=True, slots=True)
class _Ended:
    id: CheckoutId
    cart: CartRevision
    order: OrderId
    holds: bool


_END = sql.statement(__name__, "end_of_carts", row=_Ended)


@retried
def take_over_cart(code: str, by: Holder, *, market: MarketId) -> Cart:
    """Take the cart of a code into `by`'s hands, and the goods with it that were held for it; return the cart.

    What its unpaid checkout held is the cart's for CARRIED_FOR: wherever it goes, nobody else gets it, and whoever
    sells the cart, a till or another checkout, uses it first. Raises the refusals of `carts.take_over`.
    """
    before = None
    with suppress(carts.BadCartCode):  # one that was read already says so, or gives the cart again, below
        before = carts.cart_of_code(code, market=market).revision
    cart = carts.take_over(code, by, market=market)
    if before is not None:
        _carry({before: cart.id})
        keep_hold(cart.id)
    return cart


@retried
def merge_carts(source: Cart, into: Cart) -> Cart:
    """Pour a cart into another one, and with it the goods that were held for either; return what it is in now.

    What the unpaid checkouts of both held is the cart's for CARRIED_FOR, and its next checkout uses it first. Of two
    requests at once one pours, and both get what came of it. Raises the refusals of `carts.merge`.
    """
    locked = carts.lock([source.id, into.id])
    cart = carts.merge(source.id, into.id)
    if source.id == into.id or source.id not in locked:
        return cart
    _carry({revision: each for each, revision in locked.items()})
    if inventory.pour_hold(Owner.CART, source.id, into=cart.id):
        keep_hold(cart.id)
    return cart


@retried
def take_home_cart(code: str, into: Cart, *, market: MarketId) -> Cart:
    """Take the cart of a code to a shopper's own cart, and the goods with it; return that: all of it or nothing.

    When the code is of their own cart, that comes back as it is. Raises what `take_over_cart` and `merge_carts` raise.
    """
    return merge_carts(take_over_cart(code, SHOPPER, market=market), into)


@retried
def keep_hold(cart: CartId) -> None:
    """Let a cart hold for CARRIED_FOR from now on what it holds, if it holds anything."""
    if inventory.held(Owner.CART, cart):
        inventory.extend_hold(cart, by=CARRIED_FOR)


def _carry(carried: Mapping[CartRevision, CartId]) -> None:
    """End the unpaid checkouts of carts as they were, and let each cart hold the goods that they held.

    Its coupons and limits are free again for whoever sells it.
    """
    until = clock.now() + CARRIED_FOR
    for ended in _END.all(carts=list(carried)):
        if ended.holds:
            release_uses(get_checkout(ended.id))
        sourcing.release_capacity(ended.order)
        if not ended.holds:
            continue
        try:
            with transaction.atomic():
                inventory.transfer_hold(
                    Owner.CHECKOUT, ended.id, to=Owner.CART, to_id=carried[ended.cart], expires_at=until
                )
        except (inventory.HoldExpired, inventory.HoldsAlready):  # too late, or another window held the same basket
            inventory.release(Owner.CHECKOUT, ended.id)
