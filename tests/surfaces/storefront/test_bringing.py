"""Collecting in a store that lacks the goods: told on every page, agreed to, and followed on the order's page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Method
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from tests.surfaces.storefront.builders import WebShop
from tests.surfaces.storefront.shopping import collecting, fill, placed

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

NOON = datetime(2026, 11, 24, 12, 10, tzinfo=UTC)
"""A Tuesday; the van from Leeds arrives on Wednesday."""


@pytest.fixture(autouse=True)
def _a_van(shop: WebShop) -> None:
    delivery.set_lane(delivery.Lane(shop.leeds.id, shop.york.id), actor=SYSTEM)


@time_machine.travel(NOON, tick=False)
def test_a_page_says_that_it_is_brought_to_my_store(client: Client, shop: WebShop) -> None:
    variant = shop.product(leeds=5)
    client.cookies["my_store"] = shop.york.code
    promised = client.get(f"/product/{shop.slug(variant)}/").context["promised"]
    (way,) = [each for each in promised.ways if each.kind == "ship_to_store"]
    assert (way.place, way.notes[0]) == ("York Minster", "Brought there from another of our places")
    assert [each.kind for each in promised.closed] == ["take_now"]


def test_a_guest_has_it_brought_and_follows_it(client: Client, shop: WebShop) -> None:
    variant = shop.product(leeds=5)
    fill(client, variant, "2")
    client.cookies["my_store"] = shop.york.code
    filled = collecting(client, shop)
    page = client.get("/checkout/", {"method": "collect", "store": shop.york.code}).content.decode()
    assert "Brought there from another of our places" in page
    told = client.get("/checkout/summary/", {"method": "collect", "store": shop.york.code}).context["way"]
    assert told.kind == "ship_to_store"
    answer = client.post("/checkout/", filled | {"seen_way": "ship_to_store"}, follow=True)
    (order,) = placed(shop)
    (parcel,) = answer.context["purchase"].parcels
    assert (parcel.consignment.method, parcel.today.place) == (Method.BRING, shop.york)
    assert orders.get_order(order.id).promised_by == parcel.ready_by
    assert f"data-pin>{parcel.pin}<" in answer.content.decode()
    link = answer.redirect_chain[-1][0]
    _travel(parcel.consignment.id)
    assert "On the way" in client.get(link).content.decode()
    fulfilment.arrive(parcel.consignment.id, actor=SYSTEM)
    assert "It is ready." in client.get(link).content.decode()


def test_who_was_told_today_is_asked_again(client: Client, shop: WebShop) -> None:
    variant = shop.product("Gouda", york=1, leeds=5)
    fill(client, variant)
    filled = collecting(client, shop)
    shop.till_sale(variant)
    refused = client.post("/checkout/", filled | {"seen_way": "collect"})
    assert refused.status_code == 409
    assert "sold out there" in refused.content.decode()
    assert 'name="seen_way" value="ship_to_store"' in refused.content.decode()
    assert client.post("/checkout/", filled | {"seen_way": "ship_to_store"}).status_code == 302
    ((parcel,),) = fulfilment.consignments_of([placed(shop)[0].id]).values()
    assert (parcel.method, parcel.place, parcel.bring_to) == (Method.BRING, shop.leeds.id, shop.york.id)


def test_what_nobody_can_bring_is_said_at_the_store(client: Client, shop: WebShop) -> None:
    variant = shop.product("Gouda", leeds=2)
    fill(client, variant, "2")
    filled = collecting(client, shop)
    broken = inventory.AdjustmentReason.DAMAGED
    inventory.adjust(shop.market.id, shop.leeds.id, variant, -1, reason=broken, actor=SYSTEM)
    refused = client.post("/checkout/", filled | {"seen_way": "ship_to_store"})
    assert refused.status_code == 409
    assert refused.context["form"].errors["store"]
    assert placed(shop) == []


def _travel(consignment: fulfilment.ConsignmentId) -> None:
    fulfilment.start_picking(consignment, actor=SYSTEM)
    fulfilment.record_pick(consignment, 1, 2, actor=SYSTEM)
    fulfilment.pack(consignment, actor=SYSTEM)
    fulfilment.send_off(consignment, actor=SYSTEM)
