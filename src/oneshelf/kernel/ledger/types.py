"""What the ledger is told."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


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


@dataclass(frozen=True, slots=True)
class PastLeg:
    """A leg of history: moved at `at` because of `cause`, as its leg number `number`."""

    cause: UUID
    number: int
    leg: Leg
    at: datetime


def account_id(book: UUID, code: str, currency: str) -> UUID:
    """Return the id of an account, which follows from its book, code and currency (UUID version 8, SHA-256)."""
    digest = hashlib.sha256(f"{book}\n{currency}\n{code}".encode()).digest()
    return UUID(bytes=digest[:6] + bytes([digest[6] & 15 | 128, digest[7], digest[8] & 63 | 128]) + digest[9:16])
