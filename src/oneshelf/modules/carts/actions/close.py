"""Ending a cart: it became an order, or went into another cart."""

from __future__ import annotations

from oneshelf.kernel.transactions import retried
from oneshelf.modules.carts import models, rules
from oneshelf.modules.carts.actions.fill import touch
from oneshelf.modules.carts.queries import load
from oneshelf.modules.carts.types import Cart, CartId, CartState


@retried
def mark_ordered(cart: CartId) -> None:
    """Close a cart that became an order. Closing twice is harmless."""
    models.Cart.objects.filter(id=cart, state=CartState.OPEN.value).update(state=CartState.ORDERED.value)


@retried
def merge(source: CartId, into: CartId) -> Cart:
    """Pour a guest's cart into the cart of the account that signed in, and close it. Raises UnknownCart."""
    touch(source)
    touch(into)
    quantities = rules.merged(load(into).lines, load(source).lines)
    models.CartLine.objects.filter(cart_id=into).delete()
    models.CartLine.objects.bulk_create(
        models.CartLine(cart_id=into, variant_id=variant, quantity=quantity) for variant, quantity in quantities.items()
    )
    models.Cart.objects.filter(id=source).update(state=CartState.MERGED.value)
    return load(into)
