"""Streams of whole events for programs, which go on from `Last-Event-ID`: each reads the outbox behind its own cursor.

A notification only wakes a stream. What it sends it reads from the outbox, so nothing is missed whatever is lost on the
way, and a stream that was away for a day begins where it ended.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from urllib.parse import parse_qs

import msgspec
import structlog
from django.conf import settings
from django.db import connection

from oneshelf.kernel import tickets
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import DATABASE_ERRORS
from oneshelf.surfaces.live.hub import EVERYTHING, Client, Full, Hub
from oneshelf.surfaces.live.wire import HEARTBEAT_S, STREAM, Receive, Scope, Send, answer, has_left

MOST_PROGRAMS = 50
"""How many such streams a process serves, since each of them reads from the database."""

PAGE = 200

GATHER_S = 0.05
"""How long a stream waits for more after it was woken, in seconds, so that a burst is read at once."""

_log = structlog.get_logger(__name__)


class Programs:
    """Answers at /live/events."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._open = 0

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Stream to whoever holds a ticket, from `Last-Event-ID` (or `after`) on, else from the present."""
        if scope["method"] != "GET":
            await answer(send, HTTPStatus.METHOD_NOT_ALLOWED, {"error": "get_only"}, [(b"allow", b"GET")])
            return
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        after = dict(scope["headers"]).get(b"last-event-id", b"").decode("latin-1") or asked.get("after", [""])[0]
        try:
            ticket = tickets.read_stream(asked.get("ticket", [""])[0])
            client = self._join()
        except tickets.BadTicket:
            await answer(send, HTTPStatus.UNAUTHORIZED, {"error": "bad_ticket"})
            return
        except Full:
            await answer(send, HTTPStatus.SERVICE_UNAVAILABLE, {"error": "full"}, [(b"retry-after", b"10")])
            return
        self._open += 1
        try:
            begin = after or await asyncio.to_thread(outbox.present)
            first = await asyncio.to_thread(_read, begin, ticket)
            await _stream(client, ticket, first, receive, send)
        except outbox.BadCursor:
            await answer(send, HTTPStatus.BAD_REQUEST, {"error": "bad_cursor"})
        except DATABASE_ERRORS as error:
            _log.error("a program's stream could not begin", reason=str(error))
            await answer(send, HTTPStatus.SERVICE_UNAVAILABLE, {"error": "database"}, [(b"retry-after", b"10")])
        finally:
            self._open -= 1
            self._hub.leave(client)

    def _join(self) -> Client:
        if self._open >= MOST_PROGRAMS:
            raise Full
        return self._hub.join([EVERYTHING])


async def _stream(
    client: Client, ticket: tickets.StreamTicket, page: outbox.Page, receive: Receive, send: Send
) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": STREAM})
    leaving = asyncio.create_task(has_left(receive))
    try:
        await _say(send, _encoded(page))
        while not leaving.done():
            if not page.more and not await _woken(client, leaving):
                break
            fresh = await asyncio.to_thread(_read, page.cursor, ticket)
            if fresh.cursor != page.cursor or not page.more:
                await _say(send, _encoded(fresh))
            page = fresh
    except DATABASE_ERRORS as error:
        _log.error("a program's stream ends", reason=str(error))
    finally:
        leaving.cancel()
    if not leaving.done() or leaving.cancelled():
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _say(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _woken(client: Client, leaving: asyncio.Task[None]) -> bool:
    """Wait until there may be something new, or it is time for a sign of life; False when the process ends."""
    getting = asyncio.ensure_future(client.waiting.get())
    try:
        await asyncio.wait({getting, leaving}, timeout=HEARTBEAT_S, return_when=asyncio.FIRST_COMPLETED)
    finally:
        if not getting.done():
            getting.cancel()
    if not getting.done() or getting.cancelled():
        return True
    await asyncio.sleep(GATHER_S)
    waiting = [getting.result()]
    while not client.waiting.empty():
        waiting.append(client.waiting.get_nowait())
    return None not in waiting


def _read(cursor: str, ticket: tickets.StreamTicket) -> outbox.Page:
    """Read a page, in a thread of the pool, whose connection stays open for the next."""
    try:
        return outbox.events_after(cursor, ticket.types, PAGE, lambda record: outbox.concerns(record, ticket.book))
    except DATABASE_ERRORS:
        connection.close()
        raise


def _encoded(page: outbox.Page) -> bytes:
    """Return a page as messages. The cursor stands behind the last: who is cut off before that gets all of them again.

    Without events it is an id alone, which moves a reader's place and tells nothing.
    """
    said = [
        f"event: {record.type}\ndata: {msgspec.json.encode(outbox.envelope(record, settings.PUBLIC_URL)).decode()}\n"
        for record in page.records
    ]
    if not said:
        return f"id: {page.cursor}\n\n".encode()
    said[-1] = f"id: {page.cursor}\n{said[-1]}"
    return "".join(f"{each}\n" for each in said).encode()
