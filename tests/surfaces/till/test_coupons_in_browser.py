"""A coupon is scanned at the till and what the sale earned stands on its receipt, in a real browser, by keys alone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import Terms
from oneshelf.modules.tills import public as tills
from tests.browser import Visitor, looked_at
from tests.coupons.builders import found, singles, used
from tests.offers.builders import an_offer
from tests.promotions.builders import a_live_one
from tests.surfaces.till.builders import a_counter
from tests.surfaces.till.screens import opened
from tests.surfaces.till.test_own_prices_in_browser import ADD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WITH_CODE = Terms(reward=compiled.Percent(bp=2_000), needs_coupon=True)


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_a_coupon_is_taken_at_the_till_and_another_one_is_earned(
    live_server: LiveServer, visitor: Visitor, width: int, scheme: str
) -> None:
    counter, look = a_counter(), f"{width}-{scheme}"
    market = counter.shop.market
    _, (code, *_) = singles(market, promotion=a_live_one(market, WITH_CODE, name="A fifth with a coupon").id)
    an_offer(market)
    page = opened(visitor(width, color_scheme=scheme), live_server, counter)
    with page.expect_response("**/till/rulebook/"):
        page.evaluate(ADD, [str(counter.shop.offered(9, 500)), 2])
    total = page.locator(".till-sum-total")
    expect(total).to_contain_text("$10.00")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(total).to_contain_text("$8.00")
    if width == 390:
        page.get_by_role("button", name="Basket 1").click()
    expect(page.get_by_role("list", name="Coupons")).to_contain_text(code.replace("-", "")[-4:])
    looked_at(page, f"till-coupon-{look}")
    page.keyboard.press("F9")
    page.get_by_role("button", name="Exactly $8.00").press("Enter")
    expect(page.get_by_role("dialog", name="Sold")).to_be_visible()
    looked_at(page, f"till-sold-{look}")
    page.goto(f"{live_server.url}/till/receipts/")
    page.get_by_role("link", name="Receipt 1").press("Enter")
    expect(page.get_by_role("region", name="Coupon")).to_contain_text("Good until")
    looked_at(page, f"till-receipt-{look}")


def test_a_coupon_that_somebody_used_while_it_was_being_paid_is_told_with_the_full_price(
    live_server: LiveServer, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = a_counter()
    market = counter.shop.market
    _, (code, *_) = singles(market, promotion=a_live_one(market, WITH_CODE).id)
    page = opened(visitor(1280), live_server, counter)
    with page.expect_response("**/till/rulebook/"):
        page.evaluate(ADD, [str(counter.shop.offered(9, 500)), 2])
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(page.locator(".till-sum-total")).to_contain_text("$8.00")
    sell = tills.sell

    def sell_too_late(*given: Any, **named: Any) -> tills.Receipt:
        monkeypatch.setattr(tills, "sell", sell)
        used(market, *found(market, code))
        return sell(*given, **named)

    monkeypatch.setattr(tills, "sell", sell_too_late)
    page.keyboard.press("F9")
    page.get_by_role("button", name="Exactly $8.00").press("Enter")
    expect(page.locator("#pay-problem")).to_contain_text("does not work here")
    page.get_by_role("button", name="Exactly $10.00").press("Enter")
    expect(page.get_by_role("dialog", name="Sold")).to_be_visible()
