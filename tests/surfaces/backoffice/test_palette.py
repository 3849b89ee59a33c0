"""One field leads everywhere that whoever asks may go."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from oneshelf.app.sessions import STAFF_COOKIE
from oneshelf.modules.customers import public as customers
from oneshelf.modules.orders import public as orders
from tests.browser import Visitor, axe_violations
from tests.staff.builders import a_member, sign_in
from tests.surfaces.storefront.builders import WebShop, a_web_shop

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shop() -> WebShop:
    return a_web_shop()


def _ways(client: Client, text: str) -> dict[str, str]:
    return {str(way.words): way.href for way in client.get("/backoffice/find/", {"q": text}).context["ways"]}


def test_without_a_word_it_offers_every_page(shop: WebShop, client: Client) -> None:
    assert {"Board", "Orders", "Stock", "Prices"} <= set(_ways(sign_in(client, a_member("owner")), ""))


def test_it_finds_orders_articles_and_customers(shop: WebShop, client: Client) -> None:
    sold = shop.till_sale(shop.product("Gouda", york=5))
    ana = customers.register(name="Ana Kowalska", email="ana@example.com")
    owner = sign_in(client, a_member("owner"))

    assert _ways(owner, sold.number.lower())[sold.number] == f"/backoffice/orders/{sold.order}/"
    assert _ways(owner, "gouda")["Gouda"].startswith("/backoffice/stock/?q=GOUDA")
    assert str(ana.id) in _ways(owner, "kowalska")["Ana Kowalska"]
    assert all(owner.get(href).status_code == 200 for href in _ways(owner, "gouda").values())


def test_it_offers_nobody_what_they_may_not_see(shop: WebShop, client: Client) -> None:
    customers.register(name="Ana Kowalska", email="ana@example.com")
    picker = sign_in(client, a_member("picker", at=shop.york.id))
    assert "Board" not in _ways(picker, "")
    assert _ways(picker, "kowalska") == {}


def test_it_asks_the_database_a_few_times(shop: WebShop, client: Client, django_assert_max_num_queries: object) -> None:
    for number in range(9):
        shop.product(f"Gouda {number}", york=5)
    owner = sign_in(client, a_member("owner"))
    _ways(owner, "gouda")
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        assert len(_ways(owner, "gouda")) == 6


@pytest.mark.browser
@pytest.mark.slow
def test_keys_alone_lead_to_an_order(shop: WebShop, live_server: LiveServer, visitor: Visitor) -> None:
    sold = shop.till_sale(shop.product(york=5))
    cookie = sign_in(Client(), a_member("owner")).cookies[STAFF_COOKIE].value
    page = visitor()
    page.context.add_cookies([{"name": STAFF_COOKIE, "value": cookie, "url": live_server.url}])
    page.goto(f"{live_server.url}/backoffice/")

    page.keyboard.press("Control+k")
    expect(page.get_by_role("option").first).to_be_visible()
    assert axe_violations(page) == []
    page.keyboard.type(sold.number)
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")

    page.wait_for_url(f"**/backoffice/orders/{sold.order}/")
    assert orders.get_order(sold.order).summary.number in page.title()
