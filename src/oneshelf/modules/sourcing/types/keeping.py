"""Policies with their story, decisions as they are kept, and what places have done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.sourcing.types.choosing import Decision, DecisionId, OrderLine, Policy, PolicyId, Rehearsal


class Cause(StrEnum):
    """Why places were chosen, or chosen again."""

    PLACED = "placed"
    REJECTED = "rejected"
    SHORT = "short"
    MISSED_CLOCK = "missed_clock"
    CHANGED = "changed"


class Outcome(StrEnum):
    """What became of what a place was asked to do."""

    ASKED = "asked"
    REJECTED = "rejected"
    KEPT = "kept"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """How a place has done of late: lines asked of it and refused by it, promises kept and broken."""

    asked: int = 0
    rejected: int = 0
    kept: int = 0
    broken: int = 0


NO_RECORD = PlaceRecord()
"""A place that was never asked for anything."""


class PolicyState(StrEnum):
    """A draft is edited and rehearsed; a published policy never changes; a withdrawn draft is not used any more."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """A policy with its story. It holds from `valid_from` until `valid_until`; a draft has neither."""

    policy: Policy
    market: MarketId
    name: str
    state: PolicyState
    valid_from: datetime | None
    valid_until: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Note:
    """A decision as it is kept: about which order (`subject`), why, by which policy, and all that was looked at."""

    id: DecisionId
    market: MarketId
    subject: UUID
    cause: Cause
    policy: PolicyId | None
    policy_version: int
    decided_at: datetime
    lines: tuple[OrderLine, ...]
    decision: Decision


@dataclass(frozen=True, slots=True)
class NoteColumns:
    """A decision as the parameters of `sourcing_note_decision`, in their order."""

    id: UUID
    market: UUID
    subject: UUID
    cause: str
    policy: UUID | None
    policy_version: int
    at: datetime
    places: list[UUID]
    place_lines: list[int]
    record: str


class RehearsalState(StrEnum):
    """How far a rehearsal is."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


RehearsalId = NewType("RehearsalId", UUID)


@dataclass(frozen=True, slots=True)
class RehearsalRun:
    """A rehearsal of a policy on the orders placed in [since, until): `done` of `total` orders are tried.

    As soon as it is done, `now` is what they come to under the policy that held when it began, `then` under this one.
    """

    id: RehearsalId
    market: MarketId
    policy: PolicyId
    since: datetime
    until: datetime
    state: RehearsalState
    done: int
    total: int
    begun_at: datetime
    now: Rehearsal | None = None
    then: Rehearsal | None = None
