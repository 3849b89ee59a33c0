"""Orders in one call: what is written, what is refused and how it is said."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel import caches
from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.orders import public as orders
from oneshelf.modules.places import public as places
from tests.checkout.builders import Shop
from tests.surfaces.api.programs import Program, is_uuid, sku, usd

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_an_order_is_placed_in_one_call(shop: Shop, till: Program) -> None:
    variant = shop.offered(5)
    told = till.post("/orders", till.order(variant, 2, expected_total=usd(500)))
    assert (told.status, told["total"]) == (201, usd(500))
    assert is_uuid(told["id"])
    assert told.headers["Location"] == f"/api/v1/orders/{told['number']}"
    assert shop.level(variant).on_hand == 3
    assert orders.audit() == []


def test_the_same_key_places_one_order(shop: Shop, till: Program) -> None:
    body = till.order(shop.offered(5))
    first, again = till.post("/orders", body, key="a"), till.post("/orders", body, key="a")
    assert first.body == again.body
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(orders.list_orders(shop.market.id)) == 1


@pytest.mark.parametrize(("hearing", "statements"), [(True, 1), (False, 13)])
def test_an_order_takes_few_statements(
    shop: Shop, till: Program, monkeypatch: pytest.MonkeyPatch, hearing: bool, statements: int
) -> None:
    monkeypatch.setattr(caches.Cache, "hearing", hearing)  # as a web process does, which remembers while it listens
    body = till.order(shop.offered(5))
    till.post("/orders", body)
    with CaptureQueriesContext(connection) as queries:
        till.post("/orders", body)
    caches.forget_all()
    assert len(queries) == statements


LINE = {"sku": "NO-SUCH", "quantity": 1}

REFUSED: list[tuple[str, dict[str, Any], int, str, str, Any]] = [
    ("an unknown SKU", {"lines": [LINE]}, 422, "not_for_sale", "lines[0].sku", "NO-SUCH"),
    ("a negative quantity", {"lines": [LINE | {"quantity": -1}]}, 422, "invalid", "lines[0].quantity", "-1"),
    ("half a piece", {"lines": [LINE | {"quantity": 0.5}]}, 422, "invalid", "lines[0].quantity", "0.5"),
    ("no lines", {"lines": []}, 422, "empty_basket", "lines", None),
    ("an unknown place", {"place": "nowhere"}, 404, "unknown_place", "place", "nowhere"),
    ("an unknown channel", {"channel": "smoke"}, 404, "unknown_channel", "channel", "smoke"),
    ("an unknown method", {"method": "drone"}, 422, "invalid", "method", "drone"),
    ("a tampered price", {"expected_total": usd(1)}, 409, "price_changed", "expected_total", None),
    ("too little money", {"payments": []}, 409, "payment_missing", "payment", None),
    (
        "another currency",
        {"payments": [{"method": "cash", "amount": {"amount": 250, "currency": "EUR"}}]},
        422,
        "invalid",
        "payments[0].amount.currency",
        "EUR",
    ),
    (
        "a negative payment",
        {"payments": [{"method": "cash", "amount": usd(-1)}]},
        422,
        "invalid",
        "payments[0].amount.amount",
        "-1",
    ),
    (
        "a declined card",
        {"payments": [{"method": "test_card", "amount": usd(250), "token": "tok_decline"}]},
        402,
        "card_declined",
        "payments",
        None,
    ),
    ("nobody to send it to", {"method": "ship"}, 422, "contact_missing", "contact", None),
    ("a card that is none", {"customer_card": "123"}, 422, "invalid_card", "card", "123"),
    ("an unknown field", {"discount": 5}, 422, "invalid", "discount", "5"),
]


@pytest.mark.parametrize(
    ("what", "fields", "status", "code", "field", "value"), REFUSED, ids=[row[0] for row in REFUSED]
)
def test_what_is_wrong_is_named_and_changes_nothing(
    shop: Shop, till: Program, what: str, fields: dict[str, Any], status: int, code: str, field: str, value: object
) -> None:
    variant = shop.offered(5)
    told = till.post("/orders", till.order(variant, **fields))
    assert (told.status, told["status"], told["code"], told["field"]) == (status, status, code, field), told.body
    assert told["value"] == value
    assert told["cure"]
    assert told["detail"]
    assert told.headers["Content-Type"] == "application/problem+json"
    assert orders.list_orders(shop.market.id) == []
    assert shop.level(variant).on_hand == 5


def test_who_wants_too_many_is_told_how_many_there_are(shop: Shop, till: Program) -> None:
    variant = shop.offered(1)
    told = till.post("/orders", till.order(variant, 2))
    assert (told.status, told["code"], told["field"], told["value"]) == (409, "out_of_stock", "lines[0].quantity", 2)
    assert (told["variant"], told["place"], told["available"]) == (sku(variant), shop.store.code, 1)
    assert orders.list_orders(shop.market.id) == []


def test_a_place_that_was_closed_for_good_takes_nothing(shop: Shop, till: Program) -> None:
    body = till.order(shop.offered(1))
    places.archive_place(shop.store.id, actor=SYSTEM)
    told = till.post("/orders", body)
    assert (told.status, told["code"], told["field"], told["value"]) == (409, "place_closed", "place", shop.store.code)


def test_a_key_cannot_be_used_for_something_else(shop: Shop, till: Program) -> None:
    variant = shop.offered(5)
    till.post("/orders", till.order(variant), key="a")
    told = till.post("/orders", till.order(variant, 2), key="a")
    assert (told.status, told["code"], told["field"]) == (422, "idempotency_key_reused", "Idempotency-Key")
    assert shop.level(variant).on_hand == 4


def test_an_order_needs_a_key(shop: Shop, till: Program) -> None:
    told = till.send("POST", "/orders", till.order(shop.offered(5)))
    assert (told.status, told["code"]) == (422, "idempotency_key_missing")


def test_refusals_speak_the_callers_language(shop: Shop, till: Program) -> None:
    told = till.post("/orders", till.order(shop.offered(1), 2), Accept_Language="pl")
    assert told.headers["Content-Language"] == "pl"
