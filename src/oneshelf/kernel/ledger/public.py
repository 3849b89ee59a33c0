"""The ledger: double entry for money, stored value and points.

A transfer takes an amount from one account (debit) and gives it to another (credit); an account's balance is what
it was given less what was taken from it, so all balances of a book sum to zero at any moment. Amounts are whole
smallest units. A book is one market's (or one programme's) set of accounts; a currency may be 'points'.

Invariants: transfers are append-only and unique per (cause kind, cause, leg); a bounded account never falls below
its floor (`account_never_below_its_floor`); only bounded accounts keep a balance, since one balance row under all
orders would make them wait for each other. See docs/decisions/0007-ledger-balances.md.

A composing SQL function calls `ledger_post(book, currency, cause_kind, causes, legs, debits, credits, amounts, at)`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.kernel.ledger.errors import AccountIsBoundOtherwise, AlreadyPosted, BalanceTooLow
from oneshelf.kernel.ledger.models import Account
from oneshelf.kernel.ledger.queries import Finding, Line, TrialLine, audit, balance, legs, lines, trial_balance
from oneshelf.kernel.ledger.types import Cause, Leg, PastLeg, account_id
from oneshelf.kernel.transactions import refusals

__all__ = [
    "AccountIsBoundOtherwise",
    "AlreadyPosted",
    "BalanceTooLow",
    "Cause",
    "Finding",
    "Leg",
    "Line",
    "PastLeg",
    "TrialLine",
    "account_id",
    "audit",
    "balance",
    "legs",
    "lines",
    "load",
    "open_bounded",
    "post",
    "reverse",
    "trial_balance",
]

_POST = sql.statement(__name__, "post")
_REVERSE = sql.statement(__name__, "reverse", row=int)
_OPEN = sql.statement(__name__, "open_account")
_OPEN_UNBOUNDED = sql.statement(__name__, "open_unbounded")
_BOUNDED = sql.statement(__name__, "bounded_codes", row=str)
_LOAD = sql.statement(__name__, "load")


def open_bounded(book: UUID, code: str, currency: str, *, floor: int = 0) -> UUID:
    """Open an account that may never fall below `floor`, and return its id; harmless when it is open already.

    In the caller's transaction. Raises AccountIsBoundOtherwise when it is open with another floor or without.
    """
    account = account_id(book, code, currency)
    if not _OPEN.execute(book=book, code=code, currency=currency, floor=floor):
        known = Account.objects.get(id=account)
        if known.floor != floor:
            raise AccountIsBoundOtherwise(account_code=code)
    return account


def post(book: UUID, currency: str, cause: Cause, legs: Sequence[Leg], *, at: datetime) -> None:
    """Post `legs`, numbered from 1, because of `cause`, in the caller's transaction.

    Accounts that are missing are opened without a floor. Raises BalanceTooLow, AlreadyPosted.
    """
    with refusals():
        _POST.execute(
            book=book,
            currency=currency,
            cause_kind=cause.kind,
            causes=[cause.id] * len(legs),
            legs=list(range(1, len(legs) + 1)),
            debits=[leg.debit for leg in legs],
            credits=[leg.credit for leg in legs],
            amounts=[leg.amount for leg in legs],
            at=at,
        )


def reverse(cause: Cause, *, by: Cause, at: datetime) -> int:
    """Post the exact inverse of everything `cause` moved, because of `by`; return the count of legs.

    In the caller's transaction. Raises BalanceTooLow, and AlreadyPosted when `by` has reversed before.
    """
    return _REVERSE.one(cause_kind=cause.kind, cause=cause.id, by_kind=by.kind, by=by.id, at=at)


def load(book: UUID, currency: str, cause_kind: str, history: Sequence[PastLeg]) -> int:
    """Post a batch of history, each leg at its own instant, in the caller's transaction; return how many were new.

    What was posted before is left as it is, so a loader may run again. Batches of a few thousand fit in a second.
    Raises AccountIsBoundOtherwise for an account with a floor: its history must pass through `post`, in order.
    """
    codes = sorted({past.leg.debit for past in history} | {past.leg.credit for past in history})
    _OPEN_UNBOUNDED.execute(book=book, currency=currency, codes=codes)
    bounded = _BOUNDED.find(book=book, currency=currency, codes=codes)
    if bounded is not None:
        raise AccountIsBoundOtherwise(account_code=bounded)
    return _LOAD.execute(
        book=book,
        currency=currency,
        cause_kind=cause_kind,
        causes=[past.cause for past in history],
        legs=[past.number for past in history],
        debits=[past.leg.debit for past in history],
        credits=[past.leg.credit for past in history],
        amounts=[past.leg.amount for past in history],
        instants=[past.at for past in history],
    )
