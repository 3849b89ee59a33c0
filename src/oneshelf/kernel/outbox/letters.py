"""Letters: events that a subscription could not take. They are tried again, then lie dead until somebody decides.

Later events of the same aggregate are parked behind the first, so that order per aggregate holds; everything else
goes on. `replay` tries a dead letter again, `discard` gives it up; both let those behind it follow.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from oneshelf.kernel import clock, sql
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.outbox.events import Record
from oneshelf.kernel.outbox.ordering import Row

MOST_TRIES = 8
"""After so many failures a letter is dead."""

FIRST_PAUSE = timedelta(seconds=1)
"""The pause before a letter is first tried again; it doubles each time, up to `LONGEST_PAUSE`."""

LONGEST_PAUSE = timedelta(minutes=5)

ERROR_KEPT = 2_000
"""How many characters of the last error a letter keeps."""


class LetterState(StrEnum):
    """What becomes of a letter next."""

    RETRYING = "retrying"
    PARKED = "parked"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Letter:
    """An event held back for `subscription`; `error` is what its handler last said."""

    id: UUID
    subscription: str
    event: UUID
    type: str
    aggregate: UUID
    sequence: int
    data: str
    occurred_at: datetime
    state: str
    tries: int
    retry_at: datetime | None
    error: str

    @property
    def record(self) -> Record:
        """The event itself."""
        return Record(self.event, self.type, self.aggregate, self.sequence, self.data, self.occurred_at)


_COUNT = sql.statement(__name__, "letter_count", row=int)
_LIST = sql.statement(__name__, "letter_list", row=Letter)
_FIND = sql.statement(__name__, "letter_find", row=Letter)
_DUE = sql.statement(__name__, "letter_due", row=Letter)
_HELD = sql.statement(__name__, "letter_held_aggregates", row=UUID)
_ADD = sql.statement(__name__, "letter_add")
_REMOVE = sql.statement(__name__, "letter_remove")
_FOLLOW = sql.statement(__name__, "letter_follow")
_FAIL = sql.statement(__name__, "letter_fail")
_REVIVE = sql.statement(__name__, "letter_revive")


def list_letters(subscription: str, *, after: UUID | None = None, most: int = 100) -> list[Letter]:
    """Return up to `most` letters of a subscription, oldest first, after the letter `after`."""
    return _LIST.all(subscription=subscription, after=after or UUID(int=0), most=most)


def count_dead() -> int:
    """Return how many events some subscription could not take and has stopped trying."""
    return _COUNT.one(state=LetterState.DEAD.value)


@transaction.atomic
def replay(letter: UUID) -> None:
    """Try a letter again now, with all its tries before it; those parked behind it follow. Raises NotFound."""
    if not _REVIVE.execute(letter=letter, state=LetterState.RETRYING.value):
        raise NotFound(kind="letter", value=str(letter))


@transaction.atomic
def discard(letter: UUID) -> Letter:
    """Give a letter up for good and return it; those parked behind it follow. Raises NotFound.

    In the caller's transaction; the caller writes the audit trail.
    """
    given_up = _FIND.find(letter=letter)
    if given_up is None:
        raise NotFound(kind="letter", value=str(letter))
    remove(given_up)
    return given_up


def held_aggregates(subscription: str, aggregates: Iterable[UUID]) -> set[UUID]:
    """Return those of `aggregates` that have a letter, behind which their next events must be parked.

    In the caller's transaction, until whose end nobody discards those letters.
    """
    return set(_HELD.all(subscription=subscription, aggregates=sorted(aggregates)))


def find_due(subscription: str) -> Letter | None:
    """Return a letter whose retry is due, locked for the caller's transaction, or None."""
    return _DUE.find(subscription=subscription)


def add(subscription: str, row: Row, error: BaseException) -> None:
    """Hold back an event that just failed for the first time."""
    _add(subscription, row, LetterState.RETRYING, tries=1, retry_at=_next_try(1), error=describe(error))


def park(subscription: str, row: Row) -> None:
    """Hold back an event behind an earlier letter of its aggregate."""
    _add(subscription, row, LetterState.PARKED, tries=0, retry_at=None, error="")


def remove(letter: Letter) -> None:
    """Take a letter away, delivered or given up, and let the next of its aggregate be tried."""
    _REMOVE.execute(letter=letter.id)
    _FOLLOW.execute(subscription=letter.subscription, aggregate=letter.aggregate)


def fail(letter: Letter, error: BaseException) -> LetterState:
    """Note another failure: a later try, or death after `MOST_TRIES`. Returns the letter's new state."""
    tries = letter.tries + 1
    state = LetterState.DEAD if tries >= MOST_TRIES else LetterState.RETRYING
    _FAIL.execute(
        letter=letter.id,
        state=state.value,
        tries=tries,
        retry_at=None if state is LetterState.DEAD else _next_try(tries),
        error=describe(error),
    )
    return state


def describe(error: BaseException) -> str:
    """Return an error in one short text."""
    return f"{type(error).__name__}: {error}".replace("\x00", "")[:ERROR_KEPT]


def _add(subscription: str, row: Row, state: LetterState, *, tries: int, retry_at: datetime | None, error: str) -> None:
    _ADD.execute(
        subscription=subscription,
        event=row.id,
        type=row.type,
        aggregate=row.aggregate,
        sequence=row.sequence,
        data=row.data,
        occurred_at=row.occurred_at,
        transaction=str(row.transaction),
        state=state.value,
        tries=tries,
        retry_at=retry_at,
        error=error,
    )


def _next_try(tries: int) -> datetime:
    pause: timedelta = min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE)
    return clock.now() + pause * random.uniform(0.75, 1.25)  # spread, so that a recovered service is not stormed
