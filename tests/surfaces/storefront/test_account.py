"""A customer's own pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.customers import public as customers
from tests.customers.builders import a_customer, a_shopper
from tests.surfaces.storefront.builders import WebShop
from tests.surfaces.storefront.shopping import collecting, fill, placed

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_store_and_web_stand_on_one_timeline(client: Client, shop: WebShop) -> None:
    customer, variant = a_shopper(client), shop.product(york=9)
    shop.till_sale(variant, customer=customer.id)
    fill(client, variant)
    client.post("/checkout/", collecting(client, shop))
    events = client.get("/account/").context["events"]
    assert [(event.where, event.icon) for event in events] == [("Web channel", "globe"), ("In store", "store")]


def test_the_overview_asks_a_fixed_number_of_times(
    client: Client, shop: WebShop, django_assert_num_queries: Any
) -> None:
    customer = a_shopper(client)
    for _number in range(5):
        shop.till_sale(shop.product(york=9), customer=customer.id)
    client.get("/account/")
    with django_assert_num_queries(13):
        assert client.get("/account/").status_code == 200


def test_earlier_purchases_follow(client: Client, shop: WebShop) -> None:
    customer, variant = a_shopper(client), shop.product(york=99)
    for _number in range(14):
        shop.till_sale(variant, customer=customer.id)
    first = client.get("/account/")
    second = client.get("/account/" + first.context["more"])
    shown = [event.order.id for answer in (first, second) for event in answer.context["events"]]
    assert (len(shown), len(set(shown))) == (14, 14)


def test_the_card_is_shown_as_barcode_and_code(client: Client, shop: WebShop) -> None:
    number = customers.issue_card(a_shopper(client).id, actor=SYSTEM)
    assert str(number) in client.get("/account/").content.decode().replace(" ", "")


def test_buying_again_fills_the_basket(client: Client, shop: WebShop) -> None:
    customer, variant = a_shopper(client), shop.product(york=9)
    order = shop.till_sale(variant, 2, customer=customer.id).order
    client.post(f"/account/purchases/{order}/again/")
    (row,) = client.get("/cart/").context["basket"].rows
    assert (row.snapshot.variant, row.quantity) == (variant, 2)


def test_another_customers_purchase_is_not_found(client: Client, shop: WebShop) -> None:
    theirs = shop.till_sale(shop.product(york=9), customer=a_customer().id).order
    a_shopper(client)
    assert client.get(f"/account/purchases/{theirs}/").status_code == 404
    assert client.post(f"/account/purchases/{theirs}/again/").status_code == 404
    assert client.get("/cart/").context["basket"].rows == ()


def test_guests_are_asked_to_sign_in(client: Client, shop: WebShop) -> None:
    order = shop.till_sale(shop.product(york=9)).order
    for address in ("/account/", f"/account/purchases/{order}/", "/account/profile/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/account/sign-in/")


def test_the_profile_is_changed(client: Client, shop: WebShop) -> None:
    customer = a_shopper(client)
    answer = client.post("/account/profile/", {"name": "Ana", "email": "ana@example.com", "phone": "+48221234567"})
    assert answer.status_code == 302
    changed = customers.get_customer(customer.id)
    assert (changed.name, changed.phone) == ("Ana", "+48221234567")


def test_a_wrong_telephone_is_said_at_its_field(client: Client, shop: WebShop) -> None:
    customer = a_shopper(client)
    answer = client.post("/account/profile/", {"name": "Ana", "email": "ana@example.com", "phone": "12"})
    assert answer.status_code == 422
    assert "phone" in answer.context["form"].errors
    assert customers.get_customer(customer.id) == customer


def test_a_signed_link_shows_one_order_and_no_other(client: Client, shop: WebShop) -> None:
    fill(client, shop.product(york=5))
    address = client.post("/checkout/", collecting(client, shop))["Location"].split("?")[0]
    assert Client().get(address).status_code == 200
    (order,) = placed(shop)
    assert Client().get(f"/order/{order.id}/").status_code == 404
    assert Client().get(f"{address[:-2]}x/").status_code == 404


def test_signing_out_elsewhere_ends_the_other_sessions(shop: WebShop) -> None:
    from oneshelf.kernel.accounts import public as accounts

    accounts.open_account("ana@example.com", "correct horse battery", email_verified=True)
    here, there = Client(), Client()
    for browser in (here, there):
        browser.post("/account/sign-in/", {"login": "ana@example.com", "password": "correct horse battery"})
        assert browser.get("/account/").status_code == 200
    here.post("/account/devices/")
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
