"""Holds that are passed on, given back in part, granted to a crowd, or gone when the money comes."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from itertools import chain
from uuid import UUID

import pytest
from django.db import connection

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import Amount, BadQuantity, HoldExpired, HoldsAlready, OutOfStock, Owner, Scope
from tests.inventory.builders import Shop, a_shop

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

SOON = timedelta(minutes=15)


def hold(shop: Shop, variant: VariantId, owner: UUID, quantity: int = 1, *, in_time: timedelta = SOON) -> None:
    demands = [shop.demand(variant, quantity)]
    inventory.hold_for(shop.market.id, Owner.CART, owner, demands, expires_at=clock.now() + in_time)


def test_a_cart_passes_its_hold_to_the_till_and_the_till_to_a_checkout() -> None:
    shop = a_shop()
    variant, cart, till, checkout = shop.stocked(2), new_id(), new_id(), new_id()
    hold(shop, variant, cart, 2)
    assert inventory.transfer_hold(Owner.CART, cart, to=Owner.TILL, to_id=till) == 1
    assert inventory.transfer_hold(Owner.TILL, till, to=Owner.CHECKOUT, to_id=checkout, lines=1) == 1
    assert inventory.release(Owner.CART, cart) == 0
    assert shop.level(variant).reserved == 2
    inventory.extend_hold(checkout, by=SOON)
    assert inventory.release(Owner.CHECKOUT, checkout) == 1
    assert shop.audit() == []


def test_what_is_not_held_whole_cannot_be_passed_on() -> None:
    shop = a_shop()
    variant, cart, late = shop.stocked(4), new_id(), new_id()
    hold(shop, variant, cart)
    hold(shop, variant, late, in_time=-SOON)
    for owner, lines in ((new_id(), None), (late, None), (cart, 2)):
        with pytest.raises(HoldExpired):
            inventory.transfer_hold(Owner.CART, owner, to=Owner.TILL, to_id=new_id(), lines=lines)
    other = new_id()
    hold(shop, variant, other)
    with pytest.raises(HoldsAlready):
        inventory.transfer_hold(Owner.CART, cart, to=Owner.CART, to_id=other)
    assert shop.level(variant).reserved == 3
    assert inventory.release(Owner.CART, cart) == 1
    assert shop.audit() == []


def test_a_hold_is_passed_on_once_however_many_ask() -> None:
    shop = a_shop()
    variant, cart = shop.stocked(1), new_id()
    hold(shop, variant, cart)

    def take(_: int) -> int:
        try:
            return inventory.transfer_hold(Owner.CART, cart, to=Owner.TILL, to_id=new_id())
        except HoldExpired:
            return 0
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(24))) == 1
    assert shop.level(variant).reserved == 1
    assert shop.audit() == []


def test_passing_on_and_expiry_race_without_losing_a_unit() -> None:
    shop = a_shop()
    variant = shop.stocked(20)
    carts = [new_id() for _ in range(20)]
    for cart in carts:
        hold(shop, variant, cart, in_time=timedelta(milliseconds=150))

    def act(number: int) -> int:
        try:
            if number % 2:
                inventory.allocate(shop.market.id, [shop.demand(variant)], order=new_id())
                return 1
            later = clock.now() + SOON
            cart = carts[number // 2]
            return inventory.transfer_hold(Owner.CART, cart, to=Owner.TILL, to_id=new_id(), expires_at=later)
        except (HoldExpired, OutOfStock):
            return 0
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        won = sum(pool.map(act, range(40)))
    inventory.expire_holds()
    assert won <= 20
    assert shop.level(variant).reserved >= won
    assert shop.audit() == []


def test_a_part_of_a_line_is_given_back() -> None:
    shop = a_shop()
    variant, order = shop.stocked(5), new_id()
    inventory.allocate(shop.market.id, [shop.demand(variant, 5)], order=order)
    assert inventory.release_part(Owner.ORDER, order, 1, variant, 2) == 2
    assert inventory.release_part(Owner.ORDER, order, 2, variant, 2) == 0
    assert shop.level(variant).reserved == 3
    with pytest.raises(BadQuantity):
        inventory.release_part(Owner.ORDER, order, 1, variant, 0)
    assert inventory.release(Owner.ORDER, order) == 1
    assert shop.audit() == []


def test_money_that_comes_too_late_gets_what_there_is_and_the_rest_is_told() -> None:
    shop = a_shop()
    some, gone, order, payment = shop.stocked(3), shop.stocked(1), new_id(), new_id()
    inventory.allocate(shop.market.id, [shop.demand(gone)], order=new_id())
    wanted = [shop.demand(some, 5), shop.demand(gone, 2, line=2)]
    lacking = inventory.allocate_late(shop.market.id, wanted, order=order, cause=payment)
    assert {(each.line, each.quantity) for each in lacking} == {(1, 2), (2, 2)}
    assert (shop.level(some).reserved, shop.level(gone).reserved) == (3, 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM outbox_event WHERE type = %s ORDER BY id", ["inventory.shortfall.v1"])
        told = [row[0] for row in cursor.fetchall()]
    assert len(told) == 2
    assert shop.audit() == []


def test_money_that_comes_late_and_finds_its_goods_is_no_shortfall() -> None:
    shop = a_shop()
    variant = shop.stocked(3)
    assert inventory.allocate_late(shop.market.id, [shop.demand(variant, 3)], order=new_id(), cause=new_id()) == []
    assert shop.level(variant).reserved == 3


def test_a_crowd_gets_exactly_what_there_is_and_each_an_answer() -> None:
    shop = a_shop()
    variant = shop.stocked(100)
    inventory.mark_hot(shop.market.id, variant, actor=SYSTEM)

    def want(owners: Sequence[UUID]) -> list[UUID]:
        held = []
        for owner in owners:
            with suppress(OutOfStock):
                hold(shop, variant, owner)
                held.append(owner)
        connection.close()
        return held

    crowd = [[new_id() for _ in range(50)] for _ in range(40)]
    with ThreadPoolExecutor(40) as pool:
        owners = list(chain.from_iterable(pool.map(want, crowd)))
    assert len(owners) == 100
    assert shop.level(variant).reserved == 100
    assert shop.audit() == []
    assert sum(inventory.release(Owner.CART, owner) for owner in owners) == 100
    assert shop.audit() == []


def test_a_crowd_respects_buffers_expiry_and_its_own_changes_of_mind() -> None:
    shop = a_shop()
    variant, cart = shop.stocked(6), new_id()
    inventory.mark_hot(shop.market.id, variant, actor=SYSTEM)
    inventory.set_rule(shop.market.id, Scope(variant=variant), Amount(2, hard=True), actor=SYSTEM)
    hold(shop, variant, new_id(), 2, in_time=-SOON)
    hold(shop, variant, cart, 1)
    hold(shop, variant, cart, 4)
    assert shop.level(variant).reserved == 4
    with pytest.raises(OutOfStock) as refusal:
        hold(shop, variant, new_id())
    assert (refusal.value.wanted, refusal.value.available) == (1, 0)
    with pytest.raises(OutOfStock):
        hold(shop, variant, cart, 5)
    assert shop.level(variant).reserved == 4, "what was held stays held when the change is refused"
    inventory.mark_calm(shop.market.id, variant, actor=SYSTEM)
    hold(shop, variant, cart, 3)
    assert shop.level(variant).reserved == 3
    assert shop.audit() == []
