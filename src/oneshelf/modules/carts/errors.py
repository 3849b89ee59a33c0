"""What carts refuse."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class UnknownCart(Refusal):
    """There is no open cart `cart`: it never was, was ordered, or has gone into another one."""

    code = "unknown_cart"
    status = 404
    field = "cart"
    cart: str


@dataclass(eq=False)
class BadCartQuantity(Refusal):
    """A line of a cart holds from 1 to `most` units; 0 takes it out."""

    code = "bad_cart_quantity"
    status = 422
    field = "quantity"
    value: int
    most: int


@dataclass(eq=False)
class CartFull(Refusal):
    """A cart holds at most `most` lines."""

    code = "cart_full"
    status = 422
    field = "variant"
    most: int


@dataclass(eq=False)
class CartChanged(Refusal):
    """The cart is at version `version` now: somebody changed it on another device."""

    code = "cart_changed"
    field = "version"
    version: int
