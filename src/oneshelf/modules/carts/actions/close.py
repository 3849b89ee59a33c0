"""Ending a cart: it became an order, or went into another cart."""

from __future__ import annotations

from oneshelf.kernel import sql
from oneshelf.kernel.transactions import retried
from oneshelf.modules.carts import models, rules
from oneshelf.modules.carts.actions.fill import touch
from oneshelf.modules.carts.errors import UnknownCart
from oneshelf.modules.carts.queries import load
from oneshelf.modules.carts.types import Cart, CartId, CartState

_MARK_ORDERED = sql.statement(__name__, "mark_ordered")


@retried
def mark_ordered(cart: CartId) -> None:
    """Close a cart that became an order. Closing twice is harmless.

    A composing SQL function calls `carts_mark_ordered` instead, so that no basket outlives its order.
    """
    _MARK_ORDERED.execute(cart=cart)


@retried
def merge(source: CartId, into: CartId) -> Cart:
    """Pour a guest's cart into the cart of the account that signed in, and close it; return the account's.

    Of two requests at once one pours, and both get what came of it. Raises UnknownCart, also when either was ordered.
    """
    try:
        touch(source)
    except UnknownCart:
        if not models.Cart.objects.filter(id=source, state=CartState.MERGED.value).exists():
            raise
        return load(into)
    touch(into)
    quantities = rules.merged(load(into).lines, load(source).lines)
    models.CartLine.objects.filter(cart_id=into).delete()
    models.CartLine.objects.bulk_create(
        models.CartLine(cart_id=into, variant_id=variant, quantity=quantity) for variant, quantity in quantities.items()
    )
    models.Cart.objects.filter(id=source).update(state=CartState.MERGED.value)
    return load(into)
