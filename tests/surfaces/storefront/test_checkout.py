"""From the shelf to the order, and what stands in the way."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from oneshelf.modules.orders import public as orders
from tests.surfaces.storefront.builders import WebShop, a_web_shop

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

CONTACT = {"name": "Ana Kowalska", "email": "ana@example.com", "phone": ""}
ADDRESS = {"street": "High St 1", "postal_code": "YO1 1AA", "city": "York", "country": "GB"}


@pytest.fixture
def shop() -> WebShop:
    return a_web_shop()


def fill(client: Client, variant: object, quantity: str = "1") -> Any:
    return client.post("/cart/add/", {"variant": str(variant), "quantity": quantity})


def form(client: Client, **fields: str) -> dict[str, str]:
    """Return the checkout's form as a shopper fills it in."""
    page = client.get("/checkout/")
    assert page.status_code == 200
    return {"checkout": str(page.context["checkout"].id), "card": "tok_approve", **CONTACT, **fields}


def collecting(client: Client, shop: WebShop, **fields: str) -> dict[str, str]:
    return form(client, method="collect", store=shop.york.code, **fields)


def placed(shop: WebShop) -> list[orders.OrderSummary]:
    return orders.list_orders(shop.market.id)


def test_a_guest_collects_in_a_store(client: Client, shop: WebShop) -> None:
    variant = shop.product(york=5)
    fill(client, variant, "2")
    answer = client.post("/checkout/", collecting(client, shop), follow=True)
    assert answer.status_code == 200
    (order,) = placed(shop)
    assert (order.total.minor, order.place, order.customer) == (500, shop.york.id, None)
    (parcel,) = answer.context["purchase"].parcels
    assert f"data-pin>{parcel.pin}<" in answer.content.decode()
    assert shop.available(variant) == 3
    assert client.get("/cart/").context["basket"].rows == ()
