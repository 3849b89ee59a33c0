"""Receiving and counting by scanner, in a real browser, on a phone and a wide screen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.counts import public as counts
from oneshelf.modules.counts.public import LineState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.supply import public as supply
from oneshelf.modules.supply.public import PurchaseState
from tests.browser import Visitor, axe_violations
from tests.catalogue.builders import a_variant
from tests.counts.builders import a_count
from tests.supply.builders import Chain, a_chain
from tests.surfaces.associate.builders import BARCODES
from tests.surfaces.associate.test_in_browser import burst, come_in

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]

SHOTS = os.environ.get("ONESHELF_SHOTS")


@pytest.fixture
def chain() -> Chain:
    return a_chain()


def seen(page: Page, name: str) -> None:
    """Let axe look, see that nothing scrolls sideways, and keep a picture where somebody asked for them."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))
    assert axe_violations(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name


def test_a_delivery_is_scanned_and_received(chain: Chain, live_server: LiveServer, visitor: Visitor) -> None:
    milk, eggs = a_variant("Oat milk", barcodes=(BARCODES[0],)), chain.variant()
    order = chain.ordered((milk, 3), (eggs, 4), cents=300)
    page = visitor(390, 844)
    come_in(page, live_server, "picker", chain.store)
    page.goto(f"{live_server.url}/associate/at/{chain.store.id}/goods/")
    page.get_by_role("link", name=order.number).click()
    page.wait_for_selector("form[data-scan]")
    for there in (1, 2, 3):
        burst(page, BARCODES[0])
        expect(page.locator(".desk-amount-number")).to_have_text(str(there))
    burst(page, "4006381333930")
    expect(page.locator("#refused")).to_be_visible()
    page.get_by_role("link", name="Article").click()
    page.get_by_label("Good", exact=True).fill("2")
    page.get_by_label("Damaged", exact=True).fill("1")
    page.get_by_label("What is wrong").select_option("spoiled")
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_text("1 damaged")).to_be_visible()
    page.get_by_role("button", name="Receive what is there").click()
    expect(page.get_by_text(f"{order.number} is received.")).to_be_visible()
    now = supply.get_purchase(order.id)
    assert (now.state, [(line.good, line.damaged) for line in now.lines]) == (
        PurchaseState.PARTLY_RECEIVED,
        [(3, 0), (2, 1)],
    )
    assert chain.audit() == []


def test_a_count_is_scanned_blind(chain: Chain, live_server: LiveServer, visitor: Visitor) -> None:
    milk = a_variant("Oat milk", barcodes=(BARCODES[0],))
    inventory.receive(chain.market.id, chain.store.id, {milk: 2}, cause=new_id(), at=clock.now())
    eggs = chain.variant(store=7777)
    count = a_count(chain, milk, eggs)
    page = visitor(390, 844)
    come_in(page, live_server, "picker", chain.store)
    page.goto(f"{live_server.url}/associate/counts/{count.id}/")
    page.wait_for_selector("form[data-scan]")
    for mine in ("1", "2"):
        burst(page, BARCODES[0])
        expect(page.get_by_label("Counted", exact=True)).to_have_value(mine)
    page.get_by_role("button", name="That is all").click()
    expect(page.get_by_role("heading", name="Article")).to_be_visible()
    assert "7777" not in page.locator("main").inner_text()
    page.get_by_label("Counted", exact=True).fill("50")
    page.get_by_role("button", name="That is all").click()
    expect(page.get_by_text("Nothing is left for you to count")).to_be_visible()
    lines = counts.get_count(count.id).lines
    assert [line.state for line in lines] == [LineState.AGREED, LineState.RECOUNT]


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (390, "dark"), (1280, "light"), (1280, "dark")])
def test_every_page_is_open_to_all(
    chain: Chain, live_server: LiveServer, visitor: Visitor, width: int, scheme: str
) -> None:
    milk, eggs = chain.variant(store=9, warehouse=9), chain.variant(store=9)
    order, transfer = chain.ordered((milk, 10), (eggs, 5)), chain.sent((milk, 2))
    leaving = supply.put_in(supply.draft_transfer(chain.store.id, chain.warehouse.id, actor=SYSTEM).id, milk, 2)
    count = a_count(chain, milk, eggs)
    page = visitor(width, 844, color_scheme=scheme)
    come_in(page, live_server, "manager", chain.store)
    here = f"at/{chain.store.id}"
    for name, path in {
        "goods": f"{here}/goods/",
        "delivery": f"arrivals/order/{order.id}/",
        "transfer-in": f"arrivals/transfer/{transfer.id}/",
        "transfer-out": f"transfers/{leaving.id}/",
        "send": f"{here}/send/",
        "count": f"counts/{count.id}/",
    }.items():
        page.goto(f"{live_server.url}/associate/{path}")
        seen(page, f"{name}-{width}-{scheme}")
