"""Promises kept: every figure leads to the orders behind it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel import clock
from oneshelf.kernel.actors import ANONYMOUS, SYSTEM
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.checkout.public import Wanted
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders.models import Order
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.payments import public as payments
from oneshelf.surfaces.backoffice.desk import Desk
from tests.checkout.builders import ANA, Shop, a_shop
from tests.places.builders import a_store
from tests.staff.builders import a_member, sign_in

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

PAGE = "/backoffice/promises/"


@pytest.fixture
def shop() -> Shop:
    return a_shop()


@pytest.fixture
def owner(shop: Shop, client: Client) -> Client:
    return sign_in(client, a_member("owner"))


def promised(shop: Shop, kept: bool | None, *, carrier: str = "") -> OrderId:
    """Place an order to be collected, or sent by a carrier, whose promise came to this."""
    begun = checkout.start(shop.market, shop.web.id, [Wanted(shop.offered(1), 1)])
    if carrier:
        checkout.ship_to(begun.id, ANA)
    else:
        checkout.collect_at(begun.id, shop.store.id, ANA)
    checkout.pay(begun.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    order = checkout.complete(begun.id, actor=ANONYMOUS).order
    if carrier:
        (parcel,) = fulfilment.consignments_of([order])[order]
        fulfilment.start_picking(parcel.id, actor=SYSTEM)
        fulfilment.record_pick(parcel.id, 1, 1, actor=SYSTEM)
        fulfilment.pack(parcel.id, actor=SYSTEM)
        fulfilment.ship(parcel.id, carrier=carrier, tracking="T1", actor=SYSTEM)
    Order.objects.filter(id=order).update(promise_kept=kept)
    return order


def rows(page: Any) -> list[tuple[str, int, int, int]]:
    return [(name, it.kept, it.broken, it.open) for name, _way, it in page.context["rows"]]


def test_promises_are_counted_by_what_is_asked(shop: Shop, owner: Client) -> None:
    for kept in (True, True, False, None):
        promised(shop, kept)
    late = promised(shop, False, carrier="Swift")
    promised(shop, True, carrier="Post")
    ways = owner.get(PAGE)
    assert rows(ways) == [("Collect in store", 2, 1, 1), ("Delivery", 1, 1, 0)]
    assert (ways.context["whole"].share, ways.context["whole"].broken) == (60, 2)
    assert rows(owner.get(PAGE, {"by": "place"})) == [(shop.store.name, 3, 2, 1)]
    assert rows(owner.get(PAGE, {"by": "carrier"})) == [("Post", 1, 0, 0), ("Swift", 0, 1, 0)]
    ((week, *figures),) = rows(owner.get(PAGE, {"by": "week"}))
    assert (week.startswith("From "), figures) == (True, [3, 2, 1])
    swift = owner.get(PAGE, {"by": "carrier", "carrier": "Swift"})
    assert [each.order for each, _place, _sent in swift.context["broken"]] == [late]
    assert f"/backoffice/orders/{late}/" in swift.content.decode()


def test_each_row_leads_to_its_broken_ones(shop: Shop, owner: Client) -> None:
    promised(shop, True)
    collected, sent = promised(shop, False), promised(shop, False, carrier="Swift")
    for by, orders in (("way", [{collected}, {sent}]), ("place", [{collected, sent}]), ("week", [{collected, sent}])):
        ways = [way for _name, way, _it in owner.get(PAGE, {"by": by}).context["rows"]]
        found = [{each.order for each, *_ in owner.get(f"{PAGE}{way}").context["broken"]} for way in ways]
        assert found == orders, by


def test_an_order_given_up_in_time_broke_nothing(shop: Shop, owner: Client) -> None:
    Order.objects.filter(id=promised(shop, None)).update(state="cancelled")
    page = owner.get(PAGE)
    assert rows(page) == []
    assert "Nothing was promised" in page.content.decode()


def test_other_days_and_other_places_are_left_out(shop: Shop, owner: Client) -> None:
    promised(shop, False)
    tomorrow = (clock.now() + timedelta(days=2)).date().isoformat()
    assert rows(owner.get(PAGE, {"since": tomorrow, "until": tomorrow})) == []
    other = a_store(shop.market)
    elsewhere = sign_in(Client(), a_member("manager", at=other.id))
    assert rows(elsewhere.get(PAGE)) == []
    assert rows(elsewhere.get(PAGE, {"place": shop.store.code})) == []


_NONSENSE = ["since=nonsense", "until=0001-01-01", "until=9999-12-31", "by=moon", "way=take_now", "place=nowhere"]


@pytest.mark.parametrize("wrong", [*_NONSENSE, "carrier=nobody"])
def test_nonsense_in_the_address_is_no_error(shop: Shop, owner: Client, wrong: str) -> None:
    assert owner.get(f"{PAGE}?{wrong}").status_code == 200


def test_the_report_asks_as_much_for_many_as_for_few(shop: Shop, owner: Client) -> None:
    counts = []
    for _ in range(2):
        promised(shop, False, carrier="Swift")
        promised(shop, True)
        with CaptureQueriesContext(connection) as asked:
            owner.get(PAGE, {"by": "carrier"})
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 13


def test_a_place_that_is_no_place_of_the_list_any_more_breaks_no_page(
    shop: Shop, owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = promised(shop, False)
    (parcel,) = fulfilment.consignments_of([order])[order]
    damaged = inventory.AdjustmentReason.DAMAGED
    inventory.adjust(shop.market.id, shop.store.id, shop.offered(5), -1, reason=damaged, actor=SYSTEM)
    monkeypatch.setattr(Desk, "places_for", lambda *_: {shop.store.id: shop.store})
    monkeypatch.setattr(Desk, "own_places", {})  # it was archived in between, or is another company's
    monkeypatch.setattr(fulfilment, "late", lambda *_given, **_more: [parcel])
    for page in ("", "promises/?by=place", "shrinkage/?by=place", "shrinkage/?by=article"):
        answer = owner.get(f"/backoffice/{page}")
        assert answer.status_code == 200, page
        assert shop.store.name in answer.content.decode() or shop.store.code in answer.content.decode(), page
