"""What webhooks announce about themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from oneshelf.kernel.outbox.events import Event


@dataclass(frozen=True)
class EndpointStopped(Event):
    """An endpoint failed for so long, or said so clearly, that nothing more is sent to it until somebody starts it."""

    TYPE: ClassVar[str] = "webhooks.endpoint_stopped.v1"
    endpoint: UUID
    reason: str


@dataclass(frozen=True)
class Tried(Event):
    """Means nothing: sent to one endpoint when somebody asks, to see that it arrives."""

    TYPE: ClassVar[str] = "webhooks.tried.v1"
    endpoint: UUID
