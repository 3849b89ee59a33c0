"""The outbox: facts written in the transaction that made them true.

Invariants: an event is there exactly when its transaction committed; `(aggregate, sequence, occurred_at)` names
it once; rows are never changed. Readers are durable subscriptions (`subscriptions`, `relay`). Nothing here sends
NOTIFY or enqueues a job in the transaction that emits: the relay does, afterwards. What a reader cannot take becomes a
letter of its subscription: `status` counts them, `list_letters` shows, `replay` and `discard` decide. Who keeps a
cursor of their own reads by `events_after`.

A composing SQL function calls `outbox_emit(types, aggregates, sequences, data, at)` with the arrays of `columns`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from oneshelf.kernel import clock, sql
from oneshelf.kernel.outbox.events import Draft, Event, Record, book_is_in, concerns, envelope
from oneshelf.kernel.outbox.letters import Letter, LetterState, discard, list_letters, replay
from oneshelf.kernel.outbox.reading import BadCursor, Page, events_after, present
from oneshelf.kernel.outbox.subscriptions import Status, status

__all__ = [
    "BadCursor",
    "Columns",
    "Draft",
    "Event",
    "Happening",
    "Letter",
    "LetterState",
    "Page",
    "Record",
    "Status",
    "book_is_in",
    "columns",
    "concerns",
    "discard",
    "emit",
    "envelope",
    "events_after",
    "history",
    "list_letters",
    "present",
    "replay",
    "status",
]

MOST_HAPPENINGS = 500
"""The most events of one history."""


@dataclass(frozen=True, slots=True)
class Happening:
    """That an event of `type` happened to an aggregate, as number `sequence` of its events."""

    type: str
    aggregate: UUID
    sequence: int
    occurred_at: datetime


_HISTORY = sql.statement(__name__, "history", row=Happening)
_EMIT = sql.statement(__name__, "emit")


@dataclass(frozen=True, slots=True)
class Columns:
    """Drafts as the parallel arrays that `outbox_emit` takes."""

    types: list[str]
    aggregates: list[UUID]
    sequences: list[int]
    data: list[str]


def columns(drafts: Sequence[Draft]) -> Columns:
    """Turn drafts into parallel arrays, in their order."""
    return Columns(
        types=[draft.event.TYPE for draft in drafts],
        aggregates=[draft.aggregate for draft in drafts],
        sequences=[draft.sequence for draft in drafts],
        data=[draft.event.encoded() for draft in drafts],
    )


def emit(drafts: Sequence[Draft], *, at: datetime | None = None) -> None:
    """Write `drafts` in the caller's transaction; `at` is the instant they happened (now, when None).

    An aggregate's sequence given twice for the same instant breaks `outbox_sequence_is_given_once`: it is a
    fault of the caller, whose version check should have refused before.
    """
    if not drafts:
        return
    arrays = columns(drafts)
    _EMIT.execute(
        types=arrays.types,
        aggregates=arrays.aggregates,
        sequences=arrays.sequences,
        data=arrays.data,
        at=at or clock.now(),
    )


def history(aggregates: Sequence[UUID]) -> list[Happening]:
    """Return what happened to `aggregates`, the oldest first, in one statement; 500 events at most."""
    return _HISTORY.all(aggregates=list(aggregates), most=MOST_HAPPENINGS)
