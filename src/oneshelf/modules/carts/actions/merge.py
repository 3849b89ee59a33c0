"""Pouring one cart into another."""

from __future__ import annotations

from oneshelf.kernel.transactions import retried
from oneshelf.modules.carts import models, rules
from oneshelf.modules.carts.actions.fill import touch
from oneshelf.modules.carts.errors import UnknownCart
from oneshelf.modules.carts.queries import load, what_became_of
from oneshelf.modules.carts.types import Cart, CartId, CartState


@retried
def merge(source: CartId, into: CartId) -> Cart:
    """Pour a cart into another one, both with their shopper, close it, and return what it is in now.

    Quantities add up, as `rules.merged` says; coupons come along, a gift's message stays. The merged cart remembers
    what it became, so merging it again changes nothing: of two requests at once one pours, and both get what came of
    it. Raises UnknownCart, also when either was ordered, CartElsewhere and CartBeingPaid.
    """
    if source == into:
        return load(into)
    try:
        touch(source)
    except UnknownCart:
        if not models.Cart.objects.filter(id=source, state=CartState.MERGED.value).exists():
            raise
        return what_became_of(source)
    touch(into)
    poured, kept = load(source), load(into)
    models.CartLine.objects.filter(cart_id=into).delete()
    models.CartLine.objects.bulk_create(
        models.CartLine(cart_id=into, variant_id=variant, quantity=quantity)
        for variant, quantity in rules.merged(kept.lines, poured.lines).items()
    )
    models.Cart.objects.filter(id=source).update(
        state=CartState.MERGED.value, merged_into=into, kept_until=None, gift_message=""
    )
    together = list(dict.fromkeys([*kept.coupons, *poured.coupons]))[: rules.MOST_COUPONS]
    models.Cart.objects.filter(id=into).update(coupons=together)
    if poured.gift and not kept.gift:
        models.Cart.objects.filter(id=into).update(gift=True, gift_message=poured.gift.message)
    return load(into)
