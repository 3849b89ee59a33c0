"""Money and unit prices: exact, one currency, rounded once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.kernel.money import CurrencyMismatch, Money, UnitPrice, round_half_away


@pytest.mark.parametrize(
    ("text", "currency", "minor"), [("12.34", "USD", 1234), ("5", "JPY", 5), ("1.234", "KWD", 1234)]
)
def test_amounts_are_read_exactly(text: str, currency: str, minor: int) -> None:
    assert Money.parse(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency"), [("1.234", "USD"), ("0.5", "JPY"), ("1e3", "USD"), ("", "USD"), ("NaN", "USD")]
)
def test_what_is_no_amount_is_refused(text: str, currency: str) -> None:
    with pytest.raises(ValueError, match="is not an amount"):
        Money.parse(text, currency)


def test_currencies_never_mix() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(1, "USD") + Money(1, "EUR")


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_rounding_is_to_the_nearest(numerator: int, denominator: int) -> None:
    assert abs(round_half_away(numerator, denominator) * denominator - numerator) * 2 <= denominator


def test_a_weighed_price_is_rounded_once_on_the_line() -> None:
    assert UnitPrice(399, "USD", per=1000).times(1250) == Money(499, "USD")
    assert UnitPrice(1, "USD", per=2).times(1) == Money(1, "USD")
