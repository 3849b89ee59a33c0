"""Webhooks through the API: a program keeps its own, and meets nobody else's."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.outbox import relay
from oneshelf.kernel.webhooks import public as webhooks
from oneshelf.kernel.webhooks import tasks
from tests.checkout.builders import Shop
from tests.surfaces.api.programs import Program
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

NEW = {"url": "https://example.com/hook", "types": ["orders.*"], "description": "Our warehouse"}


def _made(program: Program, **fields: Any) -> dict[str, Any]:
    told = program.post("/webhooks", NEW | fields)
    assert told.status == 201, told.body
    return dict(told.body)


def test_a_webhook_is_made_shown_changed_and_removed(till: Program) -> None:
    made = _made(till)
    assert made["secret"].startswith("whsec_")
    shown = till.get(f"/webhooks/{made['id']}")
    assert shown.body == made | {"secret": None}
    changed = till.send("PUT", f"/webhooks/{made['id']}", NEW | {"types": ["*"]})
    assert changed["types"] == ["*"]
    assert till.get("/webhooks")["items"] == [changed.body]
    assert till.send("DELETE", f"/webhooks/{made['id']}").body == {"items": []}
    assert till.get(f"/webhooks/{made['id']}").status == 404


def test_a_repeated_request_makes_one_webhook_and_keeps_no_secret(till: Program) -> None:
    first = till.post("/webhooks", NEW, key="the-same")
    again = till.post("/webhooks", NEW, key="the-same")
    assert again.body == first.body | {"secret": None}
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(till.get("/webhooks")["items"]) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(a::text, ' ') FROM idempotency_answer AS a")
        assert first["secret"] not in cursor.fetchone()[0]


def test_a_new_secret_is_told_once(till: Program) -> None:
    made = _made(till)
    told = till.post(f"/webhooks/{made['id']}/secret")
    assert told["secret"] not in {None, made["secret"]}
    assert told["old_secret_until"] is not None


def test_orders_are_delivered_and_their_log_is_read_and_replayed(shop: Shop, till: Program) -> None:
    relay.drain(["webhooks"])
    made = _made(till, types=["orders.order_placed.v1"])
    till.post("/orders", till.order(shop.offered(5)))
    relay.drain(["webhooks"])
    at = f"/webhooks/{made['id']}"
    (delivery,) = till.get(f"{at}/deliveries")["items"]
    assert (delivery["type"], delivery["state"], delivery["tries"]) == ("orders.order_placed.v1", "waiting", 0)
    assert till.get(f"{at}/deliveries?state=given_up")["items"] == []
    assert till.get(f"{at}/deliveries/{delivery['id']}/tries").body == {"items": []}
    assert till.post(f"{at}/deliveries/{delivery['id']}/replay").body == {"number": 1}
    assert till.post(f"{at}/replay").body == {"number": 0}
    assert till.post(f"{at}/try").status == 202
    first = till.get(f"{at}/deliveries?limit=1")
    second = till.get(f"{at}/deliveries?limit=1&cursor={first['next']}")
    assert [first["items"][0]["type"], second["items"][0]["type"]] == ["webhooks.tried.v1", "orders.order_placed.v1"]
    assert second["next"] is None


def test_the_past_is_asked_for_by_moment_or_cursor(shop: Shop, till: Program) -> None:
    relay.drain(["webhooks"])
    till.post("/orders", till.order(shop.offered(5)))
    start = till.get("/events?limit=1")["next"]
    made = _made(till, types=["orders.order_placed.v1"])
    at = f"/webhooks/{made['id']}"
    told = till.post(f"{at}/replay-past", {"since": "2026-01-01T00:00:00Z"})
    assert (told.status, told["again_until"] is not None) == (202, True), told.body
    tasks.send_the_past()
    (delivery,) = till.get(f"{at}/deliveries")["items"]
    assert delivery["type"] == "orders.order_placed.v1"
    assert till.get(at)["again_until"] is None
    assert till.post(f"{at}/replay-past", {"after": start}).status == 202


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "since"),
        ({"since": "2026-01-01T00:00:00Z", "after": "x"}, "since"),
        ({"since": "2026-01-01T00:00:00"}, "since"),
        ({"since": "yesterday"}, "since"),
        ({"after": "nonsense"}, "after"),
        ({"after": "x" * 101}, "after"),
    ],
)
def test_a_past_that_is_none_is_refused(till: Program, body: dict[str, str], field: str) -> None:
    made = _made(till)
    with nothing_changes():
        told = till.post(f"/webhooks/{made['id']}/replay-past", body)
    assert (told.status, told["field"]) == (422, field), told.body


def test_it_stops_and_starts(till: Program) -> None:
    made = _made(till)
    stopped = till.post(f"/webhooks/{made['id']}/stop")
    assert (stopped["active"], stopped["stopped_because"]) == (False, "asked")
    refused = till.post(f"/webhooks/{made['id']}/try")
    assert (refused.status, refused["code"]) == (409, "endpoint_stopped")
    assert till.post(f"/webhooks/{made['id']}/start")["active"] is True


def test_another_programs_webhooks_do_not_exist(shop: Shop, till: Program) -> None:
    made = _made(till)
    webhooks.try_endpoint(webhooks.EndpointId(webhooks.list_endpoints()[0].id), actor=SYSTEM)
    (delivery,) = webhooks.list_deliveries(webhooks.list_endpoints()[0].id)
    other = Program.with_key(shop)
    at = f"/webhooks/{made['id']}"
    assert other.get("/webhooks")["items"] == []
    with nothing_changes():
        for method, path in (
            ("GET", at),
            ("DELETE", at),
            ("POST", f"{at}/secret"),
            ("POST", f"{at}/start"),
            ("POST", f"{at}/stop"),
            ("POST", f"{at}/try"),
            ("POST", f"{at}/replay"),
            ("GET", f"{at}/deliveries"),
            ("GET", f"{at}/deliveries/{delivery.id}/tries"),
            ("POST", f"{at}/deliveries/{delivery.id}/replay"),
        ):
            told = other.send(method, path)
            assert (told.status, told["code"]) == (404, "unknown_endpoint"), (method, path)
        assert other.send("PUT", at, NEW).status == 404
        assert other.post(f"{at}/replay-past", {"since": "2026-01-01T00:00:00Z"}).status == 404


def test_a_key_of_one_place_has_no_webhooks(shop: Shop) -> None:
    told = Program.with_key(shop, "webhooks.manage", place=shop.store.id).get("/webhooks")
    assert (told.status, told["code"]) == (403, "not_allowed")


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"url": "http://example.com/"}, "bad_webhook_address", "url"),
        ({"url": "https://169.254.169.254/latest/"}, "bad_webhook_address", "url"),
        ({"url": "https://localhost:8000/"}, "bad_webhook_address", "url"),
        ({"url": ""}, "invalid", "url"),
        ({"types": []}, "invalid", "types"),
        ({"types": ["orders.stolen.v1"]}, "unknown_event_type", "types"),
        ({"types": "orders.*"}, "invalid", "types"),
        ({"description": "x" * 201}, "invalid", "description"),
        ({"secret": "mine"}, "invalid", "secret"),
    ],
)
def test_bad_input_is_refused_at_its_field(till: Program, fields: dict[str, Any], code: str, field: str) -> None:
    with nothing_changes():
        told = till.post("/webhooks", NEW | fields)
    assert (told.status, told["code"], told["field"]) == (422, code, field)


@pytest.mark.parametrize("name", ["nonsense", "01989f6e-7c00-7000-8000-000000000001"])
def test_what_is_not_there_is_not_found(till: Program, name: str) -> None:
    assert till.get(f"/webhooks/{name}")["code"] == "unknown_endpoint"
    made = _made(till)
    assert till.get(f"/webhooks/{made['id']}/deliveries/{name}/tries")["code"] == "unknown_delivery"
    assert till.get(f"/webhooks/{made['id']}/deliveries?cursor=x")["code"] == "invalid"


def test_the_log_takes_few_statements(till: Program) -> None:
    made = _made(till)
    for _ in range(5):
        till.post(f"/webhooks/{made['id']}/try")
    with CaptureQueriesContext(connection) as asked:
        assert len(till.get(f"/webhooks/{made['id']}/deliveries")["items"]) == 5
    assert len(asked) <= 3  # the key, the webhook, the page
