"""Reads what a request brings before anything else is done about it, so that slow senders hold up few of us.

A thread that reads waits for as long as the sender likes: a dozen who send a byte a minute would take every thread of
the web process, and nobody else would be answered. So one thread at least never reads, and one address has at most
half of those that do. Who comes when all of them wait for slow senders is told to come again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Condition
from typing import Any

SLOW_S = 1.0
"""From how many seconds on a sender is slow. Nearly every body is there with the first packet."""

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]


class Busy(Exception):
    """Too many slow senders are being waited for."""


class Bodies:
    """Wraps an application that `threads` threads run. Behind proxies every sender has the address of one."""

    def __init__(self, application: Application, *, threads: int, most_bytes: int, proxied: bool) -> None:
        self._application = application
        self._most_bytes = most_bytes
        self._proxied = proxied
        self._most = max(1, threads - 1)
        self._most_by_one = self._most if proxied else max(1, self._most // 2)
        self._reading: dict[object, tuple[str, float]] = {}
        self._changed = Condition()

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer a request; one that brings too much is not read here, but may be by whoever answers it."""
        length = str(environ.get("CONTENT_LENGTH") or "0")
        if length == "0":
            return self._application(environ, start_response)
        try:
            with self._turn("" if self._proxied else str(environ.get("REMOTE_ADDR", ""))):
                if not (length.isascii() and length.isdigit()) or int(length) > self._most_bytes:
                    return self._application(environ, start_response)
                environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(int(length)))
        except Busy:
            start_response("503 Service Unavailable", [("Retry-After", "1"), ("Content-Length", "0")])
            return []
        return self._application(environ, start_response)

    @contextmanager
    def _turn(self, address: str) -> Iterator[None]:
        """Wait for one's turn to read while the others are quick. Raises Busy when they are not."""
        mark = object()
        with self._changed:
            while self._is_full(address):
                if not self._changed.wait(SLOW_S / 10) and self._slowest_began() < time.monotonic() - SLOW_S:
                    raise Busy
            self._reading[mark] = address, time.monotonic()
        try:
            yield
        finally:
            with self._changed:
                del self._reading[mark]
                self._changed.notify_all()

    def _is_full(self, address: str) -> bool:
        mine = sum(each == address for each, _began in self._reading.values())
        return len(self._reading) >= self._most or mine >= self._most_by_one

    def _slowest_began(self) -> float:
        return min(began for _address, began in self._reading.values())
