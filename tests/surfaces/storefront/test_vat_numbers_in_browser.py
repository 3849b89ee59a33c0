"""A business of the EU names its VAT number at the checkout, in a real browser and with the keys alone."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import Visitor, looked_at
from tests.surfaces.storefront.builders import WebShop
from tests.surfaces.storefront.shopping import as_in, fill
from tests.surfaces.storefront.test_vat_numbers import SPARED, VAT_ID, in_poland

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_a_business_abroad_mends_its_number_and_pays_no_tax(
    live_server: LiveServer, visitor: Visitor, client: Client, shop: WebShop, width: int, scheme: str
) -> None:
    in_poland(shop)
    fill(client, shop.product(york=5, cents=500))
    page = visitor(width, color_scheme=scheme)
    as_in(page, client, live_server.url)
    page.goto(f"{live_server.url}/checkout/")
    page.get_by_label("Name").fill("Ana Kowalska")
    page.get_by_label("E-mail").fill("ana@example.com")
    number = page.get_by_label("VAT number")
    expect(number).to_be_hidden()
    page.get_by_role("radio", name="Delivery").press("Space")
    page.get_by_label("Street and number").press_sequentially("Invalidenstr. 1")
    page.keyboard.press("Tab")
    page.keyboard.type("10115")
    page.keyboard.press("Tab")
    page.keyboard.type("Berlin")
    page.get_by_label("Country").press_sequentially("Germany")
    page.keyboard.press("Tab")
    expect(number).to_be_focused()
    page.keyboard.type("DE136695977")
    page.keyboard.press("Tab")
    pay = page.get_by_role("button", name="Pay")
    expect(pay).to_have_text("Pay $11.24")
    expect(page.get_by_text("“DE136695977” is no VAT id of the EU.")).to_be_visible()
    expect(number).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text(SPARED)).to_be_hidden()
    looked_at(page, f"vat-{width}-{scheme}")
    pay.press("Enter")
    said = page.get_by_text("“DE136695977” is no VAT id of the EU.")
    expect(said).to_be_in_viewport()
    expect(number).to_be_focused()
    expect(number).to_have_attribute("aria-invalid", "true")
    looked_at(page, f"vat-refused-{width}-{scheme}")
    number.fill("de 136.695.976")
    expect(said).to_be_hidden()
    page.keyboard.press("Tab")
    expect(pay).to_have_text("Pay $8.99")
    expect(page.get_by_text(SPARED)).to_be_visible()
    expect(number).to_have_attribute("aria-invalid", "false")
    looked_at(page, f"vat-spared-{width}-{scheme}")
    pay.press("Enter")
    expect(page.get_by_text("Thank you, your order is placed")).to_be_visible()
    expect(page.get_by_text(VAT_ID)).to_be_visible()
    expect(page.get_by_text(SPARED)).to_be_visible()
    looked_at(page, f"vat-ordered-{width}-{scheme}")
