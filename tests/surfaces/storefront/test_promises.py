"""What the shop promises: on a product, for a basket, at the checkout, and on an order afterwards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.outbox import relay
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.delivery.models import Service
from oneshelf.modules.delivery.public import Rate, Zone
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.orders import public as orders
from tests.delivery.builders import a_service
from tests.surfaces.storefront.builders import WebShop
from tests.surfaces.storefront.shopping import ADDRESS, an_express, collecting, fill, form, placed

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

NOON = datetime(2026, 11, 24, 12, 10, tzinfo=UTC)
"""A Tuesday."""


def titles(promised: Any) -> list[str]:
    return [way.title.replace("\u202f", " ") for way in promised.ways]


@time_machine.travel(NOON, tick=False)
def test_a_product_says_how_it_can_be_had(client: Client, shop: WebShop) -> None:
    variant = shop.product(york=3, leeds=5)
    client.cookies["my_store"] = shop.york.code
    page = client.get(f"/product/{shop.slug(variant)}/")
    assert titles(page.context["promised"]) == [
        "Take now in York Minster",
        "Collect today by 2:15 PM in York Minster",
        "Collect today by 2:15 PM in Leeds Briggate",
        "Delivered Wed, Nov 25 – Fri, Nov 27",
    ]
    assert "$3.99" in page.content.decode()


@time_machine.travel(NOON, tick=False)
def test_a_way_that_is_closed_says_why(client: Client, shop: WebShop) -> None:
    variant = shop.product(leeds=5)
    client.cookies["my_store"] = shop.york.code
    promised = client.get(f"/product/{shop.slug(variant)}/").context["promised"]
    assert [(way.title, way.notes) for way in promised.closed] == [
        ("Not to collect in York Minster", ["Not enough of it there at the moment."])
    ]


def test_a_postcode_is_remembered_and_changes_what_is_promised(client: Client, shop: WebShop) -> None:
    variant = shop.product(york=3)
    near = a_service(code="near", carrier="Moor Post", zones=(Zone("near", Rate(100), "GB", ("YO",)),))
    delivery.open_service(shop.market.id, near, actor=SYSTEM)
    address = f"/product/{shop.slug(variant)}/availability/"
    assert "Moor Post" not in client.get(address).content.decode()
    answer = client.post("/postcode/", {"postal_code": "yo1 7hz"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Trigger"]) == (204, "postcode:changed")
    assert "Moor Post" in client.get(address).content.decode()
    assert client.post("/postcode/", {"postal_code": "", "next": address})["Location"] == address
    assert "Moor Post" not in client.get(address).content.decode()


def test_a_postcode_that_is_none_says_so_at_its_field(client: Client, shop: WebShop) -> None:
    answer = client.post("/postcode/", {"postal_code": "<b>"}, headers={"HX-Request": "true"})
    assert "is no postcode" in answer.content.decode()
    assert "<b>" not in answer.content.decode()
    assert client.post("/postcode/", {"postal_code": "<b>"}).status_code == 422


def test_a_basket_says_how_it_can_be_had(client: Client, shop: WebShop, django_assert_max_num_queries: Any) -> None:
    fill(client, shop.product(york=1))
    fill(client, shop.product("Brie", leeds=1))
    with django_assert_max_num_queries(38):
        promised = client.get("/cart/promises/").context["promised"]
    assert [way.notes for way in promised.ways] == [["by Parcel Post", "in 2 parcels", "only likely"]]
    assert client.get("/cart/").content.decode().count("cart-promises") == 1


def test_an_empty_basket_promises_nothing(client: Client, shop: WebShop) -> None:
    assert client.get("/cart/promises/").context["promised"].ways == ()


def test_where_nobody_delivers_the_checkout_says_so(client: Client, shop: WebShop) -> None:
    there = a_service(code="isles", zones=(Zone("isles", Rate(100), "IE"),))
    Service.objects.filter(market=shop.market.id).update(active=False)
    delivery.open_service(shop.market.id, there, actor=SYSTEM)
    fill(client, shop.product(york=3))
    answer = client.post("/checkout/", form(client, method="ship", **ADDRESS))
    assert answer.status_code == 422
    assert "Nothing is delivered to YO1 1AA GB." in answer.content.decode()
    assert placed(shop) == []


def test_nobody_pays_another_delivery_than_was_shown(client: Client, shop: WebShop) -> None:
    far = a_service(code="far", zones=(Zone("far", Rate(100), "GB", ("YO",)),))
    delivery.open_service(shop.market.id, far, actor=SYSTEM)
    fill(client, shop.product(york=3))
    answer = client.post("/checkout/", form(client, method="ship", **ADDRESS, seen_total="649"))
    assert answer.status_code == 409
    assert placed(shop) == []
    assert client.post("/checkout/", form(client, method="ship", **ADDRESS, seen_total="350")).status_code == 302


@pytest.mark.parametrize(("late", "words"), [(False, "Kept as promised"), (True, "Later than promised")])
def test_an_order_says_whether_its_promise_was_kept(client: Client, shop: WebShop, late: bool, words: str) -> None:
    fill(client, shop.product(york=3))
    address = client.post("/checkout/", collecting(client, shop))["Location"].split("?")[0]
    page = client.get(address).content.decode()
    assert "Promised by" in page
    assert words not in page
    with time_machine.travel(clock.now() + timedelta(days=2 if late else 0)):
        (consignment,) = fulfilment.consignments_of([placed(shop)[0].id])[placed(shop)[0].id]
        fulfilment.start_picking(consignment.id, actor=SYSTEM)
        for line in consignment.lines:
            fulfilment.record_pick(consignment.id, line.line, line.quantity, actor=SYSTEM)
        fulfilment.mark_ready(consignment.id, actor=SYSTEM)
        relay.drain(["orders-consignments"])
        assert words in client.get(address).content.decode()


def test_a_shopper_chooses_when_it_comes_and_pays_for_that(client: Client, shop: WebShop) -> None:
    an_express(shop)
    fill(client, shop.product(york=3))
    standard, express = client.get("/checkout/").context["offers"].parcel.ways
    assert [(way.key, way.cost.minor) for way in (standard, express)] == [("standard", 399), ("express", 900)]
    assert express.promised_by < standard.promised_by
    looked_at = client.get("/checkout/summary/", {"method": "ship", "service": "express", **ADDRESS})
    assert (looked_at.context["total"].minor, looked_at.context["way"].title) == (1150, express.title)
    assert 'id="services"' not in looked_at.content.decode()
    filled = form(client, method="ship", service="express", seen_total="1150", **ADDRESS)
    assert client.post("/checkout/", filled).status_code == 302
    (order,) = placed(shop)
    assert order.total.minor == 1150
    assert orders.get_order(order.id).promised_by == express.promised_by


def test_another_address_shows_other_services(client: Client, shop: WebShop) -> None:
    an_express(shop)
    fill(client, shop.product(york=3))
    client.get("/checkout/")
    answer = client.get("/checkout/summary/?services&method=ship&country=GB&postal_code=YO17HZ")
    assert [way.key for way in answer.context["offers"].parcel.ways] == ["standard", "express"]
    assert 'value="express"' in answer.content.decode()
    answer = client.get("/checkout/summary/?services&method=ship&country=IE&service=express")
    assert 'value="express"' not in answer.content.decode()
    assert answer.context["service"] == "standard"


def test_a_service_that_does_not_go_there_is_refused(client: Client, shop: WebShop) -> None:
    an_express(shop)
    variant = shop.product(york=3)
    fill(client, variant)
    answer = client.post("/checkout/", form(client, method="ship", service="express", **(ADDRESS | {"country": "IE"})))
    assert answer.status_code == 422
    assert "That service does not go there" in answer.content.decode()
    assert (placed(shop), shop.available(variant)) == ([], 3)


@time_machine.travel(NOON, tick=False)
def test_the_summary_says_when_a_store_has_it_ready(client: Client, shop: WebShop) -> None:
    fill(client, shop.product(york=3))
    client.get("/checkout/")
    answer = client.get("/checkout/summary/", {"method": "collect", "store": shop.york.code})
    assert "Collect today by 2:15" in answer.content.decode()
