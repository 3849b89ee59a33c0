"""How much of a thing: whole numbers of the smallest unit in which it is sold."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Unit(StrEnum):
    """What a quantity is shown in. `scale` smallest sale units make one of it (1000 g make 1 kg)."""

    EACH = "each"
    KILOGRAM = "kg"
    LITRE = "l"
    METRE = "m"
    GALLON = "gal"  # of the United States, whose pumps count thousandths of it

    @property
    def scale(self) -> int:
        """How many smallest sale units make one shown unit: 1 for pieces, 1000 for weight, volume, length."""
        return 1 if self is Unit.EACH else 1000

    def shown(self, quantity: int) -> Decimal:
        """Return `quantity` smallest sale units as people say it: 1250 g as 1.25 (kg)."""
        return (Decimal(quantity) / self.scale).normalize() if self.scale > 1 else Decimal(quantity)

    def parse(self, text: str) -> int:
        """Read what a person typed ('1.25') as smallest sale units (1250). ValueError when finer or no number."""
        digits = text.strip().replace(",", ".").replace(".", "", 1)
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 12):
            raise ValueError(f"'{text}' is not a quantity; write it like 2 or 1.25")
        scaled = Decimal(text.strip().replace(",", ".")) * self.scale
        if scaled != scaled.to_integral_value():
            raise ValueError(f"'{text}' is finer than {self.value} can be sold; the smallest step is 1/{self.scale}")
        return int(scaled)


@dataclass(frozen=True, slots=True)
class Quantity:
    """`count` smallest sale units of what is shown in `unit`: 1250 and kg are 1.25 kg."""

    count: int
    unit: Unit = Unit.EACH
