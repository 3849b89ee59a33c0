"""Events: versioned facts. No Django here, so that modules declare theirs in plain `events.py` files.

    @dataclass(frozen=True)
    class OrderPlaced(Event):
        TYPE = "orders.order_placed.v1"
        order: UUID
        total: Money

A type ends in its version. Fields may be added with a default; any other change is a new version.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

import msgspec

from oneshelf.kernel import decoding

_TYPE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+\.v[1-9][0-9]*")


@dataclass(frozen=True)
class Event:
    """Base of every event. Subclasses set `TYPE`, and `AGGREGATE` when it is not the first word of the type.

    Fields hold ids, numbers, instants, money and other frozen dataclasses; never personal data.
    """

    TYPE: ClassVar[str]
    AGGREGATE: ClassVar[str]
    known: ClassVar[dict[str, type[Event]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not _TYPE.fullmatch(cls.__dict__.get("TYPE", "")):
            raise TypeError(f"{cls.__qualname__} needs a TYPE of its own, such as 'orders.order_placed.v1'")
        other = Event.known.setdefault(cls.TYPE, cls)
        if (other.__module__, other.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"the type {cls.TYPE!r} of {cls.__qualname__} belongs to {other.__qualname__} already")
        Event.known[cls.TYPE] = cls  # dataclass(slots) makes a class twice; the last one counts
        if "AGGREGATE" not in cls.__dict__:
            cls.AGGREGATE = cls.TYPE.partition(".")[0]

    def encoded(self) -> str:
        """Return the fields as JSON text."""
        return _ENCODER.encode(self).decode()

    @classmethod
    def decoded(cls, data: str) -> Self:
        """Read what `encoded` wrote; fields this release does not know are left out. msgspec.ValidationError."""
        return decoding.decode(data, cls)

    def topics(self, aggregate: UUID) -> list[str]:
        """Return what a live page listens for to hear of this event: '<aggregate type>:<id>', unless overridden."""
        return [f"{self.AGGREGATE}:{aggregate}"]


_ENCODER = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Draft:
    """An event about to be written: whose it is, and the aggregate's version that it made (1, 2, 3, ...)."""

    event: Event
    aggregate: UUID
    sequence: int


@dataclass(frozen=True, slots=True)
class Record:
    """An event as the outbox holds it. `data` is its JSON text; `event` reads it."""

    id: UUID
    type: str
    aggregate: UUID
    sequence: int
    data: str
    occurred_at: datetime

    @property
    def event(self) -> Event:
        """The event as its class. LookupError when this release knows no such type."""
        if self.type not in Event.known:
            raise LookupError(f"no event class has the type {self.type!r}")
        return Event.known[self.type].decoded(self.data)


_book_field: list[str] = []


def book_is_in(field: str) -> None:
    """Say which field of events names the book (the part of the house) that they belong to."""
    _book_field[:] = [field]


def concerns(record: Record, book: UUID | None) -> bool:
    """Tell whether an event is for readers of `book` (of all, when None). One that names none is for everybody."""
    if book is None or not _book_field:
        return True
    named = msgspec.json.decode(record.data).get(_book_field[0])
    return named is None or named == str(book)


def envelope(record: Record, source: str = "/oneshelf") -> dict[str, Any]:
    """Return the CloudEvents 1.0 JSON envelope of `record`; `source` names the shop, as a URI reference.

    `sequence` is CloudEvents' own extension for the order of events of one subject; it is a string there.
    """
    return {
        "specversion": "1.0",
        "id": str(record.id),
        "source": source,
        "type": record.type,
        "subject": str(record.aggregate),
        "time": record.occurred_at.isoformat(),
        "datacontenttype": "application/json",
        "sequence": str(record.sequence),
        "data": msgspec.json.decode(record.data),
    }
