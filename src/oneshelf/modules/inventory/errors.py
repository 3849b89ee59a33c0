"""What inventory refuses."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class OutOfStock(Refusal):
    """`place` has fewer than `wanted` units of `variant` to promise; `available` is what it had at that moment."""

    code = "out_of_stock"
    field = "quantity"
    variant: str
    place: str
    wanted: int
    available: int


@dataclass(eq=False)
class BadQuantity(Refusal):
    """A quantity of stock must be a whole number from 1 to the most that a line may hold."""

    code = "bad_stock_quantity"
    status = 422
    field = "quantity"
    value: int


@dataclass(eq=False)
class HoldExpired(Refusal):
    """The hold of `owner` is gone: it expired, or was released, before it was turned into an order."""

    code = "hold_expired"
    owner: str


@dataclass(eq=False)
class MovedAlready(Refusal):
    """Stock has moved for this cause before, but not by the same lines."""

    code = "moved_already"
    cause: str
