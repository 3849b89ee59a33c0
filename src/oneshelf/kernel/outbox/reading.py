"""Reading the outbox behind a position: for subscriptions, and for whoever keeps a cursor of their own.

A cursor is text that nobody looks into. What stands behind it comes in reading order, only when no transaction that
still runs could add something before it, so that a reader who goes on from the last cursor misses nothing.
"""

from __future__ import annotations

import base64
import binascii
import struct
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from oneshelf.kernel import sql
from oneshelf.kernel.ids import first_id_at
from oneshelf.kernel.outbox.events import Record
from oneshelf.kernel.outbox.ordering import Position, Row, cut, in_order, suspects

_log = structlog.get_logger(__name__)

MOST_EXTENSIONS = 100
"""How often a page is read on to reach a lower sequence that stands beyond its end."""

LOOKED_AT = 1_000
"""How many events one page looks at for those that are wanted."""

LONGEST_TRANSACTION = timedelta(minutes=1)
"""Events of a transaction stand where it began, and its ids are as old as it at the most; writers take a second."""

START = Position(0, UUID(int=0))
"""Before every event."""

_CURSOR = struct.Struct(">Q16s")


class BadCursor(ValueError):
    """The text is no cursor that this house gave."""


@dataclass(frozen=True, slots=True)
class Page:
    """Events in reading order, the cursor behind what was looked at, and whether there may be more at once."""

    records: tuple[Record, ...]
    cursor: str
    more: bool


@dataclass(frozen=True, slots=True)
class _Late:
    event: UUID
    transaction: int
    id: UUID


@dataclass(frozen=True, slots=True)
class _Present:
    transaction: int


_READ = sql.statement(__name__, "read", row=Row)
_READ_ON = sql.statement(__name__, "read_on", row=Row)
_LATE = sql.statement(__name__, "late", row=_Late)
_FIRST_SINCE = sql.statement(__name__, "first_since", row=_Present)
_PRESENT = sql.statement(__name__, "present", row=_Present)


def events_after(
    cursor: str | None, types: Iterable[str], most: int, wanted: Callable[[Record], bool] = lambda record: True
) -> Page:
    """Return up to `most` events behind `cursor` (from the first one on, when None) of `types` ('orders.*').

    A page may be empty although there are more: at most LOOKED_AT are looked at. Of those that `wanted` declines
    nothing is told. Each aggregate's events come by their sequence. Raises BadCursor. Two statements at most.
    """
    begin = position_of(cursor) if cursor else START
    looked = read_page(patterns(types), begin, LOOKED_AT)
    kept = [at for at, row in enumerate(looked) if row.data is not None and wanted(record_of(row))]
    whole = _beginning(looked, kept[most - 1] + 1 if len(kept) > most else len(looked))
    ids = {looked[at].id for at in kept}
    records = tuple(record_of(row) for row in in_order(whole) if row.id in ids)
    last = whole[-1].position if whole else begin
    return Page(records, cursor_of(last), more=len(whole) < len(looked) or len(looked) >= LOOKED_AT)


def present() -> str:
    """Return the cursor before whatever has not yet been committed: who begins there hears of all that follows."""
    return cursor_of(Position(_PRESENT.one().transaction, UUID(int=0)))


def cursor_at(moment: datetime) -> str:
    """Return a cursor before all that happened since `moment`; a little of what was before may stand behind it."""
    if moment.timestamp() < LONGEST_TRANSACTION.total_seconds():  # before ids have a time
        return cursor_of(START)
    found = _FIRST_SINCE.find(first=first_id_at(moment - LONGEST_TRANSACTION))
    return cursor_of(Position(found.transaction, UUID(int=0))) if found else present()


def cursor_of(position: Position) -> str:
    """Return a position as text."""
    return base64.urlsafe_b64encode(_CURSOR.pack(position.transaction, position.id.bytes)).decode()


def position_of(cursor: str) -> Position:
    """Return the position in a cursor. Raises BadCursor."""
    try:
        transaction, last = _CURSOR.unpack(base64.b64decode(cursor.encode("ascii"), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, struct.error) as error:
        raise BadCursor(cursor) from error
    return Position(transaction, UUID(bytes=last))


def patterns(types: Iterable[str]) -> list[str]:
    """Return types ('orders.order_placed.v1', 'orders.*' or '*') as patterns of SQL's LIKE."""
    return [each.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace("*", "%") for each in types]


def read_page(wanted: list[str], cursor: Position, most: int) -> Sequence[Row]:
    """Return the next rows in reading order, cut before the first that waits for a lower one of its aggregate."""
    page = _READ.all(transaction=str(cursor.transaction), id=cursor.id, patterns=wanted, most=most)
    for _ in range(MOST_EXTENSIONS):
        late = _late(page, wanted)
        whole = cut(page, late)
        if whole or not page:
            return whole
        # The first event waits for one beyond the page. If that can be read by now, read on up to it.
        last, until = page[-1].position, max(late.values())
        more = _READ_ON.all(
            transaction=str(last.transaction), id=last.id, patterns=wanted, until=str(until.transaction)
        )
        if not more:
            return []
        page = [*page, *more]
    _log.error("page does not end", first=str(page[0].id), events=len(page))
    return []


def record_of(row: Row) -> Record:
    """Return a wanted row as the event that it is."""
    assert row.data is not None, "only wanted rows are delivered"
    return Record(row.id, row.type, row.aggregate, row.sequence, row.data, row.occurred_at)


def _beginning(looked: Sequence[Row], end: int) -> Sequence[Row]:
    """Return about `end` rows: none of them has a lower sequence of its aggregate behind the last."""
    late: dict[UUID, Position] = {}
    behind: dict[UUID, list[Row]] = defaultdict(list)
    for row in reversed(looked):
        lower = [other.position for other in behind[row.aggregate] if other.sequence < row.sequence]
        if lower:
            late[row.id] = max(lower)
        behind[row.aggregate].append(row)
    whole = cut(looked[:end], late)
    while not whole and end < len(looked):
        end += 1
        whole = cut(looked[:end], late)
    return whole


def _late(page: Sequence[Row], wanted: list[str]) -> dict[UUID, Position]:
    rows = suspects(page)
    if not rows:
        return {}
    found = _LATE.all(
        ids=[row.id for row in rows],
        aggregates=[row.aggregate for row in rows],
        sequences=[row.sequence for row in rows],
        transactions=[str(row.transaction) for row in rows],
        patterns=wanted,
    )
    late: dict[UUID, Position] = {}
    for each in found:
        late[each.event] = max(late.get(each.event, START), Position(each.transaction, each.id))
    return late
