"""Putting things into a cart, changing how many, and taking them out."""

from __future__ import annotations

from django.db.models import F

from oneshelf.kernel import clock
from oneshelf.kernel.transactions import retried
from oneshelf.modules.carts import models, rules
from oneshelf.modules.carts.errors import CartChanged, CartFull, UnknownCart
from oneshelf.modules.carts.queries import load
from oneshelf.modules.carts.types import Cart, CartId, CartState
from oneshelf.modules.catalogue.public import VariantId


@retried
def set_line(cart: CartId, variant: VariantId, quantity: int, *, version: int | None = None) -> Cart:
    """Let a cart hold `quantity` of a variant (0 takes it out) and return the cart.

    With `version`, the change is refused when the cart has changed since (CartChanged). Raises UnknownCart,
    BadCartQuantity and CartFull.
    """
    rules.check_quantity(quantity)
    touch(cart, version=version)
    _put(cart, variant, quantity)
    return load(cart)


@retried
def add_line(cart: CartId, variant: VariantId, quantity: int) -> Cart:
    """Add `quantity` to what a cart holds of a variant and return the cart. Raises as `set_line` does.

    Two that add at once wait for each other at the cart, and both count.
    """
    rules.check_quantity(quantity)
    touch(cart)
    known = models.CartLine.objects.filter(cart_id=cart, variant_id=variant).values_list("quantity", flat=True).first()
    together = (known or 0) + quantity
    rules.check_quantity(together)
    _put(cart, variant, together)
    return load(cart)


def _put(cart: CartId, variant: VariantId, quantity: int) -> None:
    lines = models.CartLine.objects.filter(cart_id=cart)
    if quantity == 0:
        lines.filter(variant_id=variant).delete()
    elif not lines.filter(variant_id=variant).update(quantity=quantity):
        if lines.count() >= rules.MOST_LINES:
            raise CartFull(most=rules.MOST_LINES)
        models.CartLine.objects.create(cart_id=cart, variant_id=variant, quantity=quantity)


def touch(cart: CartId, *, version: int | None = None) -> None:
    """Lock an open cart for a change and count its version up. Raises UnknownCart or CartChanged."""
    mine = models.Cart.objects.filter(id=cart, state=CartState.OPEN.value)
    wanted = mine if version is None else mine.filter(version=version)
    if wanted.update(version=F("version") + 1, updated_at=clock.now()):
        return
    current = mine.values_list("version", flat=True).first()
    raise UnknownCart(cart=str(cart)) if current is None else CartChanged(version=current)
