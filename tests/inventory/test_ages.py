"""How long goods have lain: what came first leaves first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import AdjustmentReason
from tests.inventory.builders import a_shop

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_the_oldest_units_on_hand_tell_the_age() -> None:
    shop = a_shop()
    milk, empty = shop.stocked(1), shop.stocked(1)
    inventory.adjust(shop.market.id, shop.store.id, empty, -1, reason=AdjustmentReason.STOLEN, actor=SYSTEM)
    now = clock.now()
    for days, units in ((40, 5), (20, 3), (10, 4)):
        came = now - timedelta(days=days, hours=1)
        inventory.receive(shop.market.id, shop.store.id, {milk: units}, cause=new_id(), at=came)

    def age(most_days: int = 60) -> int:
        found = inventory.ages(shop.market.id, [milk, empty], [shop.store.id], now, most_days=most_days)
        assert set(found) == {(shop.store.id, milk)}
        return found[shop.store.id, milk]

    def sell(units: int) -> None:
        inventory.adjust(shop.market.id, shop.store.id, milk, -units, reason=AdjustmentReason.COUNTED, actor=SYSTEM)

    ages = [age(), age(15)]  # 13 on hand: some of the first five are left
    for units in (5, 3, 4):
        sell(units)
        ages.append(age())
    assert ages == [40, 15, 20, 10, 0]
