"""Whatever is killed while coupons are used and made, prices change and a draft is tried: nothing is half done."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import httpx
import psycopg
import pytest

from oneshelf.app.postgres import EmbeddedServer
from tests.app.processes import House, house, until
from tests.simulation.buyers import Buyers
from tests.simulation.open_offers import ARTICLES, COUPONS_IN_ALL
from tests.simulation.opening import opened

pytestmark = pytest.mark.slow

CODES = 100_000

BUYERS = 60
"""More than may use the coupon."""

LIMIT_S = 240.0
"""The longest that work of a killed worker may take: its jobs are missed after half a minute."""

FULL, REDUCED = 250, 225


@pytest.fixture
def shop() -> Iterator[House]:
    with house() as it:
        it.serve()
        yield it


class Program:
    """Asks the shop until it answers, under one key for each thing that it does."""

    def __init__(self, shop: House, told: dict[str, Any]) -> None:
        self.shop, self.told = shop, told
        self.client = Buyers(f"http://127.0.0.1:{shop.web_port}", told).client()

    def get(self, path: str) -> Any:
        return self.client.get(path).raise_for_status().json()

    def post(self, path: str, body: object = None) -> Any:
        answer = self.client.post(path, json=body, headers={"Idempotency-Key": path})
        assert answer.is_success, answer.text
        return answer.json()

    def order(self, number: int) -> tuple[int, str]:
        """Order with the coupon, again until there is an answer; return its status and what it says."""
        body = {
            "channel": self.told["till"],
            "place": self.told["place"],
            "method": "take_now",
            "lines": [{"sku": self.told["skus"][number % 5], "quantity": 1}],
            "payments": [{"method": "cash", "amount": {"amount": REDUCED, "currency": "USD"}}],
            "codes": ["RUSH"],
        }
        given: list[httpx.Response] = []

        def answered() -> bool:
            with suppress(httpx.TransportError), Buyers(str(self.client.base_url), self.told).client() as client:
                url = str(self.client.base_url) + "orders"
                given.append(client.post(url, json=body, headers={"Idempotency-Key": f"order-{number}"}))
            return bool(given) and (
                given[-1].status_code == 201 or given[-1].json().get("code") == "coupon_does_not_work"
            )

        until(answered, f"order {number} is answered, not {[each.text for each in given[-1:]]}")
        return given[-1].status_code, given[-1].json().get("number", given[-1].json().get("code"))


@contextmanager
def frozen(shop: House, *tables: str, mode: str = "SHARE") -> Iterator[psycopg.Connection[Any]]:
    """Let nobody write to tables meanwhile."""
    with psycopg.connect(EmbeddedServer(shop.folder).url()) as line:
        line.execute("SET LOCAL idle_in_transaction_session_timeout = 0")  # on a busy machine it takes long
        for table in tables:
            line.execute(f"LOCK TABLE {table} IN {mode} MODE")
        yield line


def waiting(line: psycopg.Connection[Any], table: str) -> bool:
    """Tell whether somebody waits to write to a table."""
    found = line.execute("SELECT 1 FROM pg_locks WHERE relation = %s::regclass AND NOT granted", [table]).fetchone()
    return found is not None


def test_nothing_is_half_done_whatever_is_killed(shop: House) -> None:
    program = Program(shop, opened(shop, "open_offers"))
    change = program.post("/price-changes", {"name": "Half", "by": "percent", "value": -5000, "category": "many"})["id"]
    until(lambda: program.get(f"/price-changes/{change}")["state"] == "draft", "the change is worked out", LIMIT_S)
    assert program.get(f"/price-changes/{change}")["rows"] == {"ready": ARTICLES}

    numbers = _orders_while_web_is_killed(shop, program)
    batch, rehearsal = _work_while_the_worker_is_killed(shop, program, change)

    until(lambda: program.get(f"/coupon-batches/{batch}")["made"] == CODES, "all codes are made", LIMIT_S)
    until(lambda: program.get(f"/price-changes/{change}")["state"] == "applied", "the change is applied", LIMIT_S)
    until(lambda: program.get(f"/promotion-rehearsals/{rehearsal}")["state"] == "done", "the draft is tried", LIMIT_S)
    tried = program.get(f"/promotion-rehearsals/{rehearsal}")
    assert (tried["done"], tried["told"]["orders"]) == (COUPONS_IN_ALL, COUPONS_IN_ALL)
    assert program.get(f"/price-changes/{change}")["rows"] == {"applied": ARTICLES}
    assert _prices(shop) == {500: ARTICLES, FULL: 5}
    assert _codes(shop, batch) == (CODES, CODES, 1, CODES)

    _undone_while_the_database_is_killed(shop, program, change)
    until(lambda: program.get(f"/price-changes/{change}")["state"] == "undone", "the change is taken back", LIMIT_S)
    assert program.get(f"/price-changes/{change}")["rows"] == {"undone": ARTICLES}
    assert _prices(shop) == {1000: ARTICLES, FULL: 5}

    shown = program.get(f"/coupon-batches/{program.told['batch']}")
    assert (shown["used"], shown["held"]) == (COUPONS_IN_ALL, 0)
    assert len(numbers) == len(set(numbers)) == COUPONS_IN_ALL
    audit = shop.run("audit", "--json")
    assert json.loads(audit.stdout)["clean"], audit.stdout


def _orders_while_web_is_killed(shop: House, program: Program) -> list[str]:
    """Let more buyers order with the coupon than may, and kill the web process while some of them are being counted."""
    with ThreadPoolExecutor(16) as threads:
        with frozen(shop, "coupons_tally") as line:
            buying = [threads.submit(program.order, number) for number in range(BUYERS)]
            until(partial(waiting, line, "coupons_tally"), "uses are being counted")
            shop.child("web").kill()
        told = [each.result() for each in buying]
    assert Counter(status for status, _ in told) == {201: COUPONS_IN_ALL, 422: BUYERS - COUPONS_IN_ALL}
    assert [program.order(number) for number in range(BUYERS)] == told, "who asks again is told the same"
    return [number for status, number in told if status == 201]


def _work_while_the_worker_is_killed(shop: House, program: Program, change: str) -> tuple[str, str]:
    """Kill the worker in the middle of codes, a change of prices and a rehearsal."""
    wanted = {"label": "Many", "promotion": program.told["promotion"], "kind": "single", "size": CODES}
    now = datetime.now(UTC)
    span = {"since": (now - timedelta(days=1)).isoformat(), "until": (now + timedelta(days=1)).isoformat()}
    batch = program.post("/coupon-batches", wanted)["id"]
    until(lambda: program.get(f"/coupon-batches/{batch}")["made"], "some codes are made")
    with (
        frozen(shop, "coupons_code") as codes,
        frozen(shop, "supply_receipt_line", mode="ACCESS EXCLUSIVE") as costs,
    ):
        rehearsal = program.post(f"/promotions/{program.told['draft']}/rehearsals", span)["id"]
        program.post(f"/price-changes/{change}/apply")
        with frozen(shop, "pricing_price") as prices:
            for line, table in ((codes, "coupons_code"), (costs, "supply_receipt_line"), (prices, "pricing_price")):
                until(partial(waiting, line, table), f"somebody waits for {table}")
            shop.child("worker").kill()
            half = program.get(f"/coupon-batches/{batch}")["made"], program.get(f"/price-changes/{change}")["done"]
    assert 0 < half[0] < CODES, half
    assert 0 < half[1] < ARTICLES, half
    return batch, rehearsal


def _undone_while_the_database_is_killed(shop: House, program: Program, change: str) -> None:
    program.post(f"/price-changes/{change}/undo")
    with suppress(psycopg.OperationalError), frozen(shop, "pricing_price") as prices:  # it is killed beneath this
        until(partial(waiting, prices, "pricing_price"), "prices are being taken back")
        assert 0 < program.get(f"/price-changes/{change}")["done"] < ARTICLES
        shop.child("database").kill()
    shop.wait_until_ready()


def _prices(shop: House) -> dict[int, int]:
    """Return how many articles cost what now."""
    asked = "SELECT amount, count(*) FROM pricing_price WHERE valid @> now() GROUP BY amount"
    with psycopg.connect(EmbeddedServer(shop.folder).url()) as line:
        return dict(line.execute(asked).fetchall())


def _codes(shop: House, batch: str) -> tuple[Any, ...]:
    """Return a batch's codes, those that differ, and the first and last of their numbers."""
    asked = "SELECT count(*), count(DISTINCT digest), min(serial), max(serial) FROM coupons_code WHERE batch_id = %s"
    with psycopg.connect(EmbeddedServer(shop.folder).url()) as line:
        (found,) = line.execute(asked, [batch]).fetchall()
    return found
