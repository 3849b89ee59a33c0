"""Promotions that ask how one pays: the till says what it comes to in cash and by card before anybody pays."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.payments import public as payments
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import Terms
from tests.promotions.builders import a_live_one
from tests.surfaces.till.builders import Counter, a_counter
from tests.surfaces.till.screens import opened
from tests.surfaces.till.test_own_prices_in_browser import ADD

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

IN_CASH = Terms(reward=compiled.Percent(bp=1_000), when=compiled.Pays(("cash",)))
FREE_IN_CASH = Terms(reward=compiled.Percent(bp=10_000), when=compiled.Pays(("cash",)))
NOT_BY_CARD = Terms(reward=compiled.Percent(bp=2_000), when=compiled.Not(compiled.Pays(("test_card",))))


@pytest.fixture
def counter() -> Counter:
    return a_counter()


def cash(amount: int) -> dict[str, Any]:
    return {"method": "cash", "amount": amount, "given": amount}


def card(amount: int) -> dict[str, Any]:
    return {"method": "test_card", "amount": amount, "token": "tok_approve"}


def test_a_basket_costs_what_the_till_says_for_each_way_to_pay(counter: Counter) -> None:
    a_live_one(counter.shop.market, IN_CASH)
    variant = counter.shop.offered(5, 1_000)
    shown = counter.basket((variant, 1)).json()
    assert (shown["total"], shown["dues"]) == (1_000, {"cash": 900, "test_card": 1_000})
    assert "$9.00 in cash" in shown["html"]["sum"]
    assert counter.sell((variant, 1), total=900, tenders=[cash(900)]).status_code == 201
    assert counter.sell((variant, 1), total=1_000, key="k2", tenders=[card(1_000)]).status_code == 201
    parted = counter.sell((variant, 1), total=1_000, key="k3", tenders=[cash(400), card(600)])
    assert parted.status_code == 201
    refused = counter.sell((variant, 1), total=900, key="k4", tenders=[card(900)])
    assert (refused.status_code, refused.json()["code"]) == (409, "price_changed")


def test_a_rule_that_only_leaves_cards_out_counts_for_cash_and_for_both_together(counter: Counter) -> None:
    a_live_one(counter.shop.market, NOT_BY_CARD)
    variant = counter.shop.offered(5, 1_000)
    shown = counter.basket((variant, 1)).json()
    assert (shown["total"], shown["dues"]) == (800, {"cash": 800, "test_card": 1_000})
    assert counter.sell((variant, 1), total=1_000, tenders=[card(1_000)]).status_code == 201
    assert counter.sell((variant, 1), total=800, key="k2", tenders=[cash(300), card(500)]).status_code == 201


def test_nothing_is_said_of_ways_to_pay_where_no_rule_asks(counter: Counter) -> None:
    a_live_one(counter.shop.market, Terms(reward=compiled.Percent(bp=1_000)))
    shown = counter.basket((counter.shop.offered(5, 1_000), 1)).json()
    assert (shown["total"], shown["dues"]) == (900, {})


@pytest.mark.parametrize(("free_by", "dear_by"), [("cash", "test_card"), ("test_card", "cash")])
def test_what_is_free_only_when_it_is_paid_in_one_way_is_sold_without_a_tender(
    counter: Counter, free_by: str, dear_by: str
) -> None:
    a_live_one(counter.shop.market, Terms(reward=compiled.Percent(bp=10_000), when=compiled.Pays((free_by,))))
    variant = counter.shop.offered(5, 1_000)
    assert counter.basket((variant, 1)).json()["dues"] == {free_by: 0, dear_by: 1_000}
    for way in (dear_by, ""):
        refused = counter.sell((variant, 1), total=0, key=f"k{way}", tenders=[], pay_by=way)
        assert (refused.status_code, refused.json()["code"]) == (409, "price_changed"), way
    sold = counter.sell((variant, 1), total=0, key="free", tenders=[], pay_by=free_by)
    assert sold.status_code == 201, sold.content
    order = orders.get_order(OrderId(UUID(sold.json()["order"])))
    paid = payments.payments_of([order.summary.id])[order.summary.id]
    assert (order.summary.total.minor, paid) == (0, [])
    assert counter.shop.level(variant).on_hand == 4


@pytest.mark.browser
@pytest.mark.parametrize("pressed", ["[data-take-cash]", "[data-cash='0']"])
def test_a_basket_that_is_free_in_cash_is_sold_by_a_press(
    page: Page, live_server: LiveServer, counter: Counter, pressed: str
) -> None:
    a_live_one(counter.shop.market, FREE_IN_CASH)
    variant = str(counter.shop.offered(5, 1_000))
    opened(page, live_server, counter)
    with page.expect_response("**/till/rulebook/"):
        page.evaluate(ADD, [variant, 1])
    page.keyboard.press("F9")
    expect(page.locator(".till-due-total")).to_contain_text("$0.00")
    expect(page.locator("[data-card-amount]")).to_have_text("$10.00")
    page.locator(pressed).click()
    expect(page.locator("#done")).to_be_visible()
    expect(page.locator(".till-done-change")).to_contain_text("$0.00")


@pytest.mark.browser
@pytest.mark.parametrize(("pressed", "due"), [("cash", "$9.00"), ("card", "$10.00")])
def test_the_total_of_the_chosen_way_is_shown_and_paid(
    page: Page, live_server: LiveServer, counter: Counter, pressed: str, due: str
) -> None:
    a_live_one(counter.shop.market, IN_CASH)
    variant = str(counter.shop.offered(5, 1_000))
    differing = list[str]()
    opened(page, live_server, counter)
    page.on("request", lambda request: differing.append(request.url) if "differs" in request.url else None)
    with page.expect_response("**/till/rulebook/"):
        page.evaluate(ADD, [variant, 1])
    expect(page.locator(".till-sum")).to_contain_text("$9.00 in cash")
    expect(page.locator(".till-sum-total")).to_contain_text("$10.00")
    page.keyboard.press("F9")
    expect(page.locator(".till-due-total")).to_contain_text("$9.00")
    expect(page.locator("[data-card-amount]")).to_have_text("$10.00")
    page.locator("#given").fill("4")
    expect(page.locator("[data-card-amount]")).to_have_text("$6.00")
    page.locator("#given").fill("")
    page.locator("[data-take-cash]" if pressed == "cash" else "[data-card=tok_approve]").click()
    expect(page.locator("#done")).to_be_visible()
    expect(page.locator(".till-done-change")).to_contain_text(due)
    assert differing == []
