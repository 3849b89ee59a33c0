"""Changes of placed orders by the API: proposed, confirmed by their seal, listed, withdrawn."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.modules.orders import public as orders
from tests.checkout.builders import Shop
from tests.places.builders import a_store
from tests.surfaces.api.programs import Program, sku, usd
from tests.surfaces.api.test_bad_input import is_refused
from tests.surfaces.api.test_checkouts import ANA
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def placed(till: Program, units: int = 3, **fields: Any) -> str:
    """Place an order to be collected, paid elsewhere, and return its number."""
    paid = {"payments": [{"method": "external", "amount": usd(250 * units)}]}
    body = till.order(till.shop.offered(9), units, method="collect", contact=ANA, **(paid | fields))
    return str(till.post("/orders", body)["number"])


def test_a_change_is_looked_at_confirmed_and_listed(till: Program) -> None:
    number = placed(till)
    shown = till.post(f"/orders/{number}/amendments", {"cancel": [{"line": 1, "quantity": 1}]})
    assert (shown.status, shown["state"], shown["order_version"]) == (201, "proposed", 1)
    assert (shown["bill"]["back"], shown["bill"]["to_pay"]) == (usd(250), usd(0))
    assert shown["taken_out"] == [{"place": till.shop.store.code, "line": 1, "quantity": 1}]
    assert till.get(f"/orders/{number}/amendments")["items"] == []
    key = str(new_id())
    done = till.post(f"/orders/{number}/amendments/{shown['id']}/confirm", {"seal": shown["seal"]}, key=key)
    again = till.post(f"/orders/{number}/amendments/{shown['id']}/confirm", {"seal": shown["seal"]}, key=key)
    assert (done["state"], again.body) == ("confirmed", done.body)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert [each["id"] for each in till.get(f"/orders/{number}/amendments")["items"]] == [shown["id"]]
    (line,) = till.get(f"/orders/{number}")["lines"]
    assert (line["quantity"], line["cancelled"]) == (3, 1)


def test_the_list_asks_as_often_however_many_changes_there_are(till: Program) -> None:
    number, asked = placed(till, 4), []
    for _ in range(2):
        shown = till.post(f"/orders/{number}/amendments", {"cancel": [{"line": 1, "quantity": 1}]})
        till.post(f"/orders/{number}/amendments/{shown['id']}/confirm", {"seal": shown["seal"]})
        with CaptureQueriesContext(connection) as questions:
            listed = till.get(f"/orders/{number}/amendments")["items"]
        asked.append((len(listed), len(questions)))
    assert [count for count, _questions in asked] == [1, 2]
    assert asked[0][1] == asked[1][1]


def test_a_substitute_goes_along_in_the_same_parcel(till: Program) -> None:
    number, oats = placed(till), till.shop.offered(4)
    body = {
        "cancel": [{"line": 1, "quantity": 2}],
        "add": [{"sku": sku(oats), "quantity": 2, "instead_of": 1}],
        "reason": "not_available",
    }
    shown = till.post(f"/orders/{number}/amendments", body)
    (coming,) = shown["supplied"]
    assert (coming["place"], coming["quantity"], coming["joins"]) == (till.shop.store.code, 2, True)
    assert shown["lines"][1]["instead_of"] == 1


def test_a_part_of_a_line_leaves_later(till: Program) -> None:
    number = placed(till, 5)
    day = (clock.now() + timedelta(days=9)).date().isoformat()
    shown = till.post(f"/orders/{number}/amendments", {"apart": [{"line": 1, "quantity": 2, "not_before": day}]})
    (coming,) = shown["supplied"]
    assert (shown.status, coming["quantity"]) == (201, 2)
    assert coming["ready_at"] >= day
    assert shown["promise_will_be"] >= coming["ready_at"]
    assert (shown["bill"]["back"], shown["bill"]["to_pay"]) == (usd(0), usd(0))


def test_a_part_from_a_place_that_cannot_send_it_is_refused(till: Program) -> None:
    number, other = placed(till), a_store(till.shop.market)
    told = till.post(f"/orders/{number}/amendments", {"apart": [{"line": 1, "quantity": 1, "place": other.code}]})
    is_refused(told, 422, "cannot_come_from", "apart", None)


def test_what_costs_more_waits_and_is_withdrawn(till: Program) -> None:
    number, oats = placed(till), till.shop.offered(4)
    shown = till.post(f"/orders/{number}/amendments", {"add": [{"sku": sku(oats), "quantity": 2}]})
    path = f"/orders/{number}/amendments/{shown['id']}"
    assert till.post(f"{path}/confirm", {"seal": shown["seal"]})["state"] == "awaiting_payment"
    more = till.post(f"/orders/{number}/amendments", {"cancel": [{"line": 1, "quantity": 1}]})
    refused = till.post(f"/orders/{number}/amendments/{more['id']}/confirm", {"seal": more["seal"]})
    is_refused(refused, 409, "change_awaits_payment", "order", None)
    assert till.post(f"{path}/withdraw")["state"] == "withdrawn"
    is_refused(till.post(f"{path}/withdraw"), 409, "amendment_over", "amendment", None)


BAD: list[tuple[str, dict[str, Any], int, str, str]] = [
    ("nothing", {}, 422, "nothing_changes", "lines"),
    ("too many", {"cancel": [{"line": 1, "quantity": 4}]}, 422, "units_not_open", "lines"),
    ("no such line", {"cancel": [{"line": 9, "quantity": 1}]}, 422, "units_not_open", "lines"),
    ("line zero", {"cancel": [{"line": 0, "quantity": 1}]}, 422, "invalid", "cancel[0].line"),
    ("less than nothing", {"cancel": [{"line": 1, "quantity": -1}]}, 422, "invalid", "cancel[0].quantity"),
    ("a line twice", {"cancel": [{"line": 1, "quantity": 1}] * 2}, 422, "invalid", "cancel[1].line"),
    ("unknown article", {"add": [{"sku": "NO-SUCH", "quantity": 1}]}, 404, "not_found", "add[0].sku"),
    ("unknown store", {"store": "nowhere"}, 404, "unknown_place", "store"),
    ("split of nothing", {"split": [9]}, 422, "bad_change", "lines"),
    ("split of all", {"split": [1]}, 422, "nothing_changes", "lines"),
    ("part of all", {"apart": [{"line": 1, "quantity": 3}]}, 422, "nothing_changes", "lines"),
    ("part of too many", {"apart": [{"line": 1, "quantity": 4}]}, 409, "already_picked", "lines"),
    ("part of nothing", {"apart": [{"line": 1, "quantity": 0}]}, 422, "invalid", "apart[0].quantity"),
    ("part of no line", {"apart": [{"line": 9, "quantity": 1}]}, 422, "bad_change", "lines"),
    ("part and whole alike", {"split": [1], "apart": [{"line": 1, "quantity": 1}]}, 422, "bad_change", "lines"),
    ("part from nowhere", {"apart": [{"line": 1, "place": "nowhere"}]}, 404, "unknown_place", "apart[0].place"),
    ("part on no day", {"apart": [{"line": 1, "not_before": "soon"}]}, 422, "invalid", "apart[0].not_before"),
    ("part long ago", {"apart": [{"line": 1, "not_before": "2020-02-02"}]}, 422, "bad_day", "apart"),
    ("nobody", {"contact": {"name": ""}}, 422, "contact_incomplete", "contact"),
    ("a country by its name", {"contact": {"country": "Poland"}}, 422, "invalid", "contact.country"),
    ("two telephones", {"contact": {"phone": "+48 601 234 567, or +48 601 234 568"}}, 422, "invalid", "contact.phone"),
    ("unknown reason", {"reason": "boredom"}, 422, "invalid", "reason"),
    ("unknown field", {"discount": 5}, 422, "invalid", "discount"),
]


@pytest.mark.parametrize(("what", "body", "status", "code", "field"), BAD, ids=[row[0] for row in BAD])
def test_bad_input_changes_nothing(
    till: Program, what: str, body: dict[str, Any], status: int, code: str, field: str
) -> None:
    number = placed(till)
    with nothing_changes():
        told = till.post(f"/orders/{number}/amendments", body)
    assert (told.status, told["code"], told["field"]) == (status, code, field), told.body


@pytest.mark.parametrize("seal", ["", "x", "0" * 64])
def test_another_seal_changes_nothing(till: Program, seal: str) -> None:
    number = placed(till)
    shown = till.post(f"/orders/{number}/amendments", {"cancel": [{"line": 1, "quantity": 1}]})
    with nothing_changes():
        told = till.post(f"/orders/{number}/amendments/{shown['id']}/confirm", {"seal": seal})
    assert told.status in (409, 422)


@pytest.mark.parametrize("id", ["nothing", "0198c1a0-0000-7000-8000-000000000000"])
def test_an_unknown_change_is_not_found(till: Program, id: str) -> None:
    number = placed(till)
    told = till.post(f"/orders/{number}/amendments/{id}/confirm", {"seal": "0" * 64})
    assert (told.status, told["code"]) == (404, "unknown_amendment")


def test_a_key_needs_its_permission_at_the_place(shop: Shop, till: Program) -> None:
    number = placed(till)
    body = {"cancel": [{"line": 1, "quantity": 1}]}
    reader = Program.with_key(shop, "orders.view")
    assert reader.get(f"/orders/{number}/amendments").status == 200
    assert reader.post(f"/orders/{number}/amendments", body).status == 403
    elsewhere = Program.with_key(shop, "orders.view", "orders.amend", place=a_store(shop.market).id)
    told = elsewhere.post(f"/orders/{number}/amendments", body)
    assert (told.status, told["code"]) == (404, "unknown_order")
    assert Program(shop).post(f"/orders/{number}/amendments", body).status == 401
    assert orders.get_by_number(shop.market.id, number).version == 1


def test_the_statements_of_a_proposal_are_few(till: Program) -> None:
    number = placed(till)
    till.post(f"/orders/{number}/amendments", {"cancel": [{"line": 1, "quantity": 1}]})
    with CaptureQueriesContext(connection) as queries:
        till.post(f"/orders/{number}/amendments", {"cancel": [{"line": 1, "quantity": 2}]})
    assert len(queries) <= 30, len(queries)
