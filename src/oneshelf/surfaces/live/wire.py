"""What the live process says over the wire: its types, plain answers, and the headers of a stream."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import msgspec

HEARTBEAT_S = 15.0
"""How often a silent stream gets a comment, so that proxies keep it and dead clients are noticed."""

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

STREAM: Headers = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


async def answer(send: Send, status: int, body: dict[str, Any], headers: Headers | None = None) -> None:
    """Answer in JSON."""
    kind = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": int(status), "headers": [*(headers or []), *kind]})
    await send({"type": "http.response.body", "body": msgspec.json.encode(body), "more_body": False})


async def has_left(receive: Receive) -> None:
    """Return when the client is gone."""
    while (await receive())["type"] != "http.disconnect":
        continue
