"""A basket is begun on the phone, goes on at the till, and comes home again: by code, in real browsers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from oneshelf.modules.carts import public as carts
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.orders import public as orders
from tests.browser import Visitor, axe_violations
from tests.journeys.house import House, a_house, find_at_till, ready_for_cash

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house(live_server: LiveServer, visitor: Visitor) -> House:
    return a_house(live_server, visitor)


def scan(page: Page, code: str) -> None:
    """Type as a scanner does: in one burst, wherever the focus is."""
    page.evaluate(
        """code => {
          for (const key of [...code, "Enter"]) {
            const target = document.activeElement ?? document.body;
            target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
          }
        }""",
        code,
    )


def code_on(page: Page, house: House) -> str:
    """Let a shopper's basket page show its code."""
    page.goto(f"{house.server.url}/cart/")
    page.get_by_role("button", name="Go on in the store").click()
    expect(page.get_by_role("img", name="Code of your basket")).to_be_visible()
    assert axe_violations(page) == []
    return page.locator(".cart-signs").inner_text()


def into_basket(page: Page, house: House, variant: VariantId) -> None:
    house.open(page, variant)
    page.get_by_role("button", name="Add to basket").click()
    expect(page.locator("#basket-count")).to_contain_text("1")


def test_from_the_phone_to_the_till_and_sold_there(house: House) -> None:
    gouda = house.shop.product(york=5)
    shopper, till = house.shopper(), house.till()
    into_basket(shopper, house, gouda)
    code = code_on(shopper, house)

    scan(till, code)
    expect(till.locator(".till-lines")).to_contain_text("Gouda")
    expect(till.locator(".till-regular")).to_be_visible()
    expect(shopper.get_by_text("Your basket is at Till 1, York Minster")).to_be_visible()  # it was led there
    expect(shopper.get_by_role("link", name="Check out")).to_be_hidden()
    assert axe_violations(shopper) == []

    ready_for_cash(till, "5")
    till.locator("[data-take-cash]").click()
    expect(till.get_by_role("dialog", name="Sold")).to_be_visible()
    shopper.reload()
    expect(shopper.get_by_text("Your basket is empty")).to_be_visible()
    assert [order.channel for order in orders.list_orders(house.shop.market.id)] == [house.shop.till.id]


def test_from_the_till_back_to_the_phone_and_paid_there(house: House) -> None:
    gouda = house.shop.product(york=5)
    shopper, till = house.shopper(), house.till()
    find_at_till(till, "Gouda")
    expect(till.locator(".till-lines")).to_contain_text("Gouda")
    till.keyboard.press("F6")
    dialog = till.get_by_role("dialog", name="Parked baskets")
    dialog.get_by_label("Park this basket as").fill("Ana, blue coat")
    dialog.get_by_role("button", name="Park").click()
    expect(dialog.get_by_role("img", name="Code of the parked basket")).to_be_visible()
    assert axe_violations(till) == []
    code = till.locator(".till-parked-signs").inner_text()

    shopper.goto(f"{house.server.url}/cart/take/{code}/")
    assert axe_violations(shopper) == []
    shopper.get_by_role("button", name="Put it into my basket").click()
    expect(shopper.locator(".cart-line")).to_contain_text("Gouda")
    expect(shopper.get_by_role("link", name="Check out")).to_be_visible()
    till.reload()
    till.keyboard.press("F6")
    expect(till.get_by_text("No basket is parked in this store.")).to_be_visible()
    assert len(house.shop.cents) == 1
    assert gouda in house.shop.cents


def test_a_basket_that_the_shopper_takes_back_is_not_sold_at_the_till(house: House) -> None:
    gouda = house.shop.product(york=5)
    shopper, till = house.shopper(), house.till()
    into_basket(shopper, house, gouda)
    scan(till, code_on(shopper, house))
    shopper.get_by_role("button", name="Take it back to this device").click()
    expect(shopper.locator(".cart-line")).to_contain_text("Gouda")
    ready_for_cash(till, "5")
    till.locator("[data-take-cash]").click()
    expect(till.get_by_text("This basket is in other hands now")).to_be_visible()
    assert orders.list_orders(house.shop.market.id) == []


def test_an_offline_till_says_that_baskets_come_over_the_connection(house: House) -> None:
    gouda = house.shop.product(york=5)
    shopper, till = house.shopper(), house.till()
    into_basket(shopper, house, gouda)
    code = code_on(shopper, house)
    till.context.set_offline(True)
    scan(till, code)
    expect(till.get_by_text("Baskets come and go over the connection")).to_be_visible()
    till.keyboard.press("F6")
    expect(till.get_by_text("Offline: baskets can be neither parked nor taken over")).to_be_visible()
    till.context.set_offline(False)
    assert carts.code_in(code)
