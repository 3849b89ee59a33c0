"""The live process: what is notified reaches the pages that hold a ticket, and nobody else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import psycopg
import pytest
import time_machine
from django.core import signing
from django.test import override_settings

from oneshelf.app.postgres import EmbeddedServer
from oneshelf.kernel import tickets
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.outbox.live import CHANNEL
from tests.app.processes import House, until

pytestmark = pytest.mark.slow


def _ticket(shop: House, *topics: str) -> str:
    with override_settings(SECRET_KEY=shop.environment["ONESHELF_SECRET_KEY"]):
        return tickets.issue(list(topics), SYSTEM)


def _origin(shop: House) -> str:
    return f"http://127.0.0.1:{shop.web_port}"


@contextmanager
def _stream(shop: House, ticket: str, origin: str | None = None) -> Iterator[tuple[httpx.Response, Iterator[str]]]:
    with httpx.stream(
        "GET",
        f"http://127.0.0.1:{shop.live_port}/live/",
        params={"ticket": ticket},
        headers={"Origin": origin or _origin(shop)},
        timeout=30,
    ) as response:
        yield response, response.iter_lines()


def _next(lines: Iterator[str]) -> dict[str, str]:
    """Return the next message; comments (heartbeats) are passed over."""
    message: dict[str, str] = {}
    for line in lines:
        if not line and message:
            return message
        name, colon, value = line.partition(": ")
        if name and colon:
            message[name] = value
    raise AssertionError("the stream ended")


def _notify(shop: House, *topics: str) -> str:
    event = str(uuid4())
    told = {"type": "orders.order_placed.v1", "aggregate": str(uuid4()), "id": event, "topics": topics}
    with psycopg.connect(EmbeddedServer(shop.folder).url(), autocommit=True) as connection:
        connection.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps(told)])
    return event


def test_a_page_hears_of_its_topics_only(open_shop: House) -> None:
    with _stream(open_shop, _ticket(open_shop, "place:1", "orders:2")) as (response, lines):
        assert response.headers["content-type"] == "text/event-stream"
        assert response.headers["access-control-allow-origin"] == _origin(open_shop)
        assert _next(lines)["event"] == "resync"

        _notify(open_shop, "place:other")
        event = _notify(open_shop, "place:1", "place:other")

        heard = _next(lines)
        assert (heard["event"], heard["id"]) == ("orders.order_placed.v1", event)
        assert json.loads(heard["data"])["topic"] == "place:1"


def test_every_page_hears_it(open_shop: House) -> None:
    ticket = _ticket(open_shop, "place:1")
    with _stream(open_shop, ticket) as (_, first), _stream(open_shop, ticket) as (_, second):
        assert {_next(first)["event"], _next(second)["event"]} == {"resync"}

        event = _notify(open_shop, "place:1")

        assert _next(first)["id"] == _next(second)["id"] == event


def test_a_lost_database_is_found_again_and_pages_are_told_to_load_anew(open_shop: House) -> None:
    with _stream(open_shop, _ticket(open_shop, "place:1")) as (_, lines):
        assert _next(lines)["event"] == "resync"

        open_shop.child("database").kill()

        assert _next(lines)["event"] == "resync"
        open_shop.wait_until_ready()
        event = _notify(open_shop, "place:1")
        assert _next(lines)["id"] == event


def test_a_stranger_is_refused(open_shop: House) -> None:
    with _stream(open_shop, "made-up") as (response, _):
        assert response.status_code == 401
    with _stream(open_shop, signing.dumps({"topics": ["place:1"], "holder": "system:-"}, key="another")) as (
        response,
        _,
    ):
        assert response.status_code == 401


def test_a_ticket_is_good_for_a_minute(open_shop: House) -> None:
    with time_machine.travel(datetime.now(UTC) - timedelta(seconds=tickets.GOOD_FOR_S + 5)):
        old = _ticket(open_shop, "place:1")
    with _stream(open_shop, old) as (response, _):
        assert response.status_code == 401


def test_another_origin_is_refused_even_with_a_ticket(open_shop: House) -> None:
    with _stream(open_shop, _ticket(open_shop, "place:1"), origin="https://elsewhere.example") as (response, _):
        assert response.status_code == 403
        assert "access-control-allow-origin" not in response.headers


def test_open_streams_do_not_hold_up_the_end(shop: House) -> None:
    shop.serve()
    with _stream(shop, _ticket(shop, "place:1")) as (_, lines):
        assert _next(lines)["event"] == "resync"

        assert shop.stop() == 0
        assert list(lines) == [], "the stream has an orderly end"

    assert "refused to gracefully stop" not in shop.tail()
    until(lambda: not shop.processes(), "nothing is left", limit_s=1)
