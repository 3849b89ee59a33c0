"""The audit trail: who did what to which thing, where and when, kept for ever.

Invariants: entries are written in the transaction of the act and never changed; they hold ids, numbers and codes,
never personal data, so that erasing a person leaves the trail whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from oneshelf.kernel import clock, sql
from oneshelf.kernel.actors import Actor

__all__ = ["Detail", "Entry", "Subject", "by_actor", "of_subject", "record"]

ENTRIES_A_PAGE = 100

Detail = int | bool | UUID | datetime | str | None
"""What an entry may say more: numbers, ids, instants, and codes such as 'out_of_stock' or 'EUR'."""

_CODE = re.compile(r"[A-Za-z0-9_.:/+-]{0,64}")


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing that was acted on: its `kind` ('order', 'price') and id."""

    kind: str
    id: UUID


@dataclass(frozen=True, slots=True)
class Entry:
    """One act. `details` is JSON text of an object."""

    id: UUID
    at: datetime
    actor_kind: str
    actor_id: UUID | None
    action: str
    subject_kind: str
    subject_id: UUID
    place: UUID | None
    details: str

    def detail(self, name: str) -> Any:
        """Return one of the details, None when the entry has no such."""
        return msgspec.json.decode(self.details).get(name)


_RECORD = sql.statement(__name__, "record")
_OF_SUBJECT = sql.statement(__name__, "of_subject", row=Entry)
_OF_ACTOR = sql.statement(__name__, "of_actor", row=Entry)

_NEWEST = (datetime(9999, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1))


def record(
    action: str,
    subject: Subject,
    *,
    actor: Actor,
    place: UUID | None = None,
    details: Mapping[str, Detail] | None = None,
    at: datetime | None = None,
) -> None:
    """Write that `actor` did `action` ('price.changed') to `subject`, in the caller's transaction.

    ValueError when a detail is a text that is no code: names and addresses do not belong here.
    """
    said = dict(details or {})
    for name, value in said.items():
        if isinstance(value, str) and not _CODE.fullmatch(value):
            raise ValueError(f"the detail {name!r} of {action!r} is free text; give an id, a number or a code")
    _RECORD.execute(
        at=at or clock.now(),
        actor_kind=actor.kind.value,
        actor_id=actor.id,
        action=action,
        subject_kind=subject.kind,
        subject_id=subject.id,
        place=place,
        details=msgspec.json.encode(said).decode(),
    )


def of_subject(subject: Subject, *, before: Entry | None = None) -> list[Entry]:
    """Return a page of what was done to `subject`, newest first, older than `before`."""
    at, entry = _place(before)
    return _OF_SUBJECT.all(kind=subject.kind, id=subject.id, before=at, before_id=entry, most=ENTRIES_A_PAGE)


def by_actor(actor: UUID, *, before: Entry | None = None) -> list[Entry]:
    """Return a page of what the actor of that id did, newest first, older than `before`."""
    at, entry = _place(before)
    return _OF_ACTOR.all(id=actor, before=at, before_id=entry, most=ENTRIES_A_PAGE)


def _place(before: Entry | None) -> tuple[datetime, UUID]:
    return (before.at, before.id) if before else _NEWEST
