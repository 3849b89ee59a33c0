"""Lots: what expires first leaves first, and what is past its time is not sold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import time_machine

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue import models as catalogue_rows
from oneshelf.modules.catalogue.public import Tracks
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import Cause, Move, OutOfStock
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import Told
from oneshelf.modules.places import public as places
from tests.inventory.builders import a_shop
from tests.lots.builders import a_tracked_variant, by_lot, in_days, lot, parts_of, receive, sell, serial, today
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_what_expires_first_leaves_first() -> None:
    shop, milk = a_shop(), a_tracked_variant()
    receive(shop, milk, lot(milk, "LATE", 4, in_days(9)), lot(milk, "NEVER", 4))
    receive(shop, milk, lot(milk, "SOON", 4, in_days(3)))
    sell(shop, milk, 3)
    assert by_lot(shop, milk) == {"SOON": 1, "LATE": 4, "NEVER": 4}
    sale = sell(shop, milk, 6)
    assert by_lot(shop, milk) == {"NEVER": 3}
    taken = {(each.change, each.told) for each in lots.entries_of(sale)}
    assert taken == {(-1, False), (-4, False)}
    assert shop.audit() == []


def test_whoever_scans_a_lot_takes_that_one() -> None:
    shop, milk = a_shop(), a_tracked_variant()
    receive(shop, milk, lot(milk, "SOON", 4, in_days(3)), lot(milk, "LATE", 4, in_days(9)))
    sale = new_id()
    lots.tell_leaving(shop.market.id, sale, [lot(milk, "LATE", 2)])
    sell(shop, milk, 3, sale)
    assert by_lot(shop, milk) == {"SOON": 3, "LATE": 2}
    with pytest.raises(lots.LotNotThere):
        lots.tell_leaving(shop.market.id, new_id(), [lot(milk, "UNHEARD", 1)])
    short = new_id()
    lots.tell_leaving(shop.market.id, short, [lot(milk, "LATE", 3)])
    with pytest.raises(lots.LotNotThere) as refused:
        sell(shop, milk, 3, short)
    assert (refused.value.lot, refused.value.available) == ("LATE", 2)
    assert by_lot(shop, milk) == {"SOON": 3, "LATE": 2}
    assert shop.level(milk).on_hand == 5


def test_goods_of_an_order_leave_by_expiry_too_and_by_what_the_picker_says() -> None:
    shop, milk, order = a_shop(), a_tracked_variant(), new_id()
    receive(shop, milk, lot(milk, "SOON", 2, in_days(3)), lot(milk, "LATE", 2, in_days(9)))
    inventory.allocate(shop.market.id, [shop.demand(milk, 2), shop.demand(milk, 1, line=2)], order=order)
    consignment = new_id()
    lots.tell_leaving(shop.market.id, consignment, [Told(2, milk, 1, lot="LATE")])
    inventory.hand_out(
        order, shop.store.id, {1: 2, 2: 1}, cause=consignment, at=clock.now(), customer_place=shop.virtual.customer
    )
    assert by_lot(shop, milk) == {"LATE": 1}
    assert shop.audit() == []


def test_a_transfer_takes_the_same_lots_along() -> None:
    shop, milk = a_shop(), a_tracked_variant()
    other = a_store(shop.market).id
    receive(shop, milk, lot(milk, "SOON", 2, in_days(3)), lot(milk, "LATE", 2, in_days(9)))
    move = Move(1, milk, shop.store.id, other, 3)
    inventory.post(shop.market.id, [move], kind=Cause.TRANSFER, cause=new_id(), at=clock.now())
    assert (by_lot(shop, milk), by_lot(shop, milk, other)) == ({"LATE": 1}, {"SOON": 2, "LATE": 1})
    assert shop.audit() == []


def test_goods_past_their_time_are_refused_at_the_moment_and_withdrawn_by_the_hour() -> None:
    shop, milk = a_shop(), a_tracked_variant(margin_days=2)
    receive(shop, milk, lot(milk, "SOON", 3, in_days(5)), lot(milk, "LATE", 2, in_days(30)))
    with time_machine.travel(datetime.combine(in_days(5), datetime.min.time(), UTC), tick=False):
        with pytest.raises(OutOfStock) as refused:
            sell(shop, milk, 3)
        assert refused.value.available == 2
        inventory.allocate(shop.market.id, [shop.demand(milk, 4)], order=new_id())
        assert inventory.withdraw_expired() == 1  # the rest is promised
        inventory.release(inventory.Owner.ORDER, new_id())
        assert by_lot(shop, milk) == {"SOON": 2, "LATE": 2}
        apart = places.open_quarantine(shop.store.id)
        assert by_lot(shop, milk, apart.id) == {"SOON": 1}
        assert [each.quantity for each in lots.expiring(shop.market.id, [shop.store.id], until=clock.now())] == [2]
    assert shop.audit() == []


def test_the_last_day_of_sale_is_the_markets_day() -> None:
    assert lots.sell_until(date(2026, 3, 29), 0, "Europe/Warsaw") == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert lots.sell_until(date(2026, 3, 29), 1, "Europe/Warsaw") == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert lots.sell_until(date(2026, 3, 29), 0, "America/New_York") == datetime(2026, 3, 30, 4, tzinfo=UTC)


def test_a_changed_margin_reaches_what_is_on_hand() -> None:
    shop, milk = a_shop(), a_tracked_variant()
    receive(shop, milk, lot(milk, "SOON", 3, in_days(2)))
    assert lots.renew_margins() == 0
    catalogue_rows.Variant.objects.filter(id=milk).update(margin_days=4)
    assert lots.renew_margins() == 1
    assert inventory.withdraw_expired() == 3
    assert shop.level(milk).on_hand == 0


def test_a_lot_has_one_date_and_every_unit_a_lot() -> None:
    shop, milk = a_shop(), a_tracked_variant()
    receive(shop, milk, lot(milk, "A", 3, in_days(2)))
    for told, refusal in (
        ([lot(milk, "A", 1, in_days(3))], lots.LotDiffers),
        ([Told(1, milk, 1)], lots.LotNeeded),
        ([lot(milk, "x" * 49, 1)], lots.BadLot),
        ([lot(milk, "a\nb", 1)], lots.BadLot),
        ([replace(lot(milk, "L1", 1), nameless=True)], lots.BadLot),
        ([serial(milk, "A")], lots.LotNeeded),
    ):
        with pytest.raises(refusal):
            receive(shop, milk, *told)
    with pytest.raises(lots.LotNeeded):
        inventory.receive(shop.market.id, shop.store.id, {milk: 1}, cause=new_id(), at=clock.now())
    assert by_lot(shop, milk) == {"A": 3}
    receive(shop, milk, lot(milk, "A", 1))  # whoever does not read the date again means the same lot
    assert by_lot(shop, milk) == {"A": 4}


def test_the_same_receipt_counts_once() -> None:
    shop, milk = a_shop(), a_tracked_variant()
    cause, at = new_id(), clock.now()
    for _ in range(2):
        inventory.receive(shop.market.id, shop.store.id, {milk: 2}, cause=cause, at=at, told=[lot(milk, "A", 2)])
    assert by_lot(shop, milk) == {"A": 2}
    assert shop.audit() == []


def test_what_was_there_before_units_are_told_apart_is_of_a_lot_that_nobody_knows() -> None:
    shop, milk = a_shop(), a_tracked_variant(Tracks.NOTHING)
    inventory.receive(shop.market.id, shop.store.id, {milk: 5}, cause=new_id(), at=clock.now())
    assert parts_of(shop, milk) == []
    catalogue_rows.Variant.objects.filter(id=milk).update(tracks="lots")
    receive(shop, milk, lot(milk, "A", 2, in_days(20)))
    assert by_lot(shop, milk) == {"?": 5, "A": 2}
    sell(shop, milk, 3)
    assert by_lot(shop, milk) == {"?": 4}
    assert shop.audit() == []


def test_a_loaded_history_moves_lots_too() -> None:
    shop, milk = a_shop(), a_tracked_variant()
    receive(shop, milk, lot(milk, "A", 5, in_days(9)))
    sold = inventory.LoadedMovement(
        new_id(), milk, shop.store.id, shop.virtual.customer, 2, Cause.SALE, new_id(), 1, clock.now()
    )
    assert inventory.bulk_load_movements(shop.market.id, [sold]) == 1
    assert inventory.bulk_load_movements(shop.market.id, [sold]) == 0
    assert by_lot(shop, milk) == {"A": 3}
    assert shop.audit() == []


def test_what_was_told_of_a_sale_of_plain_goods_harms_nothing() -> None:
    shop = a_shop()
    plain = shop.stocked(3)
    sell(shop, plain, 1)
    assert (parts_of(shop, plain), shop.level(plain).on_hand, today()) == ([], 2, today())
    assert shop.audit() == []
