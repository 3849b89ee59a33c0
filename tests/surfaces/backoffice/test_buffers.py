"""What is kept back, suggested and set apart: set, shown, accepted and ended by who may decide it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets import public as markets
from tests.staff.builders import a_member, sign_in
from tests.surfaces.storefront.builders import WebShop, a_web_shop

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def shop() -> WebShop:
    return a_web_shop()


@pytest.fixture
def owner(client: Client) -> Client:
    return sign_in(client, a_member("owner"))


def test_pages_of_stock_and_buffers_ask_so_often(shop: WebShop, owner: Client, django_assert_num_queries: Any) -> None:
    gouda = shop.product(york=9)
    inventory.note_rejection(shop.market.id, shop.york.id, {gouda: 4}, cause=new_id())
    inventory.set_rule(shop.market.id, inventory.Scope(variant=gouda), inventory.Amount(1), actor=SYSTEM)
    inventory.set_fence(shop.market.id, shop.york.id, gouda, shop.web.id, 3, actor=SYSTEM)
    level = f"/backoffice/stock/{shop.york.code}/{gouda}/"
    for page, count in {
        f"/backoffice/stock/?place={shop.york.code}": 9,
        level: 15,
        f"{level}why/": 13,
        "/backoffice/buffers/": 11,
        "/backoffice/fences/": 9,
    }.items():
        owner.get(page)  # what the process remembers is remembered
        with django_assert_num_queries(count):
            assert owner.get(page).status_code == 200


def test_a_buffer_is_set_shown_explained_and_ended(shop: WebShop, owner: Client) -> None:
    gouda = shop.product(york=5)
    page = "/backoffice/buffers/"
    sku = catalogue.snapshots([gouda])[gouda].sku
    sent = {"place": shop.york.code, "sku": sku, "amount": "2", "measure": "units", "hard": "on", "note": "Fragile"}
    assert owner.post(page, sent).status_code == 302
    assert owner.post(page, sent).status_code == 422, "two rules for the same would compete"
    (row,) = owner.get(page).context["rows"]
    assert (row.rule.units, row.rule.hard, row.place) == (2, True, shop.york.name)
    why = f"/backoffice/stock/{shop.york.code}/{gouda}/why/"
    told = owner.get(why).context["told"]
    assert (told.on_hand, told.kept_back, told.units) == (5, 2, 3)
    assert owner.post(f"{page}{row.rule.id}/end/").status_code == 302
    assert owner.get(why).context["told"].units == 5
    assert owner.post(f"{page}{row.rule.id}/end/").status_code == 404


def test_a_suggested_buffer_is_accepted(shop: WebShop, owner: Client) -> None:
    gouda = shop.product(york=9)
    inventory.note_rejection(shop.market.id, shop.york.id, {gouda: 4}, cause=new_id())
    why = f"/backoffice/stock/{shop.york.code}/{gouda}/why/"
    page = owner.get(why)
    assert (page.context["known"].score, page.context["known"].suggested, page.context["kept"]) == (45, 3, False)
    for sent, units in (({"units": "x"}, 9), ({"units": "-1"}, 9), ({"units": "3"}, 6), ({"units": "3"}, 6)):
        assert owner.post(f"{why[:-4]}accept/", sent).status_code == 302
        page = owner.get(why)
        assert (page.context["told"].units, page.context["kept"]) == (units, units == 6)
    assert owner.post(f"/backoffice/stock/{shop.york.code}/{new_id()}/accept/", {"units": "3"}).status_code == 404


def test_who_decides_at_one_place_accepts_nothing_for_others(shop: WebShop, client: Client) -> None:
    gouda = shop.product(york=9, leeds=9)
    sign_in(client, a_member("manager", at=shop.york.id))
    for place, status in ((shop.leeds, 403), (shop.york, 302)):
        accept = f"/backoffice/stock/{place.code}/{gouda}/accept/"
        assert client.post(accept, {"units": "1"}).status_code == status
    assert [rule.place for rule in inventory.list_rules(shop.market.id)] == [shop.york.id]


def test_a_rush_is_expected_and_ended(shop: WebShop, owner: Client, client: Client) -> None:
    gouda = shop.product(york=9)
    level = f"/backoffice/stock/{shop.york.code}/{gouda}/"
    assert not inventory.is_hot(shop.market.id, gouda)
    for expected, hot in (("yes", True), ("yes", True), ("no", False), ("", False)):
        assert owner.post(f"{level}rush/", {"expected": expected}).status_code == 302
        assert inventory.is_hot(shop.market.id, gouda) is hot
        assert owner.get(level).context["is_hot"] is hot
    assert owner.post(f"/backoffice/stock/{shop.york.code}/{new_id()}/rush/", {"expected": "yes"}).status_code == 404
    sign_in(client, a_member("manager", at=shop.york.id))
    assert client.post(f"{level}rush/", {"expected": "yes"}).status_code == 403
    assert not inventory.is_hot(shop.market.id, gouda)


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "-1"},
        {"amount": "x"},
        {"amount": "101", "measure": "percent"},
        {"sku": "nothing"},
        {"place": "nowhere"},
    ],
)
def test_a_buffer_that_makes_no_sense_is_refused(shop: WebShop, owner: Client, wrong: dict[str, str]) -> None:
    sent = {"amount": "1", "measure": "units"} | wrong
    assert owner.post("/backoffice/buffers/", sent).status_code == 422
    assert inventory.list_rules(shop.market.id) == ()


def test_who_decides_at_one_place_sets_no_rule_for_others(shop: WebShop, client: Client) -> None:
    sign_in(client, a_member("manager", at=shop.york.id))
    sent = {"amount": "1", "measure": "units"}
    page = "/backoffice/buffers/"
    for place, status in ((shop.leeds.code, 422), ("", 422), (shop.york.code, 302)):
        assert client.post(page, sent | {"place": place}).status_code == status
    assert [rule.place for rule in inventory.list_rules(shop.market.id)] == [shop.york.id]
    everywhere = inventory.set_rule(shop.market.id, inventory.Scope(), inventory.Amount(1), actor=SYSTEM)
    assert client.post(f"{page}{everywhere}/end/").status_code == 403


def test_a_fence_is_set_shown_and_lifted(shop: WebShop, owner: Client) -> None:
    gouda, page = shop.product(york=5), "/backoffice/fences/"
    web = next(each for each in markets.list_channels(shop.market.id) if each.id == shop.web.id)
    sku = catalogue.snapshots([gouda])[gouda].sku
    sent = {"place": shop.york.code, "sku": sku, "channel": web.code, "amount": "3", "ends": "2050-01-01T10:00"}
    assert owner.post(page, sent).status_code == 302
    assert owner.post(page, sent).status_code == 422, "it has a fence there already"
    (row,) = owner.get(page).context["rows"]
    assert (row.fence.quantity, row.fence.remaining, row.fence.drawn, row.channel) == (3, 3, 0, web.name)
    assert row.fence.ends == datetime(2050, 1, 1, 10, tzinfo=ZoneInfo(shop.market.time_zone))
    assert owner.post(f"{page}{row.fence.id}/lift/").status_code == 302
    assert owner.get(page).context["rows"] == []
    assert owner.post(f"{page}{row.fence.id}/lift/").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "0"},
        {"amount": "-1"},
        {"amount": "many"},
        {"sku": "nothing"},
        {"place": "nowhere"},
        {"channel": "none"},
        {"ends": "2020-01-01T10:00"},
        {"ends": "soon"},
    ],
)
def test_a_fence_that_makes_no_sense_is_refused(shop: WebShop, owner: Client, wrong: dict[str, str]) -> None:
    gouda = shop.product(york=5)
    channel = markets.list_channels(shop.market.id)[0].code
    sku = catalogue.snapshots([gouda])[gouda].sku
    sent = {"place": shop.york.code, "sku": sku, "channel": channel, "amount": "3"} | wrong
    assert owner.post("/backoffice/fences/", sent).status_code == 422
    assert inventory.list_fences(shop.market.id) == []


def test_who_decides_at_one_place_fences_nothing_elsewhere(shop: WebShop, client: Client) -> None:
    gouda = shop.product(york=5, leeds=5)
    sign_in(client, a_member("manager", at=shop.york.id))
    sku = catalogue.snapshots([gouda])[gouda].sku
    channel = markets.list_channels(shop.market.id)[0].code
    for place, status in ((shop.leeds.code, 422), (shop.york.code, 302)):
        sent = {"place": place, "sku": sku, "channel": channel, "amount": "1"}
        assert client.post("/backoffice/fences/", sent).status_code == status
    elsewhere = inventory.set_fence(shop.market.id, shop.leeds.id, gouda, shop.web.id, 1, actor=SYSTEM)
    assert client.post(f"/backoffice/fences/{elsewhere}/lift/").status_code == 403
    assert [row.fence.place for row in client.get("/backoffice/fences/").context["rows"]] == [shop.york.id]


def test_a_rule_names_a_category_or_a_product_for_a_time(shop: WebShop, owner: Client) -> None:
    gouda, page = shop.product(york=5), "/backoffice/buffers/"
    known = catalogue.snapshots([gouda])[gouda]
    path = catalogue.category_tree(1)[0].path
    times = {"begins": "2050-01-01T10:00", "ends": "2050-02-01T10:00"}
    sent = {"amount": "2", "measure": "units"}
    assert owner.post(page, sent | {"category": path} | times).status_code == 302
    assert owner.post(page, sent | {"sku": known.sku, "whole": "on"}).status_code == 302
    for wrong in ({"category": path, "sku": known.sku}, {"whole": "on"}, {"category": "nothing/"}):
        assert owner.post(page, sent | wrong).status_code == 422
    by_product, by_category = owner.get(page).context["rows"]
    assert (by_product.rule.product, by_category.rule.category) == (known.product, path)
    assert by_product.goods in known.title
    assert by_category.rule.begins == datetime(2050, 1, 1, 10, tzinfo=ZoneInfo(shop.market.time_zone))


def test_fences_are_paged_and_each_can_be_lifted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oneshelf.surfaces.backoffice.fences.PAGE", 2)
    shop = a_web_shop()
    made = {
        inventory.set_fence(shop.market.id, shop.york.id, shop.product(york=5), shop.web.id, 1, actor=SYSTEM)
        for _ in range(3)
    }
    owner = sign_in(Client(), a_member("owner"))
    first = owner.get("/backoffice/fences/")
    second = owner.get(f"/backoffice/fences/{first.context['next']}")
    shown = [row.fence.id for page in (first, second) for row in page.context["rows"]]
    assert (len(shown), set(shown), second.context["next"]) == (3, made, "")
    assert len(owner.get("/backoffice/fences/?after=nonsense").context["rows"]) == 2
    owner.post(f"/backoffice/fences/{shown[-1]}/lift/")
    assert shown[-1] not in {each.id for each in inventory.list_fences(shop.market.id)}
