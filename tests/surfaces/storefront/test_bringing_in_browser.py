"""Collecting in a store that lacks the goods, in a real browser: the page says where it is driven to, and when."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Method
from oneshelf.modules.orders import public as orders
from tests.browser import Visitor, axe_violations
from tests.surfaces.storefront.builders import WebShop

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]


def shot(page: Page, name: str) -> None:
    """Keep a picture, where somebody wants to look at it."""
    folder = os.environ.get("ONESHELF_SHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_the_store_that_lacks_it_is_chosen_and_told_so(
    live_server: LiveServer, visitor: Visitor, shop: WebShop
) -> None:
    variant = shop.product("Gouda", leeds=5)
    delivery.set_lane(delivery.Lane(shop.leeds.id, shop.york.id), actor=SYSTEM)
    wide, dark = visitor(1280), visitor(390, 844, color_scheme="dark")
    for page in (wide, dark):
        page.goto(f"{live_server.url}/product/{shop.slug(variant)}/")
        page.get_by_role("button", name="Add to basket").click()
        page.get_by_role("dialog", name="Your basket").get_by_role("link", name="Check out").click()
        page.get_by_label("Name").fill("Ana Kowalska")
        page.get_by_label("E-mail").fill("ana@example.com")
        page.get_by_text("Collect in a store").click()
        page.get_by_role("radio", name="Leeds Briggate").check()
        expect(page.locator("input[name=seen_way]")).to_have_value("collect")
        page.get_by_role("radio", name="York Minster").check()
        expect(page.locator("input[name=seen_way]")).to_have_value("ship_to_store")
        shot(page, f"checkout-{'dark' if page is dark else 'wide'}")
        assert axe_violations(page) == []
        page.get_by_role("button", name="Pay $2.50").click()
        expect(page.get_by_text("Thank you, your order is placed")).to_be_visible()
        expect(page.locator(".at-store-name")).to_contain_text("York Minster")
        (parcel,) = fulfilment.consignments_of([orders.list_orders(shop.market.id)[0].id]).popitem()[1]
        assert (parcel.method, parcel.bring_to) == (Method.BRING, shop.york.id)
        fulfilment.start_picking(parcel.id, actor=SYSTEM)
        fulfilment.record_pick(parcel.id, 1, 1, actor=SYSTEM)
        fulfilment.pack(parcel.id, actor=SYSTEM)
        fulfilment.send_off(parcel.id, actor=SYSTEM)
        page.reload()
        expect(page.locator(".step-current")).to_contain_text("On the way")
        shot(page, f"order-{'dark' if page is dark else 'wide'}")
        assert axe_violations(page) == []
