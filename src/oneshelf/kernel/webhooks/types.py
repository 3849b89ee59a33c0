"""What webhooks speak in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

EndpointId = NewType("EndpointId", UUID)
DeliveryId = NewType("DeliveryId", UUID)


COUNTED = 10_000
"""How far deliveries are counted."""


class DeliveryState(StrEnum):
    """What becomes of a delivery: it waits for a try (also while one is under way), was taken, or was given up."""

    WAITING = "waiting"
    TAKEN = "taken"
    GIVEN_UP = "given_up"


class Fault(StrEnum):
    """Why a try failed, beside a status that is no success."""

    NONE = ""
    TIMEOUT = "timeout"
    UNKNOWN_HOST = "unknown_host"
    FORBIDDEN_ADDRESS = "forbidden_address"
    CONNECTION = "connection"
    REDIRECT = "redirect"
    STATUS = "status"
    SECRET_UNREADABLE = "secret_unreadable"  # noqa: S105  the name of a fault


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address that wants events of `types`. Its secrets are told once, when they are made.

    `again_until` is set while the past until then is sent to it again.
    """

    id: EndpointId
    client: UUID | None
    book: UUID | None
    url: str
    types: tuple[str, ...]
    description: str
    active: bool
    stopped_because: str
    failures: int
    failing_since: datetime | None
    old_secret_until: datetime | None
    created_at: datetime
    again_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event on its way to an endpoint. `status` and `fault` are what the last try came to."""

    id: DeliveryId
    endpoint: EndpointId
    event: UUID
    type: str
    aggregate: UUID
    state: str
    tries: int
    next_at: datetime | None
    created_at: datetime
    ended_at: datetime | None
    status: int | None
    fault: str | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try: `answer` is the beginning of what the receiver said."""

    at: datetime
    took_ms: int
    status: int | None
    fault: str
    answer: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many deliveries of an endpoint wait and how many were given up, each counted up to COUNTED."""

    endpoint: EndpointId
    waiting: int
    given_up: int


@dataclass(frozen=True, slots=True)
class Parcel:
    """A delivery that a worker has claimed, with all that a try needs."""

    id: UUID
    endpoint: UUID
    event: UUID
    body: str
    tries: int
    url: str
    secret: bytes = field(repr=False)
    old_secret: bytes | None = field(repr=False)
