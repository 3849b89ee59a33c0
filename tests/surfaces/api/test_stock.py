"""Stock as of a moment by the API."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.modules.inventory import public as inventory
from tests.checkout.builders import Shop
from tests.places.builders import a_store
from tests.surfaces.api.programs import Program, Told, sku

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def asked(program: Program, **query: object) -> Told:
    return program.get("/stock?" + urlencode(query))


def test_stock_is_told_as_of_any_moment_page_by_page(shop: Shop) -> None:
    program = Program.with_key(shop, "inventory.view")
    milk, bread = sorted([shop.offered(5), shop.offered(2)])
    before = clock.now()
    inventory.receive(shop.market.id, shop.store.id, {milk: 1, bread: 1}, cause=new_id(), at=clock.now())
    then = {each["sku"]: each["on_hand"] for each in asked(program, place=shop.store.code, at=before)["items"]}
    now = {each["sku"]: each["on_hand"] for each in asked(program, place=shop.store.code)["items"]}
    assert sum(then.values()) == 7
    assert now == {each: units + 1 for each, units in then.items()}
    first = asked(program, place=shop.store.code, at=before, limit=1)
    second = asked(program, place=shop.store.code, at=before, limit=1, cursor=first["next"])
    assert [first["items"][0]["sku"], second["items"][0]["sku"]] == [sku(milk), sku(bread)]
    assert second["next"] is None
    (one,) = asked(program, place=shop.store.code, sku=sku(bread))["items"]
    assert one == {"sku": sku(bread), "on_hand": now[sku(bread)]}


def test_bad_questions_about_stock_are_refused(shop: Shop) -> None:
    program, place = Program.with_key(shop, "inventory.view"), shop.store.code
    for query, status, field in (
        ({"place": "nowhere"}, 404, "place"),
        ({}, 422, "place"),
        ({"place": place, "at": "yesterday"}, 422, "at"),
        ({"place": place, "at": "2026-01-01T10:00:00"}, 422, "at"),
        ({"place": place, "cursor": "x"}, 422, "cursor"),
        ({"place": place, "limit": 0}, 422, "limit"),
        ({"place": place, "sku": "NO-SUCH"}, 404, None),
    ):
        told = asked(program, **query)
        assert told.status == status, (query, told.body)
        assert field is None or told["field"] == field, (query, told.body)


def test_a_key_of_one_place_reads_that_place(shop: Shop) -> None:
    other = a_store(shop.market)
    program = Program.with_key(shop, "inventory.view", place=other.id)
    assert asked(program, place=other.code).status == 200
    assert asked(program, place=shop.store.code)["code"] == "not_allowed"
