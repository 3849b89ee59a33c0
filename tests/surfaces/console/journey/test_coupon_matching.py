"""A redemption is matched when exactly one discounted line can be its, and nobody else's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from oneshelf.surfaces.console.load.journey.campaigns import matching
from oneshelf.surfaces.console.load.journey.campaigns.matching import Bought, Cause, Match
from oneshelf.surfaces.console.load.journey.campaigns.numbers import Face
from oneshelf.surfaces.console.load.journey.campaigns.source import Redemption
from tests.surfaces.console.journey.conftest import lines_of

DAY = date(2017, 1, 2)
DOLLAR, HALF, OWN, TWO = 51600070076, 51600070050, 10000085476, 51600070033
GOODS = {(8, coupon): frozenset({1, 2}) for coupon in (DOLLAR, HALF, OWN, TWO)}


def _line(number: int = 1, *, product: int = 1, quantity: int = 1, sales: int = 300, coupon: int = 0) -> Bought:
    return Bought(basket=7, number=number, product=product, quantity=quantity, sales=sales, coupon=coupon)


def _matches(coupons: Sequence[int], lines: Sequence[Bought]) -> list[Match]:
    redemptions = [Redemption(DAY, household=1, campaign=8, coupon=coupon) for coupon in coupons]
    return matching.matches(redemptions, GOODS, {(1, DAY): lines})


def _causes(coupons: Sequence[int], lines: Sequence[Bought]) -> list[Cause]:
    return [match.cause for match in _matches(coupons, lines)]


def test_the_one_line_with_its_money_is_the_match() -> None:
    (match,) = _matches([DOLLAR], [_line(1), _line(2, coupon=100), _line(3, product=9, coupon=100)])
    assert match.cause is Cause.MATCHED
    assert match.line == _line(2, coupon=100)
    assert match.units == 2


def test_lines_of_other_products_are_no_lines_of_it() -> None:
    assert _causes([DOLLAR], [_line(product=9, coupon=100)]) == [Cause.NO_LINE]


def test_a_line_without_money_explains_nothing() -> None:
    assert _causes([DOLLAR], [_line()]) == [Cause.NO_DISCOUNT]


def test_money_that_is_no_multiple_is_another_coupons() -> None:
    assert _causes([DOLLAR], [_line(coupon=150)]) == [Cause.OTHER_MONEY]


def test_two_lines_that_fit_leave_it_open() -> None:
    assert _causes([DOLLAR], [_line(1, coupon=100), _line(2, coupon=100)]) == [Cause.AMBIGUOUS]


def test_two_lines_of_which_one_fits_do_not() -> None:
    assert _causes([DOLLAR], [_line(1, coupon=100), _line(2, coupon=75)]) == [Cause.MATCHED]


def test_two_coupons_that_fit_one_line_leave_both_open() -> None:
    assert _causes([DOLLAR, HALF], [_line(quantity=2, coupon=100)]) == [Cause.AMBIGUOUS, Cause.AMBIGUOUS]


def test_two_coupons_of_different_value_each_find_their_line() -> None:
    found = _matches([DOLLAR, HALF], [_line(1, coupon=50), _line(2, coupon=100)])
    assert [match.line.coupon for match in found if match.line] == [100, 50]


def test_the_retailers_own_fits_any_money() -> None:
    assert _causes([OWN], [_line(coupon=37)]) == [Cause.MATCHED]


@pytest.mark.parametrize(
    ("face", "line", "pieces"),
    [
        (Face(needs=1, cents=100), _line(coupon=100), 1),
        (Face(needs=1, cents=100), _line(quantity=3, coupon=300), 3),
        (Face(needs=1, cents=100), _line(quantity=1, coupon=200), 0),
        (Face(needs=2, cents=100), _line(quantity=2, coupon=200), 2),  # tills did not count the units
        (Face(needs=1, cents=0, free=True), _line(sales=129, coupon=129), 1),
        (Face(needs=2, cents=0, free=True), _line(quantity=2, sales=199, coupon=100), 1),
        (Face(needs=2, cents=0, free=True), _line(quantity=2, sales=199, coupon=90), 0),
        (Face(needs=1, cents=0, free=True), _line(quantity=0, sales=0, coupon=90), 0),
    ],
)
def test_pieces_are_counted_from_the_money(face: Face, line: Bought, pieces: int) -> None:
    assert matching.pieces(line, face, [line]) == pieces


def test_purchases_are_found_by_household_and_local_day() -> None:
    lines = lines_of([{"coupon": 100}, {"household": 2}])  # Monday the 2nd at seven and eight in the morning there
    late = lines.at(lines.sold_at + np.timedelta64(17, "h"))  # midnight there: the second falls on the 3rd
    redemptions = [Redemption(DAY, household, campaign=8, coupon=DOLLAR) for household in (1, 2)]
    assert set(matching.bought_on(lines, redemptions)) == {(1, DAY), (2, DAY)}
    assert not matching.bought_on(late, redemptions)
