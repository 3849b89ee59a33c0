"""Instants that are spoken of as somebody's clocks show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LocalTime:
    """An instant, and the time zone in which people read it."""

    at: datetime
    zone: str

    def __str__(self) -> str:
        return self.at.isoformat()
