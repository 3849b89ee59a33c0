"""Putting a basket aside at a till, and going on with it at any till of the store."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from oneshelf.kernel import clock
from oneshelf.kernel.transactions import retried
from oneshelf.modules.carts import models, rules
from oneshelf.modules.carts.actions.fill import changed, refused, touch, write_lines
from oneshelf.modules.carts.actions.hand_over import HELD_AT_MOST
from oneshelf.modules.carts.queries import load
from oneshelf.modules.carts.types import LIVE_STATES, Cart, CartId, CartLine, CartState, Holder, HolderKind
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import ChannelId
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId

ENDED_A_RUN = 500
"""The most carts that one run of `end_what_is_over` gives back or drops."""


@retried
def park(
    place: PlaceId,
    channel: ChannelId,
    lines: Iterable[CartLine],
    *,
    label: str,
    by: Holder,
    staff: UUID,
    customer: CustomerId | None = None,
    cart: CartId | None = None,
    coupons: Iterable[UUID] | None = None,
) -> Cart:
    """Put a basket aside at a place under a name or number and return it; kept as long as `rules.kept_until` says.

    `cart` is the one that was taken over, if it was one: it stays the shopper's, with these lines. Otherwise a draft is
    begun. `coupons` are those that go with it, None those that it has. Raises LabelMissing, BadCartQuantity, CartFull
    and, for a `cart`, what `touch` raises.
    """
    name = rules.label(label)
    there = places.get_place(place)
    until = rules.kept_until(places.hours_of([place])[place], clock.now())
    aside: dict[str, Any] = {
        "holder_kind": HolderKind.PARKED.value,
        "holder_id": place,
        "holder_name": there.name,
        "label": name,
        "kept_until": until,
        "staff_id": staff,
    }
    if coupons is not None:
        aside["coupons"] = list(dict.fromkeys(coupons))
    if cart is None:
        row = models.Cart.objects.create(
            market_id=there.market,
            channel_id=channel,
            customer_id=customer,
            state=CartState.DRAFT.value,
            updated_at=clock.now(),
            **aside,
        )
        cart = CartId(row.id)
    else:
        touch(cart, by=by, **aside)
        if customer:  # the shopper's own stays theirs; a basket of nobody is now somebody's
            models.Cart.objects.filter(id=cart, state=CartState.DRAFT.value).update(customer_id=customer)
    write_lines(cart, lines)
    return load(cart)


@retried
def resume(cart: CartId, place: PlaceId, *, by: Holder) -> Cart:
    """Take a basket that is parked at `place` into a till's hands and return it; the same till may ask again.

    Raises UnknownCart, CartElsewhere (another till was quicker, or it is parked at another place) and CartBeingPaid.
    """
    known = load(cart)
    if by.is_same(known.holder) and known.state.value in LIVE_STATES:
        return known
    parked = models.Cart.objects.filter(
        id=cart, state__in=LIVE_STATES, holder_kind=HolderKind.PARKED.value, holder_id=place
    )
    hands = {"holder_kind": by.kind.value, "holder_id": by.id, "holder_name": by.name}
    if not parked.update(**changed(kept_until=clock.now() + HELD_AT_MOST, **hands)):
        raise refused(cart, by=by)
    return load(cart)


@retried
def end_what_is_over() -> int:
    """Give carts that staff have kept past their time back to their shoppers, drop drafts; return how many."""
    over = models.Cart.objects.filter(state__in=LIVE_STATES, kept_until__lte=clock.now(), sale="")
    over = over.order_by("kept_until").select_for_update(skip_locked=True)
    due = list(over.values_list("id", flat=True)[:ENDED_A_RUN])
    rows = models.Cart.objects.filter(id__in=due)
    back = {"holder_kind": HolderKind.SHOPPER.value, "holder_id": None, "holder_name": "", "label": ""}
    dropped = rows.filter(state=CartState.DRAFT.value).update(
        **changed(state=CartState.DROPPED.value, kept_until=None, label="", gift_message="")
    )
    return dropped + rows.filter(state=CartState.OPEN.value).update(**changed(kept_until=None, **back))
