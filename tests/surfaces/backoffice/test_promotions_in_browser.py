"""The editor and the calendar of promotions in a real browser: open to everybody's eyes and hands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import expect

from oneshelf.app.sessions import STAFF_COOKIE
from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.customers import public as customers
from oneshelf.modules.promotions.public import Limits
from tests.browser import Visitor, axe_violations
from tests.promotions.builders import a_draft, a_group, a_live_one
from tests.staff.builders import a_member, sign_in
from tests.surfaces.storefront.builders import a_web_shop

pytestmark = [pytest.mark.database, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_a_merchandiser_writes_a_promotion_by_keyboard(
    visitor: Visitor, live_server: object, width: int, scheme: str
) -> None:
    shop = a_web_shop()
    shop.product("Gouda", york=9)
    group, now = a_group(shop.market, name="Goods"), clock.now()
    customers.open_group("staff", "Staff", actor=SYSTEM)
    live = a_live_one(shop.market, group=group, name="Autumn", limits=Limits(uses=500), ends=now + timedelta(days=9))
    a_draft(shop.market, group=group, name="Winter", starts=now + timedelta(days=2))
    page = visitor(width, color_scheme=scheme)
    base = f"{live_server}/backoffice/promotions/"
    cookie = sign_in(Client(), a_member("merchandiser")).cookies[STAFF_COOKIE].value
    page.context.add_cookies([{"name": STAFF_COOKIE, "value": cookie, "url": str(live_server)}])
    for path in ("", "groups/", "calendar/", f"{live.id}/"):
        page.goto(base + path)
        if path.startswith(str(live.id)):
            expect(page.get_by_text("It is applied.")).to_be_visible()
        assert axe_violations(page) == [], path
        wide = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert wide, f"{path} scrolls sideways at {width} px"
    page.goto(f"{base}new/")
    page.get_by_label("What it gives").select_option("buy_get")
    expect(page.get_by_label("Steps")).to_be_hidden()
    page.get_by_label("Buy").press_sequentially("2")
    page.keyboard.press("Tab")
    page.keyboard.type("1")
    page.get_by_label("Code", exact=True).fill("B2G1")
    page.get_by_label("Name", exact=True).fill("Every third free")
    said = page.locator(".promotion-said")
    expect(said).to_have_text("buy 2 of everything and get 1 of everything free. Stacking group: Goods")
    expect(page.get_by_text("3 × Gouda")).to_be_visible()
    page.get_by_text("Groups of conditions").press("Enter")
    page.get_by_role("button", name="Another group").press("Enter")
    condition = page.locator("[name$=-kind]")
    expect(condition.first).to_be_focused()
    expect(page.get_by_label("Buy")).to_have_value("2")
    condition.first.select_option("first_order")
    worth = page.get_by_label("Worth at least").last
    expect(worth).to_be_hidden()
    condition.last.select_option("worth")
    worth.fill("5")
    words = "(on a customer’s first order or when everything comes to"
    expect(said).to_contain_text(words)
    assert axe_violations(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert wide, f"the editor scrolls sideways at {width} px"
    page.get_by_label("Name", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="Every third free")).to_be_visible()
    expect(said.first).to_contain_text(words)


def test_a_bundle_of_two_parts_is_written_without_scripts(visitor: Visitor, live_server: object) -> None:
    shop = a_web_shop()
    shop.product("Gouda", york=9)
    a_group(shop.market, name="Goods")
    page = visitor(390, java_script_enabled=False)
    cookie = sign_in(Client(), a_member("merchandiser")).cookies[STAFF_COOKIE].value
    page.context.add_cookies([{"name": STAFF_COOKIE, "value": cookie, "url": str(live_server)}])
    page.goto(f"{live_server}/backoffice/promotions/new/")
    page.get_by_label("What it gives").select_option("bundle")
    page.get_by_label("Amount").first.fill("5")
    page.get_by_role("button", name="Another part").click()
    for name, pieces in (("pieces", "2"), ("b0-pieces", "3"), ("b1-pieces", "4")):
        page.locator(f"[name={name}]").fill(pieces)
    page.get_by_label("Code", exact=True).fill("SET")
    page.get_by_label("Name", exact=True).fill("A set")
    page.get_by_role("button", name="Keep the draft").click()
    said = page.locator(".promotion-said").first
    expect(said).to_contain_text("2 × everything + 3 × everything + 4 × everything for")
    expect(page.locator("[name=b1-pieces]")).to_be_hidden()
    page.get_by_text("Part 3").first.click()
    expect(page.locator("[name=b1-pieces]")).to_have_value("4")
