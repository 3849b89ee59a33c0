"""Money as whole minor units of one currency, and prices as money for a quantity."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import total_ordering

from babel.numbers import get_currency_precision


class CurrencyMismatch(ArithmeticError):
    """Two amounts of different currencies met in one sum or comparison."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount: `minor` whole minor units (cents, yen, fils) of ISO 4217 `currency`."""

    minor: int
    currency: str

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Return nothing at all, in `currency`."""
        return cls(0, currency)

    @classmethod
    def parse(cls, text: str, currency: str) -> Money:
        """Read a decimal such as '12.34'. ValueError when it is no number or finer than a minor unit."""
        scaled = Decimal(text).scaleb(get_currency_precision(currency)) if _is_plain_decimal(text) else None
        if scaled is None or scaled != scaled.to_integral_value():
            raise ValueError(f"'{text}' is not an amount of {currency}; write it like {cls(1234, currency).decimal:f}")
        return cls(int(scaled), currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, exact: Money(1234, 'USD').decimal == Decimal('12.34')."""
        return Decimal(self.minor).scaleb(-get_currency_precision(self.currency))

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __mul__(self, times: int) -> Money:
        return Money(self.minor * times, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        return f"{self.decimal} {self.currency}"

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"cannot mix {self.currency} and {other.currency}; convert one of them first")
        return other.minor


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """Money per quantity: `minor` minor units for each `per` smallest sale units (399 per 1000 g)."""

    minor: int
    currency: str
    per: int = 1

    def times(self, quantity: int) -> Money:
        """Return the price of `quantity` smallest sale units, rounded once, half away from zero."""
        return Money(round_half_away(self.minor * quantity, self.per), self.currency)


def round_half_away(numerator: int, denominator: int) -> int:
    """Divide whole numbers and round to the nearest, halves away from zero (commercial rounding)."""
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    quotient, rest = divmod(abs(numerator), abs(denominator))
    return sign * (quotient + (2 * rest >= abs(denominator)))


def _is_plain_decimal(text: str) -> bool:
    digits = text.strip().removeprefix("-").replace(".", "", 1)
    return digits.isascii() and digits.isdigit() and len(digits) <= 18
