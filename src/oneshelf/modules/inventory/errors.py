"""What inventory refuses."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class NumbersNotAsked(Refusal):
    """The units of that article have no serial numbers of their own."""

    code = "numbers_not_asked"
    field = "sku"
    variant: str


@dataclass(eq=False)
class AllUnitsNamed(Refusal):
    """Every unit of that article at the place has its serial number."""

    code = "all_units_named"
    field = "number"
    number: str


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


@dataclass(eq=False)
class BadBuffer(Refusal):
    """A buffer is a number of units or hundredths of a percent from 0 to 10,000, for a time that has an extent."""

    code = "bad_buffer"
    status = 422
    field = "amount"
    value: str


@dataclass(eq=False)
class RulesCompete(Refusal):
    """Another buffer rule names the same things for a part of the same time, so neither would be the more specific."""

    code = "rules_compete"


@dataclass(eq=False)
class RuleChanged(Refusal):
    """Somebody else has changed `rule` since it was read, or it is over."""

    code = "rule_changed"
    rule: str


@dataclass(eq=False)
class BadAheadTerms(Refusal):
    """Goods cannot be sold ahead so: units from 1, a day within a year, an end after the beginning, a plain note."""

    code = "bad_ahead_terms"
    status = 422
    field = "terms"
    value: str


@dataclass(eq=False)
class SoldAheadAlready(Refusal):
    """The article is sold ahead at that place already for a part of that time."""

    code = "sold_ahead_already"


@dataclass(eq=False)
class FencesOverlap(Refusal):
    """The channel has a fence around these goods already for a part of that time."""

    code = "fences_overlap"


@dataclass(eq=False)
class HoldsAlready(Refusal):
    """`owner` holds goods already; what another holds cannot be added to them."""

    code = "holds_already"
    owner: str
