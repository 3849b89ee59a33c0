"""Units that came in before anybody asked for their numbers are named on the shelf: as many as lie there, each once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue.models import Variant
from oneshelf.modules.catalogue.public import Tracks, VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots import public as lots
from oneshelf.modules.places import public as places
from tests.inventory.builders import Shop, a_shop
from tests.lots.builders import a_tracked_variant, by_lot, receive, sell, serial
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def came_before(shop: Shop, units: int) -> VariantId:
    """Return an article with serial numbers of which so many units came in before anybody asked for them."""
    phone = a_tracked_variant(Tracks.SERIALS)
    Variant.objects.filter(id=phone).update(tracks=Tracks.NOTHING)
    inventory.receive(shop.market.id, shop.store.id, {phone: units}, cause=new_id(), at=clock.now())
    Variant.objects.filter(id=phone).update(tracks=Tracks.SERIALS)
    return phone


def name(shop: Shop, phone: VariantId, number: str) -> lots.LotId:
    return inventory.name_unit(shop.market.id, shop.store.id, phone, number, actor=SYSTEM)


def test_each_unit_gets_its_number_and_the_level_stays() -> None:
    shop = a_shop()
    phone = came_before(shop, 3)
    inventory.allocate(shop.market.id, [shop.demand(phone, 2)], order=new_id())
    before, named = shop.level(phone), name(shop, phone, "S1")
    assert by_lot(shop, phone) == {"?": 2, "S1": 1}
    assert name(shop, phone, "S1") == named, "it was said before"
    name(shop, phone, "S2")
    assert by_lot(shop, phone) == {"?": 1, "S1": 1, "S2": 1}
    now = shop.level(phone)
    assert (now.on_hand, now.reserved) == (before.on_hand, before.reserved)
    (step,) = lots.history(named)
    assert (step.cause_kind, step.change, step.told) == ("naming", 1, True)
    assert shop.audit() == []


def test_a_named_unit_stays_in_its_bin_and_leaves_by_its_number() -> None:
    shop = a_shop()
    phone, bin = came_before(shop, 1), places.open_bin(shop.store.id, code="A-1", actor=SYSTEM)
    inventory.put_away(shop.market.id, shop.store.id, phone, 1, "A-1", actor=SYSTEM)
    name(shop, phone, "S1")
    (part,) = lots.parts(shop.market.id, [phone], [shop.store.id])
    assert (part.code, part.serial, part.bin) == ("S1", True, bin.id)
    sale = new_id()
    lots.tell_leaving(shop.market.id, sale, [serial(phone, "S1")])
    sell(shop, phone, 1, sale)
    assert by_lot(shop, phone) == {}
    assert shop.audit() == []


def test_what_cannot_be_named_is_refused_and_nothing_changes() -> None:
    shop = a_shop()
    phone, plain = came_before(shop, 1), shop.stocked(2)
    other = a_store(shop.market)
    receive(shop, phone, serial(phone, "S9"), place=other.id)
    for variant, number, refusal in (
        (phone, "S9", lots.SerialElsewhere),
        (phone, "", lots.BadLot),
        (phone, "x" * 49, lots.BadLot),
        (phone, "a\x00", lots.BadLot),
        (plain, "S1", inventory.NumbersNotAsked),
    ):
        with pytest.raises(refusal):
            name(shop, variant, number)
        assert by_lot(shop, variant) in ({}, {"?": 1}), number
    name(shop, phone, "S1")
    with pytest.raises(inventory.AllUnitsNamed):
        name(shop, phone, "S2")
    assert by_lot(shop, phone) == {"S1": 1}
    assert shop.audit() == []


def test_many_who_name_at_once_name_as_many_as_there_are() -> None:
    shop = a_shop()
    phone = came_before(shop, 3)

    def named(number: int) -> bool:
        try:
            name(shop, phone, f"S{number % 5}")
        except Refusal:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(named, range(10)))
    found = by_lot(shop, phone)
    assert (len(found), sum(found.values())) == (3, 3)
    assert "?" not in found
    assert shop.audit() == []
