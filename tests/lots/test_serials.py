"""Serial numbers: one unit each, in one place at a time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connection

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue.public import Tracks
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import Cause, Move, OutOfStock
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import LotNotThere
from tests.inventory.builders import a_shop
from tests.lots.builders import a_tracked_variant, by_lot, in_days, lot, receive, sell, serial
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_a_serial_number_lies_in_one_place() -> None:
    shop, phone = a_shop(), a_tracked_variant(Tracks.SERIALS)
    other = a_store(shop.market).id
    receive(shop, phone, serial(phone, "S1"), serial(phone, "S2"))
    for place in (shop.store.id, other):
        with pytest.raises(lots.SerialElsewhere):
            receive(shop, phone, serial(phone, "S1"), place=place)
    assert (by_lot(shop, phone), by_lot(shop, phone, other)) == ({"S1": 1, "S2": 1}, {})
    assert shop.audit() == []


def test_its_history_tells_where_it_was_and_which_sale_it_went_with() -> None:
    shop, phone = a_shop(), a_tracked_variant(Tracks.SERIALS)
    other = a_store(shop.market).id
    receipt = receive(shop, phone, serial(phone, "S1"), serial(phone, "S2"))
    transfer, sale, back = new_id(), new_id(), new_id()
    move, at = Move(1, phone, shop.store.id, other, 1), clock.now()
    told = [serial(phone, "S2")]
    inventory.post(shop.market.id, [move], kind=Cause.TRANSFER, cause=transfer, at=at, told=told)
    home = Move(1, phone, other, shop.store.id, 1)
    inventory.post(shop.market.id, [home], kind=Cause.TRANSFER, cause=new_id(), at=clock.now(), told=told)
    lots.tell_leaving(shop.market.id, sale, told)
    sell(shop, phone, 1, sale)
    inventory.take_back(shop.market.id, shop.store.id, [(1, phone, 1)], cause=back, at=clock.now(), told=told)
    (found,) = lots.find_lots(shop.market.id, [phone], "S2")
    steps = lots.history(found.id)
    assert [(each.place, each.change) for each in steps if each.cause in (receipt, transfer, sale, back)] == [
        (shop.store.id, 1),
        (shop.store.id, -1),
        (other, 1),
        (shop.store.id, -1),
        (shop.store.id, 1),
    ]
    assert all(each.told for each in steps)
    assert lots.find_lots(shop.market.id, [phone], "a\x00") == []
    assert shop.audit() == []


def together(*work: Callable[[], object]) -> list[object]:
    def run(each: Callable[[], object]) -> object:
        try:
            return each()
        except (OutOfStock, LotNotThere, lots.SerialElsewhere) as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(run, work))


def test_two_tills_sell_the_same_serial_number_once() -> None:
    shop, phone = a_shop(), a_tracked_variant(Tracks.SERIALS)
    receive(shop, phone, serial(phone, "S1"), serial(phone, "S2"), serial(phone, "S3"))
    sales = [new_id() for _ in range(4)]
    for sale in sales:
        lots.tell_leaving(shop.market.id, sale, [serial(phone, "S2")])
    answers = together(*[lambda sale=sale: sell(shop, phone, 1, sale) for sale in sales])
    assert sorted(isinstance(each, UUID) for each in answers) == [False, False, False, True]
    assert by_lot(shop, phone) == {"S1": 1, "S3": 1}
    assert shop.audit() == []


def test_two_receipts_of_the_same_serial_number_put_it_in_one_place() -> None:
    shop, phone = a_shop(), a_tracked_variant(Tracks.SERIALS)
    stores = [shop.store.id, a_store(shop.market).id, a_store(shop.market).id]
    answers = together(*[lambda at=at: receive(shop, phone, serial(phone, "S1"), place=at) for at in stores])
    assert answers.count(lots.SerialElsewhere) == 2
    assert sum(len(by_lot(shop, phone, at)) for at in stores) == 1
    assert shop.audit() == []


def test_the_last_units_of_a_lot_are_sold_once() -> None:
    shop, milk = a_shop(), a_tracked_variant()
    receive(shop, milk, lot(milk, "A", 3, in_days(2)), lot(milk, "B", 2, in_days(9)))
    answers = together(*[lambda: sell(shop, milk, 2) for _ in range(6)])
    assert answers.count(OutOfStock) == 4
    assert by_lot(shop, milk) == {"B": 1}
    assert shop.audit() == []
