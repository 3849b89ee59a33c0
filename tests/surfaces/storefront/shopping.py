"""What shoppers do, by Django's client."""

from __future__ import annotations

from typing import Any

from django.test import Client

from oneshelf.modules.orders import public as orders
from tests.surfaces.storefront.builders import WebShop

CONTACT = {"name": "Ana Kowalska", "email": "ana@example.com", "phone": ""}
ADDRESS = {"street": "High St 1", "postal_code": "YO1 1AA", "city": "York", "country": "GB"}


def fill(client: Client, variant: object, quantity: str = "1") -> Any:
    """Put a variant into the basket."""
    return client.post("/cart/add/", {"variant": str(variant), "quantity": quantity})


def form(client: Client, **fields: str) -> dict[str, str]:
    """Return the checkout's form, filled in."""
    page = client.get("/checkout/")
    assert page.status_code == 200
    return {"checkout": str(page.context["checkout"].id), "card": "tok_approve", **CONTACT, **fields}


def collecting(client: Client, shop: WebShop, **fields: str) -> dict[str, str]:
    """Return the form of somebody who collects in York."""
    return form(client, **{"method": "collect", "store": shop.york.code, **fields})


def placed(shop: WebShop) -> list[orders.OrderSummary]:
    """Return the order book, newest first."""
    return orders.list_orders(shop.market.id)
