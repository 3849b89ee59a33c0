"""The stock ledger: every unit has a cause, and levels are what it says."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM, Actor, ActorKind
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.errors import BadQuantity, MovedAlready, OutOfStock
from tests.inventory.builders import a_shop

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_a_receipt_counts_once() -> None:
    shop = a_shop()
    variant = shop.stocked(1)
    cause, at = new_id(), clock.now()
    assert inventory.receive(shop.market.id, shop.store.id, {variant: 5}, cause=cause, at=at)
    assert not inventory.receive(shop.market.id, shop.store.id, {variant: 5}, cause=cause, at=at)
    assert shop.level(variant).on_hand == 6
    assert len(inventory.movements_of(cause)) == 1


def test_a_cause_cannot_be_added_to() -> None:
    shop = a_shop()
    first, second = shop.stocked(1), shop.stocked(1)
    cause, at = new_id(), clock.now()
    inventory.receive(shop.market.id, shop.store.id, {first: 5}, cause=cause, at=at)
    with pytest.raises(MovedAlready):
        inventory.receive(shop.market.id, shop.store.id, {first: 5, second: 5}, cause=cause, at=at)
    assert (shop.level(first).on_hand, shop.level(second).on_hand) == (6, 1)


def test_a_correction_takes_from_the_shelf_but_not_from_what_is_promised() -> None:
    shop = a_shop()
    variant = shop.stocked(5)
    inventory.allocate(shop.market.id, [shop.demand(variant, 3)], order=new_id())
    damaged = inventory.AdjustmentReason.DAMAGED
    inventory.adjust(shop.market.id, shop.store.id, variant, -2, reason=damaged, actor=SYSTEM)
    with pytest.raises(OutOfStock):
        inventory.adjust(shop.market.id, shop.store.id, variant, -1, reason=damaged, actor=SYSTEM)
    inventory.adjust(shop.market.id, shop.store.id, variant, 4, reason=inventory.AdjustmentReason.COUNTED, actor=SYSTEM)
    assert (shop.level(variant).on_hand, shop.level(variant).reserved) == (7, 3)
    newest = inventory.movements(shop.market.id, shop.store.id, variant)[0]
    assert (newest.from_place, newest.quantity) == (shop.virtual.discrepancy, 4)
    assert shop.audit() == []


def test_no_correction_by_nothing() -> None:
    shop = a_shop()
    with pytest.raises(BadQuantity):
        inventory.adjust(
            shop.market.id,
            shop.store.id,
            shop.stocked(1),
            0,
            reason=inventory.AdjustmentReason.COUNTED,
            actor=SYSTEM,
        )


def test_goods_brought_back_are_on_hand_again() -> None:
    shop = a_shop()
    variant, order = shop.stocked(2), new_id()
    inventory.allocate(shop.market.id, [shop.demand(variant, 2)], order=order)
    inventory.hand_out(
        order, shop.store.id, {1: 2}, cause=new_id(), at=clock.now(), customer_place=shop.virtual.customer
    )
    inventory.take_back(shop.market.id, shop.store.id, [(1, variant, 2)], cause=new_id(), at=clock.now())
    assert shop.level(variant).on_hand == 2
    assert shop.audit() == []


def test_movements_are_never_changed() -> None:
    shop = a_shop()
    shop.stocked(1)
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="never changed"):
        cursor.execute("UPDATE inventory_movement SET quantity = 2")


def test_the_audit_names_a_level_that_lies() -> None:
    shop = a_shop()
    variant = shop.stocked(3)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE inventory_level SET on_hand = 9, reserved = 1 WHERE variant_id = %s", [variant])
    on_hand, reserved = shop.audit()
    assert (on_hand.found, on_hand.expected) == ("9", "3")
    assert (reserved.found, reserved.expected) == ("1", "0")
    assert str(variant) in on_hand.subject


def test_who_corrects_stock_or_sells_it_ahead_stands_in_the_trail() -> None:
    shop = a_shop()
    variant, ana = shop.stocked(5), Actor(ActorKind.STAFF, new_id())
    stolen = inventory.AdjustmentReason.STOLEN
    cause = new_id()
    for _ in range(2):  # the same correction is one act
        inventory.adjust(shop.market.id, shop.store.id, variant, -2, reason=stolen, actor=ana, adjustment=cause)
    (entry,) = trail.of_subject(trail.Subject("stock_adjustment", cause))
    assert (entry.action, entry.actor_id, entry.place) == ("stock.adjusted", ana.id, shop.store.id)
    assert (entry.detail("variant"), entry.detail("change"), entry.detail("reason")) == (str(variant), -2, "stolen")
    terms = inventory.AheadTerms(inventory.AheadKind.BACKORDER, 7, lead_days=5)
    inventory.sell_ahead(shop.market.id, shop.store.id, variant, terms, actor=ana)
    (entry,) = trail.of_subject(trail.Subject("variant", variant))
    assert (entry.action, entry.actor_id, entry.detail("units")) == ("stock.sold_ahead", ana.id, 7)
