"""Making an order a present."""

from __future__ import annotations

from oneshelf.kernel.transactions import retried
from oneshelf.modules.carts import rules
from oneshelf.modules.carts.actions.fill import touch
from oneshelf.modules.carts.queries import load
from oneshelf.modules.carts.types import SHOPPER, Cart, CartId, Gift, Holder


@retried
def set_gift(cart: CartId, gift: Gift | None, *, by: Holder = SHOPPER) -> Cart:
    """Make what is in the cart a present with a message, or (None) a purchase like any other.

    Raises GiftMessageTooLong and what `touch` raises.
    """
    message = rules.gift_message(gift.message) if gift else ""
    touch(cart, by=by, gift=gift is not None, gift_message=message)
    return load(cart)
