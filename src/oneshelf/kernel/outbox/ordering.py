"""The order in which a page of events is delivered. Pure decisions.

Events are read by (transaction id, id). Two transactions that change one aggregate one after the other can hold
their ids the other way round, when the later one had written something else before. So an event may stand before
one of the same aggregate with a lower sequence: before delivery, such pairs are put right, and a page is cut where
the lower one is not on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID


class Position(NamedTuple):
    """Where an event stands in reading order."""

    transaction: int
    id: UUID


@dataclass(frozen=True, slots=True)
class Row:
    """An event as it is read; `data` is None when the subscription does not want its type."""

    id: UUID
    type: str
    aggregate: UUID
    sequence: int
    data: str | None
    occurred_at: datetime
    transaction: int

    @property
    def position(self) -> Position:
        """Where it stands in reading order."""
        return Position(self.transaction, self.id)


def suspects(page: Sequence[Row]) -> list[Row]:
    """Return the rows that could stand before a lower sequence of their aggregate: wanted, and not the first."""
    return [row for row in page if row.data is not None and row.sequence > 1]


def cut(page: Sequence[Row], late: Mapping[UUID, Position]) -> Sequence[Row]:
    """Return the longest start of `page` in which each event has its lower sequences before it or with it.

    `late` gives, by event id, the farthest place after it where a lower sequence of its aggregate stands.
    """
    end = len(page)
    while True:
        last = page[end - 1].position if end else None
        first_bad = next(
            (at for at, row in enumerate(page[:end]) if row.id in late and last is not None and late[row.id] > last),
            None,
        )
        if first_bad is None:
            return page[:end]
        end = first_bad


def in_order(page: Sequence[Row]) -> list[Row]:
    """Return the wanted rows, each aggregate's by sequence, in the places that the aggregate's rows had."""
    wanted = [row for row in page if row.data is not None]
    by_aggregate: dict[UUID, list[Row]] = defaultdict(list)
    for row in sorted(wanted, key=lambda row: (row.sequence, row.position), reverse=True):
        by_aggregate[row.aggregate].append(row)
    return [by_aggregate[row.aggregate].pop() for row in wanted]
