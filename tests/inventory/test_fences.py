"""Units set apart for a channel: nobody else is promised them, and the channel takes them first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.transactions import refusals
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import AdjustmentReason, BadBuffer, BadQuantity, FencesOverlap, OutOfStock, Owner
from oneshelf.modules.markets.public import ChannelId, ChannelKind
from tests.inventory.builders import Shop, a_shop
from tests.markets.builders import a_channel

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

HOUR = timedelta(hours=1)
BEGIN = datetime(2031, 3, 3, 9, tzinfo=UTC)


def a_fence(shop: Shop, variant: VariantId, units: int, **when: Any) -> tuple[ChannelId, inventory.FenceId]:
    web = a_channel(shop.market).id
    return web, inventory.set_fence(shop.market.id, shop.store.id, variant, web, units, actor=SYSTEM, **when)


def sell(shop: Shop, variant: VariantId, units: int, channel: ChannelId | None, *, overrule: bool = False) -> None:
    given = (shop.market.id, new_id(), clock.now(), shop.virtual.customer, [1], [shop.store.id], [variant], [units])
    with refusals(), transaction.atomic(), connection.cursor() as cursor:
        marks = ", ".join(["%s"] * (len(given) + 3))
        cursor.execute(f"SELECT inventory_sell_over_counter({marks})", [*given, channel, None, overrule])


def test_what_is_fenced_is_there_for_its_channel_alone() -> None:
    shop = a_shop()
    variant = shop.stocked(10)
    web, _ = a_fence(shop, variant, 6)
    assert (shop.available(variant, web), shop.available(variant)) == (10, 4)
    with pytest.raises(OutOfStock) as refusal:
        inventory.allocate(shop.market.id, [shop.demand(variant, 5)], order=new_id())
    assert refusal.value.available == 4
    inventory.allocate(shop.market.id, [shop.demand(variant, 10)], order=new_id(), channel=web)
    assert (shop.available(variant, web), shop.available(variant), shop.level(variant).fenced) == (0, 0, 0)
    assert shop.audit() == []


def test_the_channel_takes_from_its_fence_first_and_gives_back_to_it() -> None:
    shop = a_shop()
    variant, order = shop.stocked(10), new_id()
    web, _ = a_fence(shop, variant, 6)
    inventory.allocate(shop.market.id, [shop.demand(variant, 4)], order=order, channel=web)
    assert (shop.available(variant, web), shop.available(variant), shop.level(variant).fenced) == (6, 4, 2)
    assert inventory.release(Owner.ORDER, order) == 1
    assert (shop.available(variant, web), shop.available(variant), shop.level(variant).fenced) == (10, 4, 6)
    assert shop.audit() == []


def test_a_part_that_is_given_back_comes_from_the_pool_first() -> None:
    shop = a_shop()
    variant, order = shop.stocked(10), new_id()
    web, _ = a_fence(shop, variant, 6)
    inventory.allocate(shop.market.id, [shop.demand(variant, 8)], order=order, channel=web)
    assert inventory.release_part(Owner.ORDER, order, 1, variant, 3) == 3
    assert (shop.level(variant).reserved, shop.level(variant).fenced) == (5, 1)
    assert inventory.release_part(Owner.ORDER, order, 1, variant, 9) == 5
    assert inventory.release_part(Owner.ORDER, order, 1, variant, 1) == 0
    assert (shop.level(variant).reserved, shop.level(variant).fenced) == (0, 6)
    assert shop.audit() == []


def test_lines_of_one_key_remember_together_what_they_drew() -> None:
    shop = a_shop()
    variant, order = shop.stocked(10), new_id()
    web, _ = a_fence(shop, variant, 5)
    demands = [shop.demand(variant, 3), shop.demand(variant, 3, line=2)]
    inventory.allocate(shop.market.id, demands, order=order, channel=web)
    assert (shop.level(variant).reserved, shop.level(variant).fenced) == (6, 0)
    inventory.release(Owner.ORDER, order, lines=[2])
    inventory.release(Owner.ORDER, order, lines=[1])
    assert (shop.level(variant).reserved, shop.level(variant).fenced) == (0, 5)
    assert shop.audit() == []


def test_a_fence_is_filled_as_goods_come() -> None:
    shop = a_shop()
    variant = shop.stocked(2)
    web, _ = a_fence(shop, variant, 6)
    assert shop.level(variant).fenced == 2
    inventory.receive(shop.market.id, shop.store.id, {variant: 10}, cause=new_id(), at=clock.now())
    assert inventory.tend_fences() == 4
    assert (shop.available(variant, web), shop.available(variant)) == (12, 6)
    assert inventory.tend_fences() == 0
    assert shop.audit() == []


def test_a_fence_where_nothing_ever_lay_waits_for_the_first_goods() -> None:
    shop = a_shop()
    variant = VariantId(new_id())
    web, _ = a_fence(shop, variant, 3)
    assert (shop.available(variant, web), inventory.tend_fences()) == (0, 0)
    assert shop.audit() == []
    inventory.receive(shop.market.id, shop.store.id, {variant: 5}, cause=new_id(), at=clock.now())
    assert inventory.tend_fences() == 3
    assert (shop.available(variant, web), shop.available(variant), shop.level(variant).fenced) == (5, 2, 3)
    assert shop.audit() == []


def test_a_fence_is_lifted_in_the_instant_in_which_it_was_set() -> None:
    with time_machine.travel(BEGIN, tick=False):
        shop = a_shop()
        variant = shop.stocked(5)
        _, fence = a_fence(shop, variant, 4)
        inventory.lift_fence(fence, actor=SYSTEM)
        assert (shop.available(variant), shop.level(variant).fenced) == (5, 0)
        assert shop.audit() == []


def test_a_fence_stands_for_its_time_and_whoever_is_short_lifts_it() -> None:
    with time_machine.travel(BEGIN, tick=False) as travel:
        shop = a_shop()
        variant = shop.stocked(5)
        web, _ = a_fence(shop, variant, 5, begins=BEGIN + HOUR, ends=BEGIN + 2 * HOUR)
        assert (inventory.tend_fences(), shop.available(variant)) == (0, 5)
        travel.move_to(BEGIN + HOUR)
        assert (inventory.tend_fences(), shop.available(variant)) == (5, 0)
        travel.move_to(BEGIN + 2 * HOUR)
        assert (shop.available(variant), shop.available(variant, web)) == (5, 5)
        inventory.allocate(shop.market.id, [shop.demand(variant, 5)], order=new_id())
        assert shop.level(variant).fenced == 0
        assert shop.audit() == []


def test_what_a_lifted_fence_gave_goes_back_to_everybody() -> None:
    shop = a_shop()
    variant, order = shop.stocked(5), new_id()
    web, fence = a_fence(shop, variant, 4)
    inventory.allocate(shop.market.id, [shop.demand(variant, 3)], order=order, channel=web)
    for _ in range(2):
        inventory.lift_fence(fence, actor=SYSTEM)
    inventory.release(Owner.ORDER, order)
    assert (shop.available(variant), shop.level(variant).fenced) == (5, 0)
    assert shop.audit() == []


def test_a_till_sells_what_is_fenced_for_others_only_with_authority() -> None:
    shop = a_shop()
    variant = shop.stocked(5)
    web, _ = a_fence(shop, variant, 4)
    with pytest.raises(OutOfStock) as refusal:
        sell(shop, variant, 2, None)
    assert refusal.value.available == 1
    sell(shop, variant, 2, None, overrule=True)
    assert (shop.level(variant).on_hand, shop.level(variant).fenced) == (3, 3)
    sell(shop, variant, 3, web)
    assert (shop.level(variant).on_hand, shop.level(variant).fenced) == (0, 0)
    assert shop.audit() == []


def test_goods_that_are_gone_cannot_be_set_apart() -> None:
    shop = a_shop()
    variant = shop.stocked(5)
    a_fence(shop, variant, 5)
    inventory.adjust(
        shop.market.id, shop.store.id, variant, -2, reason=AdjustmentReason.DAMAGED, actor=SYSTEM, adjustment=new_id()
    )
    assert (shop.level(variant).on_hand, shop.level(variant).fenced) == (3, 3)
    assert shop.audit() == []


def test_an_expired_hold_of_the_channel_gives_way_into_its_fence() -> None:
    shop = a_shop()
    variant = shop.stocked(4)
    web, _ = a_fence(shop, variant, 4)
    over, demands = clock.now() - HOUR, [shop.demand(variant, 4)]
    inventory.hold_for(shop.market.id, Owner.CART, new_id(), demands, expires_at=over, channel=web)
    with pytest.raises(OutOfStock):
        inventory.allocate(shop.market.id, [shop.demand(variant)], order=new_id())
    inventory.allocate(shop.market.id, [shop.demand(variant, 3)], order=new_id(), channel=web)
    assert (shop.level(variant).reserved, shop.level(variant).fenced) == (3, 1)
    assert shop.audit() == []


@pytest.mark.parametrize("units", [0, -1, 10**13])
def test_a_fence_around_nothing_is_refused(units: int) -> None:
    shop = a_shop()
    with pytest.raises(BadQuantity):
        a_fence(shop, shop.stocked(1), units)


def test_a_fence_needs_a_time_of_its_own() -> None:
    shop = a_shop()
    variant = shop.stocked(4)
    with pytest.raises(BadBuffer):
        a_fence(shop, variant, 1, ends=clock.now() - HOUR)
    web = a_channel(shop.market, ChannelKind.APP).id
    inventory.set_fence(shop.market.id, shop.store.id, variant, web, 1, actor=SYSTEM)
    with pytest.raises(FencesOverlap):
        inventory.set_fence(shop.market.id, shop.store.id, variant, web, 2, actor=SYSTEM)
    with pytest.raises(NotFound):
        inventory.lift_fence(inventory.FenceId(new_id()), actor=SYSTEM)
    assert shop.audit() == []


def test_a_fence_and_the_pool_are_sold_out_by_two_crowds_at_once() -> None:
    shop = a_shop()
    variant = shop.stocked(60)
    web, _ = a_fence(shop, variant, 20)

    def buy(buyer: int) -> tuple[bool, bool]:
        by_web = buyer % 2 == 0
        try:
            inventory.allocate(shop.market.id, [shop.demand(variant)], order=new_id(), channel=web if by_web else None)
        except OutOfStock:
            return by_web, False
        finally:
            connection.close()
        return by_web, True

    with ThreadPoolExecutor(12) as pool:
        bought = list(pool.map(buy, range(160)))
    others = sum(sold for by_web, sold in bought if not by_web)
    assert sum(sold for _, sold in bought) == 60
    assert others <= 40
    level = shop.level(variant)
    assert (level.reserved, level.fenced, level.available) == (60, 0, 0)
    assert shop.audit() == []


def test_the_audit_finds_a_fence_that_was_tampered_with() -> None:
    shop = a_shop()
    variant = shop.stocked(4)
    a_fence(shop, variant, 3)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE inventory_fence SET remaining = 1 WHERE variant_id = %s", [variant])
    (found,) = shop.audit()
    assert (found.check, found.found, found.expected) == ("fenced equals its fences", "3", "1")
    assert str(variant) in found.subject
