"""What is marked down by its day, on the phone that lists it and at the till that reads its sticker."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import Visitor, looked_at
from tests.lots.builders import in_days
from tests.promotions.builders import a_live_one
from tests.surfaces.associate.test_in_browser import come_in
from tests.surfaces.associate.test_markdowns import GTIN, LADDER, milk_at
from tests.surfaces.till.builders import a_counter
from tests.surfaces.till.screens import opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_what_expires_is_listed_and_its_sticker_is_sold_for_less(
    live_server: LiveServer, visitor: Visitor, width: int, scheme: str
) -> None:
    counter = a_counter()
    milk_at(counter)
    a_live_one(counter.shop.market, LADDER, name="Best before soon")
    phone = visitor(width, color_scheme=scheme)
    come_in(phone, live_server, "manager", counter.shop.store)
    phone.goto(f"{live_server.url}/associate/at/{counter.shop.store.id}/stock/expiring/")
    expect(phone.get_by_text("$1.00 today, instead of $2.00")).to_be_visible()
    looked_at(phone, f"expiring-{width}-{scheme}")

    till = opened(visitor(width, color_scheme=scheme), live_server, counter)
    till.keyboard.type(f"(01)0{GTIN}(17){in_days(1):%y%m%d}(10)A1")
    till.keyboard.press("Enter")
    expect(till.locator(".till-sum-total")).to_contain_text("$1.00")
    if width == 390:
        till.get_by_role("button", name="Basket 1").click()
    expect(till.get_by_text("Best before soon").first).to_be_visible()
    looked_at(till, f"till-marked-down-{width}-{scheme}")
