"""Serial numbers and lots by the API."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue.public import Tracks
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots.public import Told
from tests.checkout.builders import Shop
from tests.inventory.builders import Shop as InventoryShop
from tests.lots.builders import a_tracked_variant
from tests.lots.test_naming import came_before
from tests.places.builders import a_store
from tests.surfaces.api.programs import Program, sku
from tests.surfaces.api.programs import Told as Answer
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def _asked(program: Program, code: str) -> Answer:
    return program.get("/units?" + urlencode({"code": code}))


def _received(shop: Shop, *serials: str) -> str:
    phone = a_tracked_variant(Tracks.SERIALS)
    told = [Told(1, phone, 1, lot=each, serial=True) for each in serials]
    units = {phone: len(serials)}
    inventory.receive(shop.market.id, shop.store.id, units, cause=new_id(), at=clock.now(), told=told)
    return sku(phone)


def test_a_serial_number_is_told_with_where_it_is_and_was(shop: Shop) -> None:
    article = _received(shop, "S1", "S2")
    program = Program.with_key(shop, "inventory.view")
    (unit,) = _asked(program, "S1")["items"]
    here = {"place": shop.store.code, "bin": None, "condition": "new", "quantity": 1}
    assert (unit["sku"], unit["serial"], unit["now"]) == (article, True, [here])
    assert [(step["kind"], step["change"], step["order"]) for step in unit["history"]] == [("receipt", 1, None)]
    assert _asked(program, "NONE")["items"] == []


@pytest.mark.parametrize("code", ["", "x" * 49])
def test_what_can_be_no_code_is_refused(shop: Shop, code: str) -> None:
    told = _asked(Program.with_key(shop, "inventory.view"), code)
    assert (told.status, told["field"]) == (422, "code")


def test_a_key_of_one_place_hears_nothing_of_others(shop: Shop) -> None:
    _received(shop, "S1")
    elsewhere = Program.with_key(shop, "inventory.view", place=a_store(shop.market).id)
    assert _asked(elsewhere, "S1")["items"] == []
    assert _asked(Program.with_key(shop, "orders.view"), "S1").status == 403


def test_units_on_a_shelf_are_named_all_or_none(shop: Shop) -> None:
    phone = came_before(InventoryShop(shop.market, shop.store), 2)
    program = Program.with_key(shop, "inventory.adjust")
    body = {"place": shop.store.code, "sku": sku(phone), "numbers": ["S1", "S2", "S3"]}
    with nothing_changes():
        refused = program.post("/units", body)
    assert (refused.status, refused["code"], refused["field"]) == (409, "all_units_named", "numbers[2]")
    told = program.post("/units", body | {"numbers": ["S1"]}, key="once")
    assert (told["named"], told["nameless"]) == (1, 1)
    assert program.post("/units", body | {"numbers": ["S1"]}, key="once").body == told.body
    assert program.post("/units", body | {"numbers": ["S1", "S2"]})["nameless"] == 0


@pytest.mark.parametrize(
    ("wrong", "status", "field"),
    [
        ({"numbers": []}, 422, "numbers"),
        ({"numbers": ["x" * 49]}, 422, "numbers[0]"),
        ({"numbers": ["a\x07"]}, 422, "numbers[0]"),
        ({"sku": "NONE"}, 404, "sku"),
        ({"place": "nowhere"}, 404, "place"),
    ],
)
def test_what_cannot_be_named_is_said_with_its_field(
    shop: Shop, wrong: dict[str, object], status: int, field: str
) -> None:
    phone = came_before(InventoryShop(shop.market, shop.store), 1)
    body = {"place": shop.store.code, "sku": sku(phone), "numbers": ["S1"]} | wrong
    program = Program.with_key(shop, "inventory.adjust")
    with nothing_changes():
        told = program.post("/units", body)
    assert (told.status, told["field"]) == (status, field)


def test_a_key_names_units_where_it_may_correct_stock(shop: Shop) -> None:
    phone = came_before(InventoryShop(shop.market, shop.store), 1)
    body = {"place": shop.store.code, "sku": sku(phone), "numbers": ["S1"]}
    elsewhere = Program.with_key(shop, "inventory.adjust", place=a_store(shop.market).id)
    reader = Program.with_key(shop, "inventory.view")
    with nothing_changes():
        assert elsewhere.post("/units", body).status == 403
        assert reader.post("/units", body).status == 403
