"""Selling ahead by the API: offers set, changed, ended and listed; orders in one call that wait when they say so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel import clock
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.surfaces.console.audit.proof import checks
from tests.checkout.builders import Shop
from tests.checkout.test_ahead import gone, in_days
from tests.places.builders import a_store
from tests.surfaces.api.programs import Program, Told, sku, usd
from tests.surfaces.api.test_bad_input import is_refused
from tests.surfaces.api.test_checkouts import ANA
from tests.surfaces.doors import NOWHERE
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def buyer(shop: Shop) -> Program:
    """A program that says what is sold ahead, and orders it."""
    return Program.with_key(shop, "inventory.ahead", "orders.place", "orders.view")


def offer(buyer: Program, article: str, **fields: Any) -> Told:
    body = {"place": buyer.shop.store.code, "sku": article, "kind": "backorder", "quantity": 5, "lead_days": 5}
    return buyer.post("/ahead", {key: value for key, value in (body | fields).items() if value is not None})


def bought(buyer: Program, article: str, units: int, **fields: Any) -> Told:
    body = {
        "channel": buyer.shop.web.code,
        "place": buyer.shop.store.code,
        "method": "collect",
        "contact": ANA,
        "lines": [{"sku": article, "quantity": units}],
        "payments": [{"method": "external", "amount": usd(250 * units)}],
    }
    return buyer.post("/orders", body | fields)


def test_an_article_is_sold_ahead_on_other_terms_and_no_more(buyer: Program) -> None:
    article = sku(gone(buyer.shop))
    made = offer(buyer, article, note="from the new harvest")
    assert (made.status, made["kind"], made["quantity"], made["promised"]) == (201, "backorder", 5, 0)
    assert (made["dated"], made["version"], made["note"]) == (True, 1, "from the new harvest")
    assert buyer.get(f"/ahead?sku={article}")["items"] == [made.body]
    terms = {"kind": "preorder", "quantity": 9, "expected_on": in_days(8).isoformat(), "version": 1}
    changed = buyer.send("PUT", f"/ahead/{made['id']}", terms)
    assert (changed["quantity"], changed["expected_on"], changed["version"]) == (9, in_days(8).isoformat(), 2)
    is_refused(buyer.send("PUT", f"/ahead/{made['id']}", terms), 409, "rule_changed", None, None)
    assert buyer.post(f"/ahead/{made['id']}/end", {"version": 2})["items"] == []
    assert buyer.get(f"/ahead?place={buyer.shop.store.code}")["items"] == []


def test_a_back_order_that_only_deliveries_can_date_says_so(buyer: Program) -> None:
    assert offer(buyer, sku(gone(buyer.shop)), lead_days=None)["dated"] is False


def test_an_order_that_says_so_waits_for_its_goods(buyer: Program) -> None:
    variant = gone(buyer.shop)
    article = sku(variant)
    offer(buyer, article)
    with nothing_changes():
        is_refused(bought(buyer, article, 2), 409, "out_of_stock", "lines[0].quantity", 2)
    number = bought(buyer, article, 2, ahead=True)["number"]
    order = orders.get_by_number(buyer.shop.market.id, number).summary.id
    (waiting,) = fulfilment.consignments_of([order])[order]
    assert (waiting.state, waiting.expected_on) == (ConsignmentState.AWAITED, in_days(5))
    assert orders.get_order(order).promised_by == waiting.due_at
    assert buyer.get("/ahead")["items"][0]["promised"] == 2
    with nothing_changes():
        assert bought(buyer, article, 4, ahead=True).status == 409  # three more may be promised
    assert [found for check in checks() for found in check.find()] == []


def test_what_is_there_is_made_ready_though_the_rest_waits(buyer: Program) -> None:
    here, later = buyer.shop.offered(3), gone(buyer.shop)
    offer(buyer, sku(later))
    lines = [{"sku": sku(here), "quantity": 1}, {"sku": sku(later), "quantity": 1}]
    number = bought(buyer, "", 2, lines=lines, ahead=True)["number"]
    order = orders.get_by_number(buyer.shop.market.id, number).summary.id
    parcels = fulfilment.consignments_of([order])[order]
    assert [each.state for each in parcels] == [ConsignmentState.OPEN, ConsignmentState.AWAITED]
    assert [found for check in checks() for found in check.find()] == []


def test_an_order_of_goods_that_are_there_asks_nothing_more_for_it(buyer: Program) -> None:
    variant, asked = buyer.shop.offered(9), []
    bought(buyer, sku(variant), 1)
    for ahead in (False, True):
        with CaptureQueriesContext(connection) as questions:
            assert bought(buyer, sku(variant), 1, ahead=ahead).status == 201
        asked.append(len(questions))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("method", ["take_now", "collect"])
def test_what_is_sold_ahead_nowhere_is_refused(buyer: Program, method: str) -> None:
    variant = gone(buyer.shop)
    if method == "take_now":
        offer(buyer, sku(variant))
    with nothing_changes():
        told = bought(buyer, sku(variant), 1, method=method, ahead=True)
        is_refused(told, 409, "out_of_stock", "lines[0].quantity", 1)


BAD: list[tuple[str, dict[str, Any], int, str, str | None]] = [
    ("no article", {"sku": "NO-SUCH"}, 404, "not_found", "sku"),
    ("no place", {"place": "nowhere"}, 404, "unknown_place", "place"),
    ("nothing", {"quantity": 0}, 422, "invalid", "quantity"),
    ("a pre-order without a day", {"kind": "preorder"}, 422, "bad_ahead_terms", "terms"),
    ("a day that is past", {"expected_on": "2020-01-01"}, 422, "bad_ahead_terms", "terms"),
    ("no day", {"expected_on": "soon"}, 422, "invalid", "expected_on"),
    ("no instant", {"ends": "2030-01-01T00:00:00"}, 422, "invalid", "ends"),
    ("an end before now", {"ends": "2020-01-01T00:00:00Z"}, 422, "bad_ahead_terms", "terms"),
    ("a year and more", {"lead_days": 366}, 422, "invalid", "lead_days"),
    ("two lines of note", {"note": "a\nb"}, 422, "bad_ahead_terms", "terms"),
    ("another kind", {"kind": "raffle"}, 422, "invalid", "kind"),
    ("an unknown field", {"discount": 5}, 422, "invalid", "discount"),
]


@pytest.mark.parametrize(("what", "fields", "status", "code", "field"), BAD, ids=[row[0] for row in BAD])
def test_bad_input_changes_nothing(
    buyer: Program, what: str, fields: dict[str, Any], status: int, code: str, field: str | None
) -> None:
    article = sku(gone(buyer.shop))
    with nothing_changes():
        told = offer(buyer, article, **fields)
    assert (told.status, told["code"], told["field"]) == (status, code, field), told.body


def test_it_is_sold_ahead_in_one_way_at_a_time(buyer: Program) -> None:
    article = sku(gone(buyer.shop))
    offer(buyer, article)
    with nothing_changes():
        is_refused(offer(buyer, article), 409, "sold_ahead_already", None, None)


@pytest.mark.parametrize("sale", ["x", str(NOWHERE)])
def test_a_sale_that_is_none_is_not_found(buyer: Program, sale: str) -> None:
    terms = {"kind": "backorder", "quantity": 1, "version": 1}
    assert buyer.send("PUT", f"/ahead/{sale}", terms).status == 404
    assert buyer.post(f"/ahead/{sale}/end", {"version": 1}).status == 404


def test_a_key_decides_at_its_own_place_and_with_leave_only(buyer: Program) -> None:
    article = sku(gone(buyer.shop))
    made = offer(buyer, article)
    elsewhere = Program.with_key(buyer.shop, "inventory.ahead", place=a_store(buyer.shop.market).id)
    reader = Program.with_key(buyer.shop, "inventory.view")
    assert elsewhere.get("/ahead")["items"] == []
    with nothing_changes():
        assert elsewhere.post(f"/ahead/{made['id']}/end", {"version": 1}).status == 404
        assert offer(elsewhere, article).status == 403
        assert reader.get("/ahead").status == 403
        assert reader.post(f"/ahead/{made['id']}/end", {"version": 1}).status == 403


def test_the_list_asks_as_often_however_much_is_sold_ahead(buyer: Program) -> None:
    asked = []
    for count in (1, 4):
        for _ in range(count):
            offer(buyer, sku(gone(buyer.shop)))
        with CaptureQueriesContext(connection) as questions:
            listed = buyer.get("/ahead")["items"]
        asked.append((len(listed), len(questions)))
    assert [rows for rows, _questions in asked] == [1, 5]
    assert asked[0][1] == asked[1][1]


def test_a_day_that_moves_moves_the_promise(buyer: Program) -> None:
    article = sku(gone(buyer.shop))
    made = offer(buyer, article, kind="preorder", lead_days=None, expected_on=in_days(5).isoformat())
    number = bought(buyer, article, 1, ahead=True)["number"]
    before = orders.get_by_number(buyer.shop.market.id, number).promised_by
    terms = {"kind": "preorder", "quantity": 5, "expected_on": in_days(9).isoformat(), "version": 1}
    assert buyer.send("PUT", f"/ahead/{made['id']}", terms).status == 200
    for market, place in inventory.waiting_places():
        fulfilment.bring_in(market, place)
    order = orders.get_by_number(buyer.shop.market.id, number)
    (waiting,) = fulfilment.consignments_of([order.summary.id])[order.summary.id]
    assert waiting.expected_on == in_days(9)
    assert before is not None
    assert waiting.due_at - before == timedelta(days=4)
    assert clock.now() < waiting.due_at
