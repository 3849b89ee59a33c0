"""What tills refuse."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.money import Money


@dataclass(eq=False)
class UnknownTill(Refusal):
    """No enrolled till is `till`: it was never enrolled, or was retired."""

    code = "unknown_till"
    status = 404
    field = "till"
    till: str


@dataclass(eq=False)
class PlaceDoesNotSell(Refusal):
    """Nobody sells over a counter at `place`."""

    code = "place_does_not_sell"
    status = 422
    field = "place"
    place: str


@dataclass(eq=False)
class TillNameTaken(Refusal):
    """The place has a till called `name` already."""

    code = "till_name_taken"
    field = "name"
    name: str


@dataclass(eq=False)
class TooLittleCash(Refusal):
    """The customer gave `given` in cash, where `due` is to be paid."""

    code = "too_little_cash"
    status = 422
    field = "cash_given"
    given: Money
    due: Money


@dataclass(eq=False)
class NotOfThisTill(Refusal):
    """Order `order` was not sold at this till, so it prints no receipt for it."""

    code = "not_of_this_till"
    field = "order"
    order: str
