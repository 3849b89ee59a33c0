"""Bad input through the API: each row is refused with its status, names field and value, and changes nothing at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest
import time_machine

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.markets import models as markets
from oneshelf.modules.places import public as places
from oneshelf.surfaces.api.calls import MOST_BYTES
from tests.checkout.builders import Shop
from tests.places.builders import a_store
from tests.surfaces.api.programs import Program, Told, sku, usd
from tests.surfaces.api.test_checkouts import Walk
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def is_refused(told: Told, status: int, code: str, field: str | None, value: object) -> None:
    """A problem document that says what is wrong, where, and what to do."""
    assert told.headers["Content-Type"] == "application/problem+json"
    found = (told.status, told["status"], told["code"], told["field"], told["value"])
    assert found == (status, status, code, field, value), told.body
    assert told["type"] == f"urn:oneshelf:problem:{code}"
    for words in (told["detail"], told["cure"]):
        assert words
        assert "%(" not in words
        assert "Money(" not in words


def as_json(value: object) -> str:
    return msgspec.json.encode(value).decode()


LINE = {"sku": "NO-SUCH", "quantity": 1}
CASH = {"method": "cash", "amount": usd(250)}

ORDERS: list[tuple[str, dict[str, Any], int, str, str, Any]] = [
    ("unknown SKU", {"lines": [LINE]}, 422, "not_for_sale", "lines[0].sku", "NO-SUCH"),
    ("negative quantity", {"lines": [LINE | {"quantity": -1}]}, 422, "invalid", "lines[0].quantity", "-1"),
    ("quantity zero", {"lines": [LINE | {"quantity": 0}]}, 422, "invalid", "lines[0].quantity", "0"),
    ("endless quantity", {"lines": [LINE | {"quantity": 10**15}]}, 422, "invalid", "lines[0].quantity", str(10**15)),
    ("half a piece", {"lines": [LINE | {"quantity": 0.5}]}, 422, "invalid", "lines[0].quantity", "0.5"),
    ("no lines", {"lines": []}, 422, "empty_basket", "lines", None),
    ("unknown store", {"place": "nowhere"}, 404, "unknown_place", "place", "nowhere"),
    ("unknown channel", {"channel": "smoke"}, 404, "unknown_channel", "channel", "smoke"),
    ("unknown method", {"method": "drone"}, 422, "invalid", "method", "drone"),
    ("tampered price", {"expected_total": usd(1)}, 409, "price_changed", "expected_total", as_json(usd(1))),
    (
        "price in another currency",
        {"expected_total": {"amount": 250, "currency": "EUR"}},
        422,
        "invalid",
        "expected_total.currency",
        "EUR",
    ),
    ("too little money", {"payments": []}, 409, "payment_missing", "payments", None),
    ("too much money", {"payments": [CASH, CASH]}, 422, "paid_too_much", "payments", None),
    (
        "money in another currency",
        {"payments": [{"method": "cash", "amount": {"amount": 250, "currency": "EUR"}}]},
        422,
        "invalid",
        "payments[0].amount.currency",
        "EUR",
    ),
    (
        "negative payment",
        {"payments": [CASH | {"amount": usd(500)}, CASH | {"amount": usd(-250)}]},
        422,
        "invalid",
        "payments[1].amount.amount",
        "-250",
    ),
    ("unknown tender", {"payments": [CASH | {"method": "beads"}]}, 422, "invalid", "payments[0].method", "beads"),
    ("nobody to send it to", {"method": "ship"}, 422, "contact_missing", "contact", None),
    ("card that is none", {"customer_card": "123"}, 422, "invalid_card", "card", "123"),
    ("card of nobody", {"customer_card": "2900000000001"}, 422, "unknown_card", "customer_card", "2900000000001"),
    ("unknown field", {"discount": 5}, 422, "invalid", "discount", "5"),
    ("text for a list", {"lines": "all"}, 422, "invalid", "lines", "all"),
]


@pytest.mark.parametrize(("what", "fields", "status", "code", "field", "value"), ORDERS, ids=[row[0] for row in ORDERS])
def test_an_order(
    shop: Shop, till: Program, what: str, fields: dict[str, Any], status: int, code: str, field: str, value: object
) -> None:
    variant = shop.offered(5)
    with nothing_changes():
        told = till.post("/orders", till.order(variant, **fields))
    is_refused(told, status, code, field, value)


def test_a_declined_card_leaves_its_attempt_and_nothing_else(shop: Shop, till: Program) -> None:
    body = till.order(shop.offered(5), payments=[{"method": "test_card", "amount": usd(250), "token": "tok_decline"}])
    with nothing_changes(but={"payments_payment", "outbox_event", "trail_entry", "test_gateway_charge"}):
        told = till.post("/orders", body)
    is_refused(told, 402, "card_declined", "payments", None)


def archived(shop: Shop) -> str:
    places.archive_place(shop.store.id, actor=SYSTEM)
    return shop.store.code


def warehouse(shop: Shop) -> str:
    return a_store(shop.market, code="depot", kind=places.PlaceKind.WAREHOUSE, sells=False).code


def virtual(shop: Shop) -> str:
    return places.places_by_id([places.virtual_places(shop.market.id).customer]).popitem()[1].code


@pytest.mark.parametrize(
    ("where", "status", "code"),
    [(archived, 409, "place_closed"), (warehouse, 422, "place_does_not"), (virtual, 422, "place_does_not")],
)
def test_an_order_at_a_store_that_does_not_sell(
    shop: Shop, till: Program, where: Callable[[Shop], str], status: int, code: str
) -> None:
    body = till.order(shop.offered(5))
    place = where(shop)
    with nothing_changes():
        told = till.post("/orders", body | {"place": place})
    assert (told.status, told["code"], told["field"]) == (status, code, "place"), told.body
    assert told["cure"]


def test_an_order_through_a_channel_that_is_closed(shop: Shop, till: Program) -> None:
    body = till.order(shop.offered(5))
    markets.Channel.objects.filter(id=shop.till.id).update(active=False)
    with nothing_changes():
        told = till.post("/orders", body)
    is_refused(told, 422, "channel_closed", "channel", shop.till.code)


def test_more_than_there_is(shop: Shop, till: Program) -> None:
    body = till.order(shop.offered(1), 2)
    with nothing_changes():
        told = till.post("/orders", body)
    is_refused(told, 409, "out_of_stock", "lines[0].quantity", 2)


def test_a_body_that_is_too_large(shop: Shop, till: Program) -> None:
    body = till.order(shop.offered(5), device="x" * MOST_BYTES)
    with nothing_changes():
        told = till.post("/orders", body)
    is_refused(told, 413, "body_too_large", "Content-Length", str(len(as_json(body))))
    assert told["most"] == MOST_BYTES


def test_a_key_sent_with_another_body(shop: Shop, till: Program) -> None:
    variant = shop.offered(5)
    till.post("/orders", till.order(variant), key="a")
    with nothing_changes():
        told = till.post("/orders", till.order(variant, 2), key="a")
    assert (told.status, told["code"], told["field"]) == (422, "idempotency_key_reused", "Idempotency-Key")


def test_no_key_at_all(shop: Shop, till: Program) -> None:
    body = till.order(shop.offered(5))
    with nothing_changes():
        told = till.send("POST", "/orders", body)
    is_refused(told, 422, "idempotency_key_missing", "Idempotency-Key", None)


@pytest.mark.parametrize(("permissions", "status", "code"), [(("orders.view",), 403, "not_allowed")])
def test_a_program_that_may_not(shop: Shop, permissions: tuple[str, ...], status: int, code: str) -> None:
    program = Program.with_key(shop, *permissions)
    body = program.order(shop.offered(5))
    with nothing_changes():
        told = program.post("/orders", body)
    is_refused(told, status, code, None, None)
    assert told["permission"] == "orders.place"


def test_a_program_of_another_store(shop: Shop) -> None:
    body = Program(shop).order(shop.offered(5))
    program = Program.with_key(shop, "orders.place", place=a_store(shop.market).id)
    with nothing_changes():
        told = program.post("/orders", body)
    assert (told.status, told["code"]) == (403, "not_allowed"), told.body


REFUNDS: list[tuple[str, dict[str, Any], int, str, str, Any]] = [
    ("too much money", {"amount": usd(251)}, 422, "order_refund_too_large", "amount", as_json(usd(251))),
    ("no money", {"amount": usd(0)}, 422, "order_refund_too_large", "amount", as_json(usd(0))),
    ("negative money", {"amount": usd(-5)}, 422, "order_refund_too_large", "amount", as_json(usd(-5))),
    ("another currency", {"amount": {"amount": 1, "currency": "EUR"}}, 422, "invalid", "amount.currency", "EUR"),
    ("an unknown line", {"goods": [{"line": 9, "quantity": 1}]}, 422, "goods_not_of_order", "goods", None),
    ("too many units", {"goods": [{"line": 1, "quantity": 2}]}, 422, "return_too_large", "goods", None),
    ("too many in two lines", {"goods": [{"line": 1, "quantity": 1}] * 2}, 422, "return_too_large", "goods", None),
    ("negative units", {"goods": [{"line": 1, "quantity": -1}]}, 422, "invalid", "goods[0].quantity", "-1"),
    ("goods to nowhere", {"goods": [{"line": 1, "quantity": 1}], "to_place": None}, 422, "invalid", "to_place", ""),
    ("an unknown store", {"to_place": "nowhere"}, 404, "unknown_place", "to_place", "nowhere"),
]


@pytest.mark.parametrize(
    ("what", "fields", "status", "code", "field", "value"), REFUNDS, ids=[row[0] for row in REFUNDS]
)
def test_a_refund(
    shop: Shop, till: Program, what: str, fields: dict[str, Any], status: int, code: str, field: str, value: object
) -> None:
    number = till.post("/orders", till.order(shop.offered(5)))["number"]
    body = {"amount": usd(1), "to_place": shop.store.code} | fields
    # the key is kept before the gateway is asked, so that a repetition is the same refund
    with nothing_changes(but={"idempotency_answer"}):
        told = till.post(f"/orders/{number}/refunds", body)
    is_refused(told, status, code, field, value)


def test_refusals_tell_money_as_money_and_as_minor_units(shop: Shop, till: Program) -> None:
    variant = shop.offered(5)
    told = till.post("/orders", till.order(variant, expected_total=usd(1)))
    assert told["detail"] == "You expected to pay $0.01, but it costs $2.50 now."
    assert (told["expected"], told["total"]) == (usd(1), usd(250))
    polish = till.post("/orders", till.order(variant, expected_total=usd(1)), Accept_Language="pl")
    assert "2,50\xa0USD" in polish["detail"]
    short = till.post("/orders", till.order(variant, payments=[]))
    assert (short["detail"], short["missing"]) == ("$2.50 are not paid yet.", usd(250))
    number = till.post("/orders", till.order(variant))["number"]
    over = till.post(f"/orders/{number}/refunds", {"amount": usd(999)})
    assert over["detail"] == "$9.99 cannot be given back; only $2.50 are left of what was paid."
    assert (over["asked"], over["left"]) == (usd(999), usd(250))


CHECKOUTS: list[tuple[str, dict[str, Any], int, str, str]] = [
    ("unknown SKU", {"lines": [LINE]}, 422, "not_for_sale", "lines[0].sku"),
    ("negative quantity", {"lines": [LINE | {"quantity": -1}]}, 422, "invalid", "lines[0].quantity"),
    ("no lines", {"lines": []}, 422, "empty_basket", "lines"),
    ("unknown channel", {"channel": "smoke"}, 404, "unknown_channel", "channel"),
]


@pytest.mark.parametrize(("what", "fields", "status", "code", "field"), CHECKOUTS, ids=[row[0] for row in CHECKOUTS])
def test_a_checkout(shop: Shop, what: str, fields: dict[str, Any], status: int, code: str, field: str) -> None:
    body = {"channel": shop.web.code, "lines": [{"sku": sku(shop.offered(5)), "quantity": 1}]} | fields
    with nothing_changes():
        told = Program(shop).post("/checkouts", body)
    assert (told.status, told["code"], told["field"]) == (status, code, field), told.body
    assert told["cure"]


DELIVERIES: list[tuple[str, dict[str, Any], int, str, str]] = [
    ("unknown store", {"place": "nowhere"}, 404, "unknown_place", "place"),
    ("no store", {"place": None}, 422, "invalid", "place"),
    ("unknown method", {"method": "drone"}, 422, "invalid", "method"),
    ("nobody", {"contact": {}}, 422, "contact_missing", "contact"),
    ("a number for a name", {"contact": {"name": 5}}, 422, "invalid", "contact.name"),
]


@pytest.mark.parametrize(("what", "fields", "status", "code", "field"), DELIVERIES, ids=[row[0] for row in DELIVERIES])
def test_a_way_of_delivery(shop: Shop, what: str, fields: dict[str, Any], status: int, code: str, field: str) -> None:
    walk = Walk(shop, shop.offered(5))
    with nothing_changes():
        told = walk.collect(**fields)
    assert (told.status, told["code"], told["field"]) == (status, code, field), told.body
    assert told["cure"]


def test_a_checkout_whose_time_is_over(shop: Shop) -> None:
    walk = Walk(shop, shop.offered(5))
    walk.collect()
    walk.pay()
    with time_machine.travel(clock.now() + timedelta(minutes=16)), nothing_changes():
        for told in (walk.collect(), walk.pay(), walk.complete()):
            is_refused(told, 409, "checkout_expired", "checkout", walk.begun["id"])


def test_a_checkout_of_nobody(shop: Shop) -> None:
    with nothing_changes():
        told = Program(shop, headers={"Checkout_Secret": "s" * 43}).get(f"/checkouts/{new_id()}")
    assert (told.status, told["code"], told["field"]) == (404, "unknown_checkout", "checkout")


BARCODES = [
    ("wrong check digit", "4006381333932", 422, "wrong_check_digit"),
    ("letters", "milk", 422, "not_a_barcode"),
    ("too long", "1" * 20, 422, "not_a_barcode"),
    ("nothing has it", "96385074", 404, "not_found"),
]


@pytest.mark.parametrize(("what", "gtin", "status", "code"), BARCODES, ids=[row[0] for row in BARCODES])
def test_a_barcode(shop: Shop, shopper: Program, what: str, gtin: str, status: int, code: str) -> None:
    told = shopper.get(f"/barcodes/{gtin}")
    assert (told.status, told["code"], told["value"]) == (status, code, gtin), told.body
    assert told["cure"]
