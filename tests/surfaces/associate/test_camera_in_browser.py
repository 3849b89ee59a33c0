"""Codes are read with the camera where the browser can, and what came in is put away by it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import relay
from oneshelf.modules.lots import public as lots
from oneshelf.modules.places import public as places
from oneshelf.modules.supply import public as supply
from oneshelf.modules.supply.public import Arrived
from tests.browser import Visitor
from tests.catalogue.builders import a_variant
from tests.supply.builders import Chain, a_chain
from tests.surfaces.associate.builders import BARCODES
from tests.surfaces.associate.test_goods_in_browser import seen
from tests.surfaces.associate.test_in_browser import come_in

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]

CAMERA = """
  globalThis.shownToCamera = "";
  globalThis.BarcodeDetector = class {
    static async getSupportedFormats() { return ["ean_13", "qr_code"]; }
    async detect() { return shownToCamera ? [{ rawValue: shownToCamera }] : []; }
  };
  Object.defineProperty(navigator, "mediaDevices", { value: {
    async getUserMedia() {
      if (globalThis.cameraFails) throw new DOMException("", cameraFails);
      const picture = document.createElement("canvas"), pen = picture.getContext("2d");
      setInterval(() => pen.fillRect(0, 0, 9, 9), 50); // a camera that sees nothing new sends no pictures
      return picture.captureStream();
    },
  } });
"""
"""A browser that reads codes, with a camera that sees what the test shows to it, or fails as it says."""


@pytest.fixture
def chain() -> Chain:
    made = a_chain()
    places.open_bin(made.store.id, code="A-1", actor=SYSTEM)
    return made


def _phone(visitor: Visitor, server: LiveServer, chain: Chain, script: str = CAMERA) -> Page:
    page = visitor(390, 844)
    page.add_init_script(script)
    come_in(page, server, "picker", chain.store)
    return page


def _shows(page: Page, code: str) -> None:
    """Open the camera and hold a code in front of it."""
    page.get_by_role("button", name="Scan with the camera").click()
    expect(page.get_by_text("Hold the code in front of the camera.")).to_be_visible()
    page.evaluate("(code) => { shownToCamera = code; }", code)


def test_what_comes_in_shows_itself_and_is_put_away_by_camera(
    chain: Chain, live_server: LiveServer, live_stream: str, visitor: Visitor
) -> None:
    page = _phone(visitor, live_server, chain)
    page.goto(f"{live_server.url}/associate/at/{chain.store.id}/goods/")
    expect(page.locator("#hub")).to_have_attribute("data-live-state", "on")
    milk = a_variant("Oat milk", barcodes=(BARCODES[0],))
    order = chain.ordered((milk, 6))
    relay.drain()
    expect(page.get_by_role("link", name=order.number)).to_be_visible()

    supply.receive(order.id, [Arrived(1, 6)], receipt=new_id(), actor=SYSTEM)
    page.get_by_role("link", name="Put goods away").click()
    expect(page.get_by_role("link", name="Oat milk")).to_be_visible()
    seen(page, "put-away")
    _shows(page, BARCODES[0])
    page.get_by_label("How many").fill("4")
    seen(page, "put-away-article")
    _shows(page, "A-1")
    expect(page.get_by_text("Oat milk: 4 are in A-1.")).to_be_visible()
    (in_bin,) = [part for part in lots.parts(chain.market.id, [milk], [chain.store.id]) if part.bin]
    assert in_bin.quantity == 4


@pytest.mark.parametrize(
    ("failure", "says"),
    [
        ("NotAllowedError", "does not let this page use the camera"),
        ("NotFoundError", "No camera was found"),
        ("NotReadableError", "another program may have it"),
    ],
)
def test_a_camera_that_fails_says_why_and_typing_goes_on(
    chain: Chain, live_server: LiveServer, visitor: Visitor, failure: str, says: str
) -> None:
    page = _phone(visitor, live_server, chain, f'{CAMERA} globalThis.cameraFails = "{failure}";')
    page.goto(f"{live_server.url}/associate/at/{chain.store.id}/scan/")
    page.get_by_role("button", name="Scan with the camera").click()
    expect(page.get_by_text(says)).to_be_visible()
    seen(page, f"camera-{failure}")
    page.get_by_role("button", name="Close").click()
    page.get_by_label("Code or number").fill("nothing")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_text("is neither an order nor an article")).to_be_visible()


def test_a_browser_that_cannot_read_codes_offers_no_camera(
    chain: Chain, live_server: LiveServer, visitor: Visitor
) -> None:
    page = _phone(visitor, live_server, chain, "delete globalThis.BarcodeDetector;")
    page.goto(f"{live_server.url}/associate/at/{chain.store.id}/scan/")
    expect(page.get_by_label("Code or number")).to_be_visible()
    expect(page.get_by_role("button", name="Scan with the camera")).to_be_hidden()
