"""Keeping with a cart the coupons whose codes were handed in, and taking them out."""

from __future__ import annotations

from uuid import UUID

from oneshelf.kernel.transactions import retried
from oneshelf.modules.carts import models, rules
from oneshelf.modules.carts.actions.fill import touch
from oneshelf.modules.carts.errors import TooManyCoupons
from oneshelf.modules.carts.queries import load
from oneshelf.modules.carts.types import SHOPPER, Cart, CartId, Holder


@retried
def keep_coupon(cart: CartId, coupon: UUID, *, by: Holder = SHOPPER) -> Cart:
    """Keep a coupon with a cart, once however often, and return the cart. It is the caller's to know that it works.

    Raises TooManyCoupons and what `touch` raises.
    """
    touch(cart, by=by)
    kept = load(cart).coupons
    if coupon not in kept:
        if len(kept) >= rules.MOST_COUPONS:
            raise TooManyCoupons(most=rules.MOST_COUPONS)
        models.Cart.objects.filter(id=cart).update(coupons=[*kept, coupon])
    return load(cart)


@retried
def take_out_coupon(cart: CartId, coupon: UUID, *, by: Holder = SHOPPER) -> Cart:
    """Take a coupon out of a cart, if it is there, and return the cart. Raises what `touch` raises."""
    touch(cart, by=by)
    models.Cart.objects.filter(id=cart).update(coupons=[each for each in load(cart).coupons if each != coupon])
    return load(cart)
