"""The doors and the lists behind them, in a real browser: the content policy holds, and everybody can use them."""

from __future__ import annotations

from datetime import time

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.places import public as places
from tests.browser import Visitor, axe_violations
from tests.markets.builders import a_market
from tests.places.builders import ALL_WEEK, a_store
from tests.staff.builders import PASSWORD, a_member, account_of

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]


def _come_in(page: Page, live_server: LiveServer, wanted: str) -> None:
    account = account_of(a_member("owner"))
    page.goto(f"{live_server.url}{wanted}")
    page.get_by_label("E-mail").fill(account.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{wanted}")


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_the_door_of_staff_is_for_everybody(live_server: LiveServer, visitor: Visitor, width: int, scheme: str) -> None:
    page = visitor(width, color_scheme=scheme)
    page.goto(f"{live_server.url}/staff/sign-in")
    assert axe_violations(page) == []
    language = page.get_by_role("button", name="English").bounding_box()
    card = page.locator(".ui-card").bounding_box()
    button = page.get_by_role("button", name="Sign in").bounding_box()
    assert language is not None
    assert card is not None
    assert button is not None
    assert language["height"] < 60  # as high as its word, on however high a screen
    assert card["y"] + card["height"] - (button["y"] + button["height"]) < 40
    page.get_by_label("E-mail").fill("nobody@example.com")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("not correct")).to_be_visible()
    assert axe_violations(page) == []


def test_a_place_gets_another_opening_on_its_form(live_server: LiveServer, page: Page) -> None:
    store = a_store(a_market(), name="Main Street")
    places.set_hours(store.id, ALL_WEEK[:1], actor=SYSTEM)
    _come_in(page, live_server, "/backoffice/lists/places/place/")
    assert axe_violations(page) == []
    page.get_by_role("link", name="Main Street").click()
    assert axe_violations(page) == []
    page.get_by_text("Add another Opening").click()
    page.locator("#id_opening-1-weekday").select_option("6")
    page.locator("#id_opening-1-opens").fill("10:00")
    page.locator("#id_opening-1-closes").fill("16:00")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/backoffice/lists/places/place/")
    assert places.hours_of([store.id])[store.id].week == (ALL_WEEK[0], places.Opening(6, time(10), time(16)))
