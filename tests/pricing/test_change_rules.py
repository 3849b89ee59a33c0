"""What becomes of a price when many are changed: exact, never negative, with the ending that was asked for."""

from __future__ import annotations

from fractions import Fraction

import pytest
from babel.numbers import get_currency_precision
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.kernel.money import UnitPrice
from oneshelf.modules.pricing.public import BadChange, By, Ending, How, Problem
from oneshelf.modules.pricing.rules import HIGHEST_AMOUNT
from oneshelf.modules.pricing.rules.changes import changed, check_how, to_ending

AMOUNTS = st.integers(0, 10**8)
CURRENCIES = st.sampled_from(["USD", "PLN", "JPY", "KWD"])


def cost(minor: int, per: int = 1, currency: str = "USD") -> UnitPrice:
    return UnitPrice(minor, currency, per)


@given(AMOUNTS, st.sampled_from(list(Ending)), CURRENCIES)
def test_an_ending_is_the_nearest_there_is(amount: int, ending: Ending, currency: str) -> None:
    found, major = to_ending(amount, ending, currency), 10 ** get_currency_precision(currency)
    assert found >= 0
    step = {Ending.ANY: 1, Ending.WHOLE: major, Ending.NINETY_NINE: max(major, 100)}.get(ending, 10)
    if amount:
        assert abs(found - amount) <= step, "no other with this ending is nearer, but below zero there is none"
        assert to_ending(found, ending, currency) == found
    else:
        assert found == 0, "what costs nothing goes on costing nothing"
    if ending is Ending.FIVE and amount:
        assert found % 10 == 5


@pytest.mark.parametrize(
    ("amount", "ending", "currency", "wanted"),
    [
        (1234, Ending.NINETY_NINE, "USD", 1199),
        (1249, Ending.NINETY_NINE, "USD", 1199),
        (1250, Ending.NINETY_NINE, "USD", 1299),
        (20, Ending.NINETY_NINE, "USD", 99),
        (1250, Ending.WHOLE, "USD", 1200),
        (1251, Ending.WHOLE, "USD", 1300),
        (1250, Ending.FIVE, "USD", 1245),
        (1250, Ending.NINE, "USD", 1249),
        (180, Ending.NINETY_NINE, "JPY", 199),
        (180, Ending.WHOLE, "JPY", 180),
        (12_340, Ending.NINETY_NINE, "KWD", 11_990),
        (12_340, Ending.WHOLE, "KWD", 12_000),
    ],
)
def test_endings_as_shops_write_them(amount: int, ending: Ending, currency: str, wanted: int) -> None:
    assert to_ending(amount, ending, currency) == wanted


@given(AMOUNTS, st.integers(-10_000, 50_000), CURRENCIES)
def test_a_percentage_is_rounded_once_half_away_from_zero(amount: int, points: int, currency: str) -> None:
    new = changed(cost(amount, currency=currency), How(By.PERCENT, points), None, currency=currency, scale=1)
    exact = Fraction(amount * (10_000 + points), 10_000)
    if new is Problem.SAME:
        assert abs(exact - amount) <= Fraction(1, 2)
    else:
        assert isinstance(new, UnitPrice)
        assert -Fraction(1, 2) < new.minor - exact <= Fraction(1, 2)
        assert (new.currency, new.per) == (currency, 1)


@pytest.mark.parametrize(
    ("old", "how", "own", "scale", "wanted"),
    [
        (cost(399, 1000), How(By.PERCENT, -1000), None, 1000, cost(359, 1000)),
        (cost(40, 100), How(By.AMOUNT, -50), None, 1000, cost(350, 1000)),
        (cost(400, 1000), How(By.FIXED, 40), None, 100, Problem.SAME),
        (None, How(By.FIXED, 500), None, 1, cost(500)),
        (None, How(By.GIVEN), 700, 1, cost(700)),
        (cost(100), How(By.GIVEN), None, 1, Problem.BAD_PRICE),
        (None, How(By.PERCENT, -1000), None, 1, Problem.NO_PRICE),
        (None, How(By.AMOUNT, 1), None, 1, Problem.NO_PRICE),
        (cost(100), How(By.AMOUNT, -101), None, 1, Problem.BAD_PRICE),
        (cost(100), How(By.AMOUNT, -100), None, 1, cost(0)),
        (cost(0), How(By.PERCENT, 5000), None, 1, Problem.SAME),
        (cost(HIGHEST_AMOUNT), How(By.AMOUNT, 1), None, 1, Problem.BAD_PRICE),
        (cost(100), How(By.GIVEN), -1, 1, Problem.BAD_PRICE),
    ],
)
def test_a_row_has_a_new_price_or_says_why_not(
    old: UnitPrice | None, how: How, own: int | None, scale: int, wanted: UnitPrice | Problem
) -> None:
    assert changed(old, how, own, currency="USD", scale=scale) == wanted


@pytest.mark.parametrize(
    "how",
    [How(By.PERCENT, -10_001), How(By.PERCENT, 1_000_001), How(By.FIXED, -1), How(By.FIXED, 10**13), How(By.GIVEN, 1)],
)
def test_what_prices_cannot_be_changed_by_is_refused(how: How) -> None:
    with pytest.raises(BadChange):
        check_how(how)
