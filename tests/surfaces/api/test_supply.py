"""Goods on their way and counts by the API: from the order to the shelf, each step once, each key at its place."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue.public import Tracks, VariantId
from oneshelf.modules.lots import public as lots
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place
from oneshelf.modules.supply import public as supply
from tests.checkout.builders import Shop
from tests.counts.builders import a_count
from tests.lots.builders import a_tracked_variant
from tests.places.builders import a_store
from tests.supply.builders import Chain
from tests.surfaces.api.programs import Program, sku, usd
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

NUMBERS = ("supply.view", "supply.order", "supply.receive", "supply.transfer", "supply.settle", "counts.count")


@dataclass(frozen=True)
class Ways:
    """The shop with a warehouse and a supplier, and a program that may do all of it."""

    chain: Chain
    program: Program

    def ordered(self, variant: VariantId, units: int = 10) -> str:
        body = self.purchase(variant, units)
        number = str(self.program.post("/purchases", body)["number"])
        assert self.program.post(f"/purchases/{number}/send")["state"] == "sent"
        return number

    def purchase(self, variant: VariantId, units: int = 10, **fields: Any) -> dict[str, Any]:
        line = {"sku": sku(variant), "quantity": units, "cost": usd(200)}
        return {"supplier": self.chain.supplier.code, "place": self.chain.store.code, "lines": [line]} | fields

    def sent(self, variant: VariantId, units: int = 4) -> str:
        body = {
            "source": self.chain.warehouse.code,
            "target": self.chain.store.code,
            "lines": [{"sku": sku(variant), "quantity": units}],
        }
        number = str(self.program.post("/transfers", body)["number"])
        assert self.program.post(f"/transfers/{number}/send")["state"] == "in_transit"
        return number


@pytest.fixture
def ways(shop: Shop) -> Ways:
    apart: Place = places.open_quarantine(shop.store.id)
    supplier = supply.add_supplier(
        shop.market.id, code="dairy", name="Dairy Ltd", lead_days=3, minimum=1000, over_percent=10, actor=SYSTEM
    )
    warehouse = a_store(shop.market, kind=places.PlaceKind.WAREHOUSE, sells=False, collects=False)
    return Ways(Chain(shop.market, shop.store, warehouse, apart, supplier), Program.with_key(shop, *NUMBERS))


def receipt(variant: VariantId, good: int = 4, **line: Any) -> dict[str, Any]:
    return {"receipt": str(new_id()), "lines": [{"sku": sku(variant), "good": good} | line]}


def test_an_order_is_written_sent_and_received_once(ways: Ways) -> None:
    milk, program = ways.chain.variant(), ways.program
    body = ways.purchase(milk)
    first, again = (program.post("/purchases", body, key="the-same") for _ in range(2))
    assert (first.status, again.body, again.headers["Idempotency-Replayed"]) == (201, first.body, "true")
    at = f"/purchases/{first['number']}"
    assert program.post(f"{at}/send")["state"] == "sent"
    came = receipt(milk, 4, damaged=1, damage="spoiled")
    for _ in range(2):
        told = program.post(f"{at}/receipts", came)
        assert (told.status, told["state"]) == (201, "partly_received")
        assert [(line["good"], line["damaged"], line["open"]) for line in told["lines"]] == [(4, 1, 5)]
    assert ways.chain.on_hand(milk, ways.chain.store) == 4
    assert program.get(at).body == program.get("/purchases")["items"][0]
    assert program.get("/purchases?state=draft")["items"] == []
    assert ways.chain.audit() == []


def test_lots_and_serial_numbers_come_with_the_receipt(ways: Ways) -> None:
    phone = a_tracked_variant(Tracks.SERIALS)
    at = f"/purchases/{ways.ordered(phone)}/receipts"
    with nothing_changes():
        assert ways.program.post(at, receipt(phone, 2))["code"] == "lot_needed"
    batches = [{"code": code, "serial": True} for code in ("S1", "S2")]
    assert ways.program.post(at, receipt(phone, 2, batches=batches)).status == 201
    parts = lots.parts(ways.chain.market.id, [phone], [ways.chain.store.id])
    assert sorted(str(each.code) for each in parts) == ["S1", "S2"]
    with nothing_changes():
        assert ways.program.post(at, receipt(phone, 1, batches=batches[:1]))["code"] == "serial_elsewhere"


def test_a_transfer_leaves_arrives_and_is_settled(ways: Ways) -> None:
    milk, program = ways.chain.variant(warehouse=9), ways.program
    at = f"/transfers/{ways.sent(milk)}"
    came = receipt(milk, 3)
    for _ in range(2):
        told = program.post(f"{at}/receipts", came)
        assert (told["state"], told["lines"][0]["missing"]) == ("unsettled", 1)
    lost = {"settlement": str(new_id()), "sku": sku(milk), "quantity": 1, "outcome": "lost"}
    for _ in range(2):
        assert program.post(f"{at}/settlements", lost)["state"] == "received"
    with nothing_changes():
        assert program.post(f"{at}/settlements", lost | {"quantity": 2})["code"] == "received_otherwise"
    assert program.get(at).body == program.get(f"/transfers?target={ways.chain.store.code}")["items"][0]
    assert program.get(f"/transfers?source={ways.chain.store.code}")["items"] == []
    assert ways.chain.audit() == []


def test_a_count_is_blind_and_counted_once(ways: Ways, shop: Shop) -> None:
    milk, eggs = ways.chain.variant(store=7777), ways.chain.variant(store=5)
    count = a_count(ways.chain, milk, eggs)
    (listed,) = ways.program.get(f"/counts?place={ways.chain.store.code}")["items"]
    assert "7777" not in str(listed)
    assert [line["open"] for line in listed["lines"]] == [True, True]
    body = {"lines": [{"sku": sku(milk), "quantity": 40}, {"sku": sku(eggs), "quantity": 5}]}
    at = f"/counts/{count.number}/tallies"
    first, again = (ways.program.post(at, body, key="the-same") for _ in range(2))
    assert first.body == again.body
    assert [line["state"] for line in first["lines"]] == ["recount", "agreed"]
    assert "7777" not in str(first.body)
    with nothing_changes():
        assert ways.program.post(at, {"lines": body["lines"][:1]})["code"] == "counted_before"
    other = Program.with_key(shop, "counts.count")
    assert other.post(at, {"lines": body["lines"][:1]})["lines"][0]["state"] == "agreed"


def test_lists_have_pages(ways: Ways) -> None:
    milk = ways.chain.variant(warehouse=9)
    for path, make in (("purchases", ways.ordered), ("transfers", ways.sent)):
        made = [make(milk, 5), make(milk, 4)] if path == "transfers" else [make(milk, 10), make(milk, 11)]
        first = ways.program.get(f"/{path}?limit=1")
        second = ways.program.get(f"/{path}?limit=1&cursor={first['next']}")
        assert [first["items"][0]["number"], second["items"][0]["number"], second["next"]] == [*reversed(made), None]


V4 = str(uuid.uuid4())
LINE = {"sku": "NO-SUCH", "quantity": 1, "cost": {"amount": 1, "currency": "USD"}}
PURCHASES: list[tuple[dict[str, Any], int, str, str | None]] = [
    ({"supplier": "nobody"}, 404, "unknown_supplier", "supplier"),
    ({"place": "nowhere"}, 404, "unknown_place", "place"),
    ({"lines": []}, 422, "invalid", "lines"),
    ({"lines": [LINE]}, 404, "not_found", "lines[0].sku"),
    ({"lines": [LINE | {"quantity": 0}]}, 422, "invalid", "lines[0].quantity"),
    ({"lines": [LINE | {"quantity": "many"}]}, 422, "invalid", "lines[0].quantity"),
    ({"lines": [LINE | {"expected_on": "soon"}]}, 422, "invalid", "lines[0].expected_on"),
    ({"unheard": 1}, 422, "invalid", "unheard"),
]


@pytest.mark.parametrize(("wrong", "status", "code", "field"), PURCHASES)
def test_a_bad_order_is_refused(ways: Ways, wrong: dict[str, Any], status: int, code: str, field: str) -> None:
    body = ways.purchase(ways.chain.variant()) | wrong
    with nothing_changes():
        told = ways.program.post("/purchases", body)
        assert (told.status, told["code"], told["field"]) == (status, code, field), told.body
        assert told["cure"]


def test_a_cost_in_other_money_or_below_zero_is_refused(ways: Ways) -> None:
    body = ways.purchase(ways.chain.variant())
    for cost, field in (({"amount": 1, "currency": "EUR"}, "currency"), (usd(-1), "amount")):
        with nothing_changes():
            told = ways.program.post("/purchases", body | {"lines": [body["lines"][0] | {"cost": cost}]})
            assert (told.status, told["field"]) == (422, f"lines[0].cost.{field}")
    with nothing_changes():
        told = ways.program.send("POST", "/purchases", body)
        assert told["code"] == "idempotency_key_missing", told.body


RECEIPTS: list[tuple[dict[str, Any], int, str, str | None]] = [
    ({"receipt": V4}, 422, "invalid", "receipt"),
    ({"receipt": "x"}, 422, "invalid", "receipt"),
    ({"lines": [{"sku": "NO-SUCH", "good": 1}]}, 422, "not_on_list", "lines[0].sku"),
    ({"lines": [{"sku": "*", "good": -1}]}, 422, "invalid", "lines[0].good"),
    ({"lines": [{"sku": "*", "good": 0}]}, 409, "nothing_arrived", None),
    ({"lines": [{"sku": "*", "good": 99}]}, 409, "too_much_arrived", None),
    ({"lines": [{"sku": "*", "good": 1, "damage": "sad"}]}, 422, "invalid", "lines[0].damage"),
    ({"lines": [{"sku": "*", "good": 1, "batches": [{"code": ""}]}]}, 422, "invalid", "lines[0].batches[0].code"),
]


@pytest.mark.parametrize(("wrong", "status", "code", "field"), RECEIPTS)
def test_a_bad_receipt_takes_nothing_in(
    ways: Ways, wrong: dict[str, Any], status: int, code: str, field: str | None
) -> None:
    shop_less = Program.with_key(ways.program.shop, "supply.receive")
    milk = ways.chain.variant(warehouse=9)
    lines = [each | {"sku": sku(milk) if each["sku"] == "*" else each["sku"]} for each in wrong.get("lines", [])]
    for at in (f"/purchases/{ways.ordered(milk)}", f"/transfers/{ways.sent(milk)}"):
        with nothing_changes():
            body = receipt(milk) | wrong | ({"lines": lines} if lines else {})
            told = shop_less.post(f"{at}/receipts", body)
            assert (told.status, told["code"]) == (status, code), told.body
            assert field is None or told["field"] == field, told.body


def test_bad_transfers_settlements_and_counts_are_refused(ways: Ways) -> None:
    milk, program = ways.chain.variant(warehouse=9, store=3), ways.program
    store, warehouse = ways.chain.store.code, ways.chain.warehouse.code
    line = {"sku": sku(milk), "quantity": 1}
    count, moved = a_count(ways.chain, milk), ways.sent(milk)
    settled = {"settlement": str(new_id()), "sku": sku(milk), "quantity": 1, "outcome": "lost"}
    for path, body, status, code in (
        ("/transfers", {"source": store, "target": store, "lines": [line]}, 422, "same_place"),
        ("/transfers", {"source": store, "target": "nowhere", "lines": [line]}, 404, "unknown_place"),
        (
            "/transfers",
            {"source": store, "target": warehouse, "lines": [{"sku": "?", "quantity": 1}]},
            404,
            "not_found",
        ),
        (f"/transfers/{moved}/settlements", settled, 409, "wrong_state"),
        (f"/transfers/{moved}/settlements", settled | {"settlement": V4}, 422, "invalid"),
        (f"/transfers/{moved}/settlements", settled | {"sku": "NO-SUCH"}, 422, "not_on_list"),
        (f"/transfers/{moved}/settlements", settled | {"outcome": "eaten"}, 422, "invalid"),
        (f"/transfers/{moved}/send", None, 409, "wrong_state"),
        ("/transfers/NEVER/send", None, 404, "unknown_transfer"),
        ("/purchases/NEVER/send", None, 404, "unknown_purchase"),
        ("/counts/NEVER/tallies", {"lines": [line]}, 404, "not_found"),
        (f"/counts/{count.number}/tallies", {"lines": [{"sku": "NO-SUCH", "quantity": 1}]}, 422, "not_in_count"),
        (f"/counts/{count.number}/tallies", {"lines": [line | {"quantity": -1}]}, 422, "invalid"),
        (f"/counts/{count.number}/tallies", {"lines": []}, 422, "invalid"),
    ):
        with nothing_changes():
            told = program.post(path, body)
            assert (told.status, told["code"]) == (status, code), (path, body, told.body)
    for path in (
        "/purchases?cursor=x",
        "/transfers?cursor=x",
        "/purchases?state=lost",
        "/counts",
        "/purchases?limit=0",
    ):
        assert program.get(path).status == 422, path


def test_a_key_of_one_place_moves_goods_of_that_place(ways: Ways, shop: Shop) -> None:
    milk = ways.chain.variant(warehouse=9, store=3)
    order, moved, count = ways.ordered(milk), ways.sent(milk), a_count(ways.chain, milk)
    elsewhere = a_store(shop.market)
    other = Program.with_key(shop, *NUMBERS, place=elsewhere.id)
    assert other.get("/purchases")["items"] == other.get("/transfers")["items"] == []
    with nothing_changes():
        for path, body in (
            (f"/purchases/{order}/send", None),
            (f"/purchases/{order}/receipts", receipt(milk)),
            (f"/transfers/{moved}/receipts", receipt(milk)),
            (f"/counts/{count.number}/tallies", {"lines": [{"sku": sku(milk), "quantity": 1}]}),
        ):
            assert other.post(path, body).status == 404, path
        for path in (f"/purchases/{order}", f"/transfers/{moved}"):
            assert other.get(path).status == 404
        for path in ("/purchases", "/transfers", "/counts"):
            field = "target" if path == "/transfers" else "place"
            assert other.get(f"{path}?{field}={ways.chain.store.code}")["code"] == "not_allowed"
        assert other.post("/purchases", ways.purchase(milk))["code"] == "not_allowed"


def test_lists_ask_as_often_however_long_they_are(ways: Ways) -> None:
    milk = ways.chain.variant(warehouse=90)

    def asked() -> list[int]:
        found = []
        for path in ("/purchases", "/transfers"):
            ways.program.get(path)
            with CaptureQueriesContext(connection) as queries:
                assert ways.program.get(path).status == 200
            found.append(len(queries))
        return found

    ways.ordered(milk)
    ways.sent(milk)
    few = asked()
    for _ in range(3):
        ways.ordered(milk)
        ways.sent(milk)
    assert asked() == few
    assert max(few) <= 6
