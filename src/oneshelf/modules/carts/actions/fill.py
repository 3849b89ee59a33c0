"""Putting things into a cart, changing how many, and taking them out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.transactions import retried
from oneshelf.modules.carts import models, rules
from oneshelf.modules.carts.errors import CartBeingPaid, CartChanged, CartElsewhere, CartFull, UnknownCart
from oneshelf.modules.carts.queries import load
from oneshelf.modules.carts.types import LIVE_STATES, SHOPPER, Cart, CartId, CartLine, Holder
from oneshelf.modules.catalogue.public import VariantId


@retried
def set_line(
    cart: CartId,
    variant: VariantId,
    quantity: int,
    *,
    version: int | None = None,
    seen: int | None = None,
    by: Holder = SHOPPER,
) -> Cart:
    """Let a cart hold `quantity` of a variant (0 takes it out) and return the cart.

    Such a write says what it replaces: the cart's `version`, or how many units of this variant were `seen` in it. When
    that is not so any more, it is refused (CartChanged). Raises what `touch` raises, BadCartQuantity and CartFull.
    """
    assert version is not None or seen is not None, "an absolute change says what it replaces"
    rules.check_quantity(quantity)
    touch(cart, by=by, version=version)
    known = _quantity(cart, variant)
    if seen is not None and seen != known:
        raise CartChanged(version=load(cart).version - 1)  # the refusal takes our own change back
    _put(cart, variant, quantity)
    return load(cart)


@retried
def add_line(cart: CartId, variant: VariantId, quantity: int, *, by: Holder = SHOPPER) -> Cart:
    """Add `quantity` to what a cart holds of a variant and return the cart.

    Two that add at once wait for each other at the cart, and both count. Raises what `touch` raises, BadCartQuantity
    and CartFull.
    """
    rules.check_quantity(quantity)
    touch(cart, by=by)
    together = _quantity(cart, variant) + quantity
    rules.check_quantity(together)
    _put(cart, variant, together)
    return load(cart)


def write_lines(cart: CartId, lines: Iterable[CartLine]) -> None:
    """Let a cart that the caller has touched hold exactly these lines. Raises BadCartQuantity and CartFull."""
    wanted = rules.merged((), lines)
    if len(wanted) > rules.MOST_LINES:
        raise CartFull(most=rules.MOST_LINES)
    for quantity in wanted.values():
        rules.check_quantity(quantity)
    models.CartLine.objects.filter(cart_id=cart).delete()
    models.CartLine.objects.bulk_create(
        models.CartLine(cart_id=cart, variant_id=variant, quantity=quantity)
        for variant, quantity in wanted.items()
        if quantity
    )


def touch(cart: CartId, *, by: Holder = SHOPPER, version: int | None = None, **changes: Any) -> None:
    """Lock a live cart for a change of its holder's, note `changes` of its columns, and count its version up.

    Raises UnknownCart, CartElsewhere, CartBeingPaid and CartChanged.
    """
    mine = models.Cart.objects.filter(
        id=cart, state__in=LIVE_STATES, holder_kind=by.kind.value, holder_id=by.id, sale=""
    )
    wanted = mine if version is None else mine.filter(version=version)
    if not wanted.update(**changed(**changes)):
        raise refused(cart, by=by)


def changed(**changes: Any) -> dict[str, Any]:
    """Return the columns that every change of a cart writes, with its own."""
    return {"version": F("version") + 1, "revision": new_id(), "updated_at": clock.now(), **changes}


def refused(cart: CartId, *, by: Holder) -> UnknownCart | CartElsewhere | CartBeingPaid | CartChanged:
    """Return why a cart could not be changed."""
    row = models.Cart.objects.filter(id=cart, state__in=LIVE_STATES).first()
    if row is None:
        return UnknownCart(cart=str(cart))
    if row.sale:
        return CartBeingPaid(where=row.holder_name)
    if (row.holder_kind, row.holder_id) != (by.kind.value, by.id):
        return CartElsewhere(kind=row.holder_kind, where=row.holder_name)
    return CartChanged(version=row.version)


def _quantity(cart: CartId, variant: VariantId) -> int:
    lines = models.CartLine.objects.filter(cart_id=cart, variant_id=variant)
    return lines.values_list("quantity", flat=True).first() or 0


def _put(cart: CartId, variant: VariantId, quantity: int) -> None:
    lines = models.CartLine.objects.filter(cart_id=cart)
    if quantity == 0:
        lines.filter(variant_id=variant).delete()
    elif not lines.filter(variant_id=variant).update(quantity=quantity):
        if lines.count() >= rules.MOST_LINES:
            raise CartFull(most=rules.MOST_LINES)
        models.CartLine.objects.create(cart_id=cart, variant_id=variant, quantity=quantity)
