"""Instants that are spoken of as somebody's clocks show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

EARLIEST, LATEST = datetime(2, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
"""From when until when everybody's clocks can show an instant: near the ends of the calendar some have left it."""


@dataclass(frozen=True, slots=True)
class LocalTime:
    """An instant, and the time zone in which people read it."""

    at: datetime
    zone: str

    def __str__(self) -> str:
        return self.at.isoformat()
