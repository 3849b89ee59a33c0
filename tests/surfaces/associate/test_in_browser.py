"""The associate's phone in a real browser: an order comes live, is picked by scanner, made ready and handed over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from oneshelf.app.sessions import STAFF_COOKIE
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.outbox import relay
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentState
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderState
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place
from tests.browser import Visitor, axe_violations
from tests.checkout.builders import a_shop
from tests.places.builders import a_store
from tests.surfaces.associate.builders import BARCODES, Work, a_brought_work, a_work, somebody

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]

WITHIN_MS = 2000
"""How soon a new order is on the page after its event was delivered."""

SMALLEST_TARGET_PX = 56


def come_in(page: Page, live_server: LiveServer, role: str, at: Place) -> None:
    cookie = somebody(role, at).cookies[STAFF_COOKIE].value
    page.context.add_cookies([{"name": STAFF_COOKIE, "value": cookie, "url": live_server.url}])


def burst(page: Page, code: str) -> None:
    """Type as a scanner does: all keys within the page, since Playwright's own are slow on a busy machine."""
    page.evaluate(
        """(code) => [...code, "Enter"].forEach((key) =>
        document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })))""",
        code,
    )


def test_an_order_comes_live_and_is_handed_over(live_server: LiveServer, live_stream: str, visitor: Visitor) -> None:
    shop = a_shop()
    page = visitor(390, 844)
    come_in(page, live_server, "picker", shop.store)
    page.goto(f"{live_server.url}/associate/")
    expect(page.get_by_text("Nothing to pick")).to_be_visible()
    expect(page.locator("#queue")).to_have_attribute("data-live-state", "on")
    work = a_work(shop=shop)
    relay.drain()
    number = work.now.order_number
    expect(page.get_by_role("link", name=number)).to_be_visible(timeout=WITHIN_MS)
    expect(page.get_by_text(f"New order: {number}")).to_be_visible()

    page.get_by_role("link", name=number).click()
    page.get_by_role("button", name="Start picking").click()
    page.wait_for_selector("form[data-scan]")
    for picked in (1, 2):
        burst(page, BARCODES[0])
        expect(page.get_by_text(f"Oat milk: {picked} of 2")).to_be_visible()
    burst(page, "4006381333930")
    expect(page.get_by_text("wrong last digit")).to_be_visible()
    page.get_by_label("On the scale").fill("1.25")
    page.get_by_role("button", name="Picked").click()
    expect(page.get_by_text("Write a number from 0 kg to 1.2 kg.")).to_be_visible()
    page.get_by_label("On the scale").fill("1.2")
    page.get_by_role("button", name="Picked").click()
    expect(page.get_by_text("All picked")).to_be_visible()
    page.get_by_role("button", name="Ready to collect").click()
    page.get_by_role("link", name="Hand over").click()

    for digit in work.pin:
        page.get_by_role("button", name=digit, exact=True).click()
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_role("heading", name="Handed over")).to_be_visible()
    assert work.now.state is ConsignmentState.COLLECTED
    relay.drain()
    assert orders.get_order(work.order).summary.state is OrderState.COMPLETED


def test_it_works_without_script(live_server: LiveServer, visitor: Visitor) -> None:
    work = a_work()
    page = visitor(390, 844, java_script_enabled=False)
    come_in(page, live_server, "picker", work.shop.store)
    page.goto(live_server.url + work.url("order"))
    page.get_by_role("button", name="Start picking").click()
    page.get_by_role("button", name="One more").click()
    page.get_by_role("button", name="All 2").click()
    page.get_by_role("button", name="Picked").click()
    page.get_by_role("button", name="Ready to collect").click()
    page.get_by_role("link", name="Hand over").click()
    page.get_by_label("PIN that the customer says").fill(work.pin)
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_role("heading", name="Handed over")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")])
def test_every_page_is_for_everybody(live_server: LiveServer, visitor: Visitor, width: int, scheme: str) -> None:
    shop = a_shop()
    to_pick, picking, ready, parcel = (a_work(shop=shop, ship=ship) for ship in (False, False, False, True))
    fulfilment.start_picking(picking.now.id, actor=SYSTEM)
    ready.ready()
    parcel.packed()
    leaves = a_brought_work(shop, a_store(shop.market, name="Leeds Briggate")).packed()
    page = visitor(width, 844, color_scheme=scheme)
    come_in(page, live_server, "manager", shop.store)
    wrong = []
    for name, address in [*pages(to_pick, picking, ready, parcel), ("leaves", leaves.url("order"))]:
        wrong += seen(page, live_server, name, address, width, scheme)
    fulfilment.send_off(leaves.now.id, actor=SYSTEM)
    come_in(page, live_server, "manager", places.get_place(leaves.now.desk))
    wrong += seen(page, live_server, "arriving", f"/associate/at/{leaves.now.desk}/?show=arriving", width, scheme)
    wrong += seen(page, live_server, "arrives", leaves.url("order"), width, scheme)
    orders.cancel_order(leaves.order, actor=SYSTEM)
    wrong += seen(page, live_server, "arrives-unwanted", leaves.url("order"), width, scheme)
    assert wrong == []


def seen(page: Page, live_server: LiveServer, name: str, address: str, width: int, scheme: str) -> list[str]:
    """Look at a page, and say what is wrong with it."""
    page.goto(f"{live_server.url}{address}")
    shot(page, f"{name}-{width}-{scheme}")
    wrong = [f"{name}: {each}" for each in axe_violations(page) + small_targets(page)]
    return wrong + [f"{name} scrolls sideways"] * page.evaluate("document.documentElement.scrollWidth > innerWidth")


def pages(to_pick: Work, picking: Work, ready: Work, parcel: Work) -> list[tuple[str, str]]:
    at = f"/associate/at/{to_pick.shop.store.id}"
    return [
        ("queue", f"{at}/"),
        ("hand-over-queue", f"{at}/?show=hand-over"),
        ("empty", f"{at}/?show=ship&nothing=1"),
        ("places", "/associate/places/"),
        ("open", to_pick.url("order")),
        ("picking", picking.url("order")),
        ("weighing", f"{picking.url('order')}?line=2"),
        ("short", picking.url("short", 1)),
        ("ready", ready.url("order")),
        ("hand-over", ready.url("hand_over")),
        ("parcel", parcel.url("order")),
        ("scan", f"{at}/scan/"),
        ("stock", f"{at}/stock/?q=oat"),
        ("article", f"{at}/stock/{to_pick.milk}/"),
    ]


def small_targets(page: Page) -> list[str]:
    """Return the buttons and fields that a thumb would miss."""
    found: list[str] = page.evaluate(
        """(least) => ["main button", "main input", "main select", ".desk-nav a", ".desk-thumb button"]
        .flatMap((selector) => [...document.querySelectorAll(selector)])
        .filter((each) => each.offsetParent && !["checkbox", "radio", "hidden"].includes(each.type))
        .filter((each) => each.getBoundingClientRect().height < least - 2)
        .map((each) => each.outerHTML.slice(0, 120))""",
        SMALLEST_TARGET_PX,
    )
    return found


def shot(page: Page, name: str) -> None:
    """Keep a picture of the page in the folder that ONESHELF_SHOTS names, if it does."""
    folder = os.environ.get("ONESHELF_SHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=False)
