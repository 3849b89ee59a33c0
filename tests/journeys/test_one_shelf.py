"""One shelf behind every channel, seen by the people who stand before it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from oneshelf.modules.orders import public as orders
from tests.browser import Visitor
from tests.journeys.house import House, a_house, find_at_till, ready_for_cash

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house(live_server: LiveServer, visitor: Visitor) -> House:
    return a_house(live_server, visitor)


def test_a_web_order_is_collected_in_the_store(house: House) -> None:
    gouda = house.shop.product(york=5)
    shopper, desk = house.shopper(), house.staff("owner")
    house.fill_in(shopper, gouda)
    shopper.get_by_role("button", name="Pay").click()
    pin = shopper.locator("[data-pin]").inner_text()
    (order,) = orders.list_orders(house.shop.market.id)

    desk.goto(f"{house.server.url}/associate/at/{house.shop.york.id}/scan/")
    desk.get_by_label("Code or number").fill(order.number)
    desk.get_by_role("button", name="Open").click()
    desk.get_by_role("button", name="Start picking").click()
    desk.locator("#all").click()
    desk.get_by_role("button", name="Ready to collect").click()
    desk.get_by_role("link", name="Hand over").click()
    desk.get_by_label("PIN that the customer says").fill(pin)
    desk.get_by_role("button", name="Hand over").click()
    expect(desk.get_by_label("PIN that the customer says")).to_be_hidden()

    shopper.reload()
    expect(shopper.locator(".step-current")).to_contain_text("Collected")
    assert house.shop.available(gouda) == 4


@pytest.mark.parametrize("first", ["till", "web", "both"])
def test_of_web_and_till_one_gets_the_last_and_the_other_is_told_kindly(house: House, first: str) -> None:
    gouda = house.shop.product(york=1)
    shopper, till = house.shopper(), house.till()
    house.fill_in(shopper, gouda)
    find_at_till(till, "Gouda")
    ready_for_cash(till, "5")
    pay, take = shopper.get_by_role("button", name="Pay"), till.locator("[data-take-cash]")
    bought, sold = shopper.locator("[data-pin]"), till.get_by_role("dialog", name="Sold")
    web_loses = shopper.get_by_text("“Gouda” is sold out there. Choose another store")
    till_loses = till.get_by_text("Gouda has just been sold elsewhere: none is left here.")

    if first == "both":  # each press returns at once, its request under way
        for button in (pay, take):
            button.evaluate("button => setTimeout(() => button.click())")
    else:
        for button, done in ((take, sold), (pay, bought)) if first == "till" else ((pay, bought), (take, sold)):
            button.click()
            expect(done.or_(till_loses if done is sold else web_loses)).to_be_visible()

    expect(bought.or_(web_loses)).to_be_visible()
    expect(sold.or_(till_loses)).to_be_visible()
    web_won = bought.is_visible()
    assert web_won != sold.is_visible()
    assert first == "both" or web_won == (first == "web")
    winner = house.shop.web if web_won else house.shop.till
    assert [order.channel for order in orders.list_orders(house.shop.market.id)] == [winner.id]
    assert house.shop.available(gouda) == 0


def test_a_price_of_the_office_holds_in_web_and_till(house: House) -> None:
    gouda = house.shop.product(york=5)
    shopper, till, office = house.shopper(), house.till(), house.staff("owner")
    house.open(shopper, gouda)
    expect(shopper.locator(".product-buy")).to_contain_text("$2.50")

    office.goto(f"{house.server.url}/backoffice/prices/{gouda}/")
    office.get_by_label("New price").fill("1.99")
    office.get_by_label("New price").press("Enter")
    expect(office.get_by_text("in every channel now")).to_be_visible()

    shopper.reload()
    expect(shopper.locator(".product-buy")).to_contain_text("$1.99")
    find_at_till(till, "Gouda")
    expect(till.locator(".till-sum-total")).to_contain_text("$1.99")


def test_the_account_shows_web_and_store_together(house: House) -> None:
    gouda = house.shop.product(york=5)
    shopper = house.shopper()
    house.fill_in(shopper, gouda)
    shopper.get_by_role("button", name="Pay").click()
    expect(shopper.locator("[data-pin]")).to_be_visible()
    (online,) = orders.list_orders(house.shop.market.id)
    house.shop.till_sale(gouda, customer=online.customer)

    shopper.goto(f"{house.server.url}/account/")

    expect(shopper.locator("#purchases > li")).to_have_count(2)
