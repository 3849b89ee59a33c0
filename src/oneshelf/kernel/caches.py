"""Caches of reference data, one a process, forgotten as soon as an event says that something changed.

    _PRICES = caches.Cache[VariantId, Price]("prices", events=["pricing.*"], most=200_000)
    found = _PRICES.get(variants, load)      # load(missing) -> {key: value}, one statement

A process only remembers while it listens (`listening`, started by the web process): without ears it asks the database
each time, so that jobs, tests and the command line never see yesterday. What events do not cover has a `max_age_s`.
An answer that was being loaded when the event arrived is not kept. Absent keys are not remembered.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fnmatch import fnmatchcase
from typing import Any, Generic, TypeVar

import msgspec
import psycopg
import structlog

from oneshelf.kernel import decoding

K = TypeVar("K")
V = TypeVar("V")

PAUSE_S = 0.5
"""How long to wait before listening again after the connection was lost."""

LOOK_UP_S = 0.5
"""How often a silent listener looks whether it should end."""

_log = structlog.get_logger(__name__)


class Cache(Generic[K, V]):
    """What one process remembers of one kind of thing: at most `most` of them, each for `max_age_s` seconds."""

    known: list[Cache[Any, Any]] = []
    hearing = False

    def __init__(self, name: str, *, events: Sequence[str] = (), most: int, max_age_s: float = 60.0) -> None:
        self.name = name
        self.events = tuple(events)
        self._most = most
        self._max_age_s = max_age_s
        self._kept: dict[K, tuple[float, V]] = {}
        Cache.known.append(self)

    def get(self, keys: Sequence[K], load: Callable[[list[K]], Mapping[K, V]]) -> dict[K, V]:
        """Return the values of `keys`, asking `load` for those that are not remembered; unknown keys are left out."""
        if not Cache.hearing:
            return dict(load(list(keys)))
        now, kept = time.monotonic(), self._kept
        found: dict[K, V] = {}
        missing: list[K] = []
        for key in keys:
            known = kept.get(key)
            if known is not None and known[0] > now:
                found[key] = known[1]
            else:
                missing.append(key)
        if missing:
            loaded = load(missing)
            found.update(loaded)
            if len(kept) + len(loaded) > self._most:
                kept.clear()
            kept.update({key: (now + self._max_age_s, value) for key, value in loaded.items()})
        return found

    def drop(self, key: K) -> None:
        """Forget one thing that was true for a time which is over, so that what is true now is remembered instead."""
        self._kept.pop(key, None)

    def forget(self) -> None:
        """Forget everything, and whatever is being loaded right now: that goes into what was left behind."""
        self._kept = {}


def forget_after(event: str) -> None:
    """Forget what the event type `event` may have changed."""
    for cache in Cache.known:
        if any(fnmatchcase(event, pattern) for pattern in cache.events):
            cache.forget()


def forget_all() -> None:
    """Forget everything, because something may have been missed."""
    for cache in Cache.known:
        cache.forget()


@contextmanager
def listening(parameters: Mapping[str, Any], channel: str) -> Iterator[threading.Thread]:
    """Listen in a thread of its own as long as the block runs; `parameters` are psycopg's, for a direct connection."""
    stop = threading.Event()
    thread = threading.Thread(target=listen, args=(parameters, channel, stop), name="cache-listener", daemon=True)
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        thread.join()


def listen(parameters: Mapping[str, Any], channel: str, stop: threading.Event) -> None:
    """Hear what happens and forget what it changes, until `stop`; while the connection is lost, remember nothing."""
    while not stop.is_set():
        try:
            with psycopg.connect(**{**parameters, "autocommit": True}) as connection:
                connection.execute(psycopg.sql.SQL("LISTEN {}").format(psycopg.sql.Identifier(channel)))
                forget_all()
                Cache.hearing = True
                while not stop.is_set():
                    for notice in connection.notifies(timeout=LOOK_UP_S):
                        forget_after(decoding.decode(notice.payload, _Notice).type)
        except psycopg.OperationalError as lost:
            _log.warning("caches cannot listen, asking the database instead", reason=str(lost))
        finally:
            Cache.hearing = False
            forget_all()
        stop.wait(PAUSE_S)


class _Notice(msgspec.Struct):
    type: str
