"""What carts refuse."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class UnknownCart(Refusal):
    """There is no open cart `cart`: it never was, was ordered, dropped, or has gone into another one."""

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


@dataclass(eq=False)
class CartElsewhere(Refusal):
    """The cart is in other hands: `where` is a till, a member of staff or the place that it is parked at.

    `kind` says which of these (till, staff, parked), or shopper when its shopper has it.
    """

    code = "cart_elsewhere"
    field = "cart"
    kind: str
    where: str


@dataclass(eq=False)
class CartBeingPaid(Refusal):
    """The cart is being paid at `where` at this moment."""

    code = "cart_being_paid"
    field = "cart"
    where: str


@dataclass(eq=False)
class CartNotAsOrdered(Refusal):
    """The cart was changed, moved or ordered after the checkout began: this order would not be what its shopper has."""

    code = "cart_not_as_ordered"
    field = "cart"
    cart: str


@dataclass(eq=False)
class BadCartCode(Refusal):
    """The code names no cart that can be taken over: wrong, used, or too old. Which of them is not told."""

    code = "bad_cart_code"
    status = 404
    field = "code"
    value: str


@dataclass(eq=False)
class LabelMissing(Refusal):
    """A parked basket needs a name or number of 1 to `most` characters."""

    code = "label_missing"
    status = 422
    field = "label"
    most: int


@dataclass(eq=False)
class TooManyCoupons(Refusal):
    """A cart keeps at most `most` coupons."""

    code = "too_many_coupons"
    status = 422
    field = "code"
    most: int


@dataclass(eq=False)
class GiftMessageTooLong(Refusal):
    """A gift's message has at most `most` characters."""

    code = "gift_message_too_long"
    status = 422
    field = "message"
    most: int
