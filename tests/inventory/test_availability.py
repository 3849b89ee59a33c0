"""What a channel may be promised, place by place, and why."""

from __future__ import annotations

from datetime import date

import pytest

from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import Expected
from tests.inventory.builders import a_shop
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

MONDAY = date(2031, 3, 3)
THURSDAY = date(2031, 3, 6)


def test_whole_baskets_are_told_for_every_place_in_the_order_asked() -> None:
    shop = a_shop()
    here, there = shop.store.id, a_store(shop.market).id
    plenty, scarce, unknown = shop.stocked(7), shop.stocked(1), VariantId(new_id())
    inventory.allocate(shop.market.id, [shop.demand(plenty, 2)], order=new_id())
    found = inventory.availability(shop.market.id, None, [scarce, unknown, plenty, scarce], [there, here])
    assert [(each.place, each.units) for each in found] == [(there, (0, 0, 0, 0)), (here, (1, 0, 5, 1))]


def test_what_is_sold_ahead_does_not_count_as_there() -> None:
    shop = a_shop()
    variant = shop.stocked(1)
    shop.sell_ahead(variant, 3)
    assert inventory.availability(shop.market.id, None, [variant], [shop.store.id])[0].units == (1,)


def test_what_comes_in_counts_from_its_day_on() -> None:
    shop = a_shop()
    variant, order, store = shop.stocked(1), new_id(), shop.store.id
    rows = [Expected(1, store, variant, MONDAY, 4), Expected(2, store, variant, THURSDAY, 5)]
    inventory.expect(shop.market.id, "purchase_order", order, rows)

    def by(day: date | None) -> int:
        (found,) = inventory.availability(shop.market.id, None, [variant], [store], by=day)
        explained = inventory.explain(shop.market.id, None, store, variant, by=day)
        assert explained.units == found.units[0]
        return explained.units

    assert [by(None), by(date(2031, 3, 2)), by(MONDAY), by(THURSDAY)] == [1, 1, 5, 10]
    inventory.expect(shop.market.id, "purchase_order", order, rows[1:])
    assert by(THURSDAY) == 6
    for _ in range(2):
        inventory.unexpect(shop.market.id, "purchase_order", order)
    assert by(THURSDAY) == 1
    assert shop.audit() == []


def test_goods_that_never_lay_at_a_place_can_be_expected_there() -> None:
    shop = a_shop()
    variant, store = VariantId(new_id()), shop.store.id
    inventory.expect(shop.market.id, "transfer", new_id(), [Expected(1, store, variant, MONDAY, 4)])
    assert inventory.availability(shop.market.id, None, [variant], [store], by=MONDAY)[0].units == (4,)
    assert inventory.availability(shop.market.id, None, [variant], [store])[0].units == (0,)
