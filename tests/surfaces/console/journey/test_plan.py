"""The plan of the smallest slice holds together."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from oneshelf.surfaces.console.load.journey import plan, slices
from oneshelf.surfaces.console.load.journey.plan import Plan


@pytest.fixture(scope="module")
def tiny() -> Plan:
    return plan.make(slices.TINY, 463)


def test_everything_that_lines_name_is_in_the_plan(tiny: Plan) -> None:
    lines = tiny.priced.lines
    assert set(lines.product.tolist()) == set(tiny.articles)
    assert set(lines.store.tolist()) == {site.id for site in tiny.sites}
    assert set(lines.household.tolist()) == {household.id for household in tiny.households}


def test_it_happens_in_its_weeks_and_deliveries_come_first(tiny: Plan) -> None:
    for week in np.unique(tiny.baskets.week).tolist():
        sold = tiny.baskets.sold_at[tiny.baskets.week == week]
        assert tiny.opened_at < tiny.arrives_at(week)
        assert _naive(tiny.arrives_at(week)) < sold.min()
        assert sold.max() < _naive(tiny.weeks[week])


def test_prices_hold_from_before_the_slice_on(tiny: Plan) -> None:
    assert len(np.unique(tiny.windows.product)) > 0.98 * len(tiny.articles)
    assert (tiny.windows.until()[tiny.windows.until() > 0] > slices.TINY.first_week).all()


def test_shelves_and_warehouse_have_what_is_sold(tiny: Plan) -> None:
    sold = {(s, p) for s, p in zip(tiny.deliveries.store.tolist(), tiny.deliveries.product.tolist(), strict=True)}
    assert set(zip(tiny.filling.store.tolist(), tiny.filling.product.tolist(), strict=True)) == sold
    fuel = {id for id, article in tiny.articles.items() if article.fuel}
    assert fuel
    assert not fuel & set(tiny.warehouse.product.tolist())


def _naive(moment: datetime) -> np.datetime64:
    return np.datetime64(moment.astimezone(UTC).replace(tzinfo=None))
