"""The basket: filled, changed, emptied, and poured into the customer's."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from oneshelf.kernel.accounts.models import Account
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue.public import VariantId
from tests.customers.builders import a_shopper
from tests.surfaces.storefront.builders import WebShop
from tests.surfaces.storefront.shopping import fill

pytestmark = [pytest.mark.database, pytest.mark.django_db]

EXCHANGE = {"HX-Request": "true"}


def held(client: Client) -> dict[VariantId, int]:
    basket = client.get("/cart/").context["basket"]
    return {row.snapshot.variant: row.quantity for row in basket.rows}


def test_adding_sums_up(client: Client, shop: WebShop) -> None:
    variant = shop.product(cents=199)
    fill(client, variant)
    fill(client, variant, "2")
    basket = client.get("/cart/").context["basket"]
    assert [(row.quantity, row.amount.minor) for row in basket.rows] == [(3, 597)]
    assert basket.total.minor == 597


def test_weight_is_written_as_people_say_it(client: Client, shop: WebShop) -> None:
    variant = shop.product("Bananas", cents=200, unit=Unit.KILOGRAM)
    fill(client, variant, "1.25")
    assert held(client) == {variant: 1250}
    assert client.get("/cart/").context["basket"].total.minor == 250


def test_an_exchange_opens_the_drawer_and_counts(client: Client, shop: WebShop) -> None:
    answer = client.post("/cart/add/", {"variant": str(shop.product()), "quantity": "1"}, headers=EXCHANGE)
    assert answer["HX-Trigger-After-Settle"] == "basket:open"
    assert 'id="basket-count" hx-swap-oob="true"' in answer.content.decode()


def test_taking_out_can_be_undone(client: Client, shop: WebShop) -> None:
    variant = shop.product()
    fill(client, variant, "3")
    answer = client.post("/cart/change/", {"variant": str(variant), "remove": "1"}, headers=EXCHANGE)
    undo = answer.context["removed"].undo
    assert held(client) == {}
    client.post(undo)
    assert held(client) == {variant: 3}


def test_without_script_the_basket_offers_the_undo(client: Client, shop: WebShop) -> None:
    variant = shop.product("Gouda")
    fill(client, variant)
    answer = client.post("/cart/change/", {"variant": str(variant), "quantity": "0"})
    assert answer.status_code == 200
    assert answer.context["removed"].undo in answer.content.decode()


@pytest.mark.parametrize("quantity", ["-1", "abc", "1.5", "", "0", "1e3", "99999999999"])
def test_a_quantity_that_is_none_changes_nothing(client: Client, shop: WebShop, quantity: str) -> None:
    variant = shop.product()
    answer = fill(client, variant, quantity)
    assert answer.status_code == 422
    assert held(client) == {}


@pytest.mark.parametrize("quantity", ["-1", "abc", "99999999999"])
def test_a_line_keeps_its_quantity_when_the_new_one_is_none(client: Client, shop: WebShop, quantity: str) -> None:
    variant = shop.product()
    fill(client, variant, "2")
    assert client.post("/cart/change/", {"variant": str(variant), "quantity": quantity}).status_code == 422
    assert held(client) == {variant: 2}


def test_what_is_not_sold_is_not_found(client: Client, shop: WebShop) -> None:
    assert fill(client, uuid4()).status_code == 404
    assert fill(client, "not-an-id").status_code == 404


def test_another_shoppers_basket_stays_as_it_is(client: Client, shop: WebShop) -> None:
    variant, other = shop.product(), Client()
    fill(other, variant, "2")
    assert client.post("/cart/change/", {"variant": str(variant), "quantity": "9"}).status_code == 404
    assert held(other) == {variant: 2}


def test_signing_in_pours_the_guests_basket_into_the_customers(client: Client, shop: WebShop) -> None:
    kept, new = shop.product("Kept"), shop.product("New")
    me = a_shopper(client)
    fill(client, kept)
    phone = Client()
    fill(phone, new, "2")
    phone.force_login(Account.objects.get(email=me.email))
    assert held(phone) == {kept: 1, new: 2}
    assert held(client) == {kept: 1, new: 2}


def test_my_stores_shelf_is_told_at_each_line(client: Client, shop: WebShop) -> None:
    client.post("/stores/choose/", {"store": shop.york.code})
    fill(client, shop.product("Gouda", york=1), "3")
    assert "Only 1 in York Minster" in client.get("/cart/").content.decode()


def test_a_line_that_another_device_has_changed_is_shown_as_it_is_now(client: Client, shop: WebShop) -> None:
    variant = shop.product("Gouda")
    me = a_shopper(client)
    fill(client, variant, "2")
    phone = Client()
    phone.force_login(Account.objects.get(email=me.email))
    phone.post("/cart/change/", {"variant": str(variant), "quantity": "5", "seen": "2"})
    stale = {"variant": str(variant), "quantity": "3", "seen": "2"}
    refused = client.post("/cart/change/", stale)
    assert refused.status_code == 409
    assert [row.quantity for row in refused.context["basket"].rows] == [5]
    exchange = client.post("/cart/change/", stale, headers=EXCHANGE)
    assert "changed on another device" in exchange.content.decode()
    assert held(client) == {variant: 5}
    phone.post("/cart/change/", {"variant": str(variant), "remove": "1", "seen": "5"})
    assert client.post("/cart/change/", stale).status_code == 409
    assert held(client) == {}


def test_undoing_keeps_what_another_device_put_in_meanwhile(client: Client, shop: WebShop) -> None:
    variant = shop.product()
    fill(client, variant, "3")
    undo = (
        client.post("/cart/change/", {"variant": str(variant), "remove": "1"}, headers=EXCHANGE).context["removed"].undo
    )
    fill(client, variant, "1")
    client.post(undo)
    assert held(client) == {variant: 4}


def test_a_message_that_is_too_long_changes_nothing(shop: WebShop, client: Client) -> None:
    fill(client, shop.product(york=5))
    client.post("/cart/gift/", {"gift": "1", "message": "For Ida"})
    answer = client.post("/cart/gift/", {"gift": "1", "message": "x" * 501})
    assert answer.status_code == 422
    assert "500" in answer.content.decode()
    assert ">For Ida</textarea>" in client.get("/cart/").content.decode()
    client.post("/cart/gift/", {"message": "For Ida"})
    assert "For Ida" not in client.get("/cart/").content.decode()
