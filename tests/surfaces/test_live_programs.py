"""Programs hear whole events live, and go on from the last id that they heard."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from oneshelf.kernel import tickets
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import public as outbox
from oneshelf.surfaces.live import programs
from oneshelf.surfaces.live.hub import EVERYTHING, SOMETHING, Hub
from tests.kernel.lamps import broken, lit

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def _listen(ticket: str, last: str = "", then: Callable[[], object] = lambda: None, enough: int = 1) -> tuple[int, str]:
    """Open a stream, do `then` once it is open, and return the status and what came until `enough` events did."""
    hub, sent, status = Hub(most=10), bytearray(), 0

    async def run() -> None:
        nonlocal status
        gone = asyncio.Event()
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))  # whose connection is closed below

        async def receive() -> dict[str, Any]:
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            sent.extend(message.get("body", b""))
            if sent.count(b"\ndata: ") + sent.startswith(b"data") >= enough or not message.get("more_body", True):
                gone.set()

        scope = {
            "method": "GET",
            "query_string": f"ticket={ticket}".encode(),
            "headers": [(b"last-event-id", last.encode())] if last else [],
        }
        answering = asyncio.create_task(programs.Programs(hub).answer(scope, receive, send))
        for _ in range(200):
            await asyncio.sleep(0.02)
            if sent or answering.done():
                break
        await asyncio.to_thread(then)
        hub.publish(EVERYTHING, SOMETHING)
        await asyncio.wait_for(answering, 20)
        await asyncio.get_running_loop().run_in_executor(None, _close)

    with ThreadPoolExecutor(1) as own:  # the browser's loop may be running in this one
        own.submit(asyncio.run, run()).result()
    return status, sent.decode()


def _close() -> None:
    connection.close()


def _told(text: str) -> list[dict[str, Any]]:
    return [json.loads(line.removeprefix("data: ")) for line in text.splitlines() if line.startswith("data: {")]


def _ids(text: str) -> list[str]:
    return [line.removeprefix("id: ") for line in text.splitlines() if line.startswith("id: ")]


def _emit(*drafts: outbox.Draft) -> None:
    outbox.emit(drafts)


def test_a_program_hears_what_is_committed_and_goes_on_where_it_was() -> None:
    ticket = tickets.issue_stream(["lamps.lit.v1"], None, SYSTEM)
    outbox.emit([lit()])
    first = lit()
    status, text = _listen(ticket, then=lambda: _emit(first, broken(1, new_id())))
    assert status == 200
    assert [each["subject"] for each in _told(text)] == [str(first.aggregate)]
    missed = [lit() for _ in range(3)]
    outbox.emit(missed)
    _, text = _listen(ticket, last=_ids(text)[-1], enough=3)
    assert [each["subject"] for each in _told(text)] == [str(each.aggregate) for each in missed]


def test_only_who_holds_a_ticket_for_events_is_let_in() -> None:
    assert _listen("nonsense")[0] == 401
    assert _listen(tickets.issue(["place:1"], SYSTEM))[0] == 401
    assert _listen(tickets.issue_stream(["*"], None, SYSTEM), last="nonsense")[0] == 400
