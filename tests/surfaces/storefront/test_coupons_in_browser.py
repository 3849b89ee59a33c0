"""Coupons of the web shop in a real browser, with the keys alone: taken along, typed in the basket, shown at a till."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from oneshelf.modules.offers import public as offers
from oneshelf.modules.offers.models import Award
from oneshelf.modules.offers.public import AwardId, Telling, Trigger
from tests.browser import Visitor, looked_at
from tests.customers.builders import a_shopper
from tests.offers.builders import an_offer, codes
from tests.orders.settling import forget_jobs, settle
from tests.surfaces.storefront.builders import WebShop
from tests.surfaces.storefront.shopping import as_in, fill

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_a_guest_takes_a_coupon_along_and_uses_it_in_the_basket(
    live_server: LiveServer, visitor: Visitor, client: Client, shop: WebShop, width: int, scheme: str
) -> None:
    forget_jobs()
    an_offer(shop.market, trigger=Trigger.VISITED, told=(Telling.ACCOUNT,))
    page, look = visitor(width, color_scheme=scheme), f"{width}-{scheme}"
    fill(client, shop.product(cents=500, york=5))
    as_in(page, client, live_server.url)
    page.goto(f"{live_server.url}/coupons/")
    looked_at(page, f"coupons-offered-{look}")
    page.get_by_role("button", name="Take it along").press("Enter")
    row = Award.objects.get()
    (code,) = codes([offers.get_award(AwardId(row.id))])
    expect(page.get_by_text(code)).to_be_visible()
    expect(page.get_by_role("img", name="Coupon")).to_have_count(2)
    looked_at(page, f"coupons-taken-{look}")
    page.goto(f"{live_server.url}/cart/")
    typed = page.get_by_label("Code of a coupon")
    typed.press_sequentially("NONSENSE-1")
    typed.press("Enter")
    expect(page.get_by_text("does not work here")).to_be_in_viewport()
    expect(typed).to_be_focused()
    expect(typed).to_have_value("NONSENSE-1")
    looked_at(page, f"coupons-refused-{look}")
    typed.fill(code)
    typed.press("Enter")
    expect(page.get_by_text("Your code is in your basket.")).to_be_visible()
    expect(page.locator(".sums-total")).to_contain_text("$4.50")
    looked_at(page, f"coupons-applied-{look}")


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_a_customer_finds_what_was_earned_in_store_and_what_became_of_it(
    live_server: LiveServer, visitor: Visitor, client: Client, shop: WebShop, width: int, scheme: str
) -> None:
    forget_jobs()
    an_offer(shop.market)
    ana, cheese = a_shopper(client), shop.product(york=9)
    shop.till_sale(cheese, customer=ana.id)
    shop.till_sale(cheese, customer=ana.id)
    settle()
    lost, kept = offers.awards_of_customer(ana.id, shop.market.id)
    assert lost.order is not None
    offers.take_back(lost.order)
    page = visitor(width, color_scheme=scheme)
    as_in(page, client, live_server.url)
    page.goto(f"{live_server.url}/account/coupons/")
    expect(page.get_by_text(codes([kept])[0])).to_be_visible()
    expect(page.get_by_text("taken back")).to_be_visible()
    looked_at(page, f"coupons-earned-{width}-{scheme}")
