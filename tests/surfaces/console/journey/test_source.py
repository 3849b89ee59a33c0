"""The figures that docs/reference/demo-data.md states, counted again."""

from __future__ import annotations

import numpy as np

from oneshelf.surfaces.console.load.journey import categories
from oneshelf.surfaces.console.load.journey.source import Lines, SourceProduct


def test_the_source_holds_what_the_guide_says(history: Lines, product_table: list[SourceProduct]) -> None:
    assert len(history) == 1_469_307
    assert len(np.unique(history.basket)) == 155_848
    assert len(np.unique(history.store)) == 457
    assert len(np.unique(history.household)) == 2_469
    assert len(product_table) == 92_331


def test_quantities_are_whole_and_never_negative(history: Lines) -> None:
    assert (history.quantity == 0).sum() == 8_869
    assert ((history.quantity == 0) & (history.sales > 0)).sum() == 29  # 20 more hold dust below 1e-14 dollars
    assert history.quantity.min() == 0


def test_only_gasoline_comes_in_thousands(history: Lines, product_table: list[SourceProduct]) -> None:
    fuel = [product.id for product in product_table if categories.is_fuel(product)]
    large = history.quantity > 1000
    assert large.sum() == 13_494
    assert np.isin(history.product[large], fuel).all()


def test_sold_and_listed_products_differ_as_the_guide_says(history: Lines, product_table: list[SourceProduct]) -> None:
    sold, listed = set(np.unique(history.product).tolist()), {product.id for product in product_table}
    assert len(sold - listed) == 17
    assert len(listed - sold) == 23_839
    assert len({(product.type, product.brand, product.size) for product in product_table}) == 19_353


def test_net_unit_prices_are_seldom_fractions_of_a_cent(history: Lines) -> None:
    sold = history.quantity > 0
    assert round(float((history.sales[sold] % history.quantity[sold] != 0).mean()), 3) == 0.031


def test_a_basket_is_one_household_in_one_store_at_one_instant(history: Lines) -> None:
    within = history.basket[1:] == history.basket[:-1]
    for column in (history.household, history.store, history.week, history.sold_at):
        assert (column[1:][within] == column[:-1][within]).all()
    assert (history.number[1:][within] == history.number[:-1][within] + 1).all()
    assert (history.number[1:][~within] == 1).all()


def test_baskets_worth_nothing(history: Lines) -> None:
    _, place = np.unique(history.basket, return_inverse=True)
    assert (np.bincount(place, weights=history.sales) == 0).sum() == 478


def test_coupons_worth_more_than_their_line(history: Lines) -> None:
    assert (history.coupon > history.sales).sum() == 3_507


def test_the_last_day_ends_in_new_york(history: Lines) -> None:
    assert (history.sold_at[0], history.sold_at[-1]) == (
        np.datetime64("2017-01-01T11:53:26"),
        np.datetime64("2018-01-01T04:01:20"),
    )
