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
class BadLine(Refusal):
    """A line of a basket cannot be priced: its `name` is `value`."""

    code = "bad_line"
    status = 422
    field = "lines"
    line: str
    name: str
    value: int


@dataclass(eq=False)
class BasketTooLarge(Refusal):
    """A basket is worth more than can be counted exactly everywhere: `most` minor units."""

    code = "basket_too_large"
    status = 422
    field = "lines"
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


@dataclass(eq=False)
class UnknownPriceList(Refusal):
    """The market has no price list with that code."""

    code = "unknown_price_list"
    status = 404
    field = "price_list"
    price_list: str


@dataclass(eq=False)
class BadPriceList(Refusal):
    """No list over the base list can have that code, name and rank."""

    code = "bad_price_list"
    status = 422
    field = "code"
    price_list: str
    name: str
    rank: int


@dataclass(eq=False)
class PriceListTaken(Refusal):
    """Another list of the market has that code."""

    code = "price_list_taken"
    field = "code"


@dataclass(eq=False)
class RankTaken(Refusal):
    """Another list of the market has that rank, so it would be open which of them counts."""

    code = "rank_taken"
    field = "rank"


@dataclass(eq=False)
class ClosedPriceList(Refusal):
    """The list is archived: its prices count no more, and it takes no new ones."""

    code = "price_list_closed"
    field = "price_list"
    price_list: str


@dataclass(eq=False)
class BadChange(Refusal):
    """Prices cannot be changed by `value` (basis points for `percent`, else minor units): it is not in the limits."""

    code = "bad_price_change"
    status = 422
    field = "value"
    name: str
    value: int
    least: int
    most: int


@dataclass(eq=False)
class EmptyChange(Refusal):
    """No article is chosen, or more than `most` are: `size`."""

    code = "empty_price_change"
    status = 422
    field = "articles"
    size: int
    most: int


@dataclass(eq=False)
class UnknownChange(Refusal):
    """The market has no change of prices with that id."""

    code = "unknown_price_change"
    status = 404
    field = "change"
    change: str


@dataclass(eq=False)
class ChangeTooLate(Refusal):
    """The change was to begin at `starts` (ISO 8601), which is over, so it would not be what was looked at."""

    code = "price_change_too_late"
    field = "starts"
    starts: str
