"""A web shop with a till, a desk and an office, each person in a browser of their own."""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from oneshelf.app.sessions import STAFF_COOKIE
from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.staff import public as staff
from oneshelf.modules.tills import public as tills
from oneshelf.surfaces.till import device
from tests.browser import Visitor
from tests.customers.builders import a_shopper
from tests.staff.builders import a_member, sign_in
from tests.surfaces.storefront.builders import WebShop, a_web_shop
from tests.surfaces.till.builders import PIN, as_till


@dataclass(frozen=True)
class House:
    """The shop, and how its people come in."""

    shop: WebShop
    server: LiveServer
    visitor: Visitor

    def shopper(self) -> Page:
        """Return the browser of a customer who has signed in and whose store is York."""
        client = Client()
        a_shopper(client)
        return self._browser(
            {"oneshelf_shopper": client.cookies["oneshelf_shopper"].value, "my_store": self.shop.york.code}
        )

    def staff(self, role: str) -> Page:
        """Return the browser of a member of staff who works everywhere."""
        client = sign_in(Client(), a_member(role))
        return self._browser({STAFF_COOKIE: client.cookies[STAFF_COOKIE].value})

    def till(self) -> Page:
        """Return a till of York, unlocked by its cashier."""
        till, token = tills.enrol_till(self.shop.york.id, self.shop.till.id, "Till 1", actor=SYSTEM)
        cashier = a_member("cashier", at=self.shop.york.id)
        staff.set_pin(cashier.id, PIN, actor=SYSTEM)
        page = self.visitor()
        signed = as_till(Client(), token).cookies[device.COOKIE].value
        page.context.add_cookies([{"name": device.COOKIE, "value": signed, "url": f"{self.server.url}/till/"}])
        page.goto(f"{self.server.url}/till/")
        page.locator(".till-face").click()
        page.get_by_label("PIN").fill(PIN)
        page.get_by_role("button", name="Unlock").click()
        expect(page.get_by_text("Scan the first product")).to_be_attached()
        assert till.place == self.shop.york.id
        return page

    def open(self, page: Page, variant: VariantId) -> None:
        """Show a product's page."""
        page.goto(f"{self.server.url}/product/{self.shop.slug(variant)}/")

    def fill_in(self, page: Page, variant: VariantId) -> None:
        """Put a product into the basket and fill the checkout in, up to the button that pays."""
        self.open(page, variant)
        page.get_by_role("button", name="Add to basket").click()
        expect(page.locator("#basket-lines")).to_contain_text("$2.50")
        page.goto(f"{self.server.url}/checkout/")
        page.get_by_label("Name", exact=True).fill("Ana Kowalska")
        page.get_by_label("E-mail").fill("ana@example.com")
        page.locator("input[name=method][value=collect]").check(force=True)
        page.locator(f"input[name=store][value={self.shop.york.code}]").check(force=True)
        page.locator("input[name=card][value=tok_approve]").check(force=True)

    def _browser(self, cookies: dict[str, str]) -> Page:
        page = self.visitor()
        page.context.add_cookies(
            [{"name": name, "value": value, "url": self.server.url} for name, value in cookies.items()]
        )
        return page


def a_house(server: LiveServer, visitor: Visitor) -> House:
    """Open one."""
    return House(a_web_shop(), server, visitor)


def find_at_till(page: Page, title: str) -> None:
    """Put one of a product into the till's basket by its name."""
    page.locator("#q").press_sequentially(title, delay=200)  # slower than a scanner types
    expect(page.locator(".till-tile")).to_have_count(1)
    page.get_by_role("button", name=title).click()


def ready_for_cash(page: Page, given: str) -> None:
    """Go up to the button that takes the customer's cash."""
    page.locator("[data-do=pay]").click()
    page.get_by_role("textbox", name="Customer gives").fill(given)
