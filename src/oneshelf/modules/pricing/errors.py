"""What pricing refuses."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.money import Money


@dataclass(eq=False)
class NoPrice(Refusal):
    """`variant` has no price at that moment, so it cannot be sold."""

    code = "no_price"
    field = "variant"
    variant: str


@dataclass(eq=False)
class BadQuantity(Refusal):
    """A line of a basket asks for `value` smallest sale units; it takes 1 to `most`."""

    code = "bad_quantity"
    status = 422
    field = "quantity"
    value: int
    most: int


@dataclass(eq=False)
class BadPrice(Refusal):
    """No price can be `amount` for `per` smallest sale units."""

    code = "bad_price"
    status = 422
    field = "price"
    amount: Money
    per: int


@dataclass(eq=False)
class WrongCurrency(Refusal):
    """A price was given in currency `value` where the market's prices are in `wanted`."""

    code = "wrong_currency"
    status = 422
    field = "currency"
    value: str
    wanted: str


@dataclass(eq=False)
class BadWindow(Refusal):
    """A price cannot hold from `starts` until `ends` (ISO 8601): the end must come after the beginning."""

    code = "bad_price_window"
    status = 422
    field = "ends"
    starts: str
    ends: str


@dataclass(eq=False)
class PriceInThePast(Refusal):
    """A price cannot begin at `starts` (ISO 8601), where others have been charged already."""

    code = "price_in_the_past"
    status = 422
    field = "starts"
    starts: str


@dataclass(eq=False)
class PriceWindowTaken(Refusal):
    """Price `price` (`amount` minor units) is planned from `starts` until `ends` (ISO 8601, '' when open)."""

    code = "price_window_taken"
    field = "starts"
    price: str
    amount: int
    starts: str
    ends: str
