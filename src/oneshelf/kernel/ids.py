"""Identifiers: UUID version 7 (RFC 9562), sortable by the instant at which they were made."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import uuid_utils.compat

_drawn: Callable[[], UUID] | None = None


def new_id() -> UUID:
    """Return a new UUIDv7 whose first 48 bits are the current Unix time in milliseconds."""
    return uuid_utils.compat.uuid7() if _drawn is None else _drawn()


@contextmanager
def drawn_by(draw: Callable[[], UUID]) -> Iterator[None]:
    """Let `draw` make this process' new ids (of version 7), as long as the block runs, to repeat a run."""
    global _drawn
    before, _drawn = _drawn, draw
    try:
        yield
    finally:
        _drawn = before


def derived_id(source: str, key: str, at: datetime) -> UUID:
    """Return the UUIDv7 that `source` gives to `key` at instant `at`.

    The same three arguments always give the same id, so that an import that runs twice names the same
    rows. The time bits come from `at` (zone required), the 74 others from SHA-256 over source and key.
    """
    if at.tzinfo is None:
        raise ValueError(f"derived_id: 'at' must carry a time zone, got {at!r}; pass an aware datetime")
    milliseconds = int(at.timestamp() * 1000)
    digest = int.from_bytes(hashlib.sha256(f"{source}\x00{key}".encode()).digest()[:10], "big")
    rand_a, rand_b = digest >> 68, digest & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant_of(identifier: UUID) -> datetime:
    """Return the instant that a UUIDv7 carries, to the millisecond. ValueError for any other version."""
    if identifier.version != 7:
        raise ValueError(f"{identifier} is a UUID of version {identifier.version}; only version 7 carries its instant")
    return _EPOCH + timedelta(milliseconds=identifier.int >> 80)


def first_id_at(at: datetime) -> UUID:
    """Return the smallest UUIDv7 that carries instant `at` (zone required): older ones are less, whatever made them."""
    return UUID(int=(at - _EPOCH) // timedelta(milliseconds=1) << 80 | 0x7 << 76 | 0b10 << 62)
