"""The till in a real browser, for tests."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from oneshelf.surfaces.till import device
from tests.surfaces.till.builders import PIN, Counter


def opened(page: Page, server: LiveServer, counter: Counter) -> Page:
    """Unlock a till in a browser."""
    cookie = counter.client.cookies[device.COOKIE].value
    page.context.add_cookies([{"name": device.COOKIE, "value": cookie, "url": f"{server.url}/till/"}])
    page.goto(f"{server.url}/till/")
    page.locator(".till-face").click()
    expect(page.get_by_label("PIN")).to_be_focused()
    page.keyboard.type(PIN)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Scan the first product")).to_be_attached()
    return page
