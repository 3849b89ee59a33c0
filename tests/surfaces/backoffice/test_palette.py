"""One field leads everywhere that whoever asks may go."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect
from pytest_django import DjangoAssertNumQueries
from pytest_django.live_server_helper import LiveServer

from oneshelf.app.sessions import STAFF_COOKIE
from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import Tracks
from oneshelf.modules.customers import public as customers
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import Told
from oneshelf.modules.orders import public as orders
from tests.browser import Visitor, axe_violations
from tests.lots.builders import a_tracked_variant
from tests.staff.builders import a_member, sign_in
from tests.surfaces.storefront.builders import WebShop, a_web_shop

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shop() -> WebShop:
    return a_web_shop()


def _ways(client: Client, text: str) -> dict[str, str]:
    return {str(way.words): way.href for way in client.get("/backoffice/find/", {"q": text}).context["ways"]}


def _addresses(client: Client, text: str) -> list[str]:
    return [way.href for way in client.get("/backoffice/find/", {"q": text}).context["ways"]]


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


def test_it_reads_what_a_scanner_sends_of_an_article_a_lot_and_a_unit(shop: WebShop, client: Client) -> None:
    market, at = shop.market.id, clock.now()
    milk, phone = (a_tracked_variant(tracks) for tracks in (Tracks.LOTS, Tracks.SERIALS))
    catalogue.add_barcode(milk, "4006381333931", actor=SYSTEM)
    catalogue.add_barcode(phone, "5901234123457", actor=SYSTEM)
    told = [Told(1, milk, 5, lot="B-7"), Told(2, phone, 1, lot="B-7", serial=True)]
    inventory.receive(market, shop.york.id, {milk: 5, phone: 1}, cause=new_id(), at=at, told=told)
    ids = {each.variant: reverse("backoffice:unit", args=[each.id]) for each in lots.lots_called(market, "B-7")}
    owner = sign_in(client, a_member("owner"))

    for scanned, variant in (
        ("]d201040063813339311727013110B-7", milk),
        ("]C1010400638133393110B-7", milk),
        ("(01)04006381333931(10)B-7", milk),
        ("]d2010590123412345721B-7\x1d17270131", phone),
    ):
        sku = catalogue.snapshots([variant])[variant].sku
        stock = f"{reverse('backoffice:stock')}?q={sku}"
        assert _addresses(owner, scanned) == [ids[variant], stock], scanned
        assert all(owner.get(href).status_code == 200 for href in (ids[variant], stock))
    assert len(_addresses(owner, "]d2010400638133393110UNHEARD")) == 1, "the article alone"
    assert _addresses(owner, "]d2010400638133393210B-7") == [], "a wrong check digit"


def test_it_offers_nobody_what_they_may_not_see(shop: WebShop, client: Client) -> None:
    customers.register(name="Ana Kowalska", email="ana@example.com")
    picker = sign_in(client, a_member("picker", at=shop.york.id))
    assert "Board" not in _ways(picker, "")
    assert _ways(picker, "kowalska") == {}


def test_it_asks_the_database_a_few_times(
    shop: WebShop, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(9):
        shop.product(f"Gouda {number}", york=5)
    owner = sign_in(client, a_member("owner"))
    _ways(owner, "gouda")
    with django_assert_max_num_queries(14):
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
    page.keyboard.type("10A")
    page.keyboard.press("Control+]")
    assert page.get_by_role("combobox").input_value() == "10A\x1d", "the separator of a scanned code"
    page.keyboard.press("Control+a")
    page.keyboard.type(sold.number)
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")

    page.wait_for_url(f"**/backoffice/orders/{sold.order}/")
    assert orders.get_order(sold.order).summary.number in page.title()
