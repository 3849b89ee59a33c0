"""Bad input at the till: each row is refused with its status, names the field, says what to do, and changes nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import UnitPrice
from oneshelf.modules.places import public as places
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.staff import public as staff
from oneshelf.modules.tills import public as tills
from tests.surfaces.answers import Answer
from tests.surfaces.till.builders import Counter, a_counter
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

NOBODY = "00000000-0000-7000-8000-000000000000"


def is_refused(answer: Answer, status: int, code: str, field: str | None) -> None:
    """A problem document that says what is wrong, where, and what to do."""
    told = answer.json()
    assert (answer.status_code, told["code"], told["field"]) == (status, code, field), told
    assert answer["Content-Type"] == "application/problem+json"
    for words in (told["detail"], told["cure"]):
        assert words
        assert "%(" not in words
        assert "Money(" not in words


def sale(counter: Counter, **fields: Any) -> dict[str, Any]:
    """Return a sale of one article for $2.50 in cash."""
    line = {"variant": str(counter.shop.offered(3)), "quantity": 1}
    given = {"lines": [line], "total": 250, "tenders": [{"method": "cash", "amount": 250, "given": 250}]}
    return given | fields


def send(counter: Counter, body: object, *, key: str = "k1", address: str = "/till/sales/") -> Answer:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return counter.client.post(address, raw, content_type="application/json", headers={"Idempotency-Key": key})


def line(quantity: int, variant: str = NOBODY) -> dict[str, Any]:
    return {"lines": [{"variant": variant, "quantity": quantity}]}


def cash(*amounts: int) -> dict[str, Any]:
    return {"tenders": [{"method": "cash", "amount": amount, "given": max(0, amount)} for amount in amounts]}


SALES: list[tuple[str, dict[str, Any], int, str, str]] = [
    ("article of nobody", line(1), 422, "not_for_sale", "lines"),
    ("no article at all", {"lines": []}, 422, "empty_basket", "lines"),
    ("text for an article", line(1, "milk"), 422, "not_understood", "body"),
    ("half a piece", {"lines": [{"variant": NOBODY, "quantity": 0.5}]}, 422, "not_understood", "body"),
    ("tampered total", {"total": 1} | cash(1), 409, "price_changed", "expected_total"),
    ("negative total", {"total": -250} | cash(-250), 409, "price_changed", "expected_total"),
    ("no money", {"tenders": []}, 409, "payment_missing", "payments"),
    ("too little money", cash(100), 409, "payment_missing", "payments"),
    ("too much money", cash(250, 250), 422, "paid_too_much", "payments"),
    ("money with a minus", cash(500, -250), 422, "bad_payment_amount", "amount"),
    (
        "no cash in hand",
        {"tenders": [{"method": "cash", "amount": 250, "given": 0}]},
        422,
        "too_little_cash",
        "cash_given",
    ),
    (
        "more cash in hand than there is",
        {"tenders": [{"method": "cash", "amount": 250, "given": 2**63}]},
        422,
        "not_understood",
        "body",
    ),
    (
        "a card with a NUL",
        {"tenders": [{"method": "test_card", "amount": 250, "token": "tok\x00"}]},
        422,
        "not_understood",
        "body",
    ),
    ("unknown tender", {"tenders": [{"method": "beads", "amount": 250}]}, 422, "not_understood", "body"),
    ("unknown customer", {"customer": NOBODY}, 404, "unknown_customer", "customer"),
    ("unknown field", {"discount": 5}, 422, "not_understood", "body"),
    ("leave longer than any", {"leave": "x" * 501}, 422, "not_understood", "body"),
]


@pytest.mark.parametrize(("what", "fields", "status", "code", "field"), SALES, ids=[row[0] for row in SALES])
def test_a_sale(what: str, fields: dict[str, Any], status: int, code: str, field: str) -> None:
    counter = a_counter()
    body = sale(counter, **fields)
    with nothing_changes():
        answer = send(counter, body)
    is_refused(answer, status, code, field)


@pytest.mark.parametrize("quantity", [-1, 0, 10**10])
def test_a_quantity_that_nobody_can_buy(quantity: int) -> None:
    counter = a_counter()
    body = sale(counter)
    body["lines"][0]["quantity"] = quantity
    with nothing_changes():
        answer = send(counter, body)
    is_refused(answer, 422, "bad_quantity", "quantity")


BASKETS: list[tuple[str, dict[str, Any], int, str, str]] = [
    ("wrong check digit", {"code": "4006381333932"}, 404, "unknown_code", "code"),
    ("a barcode that nothing has", {"code": "4006381333931"}, 404, "unknown_code", "code"),
    ("letters", {"code": "milk?"}, 404, "unknown_code", "code"),
    ("a list for a code", {"code": []}, 422, "not_understood", "body"),
    ("lines that are none", {"lines": 3}, 422, "not_understood", "body"),
]


@pytest.mark.parametrize(("what", "body", "status", "code", "field"), BASKETS, ids=[row[0] for row in BASKETS])
def test_a_basket(what: str, body: dict[str, Any], status: int, code: str, field: str) -> None:
    counter = a_counter()
    with nothing_changes():
        answer = send(counter, body, address="/till/basket/")
    is_refused(answer, status, code, field)


LEAVES: list[tuple[str, dict[str, Any], int, str, str]] = [
    ("a colleague of nobody", {"member": NOBODY, "pin": "1234"}, 404, "unknown_member", "member"),
    ("a name for a colleague", {"member": "Ana", "pin": "1234"}, 422, "not_understood", "body"),
    ("no PIN", {"member": NOBODY}, 422, "not_understood", "body"),
    ("a PIN longer than any", {"member": NOBODY, "pin": "1" * 9}, 422, "not_understood", "body"),
    ("unknown field", {"member": NOBODY, "pin": "1234", "till": NOBODY}, 422, "not_understood", "body"),
]


@pytest.mark.parametrize(("what", "fields", "status", "code", "field"), LEAVES, ids=[row[0] for row in LEAVES])
def test_leave_to_sell_what_is_set_apart(what: str, fields: dict[str, Any], status: int, code: str, field: str) -> None:
    counter = a_counter()
    with nothing_changes():
        answer = send(counter, {"lines": []} | fields, address="/till/overrule/")
    is_refused(answer, status, code, field)


@pytest.mark.parametrize("body", [b"{", b'{"lines": [], "code": "\xed\xa0\x80"}', b"[" * 100_000])
def test_a_body_that_is_no_json(body: bytes) -> None:
    counter = a_counter()
    with nothing_changes():
        answer = send(counter, body)
    is_refused(answer, 422, "not_understood", "body")


def test_a_body_that_is_too_large() -> None:
    counter = a_counter()
    body = sale(counter, lines=[{"variant": NOBODY, "quantity": 1, "price": "x" * 2**20}])
    with nothing_changes():
        answer = send(counter, body)
    is_refused(answer, 413, "too_much_sent", "body")


def test_a_price_that_has_risen_since() -> None:
    counter = a_counter()
    body = sale(counter)
    pricing.set_price(
        counter.shop.market.id, body["lines"][0]["variant"], UnitPrice(300, "USD"), clock.now(), actor=SYSTEM
    )
    with nothing_changes():
        answer = send(counter, body)
    is_refused(answer, 409, "price_changed", "expected_total")
    assert "$3.00" in answer.json()["detail"]


def test_a_key_sent_with_another_body_or_none() -> None:
    counter = a_counter()
    body = sale(counter)
    assert send(counter, body).status_code == 201
    body["lines"][0]["quantity"] = 2
    with nothing_changes():
        is_refused(send(counter, body), 422, "idempotency_key_reused", "Idempotency-Key")
        is_refused(send(counter, body, key=""), 422, "key_missing", "Idempotency-Key")


def test_a_store_that_was_closed_for_good() -> None:
    counter = a_counter()
    body = sale(counter)
    places.archive_place(counter.shop.store.id, actor=SYSTEM)
    with nothing_changes():
        answer = send(counter, body)
    is_refused(answer, 422, "place_does_not", "place")


def test_who_may_not_sell_here_any_more() -> None:
    counter = a_counter()
    body = sale(counter)
    staff.withdraw(counter.cashier.id, "cashier", at=counter.shop.store.id, actor=SYSTEM)
    with nothing_changes():
        answer = send(counter, body)
    assert (answer.status_code, answer.json()["code"]) in {(401, "till_locked"), (403, "not_allowed")}


def test_a_till_that_was_retired() -> None:
    counter = a_counter()
    body = sale(counter)
    tills.retire_till(counter.till.id, actor=SYSTEM)
    with nothing_changes():
        answer = send(counter, body)
    assert answer.status_code in (302, 401, 404)


def test_somebody_elses_receipt() -> None:
    counter = a_counter()
    with nothing_changes():
        assert counter.client.get(f"/till/receipts/{new_id()}/").status_code == 404
