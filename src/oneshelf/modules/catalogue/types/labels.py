"""The nouns of labels of packed portions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from oneshelf.modules.catalogue.types import VariantId


class Says(StrEnum):
    """What the label of a packed portion says besides its article."""

    WEIGHT = "weight"
    PRICE = "price"


@dataclass(frozen=True, slots=True)
class LabelLayout:
    """How a market's labels of packed portions are written: `prefix`, article, an inner check digit or none, value.

    Together twelve digits, then the check digit of an EAN-13. One step of the value is `step` smallest sale units of
    its weight, or minor units of its price.
    """

    prefix: str
    says: Says
    item_digits: int
    inner_check: bool
    value_digits: int
    step: int = 1


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says: the number that its article carries (GTIN-14, the value all zeros), and the value."""

    gtin: str
    says: Says
    value: int


@dataclass(frozen=True, slots=True)
class Portion:
    """What a label is stuck on: so many smallest sale `units` of an article, or as much as costs `price` minor units.

    Where it says neither it is a piece. It `expires_on` that day, and is of that `lot`, where the label says so.
    """

    variant: VariantId
    units: int | None = None
    price: int | None = None
    expires_on: date | None = None
    lot: str = ""
