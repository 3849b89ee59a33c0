"""Preparing an order for a customer: by phone, or at their side."""

from __future__ import annotations

import secrets
from datetime import timedelta

from oneshelf.kernel import clock
from oneshelf.kernel.transactions import retried
from oneshelf.modules.carts import models
from oneshelf.modules.carts.actions.fill import touch
from oneshelf.modules.carts.actions.hand_over import take_back
from oneshelf.modules.carts.queries import hash_token, load
from oneshelf.modules.carts.types import SHOPPER, Cart, CartId, CartState, Holder
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.places.public import PlaceId

DRAFT_FOR = timedelta(days=7)
"""How long a draft that nobody touches is kept."""

LINK_FOR = timedelta(days=3)
"""How long a customer can pay by the link that was sent."""


def draft(market: MarketId, channel: ChannelId, *, customer: CustomerId, by: Holder) -> Cart:
    """Begin an empty basket for a customer in the hands of a member of staff, and return it.

    It stands beside the customer's own cart, which it leaves alone. Joins the caller's transaction.
    """
    row = models.Cart.objects.create(
        market_id=market,
        channel_id=channel,
        customer_id=customer,
        state=CartState.DRAFT.value,
        holder_kind=by.kind.value,
        holder_id=by.id,
        holder_name=by.name,
        staff_id=by.id,
        kept_until=clock.now() + DRAFT_FOR,
        updated_at=clock.now(),
    )
    return load(CartId(row.id))


@retried
def wish(cart: CartId, *, collect_at: PlaceId | None, by: Holder) -> Cart:
    """Note how the customer wants the goods: collected at a place, or delivered (None). Raises as `touch` does."""
    touch(cart, by=by, collect_at=collect_at, ship=collect_at is None)
    return load(cart)


@retried
def send(cart: CartId, *, by: Holder) -> str:
    """Give a draft to its customer to be paid, and return the secret of the link; an earlier link is good no more.

    Raises what `touch` raises.
    """
    token = secrets.token_urlsafe(24)
    touch(
        cart,
        by=by,
        token_hash=hash_token(token),
        kept_until=clock.now() + LINK_FOR,
        holder_kind=SHOPPER.kind.value,
        holder_id=None,
        holder_name="",
    )
    return token


def reopen(cart: CartId, *, by: Holder) -> Cart:
    """Take a draft back from its customer to change it: its link cannot pay it until it is sent again.

    Raises UnknownCart, also when it was paid meanwhile, and CartBeingPaid.
    """
    return take_back(cart, by=by, keep=DRAFT_FOR)
