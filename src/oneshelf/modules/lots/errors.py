"""What lots refuse."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class LotNotThere(Refusal):
    """The place has fewer than `wanted` units of that lot (or serial number, bin, condition), or may not sell it."""

    code = "lot_not_there"
    field = "lot"
    lot: str
    wanted: int
    available: int


@dataclass(eq=False)
class SerialElsewhere(Refusal):
    """A unit with that serial number lies somewhere already."""

    code = "serial_elsewhere"
    field = "serial"


@dataclass(eq=False)
class LotDiffers(Refusal):
    """The lot is known with another date of expiry."""

    code = "lot_differs"
    field = "expires_on"
    lot: str
    was: str


@dataclass(eq=False)
class LotNeeded(Refusal):
    """Units of this variant are told apart, and for some of them nobody said which they are."""

    code = "lot_needed"
    status = 422
    field = "lot"
    variant: str
    wanted: int
    told: int


@dataclass(eq=False)
class BadLot(Refusal):
    """A lot's code or serial number is 1 to 48 printable characters, and a serial number names one unit."""

    code = "bad_lot"
    status = 422
    field = "lot"
    value: str


@dataclass(eq=False)
class NotSoldAgain(Refusal):
    """Only new goods go back to the shelf as the article."""

    code = "not_sold_again"
    field = "condition"
    condition: str
