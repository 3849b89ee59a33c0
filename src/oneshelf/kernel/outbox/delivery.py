"""One step of a subscription: a page of new events, or one letter whose retry is due. A step is one transaction.

The step ends by moving the cursor on condition that the subscription is still leased to its worker and that nobody
moved the cursor meanwhile. A worker that lost its lease while its handler ran therefore rolls back, and the
handler's effects on the database happen exactly once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog
from django.db import transaction

from oneshelf.kernel import sql
from oneshelf.kernel.outbox import letters
from oneshelf.kernel.outbox.events import Record
from oneshelf.kernel.outbox.ordering import Position, Row, in_order
from oneshelf.kernel.outbox.reading import read_page, record_of
from oneshelf.kernel.outbox.subscriptions import Subscription
from oneshelf.kernel.transactions import DATABASE_ERRORS

_log = structlog.get_logger(__name__)


class LeaseLost(Exception):
    """Another worker has the subscription now, or somebody paused or rewound it; the step was rolled back."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right of worker `owner` to deliver, renewed to last `length` from each step on."""

    owner: UUID
    length: timedelta


@dataclass(frozen=True, slots=True)
class _Cursor:
    transaction: int
    id: UUID


_CURSOR = sql.statement(__name__, "subscription_cursor", row=_Cursor)
_MOVE = sql.statement(__name__, "subscription_move")


class HandlerFailed(Exception):
    """The handler raised, which is its cause, while it had a whole page."""


def deliver_page(subscription: Subscription, lease: Lease) -> int:
    """Deliver the next page and return how many events the cursor passed.

    The handler first gets the page as a whole. If it fails, the page is delivered again event by event, and those
    that fail by themselves become letters. Raises LeaseLost, and the database's errors when it cannot go on.
    """
    try:
        with transaction.atomic():
            return _step(subscription, lease, one_by_one=False)
    except HandlerFailed as error:
        _log.warning("page failed, delivering singly", subscription=subscription.name, error=str(error.__cause__))
    with transaction.atomic():
        return _step(subscription, lease, one_by_one=True)


def deliver_letter(subscription: Subscription, lease: Lease) -> bool:
    """Try a letter whose retry is due; tell whether there was one. Raises LeaseLost."""
    with transaction.atomic():
        cursor = _cursor(subscription, lease)
        letter = letters.find_due(subscription.name)
        if letter is None:
            return False
        error = _attempt(subscription, [letter.record])
        if error is None:
            letters.remove(letter)
        else:
            state = letters.fail(letter, error)
            _log.warning("letter failed", subscription=subscription.name, id=str(letter.event), state=state.value)
        _move(subscription, lease, cursor, cursor)
    return True


def _step(subscription: Subscription, lease: Lease, *, one_by_one: bool) -> int:
    cursor = _cursor(subscription, lease)
    page = read_page(subscription.patterns, cursor, subscription.batch)
    if not page:
        return 0
    wanted = in_order(page)
    held = letters.held_aggregates(subscription.name, {row.aggregate for row in wanted}) if wanted else set()
    if one_by_one:
        for row in wanted:
            _deliver_singly(subscription, row, held)
    else:
        for row in wanted:
            if row.aggregate in held:
                letters.park(subscription.name, row)
        records = [record_of(row) for row in wanted if row.aggregate not in held]
        if records:
            try:
                subscription.handler(records)
            except Exception as error:  # any fault of a handler: its events are kept as letters
                raise HandlerFailed from error
    _move(subscription, lease, cursor, page[-1].position)
    return len(page)


def _deliver_singly(subscription: Subscription, row: Row, held: set[UUID]) -> None:
    if row.aggregate in held:
        letters.park(subscription.name, row)
        return
    error = _attempt(subscription, [record_of(row)])
    if error is not None:
        letters.add(subscription.name, row, error)
        held.add(row.aggregate)
        _log.warning("event failed", subscription=subscription.name, id=str(row.id), error=letters.describe(error))


def _attempt(subscription: Subscription, records: Sequence[Record]) -> Exception | None:
    """Run the handler in a savepoint and return what it raised, its writes undone."""
    try:
        with transaction.atomic():
            subscription.handler(records)
    except Exception as error:  # any fault of a handler: its event is kept as a letter
        if isinstance(error, DATABASE_ERRORS) and not transaction.get_connection().is_usable():
            raise
        return error
    return None


def _cursor(subscription: Subscription, lease: Lease) -> Position:
    cursor = _CURSOR.find(name=subscription.name, owner=lease.owner)
    if cursor is None:
        raise LeaseLost(subscription.name)
    return Position(cursor.transaction, cursor.id)


def _move(subscription: Subscription, lease: Lease, old: Position, new: Position) -> None:
    moved = _MOVE.execute(
        name=subscription.name,
        owner=lease.owner,
        lease=lease.length,
        old_transaction=str(old.transaction),
        old_id=old.id,
        transaction=str(new.transaction),
        id=new.id,
    )
    if not moved:
        raise LeaseLost(subscription.name)
