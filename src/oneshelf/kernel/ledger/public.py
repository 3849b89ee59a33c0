"""The ledger: double entry for money, stored value and points.

A transfer takes an amount from one account (debit) and gives it to another (credit); an account's balance is what
it was given less what was taken from it, so all balances of a book sum to zero at any moment. Amounts are whole
smallest units. A book is one market's (or one programme's) set of accounts; a currency may be 'points'.

Invariants: transfers are append-only and unique per (cause kind, cause, leg); a bounded account never falls below
its floor (`account_never_below_its_floor`); only bounded accounts keep a balance, since one balance row under all
orders would make them wait for each other. See docs/decisions/0101-ledger-balances.md.

A composing SQL function calls `ledger_post(book, currency, cause_kind, causes, legs, debits, credits, amounts, at)`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.kernel.ledger.errors import AccountIsBoundOtherwise, AlreadyPosted, BalanceTooLow
from oneshelf.kernel.ledger.models import Account
from oneshelf.kernel.transactions import refusals

__all__ = [
    "AccountIsBoundOtherwise",
    "AlreadyPosted",
    "BalanceTooLow",
    "Cause",
    "Leg",
    "account_id",
    "open_bounded",
    "post",
    "reverse",
]

_POST = sql.statement(__name__, "post")
_REVERSE = sql.statement(__name__, "reverse", row=int)
_OPEN = sql.statement(__name__, "open_account")


@dataclass(frozen=True, slots=True)
class Cause:
    """Why value moves: the `kind` of thing ('payment', 'refund') and its id."""

    kind: str
    id: UUID


@dataclass(frozen=True, slots=True)
class Leg:
    """`amount` smallest units that leave account code `debit` for account code `credit`."""

    debit: str
    credit: str
    amount: int


def account_id(book: UUID, code: str, currency: str) -> UUID:
    """Return the id of an account, which follows from its book, code and currency (UUID version 8, SHA-256)."""
    digest = hashlib.sha256(f"{book}\n{currency}\n{code}".encode()).digest()
    return UUID(bytes=digest[:6] + bytes([digest[6] & 15 | 128, digest[7], digest[8] & 63 | 128]) + digest[9:16])


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
