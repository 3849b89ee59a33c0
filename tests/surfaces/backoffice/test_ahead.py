"""A merchandiser sells goods before they are there; the desk sees who waits, and everybody is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.checkout.public import Wanted
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import AheadKind, Expected
from oneshelf.surfaces.storefront.orders import link_to
from tests.checkout.builders import ANA, Shop
from tests.checkout.test_ahead import gone, placed
from tests.orders.settling import forget_jobs, settle
from tests.staff.builders import a_member, sign_in
from tests.surfaces.storefront.builders import WebShop, a_web_shop

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shop() -> WebShop:
    return a_web_shop()


@pytest.fixture
def owner(client: Client) -> Client:
    return sign_in(client, a_member("owner"))


@pytest.fixture(autouse=True)
def _no_jobs_of_others(transactional_db: None) -> None:
    forget_jobs()


def test_what_is_sold_ahead_is_ordered_waited_for_and_brought_in(shop: WebShop, owner: Client) -> None:
    house = Shop(shop.market, shop.york, shop.web, shop.till)
    variant = gone(house)
    sku, day = catalogue.snapshots([variant])[variant].sku, clock.now().date() + timedelta(days=9)
    given = {"place": shop.york.code, "sku": sku, "kind": "preorder", "amount": "2", "expected_on": day.isoformat()}
    assert owner.post("/backoffice/ahead/", given).status_code == 302
    (rule,) = inventory.list_ahead(shop.market.id)
    assert (rule.terms.kind, rule.terms.units, rule.terms.expected_on) == (AheadKind.PREORDER, 2, day)
    order = placed(house, Wanted(variant, 2))
    settle()
    page = owner.get("/backoffice/waiting/").content.decode()
    assert str(order) in page
    mine = Client().get(link_to(order)).content.decode()
    assert "we expect it on" in mine
    later = day + timedelta(days=3)
    changed = given | {"expected_on": later.isoformat(), "version": "1"}
    assert owner.post(f"/backoffice/ahead/{rule.id}/", changed).status_code == 302
    settle()
    assert "It comes later" in Client().get(link_to(order)).content.decode()
    assert (
        owner.post(f"/backoffice/ahead/{rule.id}/end/", {"version": "1"}).status_code == 409
    )  # read before the change
    assert owner.post(f"/backoffice/ahead/{rule.id}/end/", {"version": "2"}).status_code == 302
    inventory.receive(shop.market.id, shop.york.id, {variant: 2}, cause=new_id(), at=clock.now())
    settle()
    assert [sent.to for sent in mail.outbox if "was waiting for is here" in sent.body] == [[ANA.email]]
    assert str(order) not in owner.get("/backoffice/waiting/").content.decode()


def test_a_back_order_that_nobody_can_date_is_told_where_it_is_set(shop: WebShop, owner: Client) -> None:
    variant = gone(Shop(shop.market, shop.york, shop.web, shop.till))
    given = {
        "place": shop.york.code,
        "sku": catalogue.snapshots([variant])[variant].sku,
        "kind": "backorder",
        "amount": "2",
    }
    page = owner.post("/backoffice/ahead/", given, follow=True).content.decode()
    assert "neither a day nor a number of days" in page
    assert "sells nothing" in page
    day = clock.now().date() + timedelta(days=3)
    inventory.expect(shop.market.id, "supply", new_id(), [Expected(1, shop.york.id, variant, day, 5)])
    assert "sells nothing" not in owner.get("/backoffice/ahead/").content.decode()


def test_nobody_sells_ahead_without_leave(shop: WebShop, client: Client) -> None:
    assert client.post("/backoffice/ahead/", {}).status_code in (302, 403)
    assert inventory.list_ahead(shop.market.id) == []
