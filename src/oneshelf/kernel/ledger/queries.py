"""The ledger's read side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.kernel.ledger.types import Cause, Leg

LINES_A_PAGE = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A transfer as one account sees it: `amount` is positive when it was given, negative when it was taken."""

    id: UUID
    occurred_at: datetime
    other: str
    amount: int
    cause_kind: str
    cause: UUID
    leg: int


@dataclass(frozen=True, slots=True)
class TrialLine:
    """An account in a trial balance: all it gave (`debits`), all it got (`credits`), and what is left."""

    code: str
    currency: str
    debits: int
    credits: int
    balance: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the audit found wrong with `row` (an account's or transfer's id)."""

    row: UUID
    fault: str
    found: int | None
    expected: int | None


_BALANCE = sql.statement(__name__, "balance", row=int)
_BALANCE_BEFORE = sql.statement(__name__, "balance_before", row=int)
_LINES = sql.statement(__name__, "lines", row=Line)
_LEGS = sql.statement(__name__, "legs", row=Leg)
_TRIAL = sql.statement(__name__, "trial_balance", row=TrialLine)
_AUDIT = sql.statement(__name__, "audit", row=Finding)


def balance(account: UUID, *, before: datetime | None = None) -> int:
    """Return what stands on an account, or stood just before an instant; zero for one never heard of."""
    if before is None:
        return _BALANCE.one(account=account)
    return _BALANCE_BEFORE.one(account=account, before=before)


def lines(account: UUID, since: datetime, until: datetime, *, after: Line | None = None) -> list[Line]:
    """Return a page of an account's statement for [since, until), oldest first, after the line `after`.

    `balance(account, before=since)` is what it starts from. A page has `LINES_A_PAGE` lines at most.
    """
    place = (after.occurred_at, after.id) if after else (since, UUID(int=0))
    return _LINES.all(account=account, since=place[0], after=place[1], until=until, most=LINES_A_PAGE)


def legs(cause: Cause) -> list[Leg]:
    """Return what a cause moved, in the order of its legs; empty when it moved nothing."""
    return _LEGS.all(kind=cause.kind, cause=cause.id)


def trial_balance(book: UUID) -> list[TrialLine]:
    """Return every account of a book with its sums; each currency's balances add up to zero."""
    return _TRIAL.all(book=book)


def audit() -> list[Finding]:
    """Recompute the whole ledger and return what is wrong; empty when all is well."""
    return _AUDIT.all()
