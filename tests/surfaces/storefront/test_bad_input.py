"""Bad input in the web shop: each row is refused with its status, said at its field in words, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.orders import public as orders
from oneshelf.modules.places import public as places
from tests.customers.builders import a_shopper
from tests.surfaces.doors import NOWHERE
from tests.surfaces.storefront.builders import WebShop
from tests.surfaces.storefront.shopping import ADDRESS, collecting, fill
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def says(answer: Any, *words: str) -> None:
    page = answer.content.decode()
    assert all(each in page for each in words), page[:2000]
    assert "%(" not in page
    assert "Money(" not in page


QUANTITIES = ["-1", "abc", "1.5", "", "0", "1e3", "99999999999", "١"]


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_a_quantity_for_the_basket(client: Client, shop: WebShop, quantity: str) -> None:
    variant = shop.product(york=5)
    client.get("/")
    with nothing_changes():
        answer = fill(client, variant, quantity)
    assert answer.status_code == 422
    says(answer)


@pytest.mark.parametrize("variant", [str(NOWHERE), "milk", "", "'; DROP TABLE orders_order"])
def test_an_article_for_the_basket(client: Client, shop: WebShop, variant: str) -> None:
    client.get("/")
    with nothing_changes():
        assert fill(client, variant).status_code == 404


FIELDS: list[tuple[str, dict[str, str], int, str]] = [
    ("another shop's card", {"card": "4111111111111111"}, 422, "card"),
    ("no card", {"card": ""}, 422, "card"),
    ("unknown way", {"method": "teleport"}, 422, "method"),
    ("no store", {"store": ""}, 422, "store"),
    ("unknown store", {"store": "nowhere"}, 404, "store"),
    ("a place that is no store", {"store": "customer"}, 422, "store"),
    ("no e-mail", {"email": "nobody"}, 422, "email"),
    ("no name", {"name": ""}, 422, "name"),
    ("endless name", {"name": "x" * 201}, 422, "name"),
    ("no address", {"method": "ship"}, 422, "street"),
    ("unknown country", {"method": "ship", **ADDRESS, "country": "Atlantis"}, 422, "country"),
]


@pytest.mark.parametrize(("what", "fields", "status", "field"), FIELDS, ids=[row[0] for row in FIELDS])
def test_a_checkout(client: Client, shop: WebShop, what: str, fields: dict[str, str], status: int, field: str) -> None:
    fill(client, shop.product(york=5))
    filled = collecting(client, shop) | fields
    with nothing_changes():
        answer = client.post("/checkout/", filled)
    assert answer.status_code == status
    (words,) = answer.context["form"].errors[field]
    assert words
    says(answer)


def archive(shop: WebShop) -> None:
    places.archive_place(shop.york.id, actor=SYSTEM)


def sell_out(shop: WebShop) -> None:
    (variant,) = shop.cents
    shop.till_sale(variant, 5)


@pytest.mark.parametrize(("happens", "status"), [(archive, 422), (sell_out, 409)])
def test_a_store_that_cannot_any_more(
    client: Client, shop: WebShop, happens: Callable[[WebShop], None], status: int
) -> None:
    fill(client, shop.product(york=5))
    filled = collecting(client, shop)
    happens(shop)
    with nothing_changes():
        answer = client.post("/checkout/", filled)
    assert answer.status_code == status
    assert "store" in answer.context["form"].errors


def test_a_checkout_whose_time_is_over_begins_again(client: Client, shop: WebShop) -> None:
    fill(client, shop.product(york=5))
    filled = collecting(client, shop)
    with time_machine.travel(clock.now() + checkout.OPEN_FOR + timedelta(minutes=1)):
        with nothing_changes(but={"checkout_checkout"}):
            answer = client.post("/checkout/", filled)
        assert answer.status_code == 409
        says(answer, "You took longer than we could keep the goods for you.")


def test_another_price_than_was_shown(client: Client, shop: WebShop) -> None:
    """A total sent with the form means nothing: what counts is what the shop has quoted."""
    variant = shop.product(york=5)
    fill(client, variant)
    client.post("/checkout/", collecting(client, shop, total="1", price="1", amount="1"))
    (order,) = orders.list_orders(shop.market.id)
    assert order.total.minor == 250


def test_somebody_elses_checkout_or_none(client: Client, shop: WebShop) -> None:
    variant, other = shop.product(york=5), Client()
    fill(other, variant)
    theirs = collecting(other, shop)
    fill(client, variant)
    client.get("/checkout/")
    for sent in (theirs, theirs | {"checkout": str(uuid4())}, theirs | {"checkout": "nonsense"}):
        with nothing_changes(but={"checkout_checkout"}):
            answer = client.post("/checkout/", sent)
        assert answer.status_code == 409


def test_a_form_that_is_too_large(client: Client, shop: WebShop) -> None:
    fill(client, shop.product(york=5))
    filled = collecting(client, shop)
    with nothing_changes():
        answer = client.post("/checkout/", filled | {"name": "x" * 2**21})
    assert answer.status_code == 413
    says(answer, "too large")


def test_a_form_from_elsewhere(shop: WebShop) -> None:
    strict = Client(enforce_csrf_checks=True)
    variant = shop.product(york=5)
    strict.get("/")
    with nothing_changes():
        assert fill(strict, variant).status_code == 403


@pytest.mark.parametrize("page", ["/account/", "/account/profile/"])
def test_pages_of_customers(client: Client, shop: WebShop, page: str) -> None:
    answer = client.get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/sign-in/")


def test_somebody_elses_order(client: Client, shop: WebShop) -> None:
    order = shop.till_sale(shop.product(york=5)).order
    a_shopper(client)
    assert client.get(f"/account/purchases/{order}/").status_code == 404
    with nothing_changes():
        assert client.post(f"/account/purchases/{order}/again/").status_code == 404


def test_contact_data(client: Client, shop: WebShop) -> None:
    a_shopper(client)
    client.get("/account/profile/")
    for field, sent in (("email", "nobody"), ("phone", "call me")):
        with nothing_changes():
            answer = client.post("/account/profile/", {"name": "Ida", "email": "", "phone": "", field: sent})
        assert answer.status_code == 422
        assert field in answer.context["form"].errors


NUL_ADDRESSES = ["/stores/a%00b/", "/stores/?q=%00", "/search/?q=a&in=%00", "/account/sign-in/?next=%00"]


@pytest.mark.parametrize("address", NUL_ADDRESSES)
def test_an_address_with_a_nul(client: Client, shop: WebShop, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    says(answer, "This request cannot be read.")


def test_a_form_or_a_cookie_with_a_nul(client: Client, shop: WebShop) -> None:
    client.get("/")
    with nothing_changes():
        assert client.post("/stores/choose/", {"store": "a\x00"}).status_code == 400
    client.cookies["my_store"] = "a\x00b"
    assert client.get("/").status_code == 200
