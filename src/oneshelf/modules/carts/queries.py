"""Reading carts."""

from __future__ import annotations

import hashlib

from oneshelf.modules.carts import models
from oneshelf.modules.carts.errors import UnknownCart
from oneshelf.modules.carts.types import Cart, CartId, CartLine, CartState
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import ChannelId, MarketId


def load(cart: CartId) -> Cart:
    """Return a cart with its lines in the order in which they came. Raises UnknownCart."""
    row = models.Cart.objects.filter(id=cart).first()
    if row is None:
        raise UnknownCart(cart=str(cart))
    return _read(row)


def cart_of_customer(market: MarketId, customer: CustomerId) -> Cart | None:
    """Return a customer's open cart in a market, or None."""
    row = models.Cart.objects.filter(market_id=market, customer_id=customer, state=CartState.OPEN.value).first()
    return _read(row) if row else None


def cart_of_token(token: str) -> Cart | None:
    """Return the open cart of a guest by its secret, or None."""
    row = models.Cart.objects.filter(token_hash=hash_token(token), state=CartState.OPEN.value).first()
    return _read(row) if row else None


def hash_token(token: str) -> bytes:
    """Return what is kept of a cart's secret."""
    return hashlib.sha256(token.encode()).digest()


def _read(row: models.Cart) -> Cart:
    lines = models.CartLine.objects.filter(cart_id=row.id).order_by("id").values_list("variant_id", "quantity")
    return Cart(
        id=CartId(row.id),
        market=MarketId(row.market_id),
        channel=ChannelId(row.channel_id),
        customer=CustomerId(row.customer_id) if row.customer_id else None,
        version=row.version,
        lines=tuple(CartLine(VariantId(variant), quantity) for variant, quantity in lines),
    )
