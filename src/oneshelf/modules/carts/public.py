"""Carts: baskets that shoppers and staff fill, on any device and in any channel.

A customer has one open cart a market, whatever the device; a guest has one by a secret in the session. Every
change counts the version up. Signing in pours the guest's cart into the customer's. A cart promises nothing:
stock is held by the checkout.

SQL face: carts_mark_ordered(cart).
"""

from oneshelf.modules.carts.actions.close import mark_ordered, merge
from oneshelf.modules.carts.actions.fill import add_line, set_line
from oneshelf.modules.carts.actions.open_cart import open_for_customer, open_for_guest
from oneshelf.modules.carts.errors import BadCartQuantity, CartChanged, CartFull, UnknownCart
from oneshelf.modules.carts.queries import cart_of_customer, cart_of_token, load
from oneshelf.modules.carts.rules import MOST_UNITS, check_quantity
from oneshelf.modules.carts.types import Cart, CartId, CartLine, CartState

__all__ = [
    "MOST_UNITS",
    "BadCartQuantity",
    "Cart",
    "CartChanged",
    "CartFull",
    "CartId",
    "CartLine",
    "CartState",
    "UnknownCart",
    "add_line",
    "cart_of_customer",
    "cart_of_token",
    "check_quantity",
    "load",
    "mark_ordered",
    "merge",
    "open_for_customer",
    "open_for_guest",
    "set_line",
]
