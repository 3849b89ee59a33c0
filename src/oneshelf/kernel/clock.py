"""The one place that asks what time it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_told: Callable[[], datetime] | None = None


def now() -> datetime:
    """Return the current instant, in UTC and with its zone."""
    return datetime.now(UTC) if _told is None else _told()


@contextmanager
def told_by(teller: Callable[[], datetime]) -> Iterator[None]:
    """Let `teller` say what time it is in this process, as long as the block runs: a simulation lives days in seconds.

    It returns instants in UTC with their zone. What PostgreSQL asks of itself (leases, kept answers) stays real.
    """
    global _told
    before, _told = _told, teller
    try:
        yield
    finally:
        _told = before
