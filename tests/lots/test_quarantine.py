"""Goods that cannot be sold are kept apart, graded, and let go; bins; and an audit that misses nothing."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection

from oneshelf.kernel.actors import Actor, ActorKind
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import OutOfStock
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import Act, ApartReason, Condition, LotNotThere, Part
from oneshelf.modules.places import public as places
from tests.inventory.builders import Shop, a_shop
from tests.lots.builders import a_tracked_variant, by_lot, in_days, lot, parts_of, receive

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

ANA = Actor(ActorKind.STAFF, new_id())


def apart(shop: Shop, variant: VariantId, quantity: int, condition: Condition, lot: str = "") -> Part:
    """Keep goods apart and return the part that they became."""
    inventory.keep_apart(
        *(shop.market.id, shop.store.id, variant, quantity),
        reason=ApartReason.RETURNED,
        condition=condition,
        actor=ANA,
        lot=lot,
    )
    found = parts_of(shop, variant, places.open_quarantine(shop.store.id).id)
    return next(each for each in found if each.condition is condition)


def test_plain_goods_are_kept_apart_by_condition_and_stay_plain_on_the_shelf() -> None:
    shop = a_shop()
    kettle = shop.stocked(6)
    opened = apart(shop, kettle, 2, Condition.OPENED)
    apart(shop, kettle, 1, Condition.DAMAGED)
    assert (shop.level(kettle).on_hand, parts_of(shop, kettle)) == (3, [])
    assert opened.quantity == 2
    inventory.grade(shop.market.id, opened, 1, Condition.NEW, actor=ANA)
    conditions = {each.condition: each.quantity for each in parts_of(shop, kettle, opened.place)}
    assert conditions == {Condition.OPENED: 1, Condition.NEW: 1, Condition.DAMAGED: 1}
    assert shop.audit() == []


def test_only_new_goods_go_back_to_the_shelf() -> None:
    shop = a_shop()
    kettle = shop.stocked(6)
    damaged, new = apart(shop, kettle, 2, Condition.DAMAGED), apart(shop, kettle, 2, Condition.NEW)
    with pytest.raises(lots.NotSoldAgain):
        inventory.let_go(shop.market.id, damaged, 1, Act.TO_SHELF, actor=ANA)
    inventory.let_go(shop.market.id, new, 1, Act.TO_SHELF, actor=ANA)
    inventory.let_go(shop.market.id, damaged, 1, Act.TO_LOSS, actor=ANA)
    inventory.let_go(shop.market.id, damaged, 1, Act.TO_SUPPLIER, actor=ANA)
    for act in (Act.TO_LOSS, Act.TO_SUPPLIER):
        with pytest.raises((LotNotThere, OutOfStock)):
            inventory.let_go(shop.market.id, damaged, 1, act, actor=ANA)
    assert shop.level(kettle).on_hand == 3
    assert by_lot(shop, kettle, new.place) == {"?": 1}
    assert shop.audit() == []


def test_the_lot_stays_known_and_goods_past_their_time_do_not_come_back() -> None:
    shop, milk = a_shop(), a_tracked_variant()
    receive(shop, milk, lot(milk, "OLD", 2, in_days(-3)), lot(milk, "GOOD", 2, in_days(9)))
    old, good = apart(shop, milk, 1, Condition.OPENED, "OLD"), apart(shop, milk, 1, Condition.NEW, "GOOD")
    assert (old.code, good.code) == ("OLD", "GOOD")
    inventory.grade(shop.market.id, old, 1, Condition.NEW, actor=ANA)
    (again,) = [each for each in parts_of(shop, milk, old.place) if each.code == "OLD"]
    with pytest.raises(lots.NotSoldAgain):
        inventory.let_go(shop.market.id, again, 1, Act.TO_SHELF, actor=ANA)
    inventory.let_go(shop.market.id, good, 1, Act.TO_SHELF, actor=ANA)
    assert by_lot(shop, milk) == {"OLD": 1, "GOOD": 2}
    assert shop.audit() == []


def test_what_is_promised_is_not_kept_apart_and_an_act_counts_once() -> None:
    shop = a_shop()
    kettle, act = shop.stocked(3), new_id()
    inventory.allocate(shop.market.id, [shop.demand(kettle, 2)], order=new_id())
    with pytest.raises(OutOfStock):
        apart(shop, kettle, 2, Condition.DAMAGED)
    for _ in range(2):
        inventory.keep_apart(
            *(shop.market.id, shop.store.id, kettle, 1),
            reason=ApartReason.DAMAGED,
            condition=Condition.DAMAGED,
            actor=ANA,
            inspection=act,
        )
    assert shop.level(kettle).on_hand == 2
    (entry,) = trail.of_subject(trail.Subject("stock_inspection", act))
    assert (entry.action, entry.actor_id, entry.detail("reason")) == ("stock.kept_apart", ANA.id, "damaged")
    assert [each.act for each in lots.inspections(shop.store.id, kettle)] == [Act.KEPT_APART]


def test_goods_are_put_into_bins_and_found_there() -> None:
    shop, milk = a_shop(), a_tracked_variant()
    for code, walk in (("a-1", 2), ("b-1", 1)):
        places.open_bin(shop.store.id, code=code, walk=walk, actor=ANA)
    receive(shop, milk, lot(milk, "A", 5, in_days(9)))
    inventory.put_away(shop.market.id, shop.store.id, milk, 3, "a-1", actor=ANA)
    bins = {each.bin: each.quantity for each in parts_of(shop, milk)}
    here = places.bin_by_code(shop.store.id, "a-1").id
    assert bins == {here: 3, None: 2}
    with pytest.raises(LotNotThere):
        inventory.put_away(shop.market.id, shop.store.id, milk, 4, "b-1", actor=ANA, from_bin=here)
    with pytest.raises(places.UnknownBin):
        inventory.put_away(shop.market.id, shop.store.id, milk, 1, "nowhere", actor=ANA)
    lots.set_home(shop.store.id, milk, "b-1", actor=ANA)
    assert lots.homes(shop.store.id, [milk])[milk].code == "b-1"
    lots.set_home(shop.store.id, milk, "", actor=ANA)
    assert lots.homes(shop.store.id, [milk]) == {}
    assert shop.level(milk).on_hand == 5
    assert shop.audit() == []


def test_the_audit_names_parts_that_lie() -> None:
    shop, milk = a_shop(), a_tracked_variant()
    receive(shop, milk, lot(milk, "A", 5, in_days(9)), lot(milk, "B", 2, in_days(12)))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE lots_part SET quantity = 9 WHERE variant_id = %s AND quantity = 5", [milk])
        cursor.execute("DELETE FROM lots_part WHERE variant_id = %s AND quantity = 2", [milk])
    found = {(each.check, each.found, each.expected) for each in inventory.audit([shop.store.id])}
    assert found == {
        ("the parts of a level are what is on hand", "9", "7"),
        ("a part equals its entries", "9", "5"),
        ("a part equals its entries", "0", "2"),
    }
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="never changed"):
        cursor.execute("UPDATE lots_entry SET change = 1")
