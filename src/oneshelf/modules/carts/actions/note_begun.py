"""Noting which checkout was begun with a cart."""

from __future__ import annotations

from uuid import UUID

from oneshelf.modules.carts import models
from oneshelf.modules.carts.types import CartId


def note_begun(cart: CartId, checkout: UUID) -> None:
    """Note the latest checkout of a cart, for a caller who keeps no session; the cart stays as it is."""
    models.Cart.objects.filter(id=cart).update(begun_id=checkout)
