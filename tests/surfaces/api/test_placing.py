"""Orders in one call: what is written, what is refused and how it is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel import caches, clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.modules.places import public as places
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import Terms
from tests.checkout.builders import Shop
from tests.checkout.later import may_pay_at_collection
from tests.coupons.builders import singles
from tests.places.builders import a_store
from tests.promotions.builders import a_live_one
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


def test_what_is_free_when_it_is_paid_in_cash_is_ordered_by_naming_the_way(shop: Shop, till: Program) -> None:
    a_live_one(shop.market, Terms(reward=compiled.Percent(10_000), when=compiled.Pays(("cash",))))
    body = till.order(shop.offered(5), payments=[])
    assert till.post("/orders", body)["code"] == "payment_missing"
    both = till.post("/orders", till.order(shop.offered(5), pay_by="cash"))
    assert (both.status, both["code"], both["field"], both["value"]) == (422, "invalid", "pay_by", "cash")
    told = till.post("/orders", body | {"pay_by": "cash"})
    assert (told.status, told["total"]) == (201, usd(0))
    assert len(orders.list_orders(shop.market.id)) == 1


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


def test_refusals_speak_the_callers_language(shop: Shop, till: Program) -> None:
    told = till.post("/orders", till.order(shop.offered(1), 2), Accept_Language="pl")
    assert told.headers["Content-Language"] == "pl"


def onward(store: places.Place, units: int, **fields: object) -> Callable[[str], dict[str, object]]:
    """Return what is to be collected at a place, once the SKU of it is known."""
    whom = {"name": "Ana", "phone": "555 0100"}

    def of(code: str) -> dict[str, object]:
        lines = [{"sku": code, "quantity": units}]
        return {"method": "collect", "place": store.code, "lines": lines, "contact": whom} | fields

    return of


def test_a_till_sells_what_comes_later_with_what_is_taken_along(shop: Shop, till: Program) -> None:
    milk, leeds = shop.offered(1), a_store(shop.market)
    inventory.receive(shop.market.id, leeds.id, {milk: 1}, cause=new_id(), at=clock.now())
    told = till.post("/orders", till.order(milk, 2, onward=onward(leeds, 1)(sku(milk))))
    assert told.status == 201
    found = till.get(f"/orders/{told['number']}")
    assert (found["state"], found["method"], found["place"]) == ("placed", "collect", leeds.code)
    assert (shop.level(milk).on_hand, inventory.levels(shop.market.id, [milk], [leeds.id])[0].reserved) == (0, 1)


@pytest.mark.parametrize(
    ("fields", "more", "status", "code", "field"),
    [
        ({"lines": [{"sku": "none", "quantity": 1}]}, {}, 422, "not_bought", "onward.lines[0].sku"),
        ({"promised_by": "2026-01-01T00:00:00Z"}, {}, 409, "promise_moved", "onward"),
        ({"promised_by": "2026-01-01T00:00:00"}, {}, 422, "invalid", "onward.promised_by"),
        ({"contact": {"name": "Ana"}}, {}, 422, "contact_missing", "contact"),
        ({"place": "nowhere"}, {}, 404, "unknown_place", "place"),
        ({"place": None}, {}, 422, "choose_store", "place"),
        ({}, {"method": "collect", "contact": {"name": "A", "email": "a@b.com"}}, 422, "not_taken_now", "onward"),
    ],
)
def test_what_cannot_come_later_is_not_sold(
    shop: Shop, till: Program, fields: dict[str, object], more: dict[str, object], status: int, code: str, field: str
) -> None:
    milk = shop.offered(2)
    told = till.post("/orders", till.order(milk, 2, onward=onward(shop.store, 1, **fields)(sku(milk)), **more))
    assert (told.status, told["code"], told["field"]) == (status, code, field)
    assert orders.list_orders(shop.market.id) == []


def later(shop: Shop, till: Program, cents: int, *more: dict[str, object]) -> dict[str, object]:
    contact = {"name": "Ana", "email": "ana@example.com"}
    tenders = [{"method": "at_collection", "amount": usd(cents)}, *more]
    return till.order(shop.offered(5), 2, method="collect", contact=contact, payments=tenders)


def test_an_order_may_be_paid_when_it_is_collected(shop: Shop, till: Program) -> None:
    may_pay_at_collection(shop.market.id, most=500, most_open=1)
    placed = till.post("/orders", later(shop, till, 500))
    assert placed.status == 201
    assert till.get(f"/orders/{placed['number']}")["due"] == usd(500)
    again = till.post("/orders", later(shop, till, 500))
    assert (again.status, again["code"], again["most"]) == (409, "too_many_unpaid_orders", 1)
    till.post(f"/orders/{placed['number']}/cancel")
    assert till.get(f"/orders/{placed['number']}")["due"] == usd(0)


@pytest.mark.parametrize(
    ("allowed", "cents", "status", "code"),
    [
        (None, 500, 422, "not_payable_at_collection"),
        (499, 500, 422, "too_much_at_collection"),
        (500, 499, 409, "payment_missing"),
        (500, 501, 422, "paid_too_much"),
    ],
)
def test_what_may_not_be_paid_later_is_refused(
    shop: Shop, till: Program, allowed: int | None, cents: int, status: int, code: str
) -> None:
    if allowed:
        may_pay_at_collection(shop.market.id, most=allowed)
    told = till.post("/orders", later(shop, till, cents))
    assert (told.status, told["code"], told["field"]) == (status, code, "payments")
    assert orders.list_orders(shop.market.id) == []


def test_codes_are_handed_in_with_an_order_in_one_call(shop: Shop, till: Program) -> None:
    live = a_live_one(shop.market, Terms(reward=compiled.Percent(bp=2_000), needs_coupon=True))
    _, (code, *_) = singles(shop.market, promotion=live.id)
    body = till.order(shop.offered(5), 2) | {"codes": [code], "payments": [{"method": "cash", "amount": usd(400)}]}
    told = till.post("/orders", body, key="a")
    assert (told.status, told["total"]) == (201, usd(400))
    assert till.post("/orders", body, key="a")["id"] == told["id"]
    assert (till.post("/orders", body)["code"], till.get(f"/orders/{told['number']}")["adjustments"][0]["amount"]) == (
        *("coupon_does_not_work", usd(-100)),
    )
