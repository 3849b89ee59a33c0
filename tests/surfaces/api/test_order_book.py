"""The order book by the API: pages, filters, cancelling and refunding."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import relay
from oneshelf.modules.orders import public as orders
from oneshelf.modules.payments import public as payments
from tests.checkout.builders import Shop
from tests.surfaces.api.programs import Program, usd
from tests.surfaces.api.test_checkouts import ANA

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

EXTERNAL = {"method": "external", "amount": usd(250)}


def placed(till: Program, **fields: Any) -> str:
    """Place an order and return its number."""
    return str(till.post("/orders", till.order(till.shop.offered(5), **fields))["number"])


def test_an_order_is_shown_as_it_was_bought(shop: Shop, till: Program) -> None:
    told = till.get(f"/orders/{placed(till)}")
    (line,) = told["lines"]
    assert (told["state"], told["channel"], told["place"]) == ("completed", shop.till.code, shop.store.code)
    assert (line["quantity"], line["unit_price"], line["per"], line["amount"]) == (1, usd(250), 1, usd(250))
    assert told["placed_at"].endswith("Z")


def test_the_book_comes_in_pages(shop: Shop, till: Program) -> None:
    numbers = [placed(till) for _ in range(5)]
    seen: list[str] = []
    path = "/orders?limit=2"
    while True:
        told = till.get(path)
        seen += [each["number"] for each in told["items"]]
        if told["next"] is None:
            break
        path = f"/orders?limit=2&cursor={told['next']}"
    assert seen == numbers[::-1]


def test_the_book_is_narrowed(shop: Shop, till: Program) -> None:
    sold, shipped = placed(till), placed(till, method="ship", contact=ANA, payments=[EXTERNAL])
    relay.drain(["orders-search"])
    assert [each["number"] for each in till.get("/orders?state=placed")["items"]] == [shipped]
    assert [each["number"] for each in till.get("/orders?state=completed")["items"]] == [sold]
    assert till.get(f"/orders?channel={shop.web.code}")["items"] == []
    assert len(till.get(f"/orders?place={shop.store.code}&channel={shop.till.code}")["items"]) == 2


def test_the_book_is_searched(shop: Shop, till: Program) -> None:
    sold, shipped = placed(till), placed(till, method="ship", contact=ANA, payments=[EXTERNAL])
    relay.drain(["orders-search"])
    for query, wanted in (
        ("q=ana@example.com", [shipped]),
        (f"q={sold.lower()}", [sold]),
        ("q=ana&method=ship&state=placed&least=250&most=250", [shipped]),
        ("q=ana&method=collect", []),
        ("most=249", []),
        ("promise_broken=true", []),
        (f"customer={new_id()}", []),
        ("q=ana&since=2020-01-01T00:00:00Z&until=2999-01-01T00:00:00Z", [shipped]),
        ("q=ana&until=2020-01-01T00:00:00Z", []),
        ("q=ana&until=0001-01-01T00:00:00Z", []),
        ("q=ana&since=9999-12-31T23:59:59Z", []),
        ("since=2020-01-01T00:00:00Z", [shipped, sold]),
        ("until=2020-01-01T00:00:00Z", []),
    ):
        assert [each["number"] for each in till.get(f"/orders?{query}")["items"]] == wanted, query
    first = till.get("/orders?least=1&limit=1")
    second = till.get(f"/orders?least=1&limit=1&until=2999-01-01T00:00:00Z&cursor={first['next']}")
    assert [each["number"] for page in (first, second) for each in page["items"]] == [shipped, sold]
    assert second["next"] is None


def test_a_page_states_its_statements(shop: Shop, till: Program) -> None:
    counts = []
    for _ in range(2):
        placed(till)
        with CaptureQueriesContext(connection) as queries:
            till.get("/orders")
        counts.append(len(queries))
    assert counts == [5, 5]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("cursor=nonsense", "cursor"),
        ("cursor=bm9uc2Vuc2V8eA", "cursor"),
        ("limit=0", "limit"),
        ("limit=many", "limit"),
        ("state=lost", "state"),
        ("colour=red", "colour"),
        ("since=yesterday", "since"),
        ("until=2026-01-01T00:00:00", "until"),
        ("method=fly", "method"),
        ("customer=nobody", "customer"),
        ("least=cheap", "least"),
        ("most=1e40", "most"),
        ("promise_broken=maybe", "promise_broken"),
        (f"q={'x' * 201}", "q"),
        ("channel=%00", "channel"),
    ],
)
def test_what_is_asked_wrongly_is_named(shop: Shop, till: Program, query: str, field: str) -> None:
    told = till.get(f"/orders?{query}")
    assert (told.status, told["code"], told["field"]) == (422, "invalid", field)
    assert told["cure"]


def test_an_order_is_cancelled_once(shop: Shop, till: Program) -> None:
    number = placed(till, method="ship", contact=ANA, payments=[EXTERNAL])
    told = till.post(f"/orders/{number}/cancel", key="k")
    assert (told.status, told["state"]) == (200, "cancelled")
    assert till.post(f"/orders/{number}/cancel", key="k").body == told.body
    again = till.post(f"/orders/{number}/cancel")
    assert (again.status, again["code"]) == (409, "not_cancellable")


def test_money_is_given_back_once_under_a_key(shop: Shop, till: Program) -> None:
    variant = shop.offered(5)
    number = till.post("/orders", till.order(variant, 2))["number"]
    body = {"amount": usd(250), "goods": [{"line": 1, "quantity": 1}], "to_place": shop.store.code}
    first, again = (till.post(f"/orders/{number}/refunds", body, key="r") for _ in range(2))
    assert (first.status, [share["amount"] for share in first["shares"]]) == (201, [usd(250)])
    assert first["id"] == again["id"]
    assert again.headers["Idempotency-Replayed"] == "true"
    order = orders.get_by_number(shop.market.id, number).summary.id
    assert [payment.refunded for payment in payments.payments_of([order])[order]] == [250]
    assert shop.level(variant).on_hand == 4


def test_what_is_not_in_the_book_is_unknown(shop: Shop, till: Program) -> None:
    for method, path, body in (
        ("GET", "/orders/AAAA-AAAA", None),
        ("POST", "/orders/AAAA-AAAA/cancel", None),
        ("POST", "/orders/AAAA-AAAA/refunds", {"amount": usd(1)}),
    ):
        told = till.send(method, path, body, Idempotency_Key="k")
        assert (told.status, told["code"]) == (404, "unknown_order")
