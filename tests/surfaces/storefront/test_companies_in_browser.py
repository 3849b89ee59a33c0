"""Buying for a company in a real browser: from the basket to the company's page, open to everybody."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import Visitor, axe_violations
from tests.orders.settling import forget_jobs
from tests.surfaces.storefront.builders import WebShop
from tests.surfaces.storefront.companies import a_buyer
from tests.surfaces.storefront.shopping import as_in, fill

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_a_member_orders_on_account(
    live_server: LiveServer, visitor: Visitor, shop: WebShop, width: int, scheme: str
) -> None:
    forget_jobs()
    buyer = a_buyer(shop)
    invoice = buyer.is_invoiced(2)
    fill(buyer.browser, shop.product("Gouda", york=4), "4")
    page = visitor(width, color_scheme=scheme)
    as_in(page, buyer.browser, live_server.url)
    page.goto(f"{live_server.url}/checkout/")
    page.get_by_label("Name").fill("Ana")
    page.get_by_role("radio", name="York Minster").check()
    number = page.get_by_label("Your own order number")
    expect(number).to_be_hidden()
    page.get_by_role("radio", name="On account of Acme Catering").check()
    number.fill("PO 4711")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Order for $10.00 on account").click()
    expect(page.get_by_text("Thank you, your order is placed")).to_be_visible()
    expect(page.get_by_text("PO 4711")).to_be_visible()
    page.goto(f"{live_server.url}/account/company/")
    expect(page.get_by_text("$85.00 of $100.00 left")).to_be_visible()
    expect(page.get_by_role("link", name=f"Invoice {invoice.number}")).to_be_visible()
    assert axe_violations(page) == []
