"""A tiny domain for tests of events: lamps are lit and put out. Shared with the worker that a test kills."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import psycopg
from django.db import connection

from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.kernel.outbox.events import Draft, Event, Record


@dataclass(frozen=True)
class LampLit(Event):
    TYPE = "lamps.lit.v1"
    lamp: UUID
    cost: Money
    note: str = ""


@dataclass(frozen=True)
class LampBroken(Event):
    TYPE = "lamps.broken.v1"
    lamp: UUID


def lit(sequence: int = 1, lamp: UUID | None = None) -> Draft:
    lamp = lamp or new_id()
    return Draft(LampLit(lamp=lamp, cost=Money(5, "USD")), lamp, sequence)


def broken(sequence: int, lamp: UUID) -> Draft:
    return Draft(LampBroken(lamp=lamp), lamp, sequence)


@contextmanager
def effects() -> Iterator[Callable[[], list[UUID]]]:
    """A table into which handlers write the event they saw, without any constraint; gives what stands in it."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE lamp_effect (nr bigint GENERATED ALWAYS AS IDENTITY, event uuid)")

    def seen() -> list[UUID]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT event FROM lamp_effect ORDER BY nr")
            return [row[0] for row in cursor.fetchall()]

    try:
        yield seen
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE lamp_effect")


def leave_effects(records: Sequence[Record], pause_s: float = 0) -> None:
    for record in records:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO lamp_effect (event) VALUES (%s)", [record.id])
        time.sleep(pause_s)


@contextmanager
def another_session() -> Iterator[psycopg.Connection]:
    """A second session on the tests' database, in a transaction that the test ends; what is left rolls back."""
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as session:
        yield session
        session.rollback()


def emit_in(session: psycopg.Connection, draft: Draft) -> None:
    session.execute(
        "SELECT outbox_emit(%s::text[], %s::uuid[], %s::int[], %s::text[], now())",
        [[draft.event.TYPE], [draft.aggregate], [draft.sequence], [draft.event.encoded()]],
    )


def wait_until(so: Callable[[], bool], most_s: float = 20) -> None:
    deadline = time.monotonic() + most_s
    while not so():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.02)
