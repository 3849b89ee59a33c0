"""What supply refuses."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.money import Money


@dataclass(eq=False)
class UnknownSupplier(Refusal):
    """The market has no supplier of that code."""

    code = "unknown_supplier"
    status = 404
    field = "supplier"
    supplier: str


@dataclass(eq=False)
class SupplierCodeTaken(Refusal):
    """The market has another supplier of that code."""

    code = "supplier_code_taken"
    field = "code"


@dataclass(eq=False)
class BadSupplierCode(Refusal):
    """A supplier's code has letters, digits, hyphens and underscores, and at most 32 of them."""

    code = "bad_supplier_code"
    status = 422
    field = "code"
    value: str


@dataclass(eq=False)
class UnknownPurchase(Refusal):
    """The market has no purchase order of that number."""

    code = "unknown_purchase"
    status = 404
    field = "number"
    number: str


@dataclass(eq=False)
class UnknownTransfer(Refusal):
    """The market has no transfer of that number."""

    code = "unknown_transfer"
    status = 404
    field = "number"
    number: str


@dataclass(eq=False)
class NothingOrdered(Refusal):
    """A purchase order or transfer needs a line, each of at least one unit and of an article that exists."""

    code = "nothing_ordered"
    status = 422
    field = "lines"


@dataclass(eq=False)
class BelowMinimum(Refusal):
    """The supplier takes no order of less than `minimum`; this one comes to `total`."""

    code = "below_minimum"
    minimum: Money
    total: Money


@dataclass(eq=False)
class NotOnList(Refusal):
    """The article that came is not on the purchase order or transfer; `article` is what it is."""

    code = "not_on_list"
    status = 422
    field = "code"
    article: str


@dataclass(eq=False)
class TooMuchArrived(Refusal):
    """More units of an article came than may be taken in without authority: `most` more at this moment."""

    code = "too_much_arrived"
    field = "good"
    article: str
    arrived: int
    most: int


@dataclass(eq=False)
class NothingArrived(Refusal):
    """Nothing was counted at the door, or somebody else has received it meanwhile."""

    code = "nothing_arrived"
    field = "lines"


@dataclass(eq=False)
class CountedAtDoor(Refusal):
    """The unit with that serial number was counted at the door before."""

    code = "counted_at_door"
    field = "serial"
    serial: str


@dataclass(eq=False)
class ReceivedOtherwise(Refusal):
    """A receipt of this id exists and says something else."""

    code = "received_otherwise"
    receipt: str


@dataclass(eq=False)
class SamePlace(Refusal):
    """Goods go from one place to another, both counted and of one market."""

    code = "same_place"
    status = 422
    field = "to"


@dataclass(eq=False)
class NotMissing(Refusal):
    """So many units of an article are not missing: `missing` are."""

    code = "not_missing"
    field = "quantity"
    article: str
    missing: int
