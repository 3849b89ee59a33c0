"""Subscriptions: who wants which events, declared in memory when an app is ready, kept by name in the database.

    subscriptions.register("search", ["catalogue.*"], refresh_documents, batch=200)

The handler gets events in order (per aggregate: by sequence), in the transaction that also moves the cursor, so
what it writes to the database happens exactly once. What it does elsewhere happens at least once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from oneshelf.kernel import sql
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.outbox.events import Record
from oneshelf.kernel.outbox.reading import patterns
from oneshelf.kernel.transactions import retried

Handler = Callable[[Sequence[Record]], None]

BATCH = 100
"""How many events one transaction of a subscription takes, unless it asks for another number."""


class Start(StrEnum):
    """Where a subscription begins on the day it is first seen."""

    BEGINNING = "beginning"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A reader: its unique `name`, the `types` it wants ('orders.order_placed.v1', 'orders.*' or '*'), its handler."""

    name: str
    types: tuple[str, ...]
    handler: Handler
    batch: int = BATCH
    start: Start = Start.BEGINNING

    @property
    def patterns(self) -> list[str]:
        """The types as patterns of SQL's LIKE."""
        return patterns(self.types)


@dataclass(frozen=True, slots=True)
class Status:
    """How a subscription does. `behind` counts readable events after its cursor, up to `BEHIND_COUNTED`."""

    name: str
    state: str
    owner: str | None
    lease_until: datetime | None
    behind: int
    retrying: int
    parked: int
    dead: int


BEHIND_COUNTED = 10_000
"""How far the status counts; a subscription further behind shows this number."""

_registered: dict[str, Subscription] = {}

_PREPARE = sql.statement(__name__, "subscription_prepare")
_STATUS = sql.statement(__name__, "subscription_status", row=Status)
_REWIND = sql.statement(__name__, "subscription_rewind", row=str)
_FORGET_LATER = sql.statement(__name__, "letter_forget_later")
_SET_STATE = sql.statement(__name__, "subscription_set_state")


def register(
    name: str, types: Iterable[str], handler: Handler, *, batch: int = BATCH, start: Start = Start.BEGINNING
) -> Subscription:
    """Declare a subscription; called from `AppConfig.ready`. ValueError when the name is taken by another handler."""
    new = Subscription(name, tuple(types), handler, batch, start)
    if _registered.setdefault(name, new) != new:
        raise ValueError(f"the subscription {name!r} is registered already; choose another name")
    return new


def unregister(name: str) -> None:
    """Take a subscription out of this process; its cursor stays in the database. For tests."""
    del _registered[name]


def registered() -> dict[str, Subscription]:
    """Return this process' subscriptions by name."""
    return dict(_registered)


@retried
def prepare(wanted: Iterable[Subscription]) -> None:
    """Make the durable row of each of `wanted` that has none yet."""
    for each in wanted:
        _PREPARE.execute(name=each.name, from_now=each.start is Start.NOW)


def status() -> list[Status]:
    """Return how every subscription in the database does, by name."""
    return _STATUS.all(most=BEHIND_COUNTED)


def pause(name: str) -> None:
    """Stop delivering to a subscription until it is resumed; a batch under way ends. Raises NotFound."""
    _set_state(name, "paused")


def resume(name: str) -> None:
    """Deliver again from where the subscription stopped. Raises NotFound."""
    _set_state(name, "running")


@transaction.atomic
def rewind(name: str, *, since: datetime) -> None:
    """Deliver again everything from the first event that occurred at `since` or later, in reading order.

    Letters of events after that point are forgotten, since those come again. Nothing moves when there is no such
    event, nor when the subscription has not come so far yet. In the caller's transaction. Raises NotFound.
    """
    if name not in {each.name for each in status()}:
        raise NotFound(kind="subscription", value=name)
    if _REWIND.find(name=name, since=since) is not None:
        _FORGET_LATER.execute(name=name)


def _set_state(name: str, state: str) -> None:
    if not _SET_STATE.execute(name=name, state=state):
        raise NotFound(kind="subscription", value=name)
