"""Orders are what their lines say, and every cent of a line has a name."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.surfaces.console.load.journey import book, prices, slices
from oneshelf.surfaces.console.load.journey.book import Baskets, PricedLines
from oneshelf.surfaces.console.load.journey.source import Lines
from tests.surfaces.console.journey.conftest import lines_of

_row = st.fixed_dictionaries(
    {
        "product": st.integers(1, 3),
        "week": st.integers(1, 3),
        "quantity": st.integers(0, 5),
        "sales": st.integers(0, 500),
        "retail": st.integers(0, 90),
        "match": st.integers(0, 50),
        "coupon": st.integers(0, 600),
    }
)


def _priced(lines: Lines) -> PricedLines:
    none = np.zeros(len(lines), dtype=bool)
    return book.priced(lines, prices.windows(lines, none), none)


def _baskets(rows: list[dict[str, int]], size: int) -> tuple[PricedLines, Baskets]:
    numbered = [
        {**row, "basket": 1 + place // size, "number": 1 + place % size, "week": rows[place // size * size]["week"]}
        for place, row in enumerate(rows)
    ]
    priced = _priced(lines_of(numbered))
    return priced, book.baskets(priced)


@given(st.lists(_row, min_size=1, max_size=40))
def test_a_line_is_its_shelf_price_with_every_difference_named(rows: list[dict[str, int]]) -> None:
    priced = _priced(lines_of(rows))
    lines = priced.lines
    assert (priced.gross + priced.recorded - lines.retail - lines.match == lines.sales).all()
    assert (priced.coupon <= lines.sales).all()


@given(st.lists(_row, min_size=1, max_size=40), st.integers(1, 7))
def test_an_order_is_the_sum_of_its_lines_and_fully_paid(rows: list[dict[str, int]], size: int) -> None:
    priced, baskets = _baskets(rows, size)
    for place in range(len(baskets)):
        own = slice(int(baskets.first[place]), int(baskets.last[place]))
        assert baskets.total[place] == priced.lines.sales[own].sum()
        assert (priced.lines.basket[own] == baskets.id[place]).all()
    assert (baskets.coupon + baskets.tendered == baskets.total).all()
    assert (baskets.tendered >= 0).all()


def test_a_stores_own_price_is_recorded_and_multibuys_lose_no_cent() -> None:
    three_for_five_dollars = {"quantity": 3, "sales": 500}
    priced = _priced(lines_of([three_for_five_dollars, {"sales": 167}, {"sales": 150}]))
    assert priced.price.tolist() == [167, 167, 167]
    assert priced.gross.tolist() == [501, 167, 167]
    assert priced.recorded.tolist() == [-1, 0, -17]
    assert round(priced.share_recorded, 2) == 0.67


def test_money_without_quantity_is_an_adjustment_only() -> None:
    priced = _priced(lines_of([{"quantity": 0, "sales": 50}]))
    assert (priced.gross.tolist(), priced.recorded.tolist()) == ([0], [50])


def test_a_smaller_slice_is_part_of_a_larger_one(history: Lines) -> None:
    tiny, demo = slices.TINY.of(history), slices.DEMO.of(history)
    assert len(tiny) == 3_894
    assert len(demo) == 186_564
    assert set(tiny.basket.tolist()) < set(demo.basket.tolist())
    assert len(slices.FULL.of(history)) == len(history)
