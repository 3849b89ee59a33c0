"""A draft shows beside its sentences what it would do to an order, and follows as they are changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from oneshelf.app.sessions import STAFF_COOKIE
from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.modules.sourcing.public import Rule, RuleKind
from tests.browser import Visitor, axe_violations
from tests.places.builders import a_store
from tests.staff.builders import a_member, sign_in
from tests.surfaces.associate.builders import a_work

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_example_follows_the_sentences(live_server: LiveServer, visitor: Visitor, width: int, scheme: str) -> None:
    work = a_work(ship=True)
    orders.renew_search([work.order])
    store, other = work.shop.store, a_store(work.shop.market, name="Leeds Briggate", ships=True)
    units = {work.milk: 5, work.apples: 5000}
    inventory.receive(work.shop.market.id, other.id, units, cause=new_id(), at=clock.now())
    prefers = [Rule(RuleKind.PREFER, worth=900, places=(store.id,))]
    draft = sourcing.draft_policy(work.shop.market.id, "Draft", prefers, actor=SYSTEM).policy.id
    page = visitor(width, color_scheme=scheme)
    cookie = sign_in(Client(), a_member("owner")).cookies[STAFF_COOKIE].value
    page.context.add_cookies([{"name": STAFF_COOKIE, "value": cookie, "url": live_server.url}])
    page.goto(live_server.url + reverse("backoffice:policy", args=[draft]))
    example = page.locator("#draft [aria-live]")
    expect(example.locator("strong")).to_have_text(store.name)
    page.locator("[name=rule-0-places]").fill(other.code)
    expect(example.locator("strong")).to_have_text(other.name)
    expect(example).to_contain_text(f"It was sent from {store.name}.")
    assert axe_violations(page) == []
    folder = os.environ.get("ONESHELF_SHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"trying-{width}-{scheme}.png", full_page=True)
