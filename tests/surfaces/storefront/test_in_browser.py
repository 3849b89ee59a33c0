"""The shop in a real browser: the whole way to a PIN, pages that keep themselves up to date, pages for everybody."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from oneshelf.kernel.accounts import public as accounts
from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.customers import public as customers
from oneshelf.modules.orders import public as orders
from tests.browser import Visitor, axe_violations
from tests.surfaces.storefront.builders import WebShop
from tests.surfaces.storefront.live import Live
from tests.surfaces.storefront.shopping import an_express

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]

EMAIL, PASSWORD = "ana@example.com", "correct horse battery"
LOOKS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]


def test_from_the_shelf_to_the_pin(live_server: LiveServer, page: Page, shop: WebShop) -> None:
    variant = shop.product("Gouda", york=5, leeds=5)
    page.goto(live_server.url)
    page.get_by_label("Search", exact=True).press_sequentially("goud")
    page.locator("#suggestions").get_by_role("link", name="Gouda").click()
    page.get_by_role("button", name="One more").click()
    page.get_by_role("button", name="Add to basket").click()
    drawer = page.get_by_role("dialog", name="Your basket")
    expect(drawer).to_contain_text("$5.00")
    drawer.get_by_role("link", name="Check out").click()
    page.get_by_label("Name").fill("Ana Kowalska")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_role("radio", name="York Minster").check()
    page.get_by_role("button", name="Pay $5.00").click()
    expect(page.get_by_text("Thank you, your order is placed")).to_be_visible()
    pin = page.locator("[data-pin]").inner_text()
    assert len(pin) == 6
    (order,) = orders.list_orders(shop.market.id)
    assert (order.total.minor, shop.available(variant)) == (500, 3)


def test_the_basket_is_changed_and_what_was_taken_out_comes_back(
    live_server: LiveServer, page: Page, shop: WebShop
) -> None:
    page.goto(f"{live_server.url}/product/{shop.slug(shop.product('Gouda', york=9))}/")
    page.get_by_role("button", name="Add to basket").click()
    page.get_by_role("link", name="See the basket").click()
    page.wait_for_url("**/cart/")  # loaded, with what listens to its buttons
    page.locator("#cart").get_by_role("button", name="One more").click()
    expect(page.locator(".sums-total")).to_contain_text("$5.00")
    page.get_by_role("button", name="Take Gouda out").click()
    expect(page.get_by_role("heading", name="Your basket is empty")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".sums-total")).to_contain_text("$5.00")


def test_the_way_of_delivery_shows_its_fields_and_its_price(live_server: LiveServer, page: Page, shop: WebShop) -> None:
    _basket(page, live_server, shop)
    page.goto(f"{live_server.url}/checkout/")
    expect(page.get_by_label("Street and number")).to_be_hidden()
    page.get_by_role("radio", name="Delivery").check()
    expect(page.get_by_label("Street and number")).to_be_visible()
    expect(page.locator("#checkout-summary")).to_contain_text("Delivery")
    page.get_by_role("button", name="Pay").click()
    expect(page.get_by_label("Street and number")).to_have_attribute("aria-invalid", "true")


def test_another_service_changes_price_and_day(live_server: LiveServer, page: Page, shop: WebShop) -> None:
    an_express(shop)
    _basket(page, live_server, shop)
    page.goto(f"{live_server.url}/checkout/")
    page.get_by_role("radio", name="Delivery").check()
    summary = page.locator("#checkout-summary")
    expect(summary).to_contain_text("$6.49")
    page.get_by_label("Postal code").fill("YO1 7HZ")
    page.get_by_label("Country").select_option("GB")
    page.get_by_role("radio", name="by Swift").check()
    expect(summary).to_contain_text("$11.50")
    expect(summary).to_contain_text("by Swift")
    page.get_by_label("Country").select_option("IE")
    expect(page.get_by_role("radio", name="by Swift")).to_have_count(0)
    expect(summary).to_contain_text("$6.49")


def test_without_script_a_guest_can_order(live_server: LiveServer, visitor: Visitor, shop: WebShop) -> None:
    page = visitor(java_script_enabled=False)
    page.goto(f"{live_server.url}/product/{shop.slug(shop.product('Gouda', york=5))}/")
    page.get_by_role("button", name="Add to basket").click()
    expect(page.locator("#basket-count")).to_contain_text("1")
    page.goto(f"{live_server.url}/cart/")
    page.get_by_role("link", name="Check out").click()
    page.get_by_label("Name").fill("Ana")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_role("button", name="Pay").click()
    expect(page.locator("[data-pin]")).to_be_visible()


def test_a_till_sale_lowers_the_number_on_an_open_page(live: Live, page: Page, shop: WebShop) -> None:
    variant = shop.product("Gouda", york=3)
    page.goto(f"{live.shop_url}/product/{shop.slug(variant)}/")
    expect(page.get_by_text("3 left")).to_be_visible()
    expect(page.locator("[data-live-state=on]")).to_be_attached()
    shop.till_sale(variant)
    live.relay()
    expect(page.get_by_text("2 left")).to_be_visible(timeout=2_000)


def test_a_page_whose_stream_fails_asks_by_itself(live_server: LiveServer, page: Page, shop: WebShop) -> None:
    variant = shop.product("Gouda", york=3)
    page.clock.install()
    page.goto(f"{live_server.url}/product/{shop.slug(variant)}/")
    expect(page.locator("[data-live-state=off]")).to_be_attached()
    shop.till_sale(variant)
    page.clock.run_for(20_000)
    expect(page.get_by_text("2 left")).to_be_visible()


def _basket(page: Page, live_server: LiveServer, shop: WebShop) -> None:
    page.goto(f"{live_server.url}/product/{shop.slug(shop.product('Stilton', york=9))}/")
    page.get_by_role("button", name="Add to basket").click()
    expect(page.get_by_role("dialog", name="Your basket")).to_be_visible()


def _signed_in(page: Page, live_server: LiveServer, shop: WebShop) -> str:
    account = accounts.open_account(EMAIL, PASSWORD, name="Ana", email_verified=True)
    customer = customers.welcome_account(account, name="Ana", email=EMAIL, verified=True)
    customers.issue_card(customer.id, actor=SYSTEM)
    order = shop.till_sale(shop.product("Cheddar", york=9), customer=customer.id).order
    page.goto(f"{live_server.url}/account/sign-in/?next=/account/")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign In", exact=True).click()
    page.wait_for_url("**/account/")
    return f"/account/purchases/{order}/"


def _is_for_everybody(page: Page, address: str) -> None:
    page.goto(address)
    assert axe_violations(page) == [], address
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), f"{address} is wider than the screen"


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_everybody_can_use_the_shop(
    live_server: LiveServer, visitor: Visitor, shop: WebShop, width: int, scheme: str
) -> None:
    page = visitor(width, color_scheme=scheme)
    variant = shop.product("Gouda", york=3, leeds=9)
    page.goto(f"{live_server.url}/stores/")
    page.get_by_role("button", name="Make York Minster my store").click()
    _basket(page, live_server, shop)
    assert axe_violations(page) == []
    slug = catalogue.category_tree(depth=1)[0].slug
    for address in (
        "/",
        f"/category/{slug}/",
        "/search/?q=gouda",
        "/search/?q=nothing-like-it",
        f"/product/{shop.slug(variant)}/",
        "/product/nothing/",
        "/stores/",
        f"/stores/{shop.york.code}/?q=gouda",
        "/cart/",
        "/checkout/",
        "/account/sign-in/",
        "/account/sign-up/",
        "/account/password/forgotten/",
    ):
        _is_for_everybody(page, f"{live_server.url}{address}")
    page.goto(f"{live_server.url}/checkout/")
    page.get_by_role("button", name="Pay").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_label("Name").fill("Ana")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_role("button", name="Pay").click()
    expect(page.locator("[data-pin]")).to_be_visible()
    assert axe_violations(page) == []


@pytest.mark.parametrize(("width", "scheme"), [LOOKS[1], LOOKS[2]])
def test_everybody_can_use_their_account(
    live_server: LiveServer, visitor: Visitor, shop: WebShop, width: int, scheme: str
) -> None:
    page = visitor(width, color_scheme=scheme)
    purchase = _signed_in(page, live_server, shop)
    for address in (
        "/account/",
        purchase,
        "/account/profile/",
        "/account/email/",
        "/account/password/",
        "/account/security/",
        "/account/security/totp/activate/",
        "/account/devices/",
        "/account/sign-out/",
    ):
        _is_for_everybody(page, f"{live_server.url}{address}")
