"""Baskets come to the till from a phone or from where they were parked, and leave it again."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest

from oneshelf.kernel.ids import new_id
from oneshelf.modules.carts import public as carts
from oneshelf.modules.catalogue.public import VariantId
from tests.customers.builders import a_customer
from tests.surfaces.answers import Answer
from tests.surfaces.till.builders import Counter, a_counter, a_counter_of

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def a_phone_basket(counter: Counter, *variants: VariantId, customer: bool = False) -> tuple[carts.Cart, str]:
    shop = counter.shop
    if customer:
        cart = carts.open_for_customer(shop.market.id, shop.web.id, a_customer().id)
    else:
        cart, _secret = carts.open_for_guest(shop.market.id, shop.web.id)
    for variant in variants:
        cart = carts.add_line(cart.id, variant, 2)
    return cart, carts.show_code(cart.id).code


def park(counter: Counter, *lines: tuple[UUID, int], label: str = "7", key: str = "p1", **fields: Any) -> Answer:
    wanted = [{"variant": str(variant), "quantity": quantity, "price": ""} for variant, quantity in lines]
    return post(counter, "/till/parked/new/", {"lines": wanted, "label": label} | fields, key=key)


def post(counter: Counter, address: str, body: dict[str, Any], *, key: str = "") -> Answer:
    headers = {"Idempotency-Key": key} if key else {}
    return counter.client.post(address, json.dumps(body), content_type="application/json", headers=headers)


def test_a_scanned_code_brings_the_phones_basket_with_todays_prices_and_its_customer() -> None:
    counter = a_counter()
    milk, salt = counter.shop.offered(9), counter.shop.offered(9, cents=100)
    cart, code = a_phone_basket(counter, milk, customer=True)
    answer = counter.basket((milk, 1), (salt, 1), code=code).json()
    assert {UUID(line["variant"]): line["quantity"] for line in answer["lines"]} == {milk: 3, salt: 1}
    assert (answer["cart"], answer["customer"], answer["total"]) == (str(cart.id), str(cart.customer), 850)
    assert "The customer’s own basket" in answer["html"]["regular"]
    holder = carts.load(cart.id).holder
    assert (holder.kind, holder.id) == (carts.HolderKind.TILL, counter.till.id)
    assert holder.name == f"Till 1, {counter.shop.store.name}"


def test_what_is_not_sold_any_more_is_left_out_and_named() -> None:
    counter = a_counter()
    milk = counter.shop.offered(9)
    _cart, code = a_phone_basket(counter, milk, VariantId(new_id()))
    answer = counter.basket(code=code).json()
    assert [UUID(line["variant"]) for line in answer["lines"]] == [milk]


def test_one_customers_basket_at_a_time() -> None:
    counter = a_counter()
    milk = counter.shop.offered(9)
    cart, code = a_phone_basket(counter, milk)
    _other, second = a_phone_basket(counter, milk)
    assert counter.basket(code=code).status_code == 200
    refused = counter.basket((milk, 2), cart=str(cart.id), code=second)
    assert (refused.status_code, refused.json()["code"]) == (409, "till_has_basket")
    assert carts.load(_other.id).is_with_shopper


@pytest.mark.parametrize("code", ["CART-00000-00000", "https://shop.example/cart/take/CART-00000-00000/"])
def test_a_wrong_code_changes_nothing(code: str) -> None:
    counter = a_counter()
    answer = counter.basket(code=code)
    assert (answer.status_code, answer.json()["code"]) == (404, "bad_cart_code")


def test_a_sold_basket_is_closed_and_its_receipt_comes_again() -> None:
    counter = a_counter()
    milk = counter.shop.offered(9)
    cart, code = a_phone_basket(counter, milk)
    counter.basket(code=code)
    sale = {
        "lines": [{"variant": str(milk), "quantity": 2, "price": ""}],
        "total": 500,
        "tenders": [{"method": "cash", "amount": 500, "given": 500}],
        "cart": str(cart.id),
    }
    first = post(counter, "/till/sales/", sale, key="k1")
    assert first.status_code == 201
    assert post(counter, "/till/sales/", sale, key="k1").json()["number"] == first.json()["number"]
    assert carts.load(cart.id).state is carts.CartState.ORDERED
    assert counter.shop.level(milk).on_hand == 7


def test_a_basket_that_went_back_to_the_phone_is_not_sold_here() -> None:
    counter = a_counter()
    milk = counter.shop.offered(9)
    cart, code = a_phone_basket(counter, milk)
    counter.basket(code=code)
    carts.take_back(cart.id)
    assert counter.basket((milk, 2), cart=str(cart.id)).json()["code"] == "cart_elsewhere"
    sale = {
        "lines": [{"variant": str(milk), "quantity": 2, "price": ""}],
        "total": 500,
        "tenders": [{"method": "cash", "amount": 500, "given": 500}],
        "cart": str(cart.id),
    }
    assert post(counter, "/till/sales/", sale, key="k1").json()["code"] == "cart_elsewhere"
    assert counter.shop.level(milk).on_hand == 9


def test_the_till_gives_a_basket_back() -> None:
    counter = a_counter()
    cart, code = a_phone_basket(counter, counter.shop.offered(9))
    counter.basket(code=code)
    assert post(counter, "/till/baskets/back/", {"cart": str(cart.id)}).status_code == 200
    assert carts.load(cart.id).is_with_shopper
    assert post(counter, "/till/baskets/back/", {"cart": str(cart.id)}).status_code == 200


def test_a_parked_basket_goes_on_at_another_till_of_the_store() -> None:
    counter = a_counter()
    milk = counter.shop.offered(9)
    ana = a_customer()
    parked = park(counter, (milk, 3), label="Ana, blue coat", customer=str(ana.id))
    assert parked.status_code == 201
    assert "<svg" in parked.json()["html"]
    again = park(counter, (milk, 3), label="Ana, blue coat", customer=str(ana.id))
    assert again.json()["cart"] == parked.json()["cart"]
    other = a_counter_of(counter.shop, "Till 2")
    listed = other.client.get("/till/parked/").content.decode()
    assert "<strong>Ana, blue coat</strong>" in listed
    answer = other.basket(resume=parked.json()["cart"]).json()
    assert (answer["total"], answer["customer"], answer["cart"]) == (750, str(ana.id), parked.json()["cart"])
    assert "No basket is parked" in counter.client.get("/till/parked/").content.decode()
    assert counter.basket(resume=parked.json()["cart"]).json()["code"] == "cart_elsewhere"


def test_a_parked_baskets_code_is_shown_again_and_scanned_at_a_till() -> None:
    counter = a_counter()
    milk = counter.shop.offered(9)
    cart = park(counter, (milk, 3)).json()["cart"]
    shown = post(counter, "/till/parked/code/", {"cart": cart}).json()["html"]
    code = carts.code_in(shown)
    assert code
    assert counter.basket(code=f"CART{code}").json()["total"] == 750


BAD: list[tuple[str, dict[str, Any], int, str]] = [
    ("no name", {"label": "  "}, 422, "label_missing"),
    ("a long name", {"label": "x" * 41}, 422, "label_missing"),
    ("a far longer name", {"label": "x" * 101}, 422, "not_understood"),
    ("nothing in it", {"lines": []}, 422, "empty_basket"),
    ("a negative quantity", {"lines": [{"variant": str(new_id()), "quantity": -1}]}, 422, "bad_cart_quantity"),
    ("somebody's cart", {"cart": str(new_id())}, 404, "unknown_cart"),
    ("no id", {"cart": "x"}, 422, "not_understood"),
]


@pytest.mark.parametrize(("fields", "status", "code"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_what_cannot_be_parked(fields: dict[str, Any], status: int, code: str) -> None:
    counter = a_counter()
    refused = park(counter, (counter.shop.offered(1), 1), **fields)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert carts.held_by(carts.Holder(carts.HolderKind.PARKED, counter.shop.store.id)) == []


def test_parking_needs_its_key() -> None:
    counter = a_counter()
    assert park(counter, (counter.shop.offered(1), 1), key="").json()["code"] == "key_missing"


def test_a_locked_till_moves_no_basket() -> None:
    counter = a_counter(unlocked=False)
    cart, code = a_phone_basket(counter, counter.shop.offered(1))
    assert counter.basket(code=code).status_code == 401
    assert park(counter, (counter.shop.offered(1), 1)).status_code == 401
    assert counter.client.get("/till/parked/").status_code == 401
    for address in ("/till/parked/code/", "/till/baskets/back/"):
        assert post(counter, address, {"cart": str(cart.id)}).status_code == 401
    assert carts.load(cart.id) == cart
