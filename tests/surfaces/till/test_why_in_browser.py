"""A till says why its basket costs what it costs, with the connection and without it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import Terms
from tests.browser import Visitor, axe_violations
from tests.promotions.builders import TENTH, a_live_one
from tests.surfaces.till.builders import Counter, a_counter
from tests.surfaces.till.screens import opened
from tests.surfaces.till.test_own_prices_in_browser import ADD
from tests.surfaces.till.test_rulebook import THIRD_FREE
from tests.tax.builders import a_rate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DEAR = Terms(reward=compiled.Percent(bp=2_000), when=compiled.Worth(compiled.EVERYTHING, 5_000))


def _ring_up(page: Page, counter: Counter, cents: int, quantity: int) -> None:
    with page.expect_response("**/till/rulebook/"):
        page.evaluate(ADD, [str(counter.shop.offered(20, cents)), quantity])


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")])
def test_a_price_is_explained_online_and_offline(
    live_server: LiveServer, visitor: Visitor, width: int, scheme: str
) -> None:
    counter, shots = a_counter(), os.environ.get("ONESHELF_SHOTS")
    market = counter.shop.market
    third, dear = a_live_one(market, THIRD_FREE), a_live_one(market, DEAR)
    elsewhere = compiled.Match((f"v:{counter.shop.offered(20, 99)}",))
    other = a_live_one(market, Terms(reward=compiled.Percent(bp=2_000), match=elsewhere))
    page = opened(visitor(width, color_scheme=scheme), live_server, counter)
    panel, note = page.locator("#why"), page.locator("[data-why-note]")
    button = page.get_by_role("button", name="Why this price?")

    def shot(name: str) -> None:
        if shots:
            page.screenshot(path=Path(shots) / f"till-why-{name}-{width}-{scheme}.png")

    page.keyboard.press("F1")
    expect(note).to_have_text("There is nothing in the basket yet.")
    expect(panel.locator("[data-why-told]")).to_be_hidden()
    shot("empty")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()

    _ring_up(page, counter, 199, 4)
    expect(page.locator(".till-sum-total")).to_contain_text("$5.97")
    box = button.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 56
    shot("screen")
    button.click()

    def told() -> None:
        lines = panel.locator("[data-why=lines] > li")
        expect(lines).to_have_count(1)
        expect(lines).to_contain_text("$5.97")
        expect(lines).to_contain_text("$7.96")
        expect(lines).to_contain_text(f"{third.plan.name} version 1−$1.99")
        expect(panel.locator("[data-why=applied] > li")).to_have_text(f"{third.plan.name} version 1−$1.99")
        others = panel.locator("[data-why=others] > li")
        expect(others).to_have_count(1)
        expect(others).to_contain_text(dear.plan.name)
        expect(others).to_contain_text("It needs goods for $50.00; there are some for $7.96.")
        expect(panel.locator("[data-why=total]")).to_have_text("$5.97")
        far = panel.locator("[data-why-far]")
        if far.get_attribute("open") is None:
            far.locator("summary").click()
        expect(far).to_contain_text(f"{other.plan.name} version 1Nothing in the basket is part of it.")

    told()
    expect(note).to_be_hidden()
    assert axe_violations(page) == []
    shot("online")
    page.keyboard.press("Escape")

    page.context.set_offline(True)
    expect(page.locator("[data-offline]")).to_be_visible()
    page.keyboard.press("F1")
    expect(note).to_contain_text("Worked out by this till, without the connection")
    told()
    assert axe_violations(page) == []
    shot("offline")
    page.context.set_offline(False)
    expect(note).to_be_hidden()


def test_what_nothing_is_taken_off_is_explained_too(live_server: LiveServer, page: Page) -> None:
    counter = a_counter()
    opened(page, live_server, counter)
    _ring_up(page, counter, 250, 2)
    page.keyboard.press("F1")
    panel = page.locator("#why")
    expect(panel).to_contain_text("No promotion takes anything off.")
    expect(panel).to_contain_text("No other promotion is running.")
    expect(panel.locator("[data-why=lines]")).to_contain_text("$5.00")


def test_taxes_of_nothing_are_said_once(live_server: LiveServer, page: Page) -> None:
    counter = a_counter()
    a_rate(counter.shop.market.id, 0)
    opened(page, live_server, counter)
    _ring_up(page, counter, 250, 2)
    page.keyboard.press("F1")
    panel = page.locator("#why")
    expect(panel.locator("[data-why=taxes]")).to_have_text("No tax$0.00")
    expect(panel.locator("[data-why=lines]")).to_contain_text("No tax$0.00")
    expect(panel).not_to_contain_text("0%")


def test_a_till_without_the_rules_of_its_basket_says_so(live_server: LiveServer, page: Page) -> None:
    counter = a_counter()
    a_live_one(counter.shop.market, TENTH)
    opened(page, live_server, counter)
    page.route("**/till/rulebook/", lambda route: route.abort())
    page.evaluate(ADD, [str(counter.shop.offered(20, 250)), 2])
    expect(page.locator(".till-sum-total")).to_contain_text("$4.50")
    page.keyboard.press("F1")
    expect(page.locator("[data-why-note]")).to_have_text(
        "This till has not got the promotions yet. They come with the connection."
    )
    expect(page.locator("[data-why-told]")).to_be_hidden()
