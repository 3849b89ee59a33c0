"""Facts about places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from oneshelf.kernel.outbox.events import Event


@dataclass(frozen=True)
class PlaceChanged(Event):
    """A place is new or archived, or something about it, its hours or its days off is different."""

    TYPE: ClassVar[str] = "places.changed.v1"
    place: UUID
    market: UUID
