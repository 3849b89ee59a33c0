"""The one place that asks what time it is."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Return the current instant, in UTC and with its zone."""
    return datetime.now(UTC)
