"""The nouns of tax."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

STANDARD = "standard"
"""The class by which goods are taxed that have no rate of their own, and delivery."""


@dataclass(frozen=True, slots=True)
class Band:
    """What is taxed at one rate, in minor units: `amount` holds `tax`. The rate is in hundredths of a percent."""

    rate: int
    amount: int
    tax: int

    @property
    def net(self) -> int:
        """The amount without its tax."""
        return self.amount - self.tax


@dataclass(frozen=True, slots=True)
class Rates:
    """What the classes of a market are taxed at on one day, in hundredths of a percent."""

    by_class: Mapping[str, int]

    def of(self, tax_class: str) -> int | None:
        """Return the rate of a class: its own, or the standard one; None where neither is known."""
        return self.by_class.get(tax_class, self.by_class.get(STANDARD))
