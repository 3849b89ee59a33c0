"""Opening a cart, and finding it again."""

from __future__ import annotations

import secrets

from oneshelf.kernel import clock
from oneshelf.kernel.transactions import retried
from oneshelf.modules.carts import models
from oneshelf.modules.carts.queries import cart_of_customer, hash_token, load
from oneshelf.modules.carts.types import Cart, CartId, CartState
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import ChannelId, MarketId


def open_for_guest(market: MarketId, channel: ChannelId) -> tuple[Cart, str]:
    """Open an empty cart and return it with the secret by which its shopper finds it; only its hash is kept."""
    token = secrets.token_urlsafe(24)
    row = models.Cart.objects.create(
        market_id=market,
        channel_id=channel,
        token_hash=hash_token(token),
        state=CartState.OPEN.value,
        updated_at=clock.now(),
    )
    return load(CartId(row.id)), token


@retried
def open_for_customer(market: MarketId, channel: ChannelId, customer: CustomerId) -> Cart:
    """Return the customer's open cart of this market, opening one when there is none. One a customer, everywhere."""
    found = cart_of_customer(market, customer)
    if found:
        return found
    models.Cart.objects.bulk_create(
        [
            models.Cart(
                market_id=market,
                channel_id=channel,
                customer_id=customer,
                state=CartState.OPEN.value,
                updated_at=clock.now(),
            )
        ],
        ignore_conflicts=True,  # another device may have opened it a moment ago
    )
    opened = cart_of_customer(market, customer)
    assert opened, "a customer's cart was opened or stood open"
    return opened
