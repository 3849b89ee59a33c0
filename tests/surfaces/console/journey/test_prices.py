"""The regular price is the one that most lines of the week asked; windows of a product never overlap."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.surfaces.console.load.journey import prices
from oneshelf.surfaces.console.load.journey.source import Lines
from tests.surfaces.console.journey.conftest import lines_of

_row = st.fixed_dictionaries(
    {
        "product": st.integers(1, 3),
        "week": st.integers(1, 53),
        "quantity": st.integers(0, 4),
        "sales": st.integers(0, 12),
        "retail": st.integers(0, 3),
    }
)


def _windows(lines: Lines) -> list[tuple[int, int, int, int]]:
    found = prices.windows(lines, np.zeros(len(lines), dtype=bool))
    columns = (found.product, found.first_week, found.until(), found.amount)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_the_commonest_price_of_a_week_wins() -> None:
    assert _windows(lines_of([{"sales": 100}, {"sales": 120}, {"sales": 100}])) == [(1, 2, 0, 100)]


def test_of_two_equally_common_the_higher_is_regular() -> None:
    assert _windows(lines_of([{"sales": 80}, {"sales": 99}])) == [(1, 2, 0, 99)]


def test_discounts_are_no_part_of_the_regular_price() -> None:
    lines = lines_of([{"sales": 150, "retail": 40, "match": 10, "coupon": 25, "quantity": 2}])
    assert _windows(lines) == [(1, 2, 0, 100)]


def test_equal_weeks_are_merged_and_quiet_ones_bridged() -> None:
    lines = lines_of([{"week": 2}, {"week": 3}, {"week": 9}, {"week": 10, "sales": 90}])
    assert _windows(lines) == [(1, 2, 10, 100), (1, 10, 0, 90)]


def test_what_was_given_away_has_no_price() -> None:
    assert _windows(lines_of([{"sales": 0}, {"quantity": 0}])) == []


def test_gasoline_is_priced_by_the_gallon() -> None:
    lines = lines_of([{"quantity": 8000, "sales": 1990}])
    found = prices.windows(lines, np.array([True]))
    assert (found.amount.tolist(), found.per.tolist()) == ([249], [1000])


@given(st.lists(_row, min_size=1, max_size=60))
def test_windows_of_a_product_follow_each_other_without_overlap(rows: list[dict[str, int]]) -> None:
    windows = _windows(lines_of(rows))
    for (product, start, until, amount), following in pairwise(windows):
        if product == following[0]:
            assert start < until == following[1]
            assert amount != following[3]
        else:
            assert until == 0
    assert all(amount > 0 for *_, amount in windows)


@given(st.lists(_row, min_size=1, max_size=60))
def test_a_week_with_sales_asks_a_price_that_one_of_its_lines_asked(rows: list[dict[str, int]]) -> None:
    lines = lines_of(rows)
    found = prices.windows(lines, np.zeros(len(lines), dtype=bool))
    held = found.at(lines.product, lines.week)
    for row, price in zip(rows, held.tolist(), strict=True):
        asked = [
            int(prices.rounded(np.array([each["sales"] + each["retail"]]), each["quantity"])[0])
            for each in rows
            if each["quantity"] and (each["product"], each["week"]) == (row["product"], row["week"])
        ]
        assert price in asked or not any(asked)


def test_a_slice_takes_the_windows_that_it_touches() -> None:
    lines = lines_of([{"week": 2}, {"week": 5, "sales": 90}, {"week": 9, "sales": 80}, {"product": 2, "week": 3}])
    every = prices.windows(lines, np.zeros(len(lines), dtype=bool))
    assert every.since(6, np.array([1])).first_week.tolist() == [5, 9]


def test_about_one_product_week_in_seven_has_several_prices(history: Lines) -> None:
    sold = history.quantity > 0
    unit = prices.rounded(history.shelf[sold], history.quantity[sold])
    key = history.product[sold] * 64 + history.week[sold]
    weeks, lines = np.unique(key, return_counts=True)
    _, asked = np.unique(np.unique(np.stack((key, unit)), axis=1)[0], return_counts=True)
    assert len(weeks) == len(asked)
    assert round(float((asked[lines > 1] > 1).mean()), 2) == 0.15
