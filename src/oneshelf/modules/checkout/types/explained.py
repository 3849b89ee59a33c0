"""Why a basket costs what it costs: what became of every rule, and of every code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout.types.quotes import BasketQuote
from oneshelf.modules.coupons.public import Reason
from oneshelf.modules.pricing.public import Judged, ListCode, compiled, priced


@dataclass(frozen=True, slots=True)
class TriedCode:
    """A code that was handed in, by its last symbols: its coupon and rule, and a `failure` where it does not work.

    The failure is for staff only.
    """

    tail: str
    coupon: UUID | None = None
    rule: str = ""
    failure: Reason | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """A basket with the reason for every cent: `judged` are all rules in force, those that were applied first.

    `lists` are the price lists in which the listed prices stand, `rounding` is how its market rounds. The search for
    what is best was `exact` unless it had to stop at its limit.
    """

    quote: BasketQuote
    lists: Mapping[VariantId, ListCode]
    judged: tuple[Judged, ...]
    codes: tuple[TriedCode, ...]
    bands: tuple[priced.Band, ...]
    treatment: str
    rounding: compiled.Rounding
    exact: bool
