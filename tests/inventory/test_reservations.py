"""Promises: each unit once, for as long as it is held, and given back by itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.errors import BadQuantity, HoldExpired, OutOfStock
from tests.inventory.builders import Shop, a_shop

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

SOON = timedelta(minutes=15)


def test_a_hold_promises_units_without_moving_them() -> None:
    shop = a_shop()
    variant = shop.stocked(5)
    inventory.hold(shop.market.id, [shop.demand(variant, 3)], checkout=new_id(), expires_at=clock.now() + SOON)
    level = shop.level(variant)
    assert (level.on_hand, level.reserved, level.available) == (5, 3, 2)
    assert shop.audit() == []


def test_all_lines_are_reserved_or_none() -> None:
    shop = a_shop()
    plenty, scarce = shop.stocked(5), shop.stocked(1)
    with pytest.raises(OutOfStock) as refusal:
        inventory.allocate(shop.market.id, [shop.demand(plenty, 2), shop.demand(scarce, 2, line=2)], order=new_id())
    assert (refusal.value.variant, refusal.value.wanted, refusal.value.available) == (str(scarce), 2, 1)
    assert shop.level(plenty).reserved == 0
    assert shop.audit() == []


def test_lines_that_share_a_variant_are_summed_before_they_are_checked() -> None:
    shop = a_shop()
    variant = shop.stocked(3)
    with pytest.raises(OutOfStock) as refusal:
        inventory.allocate(shop.market.id, [shop.demand(variant, 2), shop.demand(variant, 2, line=2)], order=new_id())
    assert refusal.value.wanted == 4
    assert shop.level(variant).reserved == 0


def test_an_expired_hold_gives_way_to_whoever_is_short() -> None:
    shop = a_shop()
    variant = shop.stocked(1)
    inventory.hold(shop.market.id, [shop.demand(variant)], checkout=new_id(), expires_at=clock.now() - SOON)
    inventory.allocate(shop.market.id, [shop.demand(variant)], order=new_id())
    assert shop.level(variant).reserved == 1
    assert shop.audit() == []


def test_expired_holds_are_swept() -> None:
    shop = a_shop()
    variant = shop.stocked(4)
    inventory.hold(shop.market.id, [shop.demand(variant, 3)], checkout=new_id(), expires_at=clock.now() - SOON)
    assert inventory.expire_holds() == 3
    assert shop.level(variant).available == 4
    assert inventory.expire_holds() == 0


def test_releasing_twice_is_harmless() -> None:
    shop = a_shop()
    variant, order = shop.stocked(2), new_id()
    inventory.allocate(shop.market.id, [shop.demand(variant, 2)], order=order)
    assert inventory.release(inventory.Owner.ORDER, order) == 1
    assert inventory.release(inventory.Owner.ORDER, order) == 0
    assert shop.level(variant).reserved == 0
    assert shop.audit() == []


def test_a_hold_is_exchanged_when_the_basket_changes() -> None:
    shop = a_shop()
    variant, checkout = shop.stocked(2), new_id()
    for quantity in (2, 1, 2):
        inventory.hold(
            shop.market.id, [shop.demand(variant, quantity)], checkout=checkout, expires_at=clock.now() + SOON
        )
        assert shop.level(variant).reserved == quantity


def test_a_hold_that_is_gone_cannot_be_extended() -> None:
    with pytest.raises(HoldExpired):
        inventory.extend_hold(new_id(), by=SOON)


def test_using_reservations_moves_the_goods_once() -> None:
    shop = a_shop()
    variant, order, consignment = shop.stocked(3), new_id(), new_id()
    inventory.allocate(shop.market.id, [shop.demand(variant, 2)], order=order)
    for expected in (1, 0):
        used = inventory.hand_out(
            order, shop.store.id, {1: 2}, cause=consignment, at=clock.now(), customer_place=shop.virtual.customer
        )
        assert used == expected
    level = shop.level(variant)
    assert (level.on_hand, level.reserved) == (1, 0)
    assert shop.audit() == []


@pytest.mark.parametrize("quantity", [0, -1, 10**13])
def test_impossible_quantities_change_nothing(quantity: int) -> None:
    shop = a_shop()
    variant = shop.stocked(2)
    with pytest.raises(BadQuantity):
        inventory.allocate(shop.market.id, [shop.demand(variant, quantity)], order=new_id())
    assert shop.level(variant).reserved == 0


def test_an_unknown_place_has_nothing_to_promise() -> None:
    shop = a_shop()
    with pytest.raises(OutOfStock) as refusal:
        inventory.allocate(shop.market.id, [shop.demand(VariantId(new_id()))], order=new_id())
    assert refusal.value.available == 0


def _race(shop: Shop, variants: list[VariantId], buyers: int, quantity: int = 1) -> int:
    def buy(buyer: int) -> int:
        chosen = variants if buyer % 2 else list(reversed(variants))
        demands = [shop.demand(variant, quantity, line) for line, variant in enumerate(chosen, start=1)]
        try:
            inventory.allocate(shop.market.id, demands, order=new_id())
        except OutOfStock:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(16) as pool:
        return sum(pool.map(buy, range(buyers)))


def test_last_units_are_promised_once() -> None:
    shop = a_shop()
    variant = shop.stocked(100)
    assert _race(shop, [variant], buyers=200) == 100
    level = shop.level(variant)
    assert (level.on_hand, level.reserved) == (100, 100)
    assert shop.audit() == []


def test_baskets_that_share_variants_in_any_order_neither_deadlock_nor_oversell() -> None:
    shop = a_shop()
    variants = [shop.stocked(50) for _ in range(3)]
    assert _race(shop, variants, buyers=120) == 50
    assert shop.audit() == []


def test_expired_holds_and_buyers_race_without_losing_a_unit() -> None:
    shop = a_shop()
    variant = shop.stocked(40)
    for _ in range(40):
        inventory.hold(shop.market.id, [shop.demand(variant)], checkout=new_id(), expires_at=clock.now() - SOON)
    assert _race(shop, [variant], buyers=80) == 40
    assert shop.level(variant).reserved == 40
    assert shop.audit() == []


def test_goods_that_are_only_promised_cannot_leave() -> None:
    shop = a_shop()
    variant, order = shop.stocked(1), new_id()
    inventory.allocate_expected(shop.market.id, [shop.demand(variant, 3)], order=order)

    def hand_out() -> int:
        to = shop.virtual.customer
        return inventory.hand_out(order, shop.store.id, {1: 3}, cause=new_id(), at=clock.now(), customer_place=to)

    assert (hand_out(), inventory.make_good(order, shop.store.id, {1: 3})) == (0, False)
    assert (shop.level(variant).on_hand, shop.level(variant).reserved) == (1, 3)
    inventory.receive(shop.market.id, shop.store.id, {variant: 2}, cause=new_id(), at=clock.now())
    assert (inventory.make_good(order, shop.store.id, {1: 3}), hand_out()) == (True, 1)
    assert (shop.level(variant).on_hand, shop.level(variant).reserved) == (0, 0)
    assert shop.audit() == []
