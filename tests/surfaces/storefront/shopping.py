"""What shoppers do, by Django's client."""

from __future__ import annotations

from typing import Any

from django.test import Client
from playwright.sync_api import Page

from oneshelf.app.sessions import STAFF_COOKIE
from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.delivery.public import Rate, Zone
from oneshelf.modules.orders import public as orders
from tests.delivery.builders import a_service
from tests.surfaces.storefront.builders import WebShop

CONTACT = {"name": "Ana Kowalska", "email": "ana@example.com", "phone": ""}
ADDRESS = {"street": "High St 1", "postal_code": "YO1 1AA", "city": "York", "country": "GB"}


def as_in(page: Page, client: Client, address: str) -> None:
    """Go on in a real browser with the session of Django's client."""
    page.context.add_cookies(
        [
            {"name": name, "value": cookie.value, "url": address}
            for name, cookie in client.cookies.items()
            if name != STAFF_COOKIE
        ]
    )


def an_express(shop: WebShop) -> None:
    """A second service that comes the next day, for 9.00 instead of 3.99."""
    zones = (Zone("country", Rate(900), "GB"),)
    express = a_service(code="express", carrier="Swift", transit_min=1, transit_max=1, zones=zones)
    delivery.open_service(shop.market.id, express, actor=SYSTEM)


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


def led_to(link: str) -> str:
    """Return whose page a link of ours opens; it is signed anew each second."""
    return link.split(":")[0]
