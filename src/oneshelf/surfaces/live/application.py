"""The ASGI application: one address that streams, its CORS, and two that tell its health."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import parse_qs

import structlog

from oneshelf.kernel import tickets
from oneshelf.surfaces.live import programs
from oneshelf.surfaces.live.hub import RESYNC, Client, Full, Hub
from oneshelf.surfaces.live.listener import Listener
from oneshelf.surfaces.live.wire import HEARTBEAT_S, STREAM, Headers, Receive, Scope, Send, answer, has_left

Readiness = Callable[[], tuple[int, dict[str, bool]]]

_log = structlog.get_logger(__name__)


class Live:
    """Streams to pages of `origin` only. `readiness` runs in a thread and is joined with the listener's own state."""

    def __init__(self, *, hub: Hub, listener: Listener, origin: str, readiness: Readiness) -> None:
        self._hub = hub
        self._listener = listener
        self._origin = origin
        self._readiness = readiness
        self._programs = programs.Programs(hub)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["path"] == "/live/":
            await self._answer_stream(scope, receive, send)
        elif scope["path"] == "/live/events":
            await self._programs.answer(scope, receive, send)
        elif scope["path"] == "/healthz":
            await answer(send, HTTPStatus.OK, {"alive": True})
        elif scope["path"] == "/readyz":
            status, checks = await asyncio.to_thread(self._readiness)
            checks = checks | {"listening": self._listener.connected}
            await answer(send, status if all(checks.values()) else HTTPStatus.SERVICE_UNAVAILABLE, checks)
        else:
            await answer(send, HTTPStatus.NOT_FOUND, {"error": "not_found"})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        listening = asyncio.create_task(self._listener.run())
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self._end_streams)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._hub.end()
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
        await send({"type": "lifespan.shutdown.complete"})

    def _end_streams(self) -> None:
        """End every stream, then let the server stop: it waits for open answers, and ours have no end of their own."""
        self._hub.end()
        signal.raise_signal(signal.SIGINT)

    async def _answer_stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = dict(scope["headers"]).get(b"origin")
        if given is not None and given.decode("latin-1") != self._origin:
            await answer(send, HTTPStatus.FORBIDDEN, {"error": "foreign_origin"})
            return
        cors: Headers = [(b"access-control-allow-origin", self._origin.encode()), (b"vary", b"origin")]
        if scope["method"] != "GET":
            await answer(send, HTTPStatus.METHOD_NOT_ALLOWED, {"error": "get_only"}, [*cors, (b"allow", b"GET")])
            return
        try:
            ticket = tickets.read(parse_qs(scope["query_string"].decode("latin-1")).get("ticket", [""])[0])
            client = self._hub.join(ticket.topics, is_shopper=ticket.is_shopper)
        except tickets.BadTicket:
            await answer(send, HTTPStatus.UNAUTHORIZED, {"error": "bad_ticket"}, cors)
            return
        except Full:
            _log.warning("no room for another page", clients=len(self._hub))
            await answer(send, HTTPStatus.SERVICE_UNAVAILABLE, {"error": "full"}, [*cors, (b"retry-after", b"10")])
            return
        try:
            await _stream(client, receive, send, cors)
        finally:
            self._hub.leave(client)


async def _stream(client: Client, receive: Receive, send: Send, headers: Headers) -> None:
    """Send what waits for `client` until it leaves or its stream is ended."""
    await send({"type": "http.response.start", "status": 200, "headers": [*headers, *STREAM]})
    client.offer(RESYNC)
    leaving = asyncio.create_task(has_left(receive))
    try:
        while not leaving.done():
            await send({"type": "http.response.body", "body": await _next(client, leaving), "more_body": True})
    except _Ended:
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        leaving.cancel()


class _Ended(Exception):
    """The process ends the stream."""


async def _next(client: Client, leaving: asyncio.Task[None]) -> bytes:
    """Wait for the next message, or for the heartbeat's time, or for the client to leave."""
    getting = asyncio.ensure_future(client.waiting.get())
    try:
        await asyncio.wait({getting, leaving}, timeout=HEARTBEAT_S, return_when=asyncio.FIRST_COMPLETED)
    finally:
        if not getting.done():
            getting.cancel()
    if not getting.done() or getting.cancelled():
        return b": still here\n\n"
    message = getting.result()
    if message is None:
        raise _Ended
    return message.encoded()
