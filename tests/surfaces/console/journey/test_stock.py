"""Derived receipts explain every unit sold, and no level is ever below zero."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.surfaces.console.load.journey import slices, stock
from oneshelf.surfaces.console.load.journey.source import Integers, Lines
from tests.surfaces.console.journey.conftest import lines_of

_row = st.fixed_dictionaries(
    {
        "store": st.integers(1, 3),
        "product": st.integers(1, 3),
        "week": st.integers(1, 4),
        "quantity": st.integers(0, 9),
    }
)


def _lowest_and_last(filling: stock.Filling, deliveries: stock.Weekly, sold: Lines) -> tuple[int, Integers]:
    """Play filling, then each week its delivery before its sales; return the lowest level and the last ones."""
    moved = sold.quantity > 0
    key = np.r_[
        filling.store << 30 | filling.product,
        deliveries.store << 30 | deliveries.product,
        sold.store[moved] << 30 | sold.product[moved],
    ]
    step = np.r_[np.zeros(len(filling), int), deliveries.week * 2, sold.week[moved] * 2 + 1]
    change = np.r_[filling.quantity, deliveries.quantity, -sold.quantity[moved]]
    order = np.lexsort((np.arange(len(key)), step, key))
    key, change = key[order], change[order]
    level = np.cumsum(change)
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    before = np.repeat(np.r_[0, level[starts[1:] - 1]], np.diff(np.r_[starts, len(key)]))
    level -= before
    return int(level.min()), level[np.r_[starts[1:] - 1, len(key) - 1]]


@given(st.lists(_row, min_size=1, max_size=60).filter(lambda rows: any(row["quantity"] for row in rows)))
def test_no_level_falls_below_its_filling(rows: list[dict[str, int]]) -> None:
    sold = lines_of(rows)
    weekly = stock.weekly(sold)
    filling = stock.store_filling(weekly)
    lowest, last = _lowest_and_last(filling, weekly, sold)
    assert lowest >= stock.LEAST_ON_SHELF
    assert (last == filling.quantity).all()


@given(st.lists(_row, min_size=1, max_size=60))
def test_deliveries_bring_exactly_what_was_sold(rows: list[dict[str, int]]) -> None:
    weekly = stock.weekly(lines_of(rows))
    columns = (weekly.store, weekly.week, weekly.product, weekly.quantity)
    brought = zip(*(column.tolist() for column in columns), strict=True)
    expected: dict[tuple[int, int, int], int] = {}
    for row in rows:
        if row["quantity"]:
            place = (row["store"], row["week"], row["product"])
            expected[place] = expected.get(place, 0) + row["quantity"]
    assert {(store, week, product): quantity for store, week, product, quantity in brought} == expected


def test_the_whole_history_never_lacks_a_unit(history: Lines) -> None:
    weekly = stock.weekly(history)
    assert weekly.quantity.sum() == history.quantity.sum()
    lowest, last = _lowest_and_last(stock.store_filling(weekly), weekly, history)
    assert lowest >= stock.LEAST_ON_SHELF
    assert last.min() >= stock.LEAST_ON_SHELF


def test_a_delivery_is_the_same_in_every_slice(history: Lines) -> None:
    whole, part = stock.weekly(history), stock.weekly(slices.TINY.of(history))
    chosen = np.isin(whole.store, part.store) & (whole.week >= slices.TINY.first_week)
    assert (whole.product[chosen] == part.product).all()
    assert (whole.quantity[chosen] == part.quantity).all()


def test_shelves_are_filled_alike_in_every_slice(history: Lines) -> None:
    whole = stock.store_filling(stock.weekly(history))
    part = whole.of(stock.weekly(slices.TINY.of(history)))
    amounts = dict(
        zip(zip(whole.store.tolist(), whole.product.tolist(), strict=True), whole.quantity.tolist(), strict=True)
    )
    assert 0 < len(part) < len(whole)
    assert all(
        amounts[store, product] == quantity
        for store, product, quantity in zip(
            part.store.tolist(), part.product.tolist(), part.quantity.tolist(), strict=True
        )
    )
