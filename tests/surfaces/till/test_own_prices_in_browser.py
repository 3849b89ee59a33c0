"""A till shows what it makes of its basket at once, by the shop's rulebook; the server's price follows, and counts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.promotions.builders import a_live_one
from tests.surfaces.till.builders import a_counter
from tests.surfaces.till.screens import opened
from tests.surfaces.till.test_rulebook import THIRD_FREE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADD = """([variant, quantity]) => {
  import("/static/till/basket.js").then(({ add }) => add(variant, quantity));
}"""


def test_a_price_is_shown_before_the_server_answers_and_held_against_its_answer(
    page: Page, live_server: LiveServer
) -> None:
    counter = a_counter()
    a_live_one(counter.shop.market, THIRD_FREE)
    jam = str(counter.shop.offered(20, 199))
    opened(page, live_server, counter)
    with page.expect_response("**/till/rulebook/"):
        page.evaluate(ADD, [jam, 2])
    total, waiting = page.locator(".till-sum-total"), list[Route]()
    expect(total).to_contain_text("$3.98")

    page.route("**/till/basket/", lambda route: waiting.append(route))
    page.evaluate(ADD, [jam, 2])
    expect(total).to_contain_text("$5.97")
    expect(page.locator("#part-sum")).not_to_contain_text("saved")
    waiting.pop().continue_()
    expect(page.locator("#part-sum")).to_contain_text("$1.99 saved")
    expect(total).to_contain_text("$5.97")

    page.evaluate(ADD, [jam, 1])
    expect(total).to_contain_text("$7.96")
    (route,) = waiting
    answer = route.fetch()
    with page.expect_request("**/till/rulebook/differs/") as sent:
        route.fulfill(response=answer, json=answer.json() | {"total": 797})
    told = sent.value.post_data_json
    assert told is not None
    assert told["total"] == 796
