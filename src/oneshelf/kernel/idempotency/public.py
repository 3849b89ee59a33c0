"""Idempotency: one answer a request, however often it is sent.

Invariants: the answer is written in the transaction that did the work, so either both are there or neither; a
duplicate that runs at the same moment waits for the first and gets its answer; the same key with another body is
refused; a refused or failed request leaves nothing, so it may be sent again. Answers are kept for 48 hours.

`once` is for work that the database can take back; what it cannot, such as a mail, goes through `once_outside`.

A composing SQL function calls `idempotency_claim(client, operation, key, body_hash, status, answer)` first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import DEFAULT_DB_ALIAS, connections

from oneshelf.kernel import sql
from oneshelf.kernel.idempotency.errors import IdempotencyKeyReused
from oneshelf.kernel.transactions import retried

__all__ = [
    "KEPT_FOR",
    "Answer",
    "Claim",
    "IdempotencyKeyReused",
    "body_hash",
    "claim",
    "find",
    "once",
    "once_outside",
    "sweep",
]

KEPT_FOR = timedelta(hours=48)
"""How long a key is remembered; the same stands in `idempotency_claim`."""

SWEEP_BATCH = 5_000
"""How many answers one statement of the sweep forgets."""

_UNFINISHED, _DONE = 0, 200


@dataclass(frozen=True, slots=True)
class Claim:
    """What makes a request the same: the sender, what it asks for, its own key, and the hash of the body."""

    client: str
    operation: str
    key: str
    body_hash: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it is kept: HTTP status and body text."""

    status: int
    body: str


@dataclass(frozen=True, slots=True)
class _Stored:
    stored_status: int | None
    stored_answer: str | None


@dataclass(frozen=True, slots=True)
class _Kept:
    body_hash: bytes
    status: int
    answer: str


_FIND = sql.statement(__name__, "find", row=_Kept)
_CLAIM = sql.statement(__name__, "claim", row=_Stored)
_KEEP = sql.statement(__name__, "keep")
_HOLD = sql.statement(__name__, "hold", row=str)
_LET_GO = sql.statement(__name__, "let_go", row=bool)
_SWEEP = sql.statement(__name__, "sweep")


def body_hash(body: bytes) -> bytes:
    """Return the SHA-256 of a request's body."""
    return hashlib.sha256(body).digest()


def claim(wanted: Claim, answer: Answer) -> Answer | None:
    """Claim a key with an answer known beforehand; None when the claim is new, else the stored answer.

    Runs in the caller's transaction. Raises IdempotencyKeyReused.
    """
    stored = _CLAIM.one(
        client=wanted.client,
        operation=wanted.operation,
        key=wanted.key,
        body_hash=wanted.body_hash,
        status=answer.status,
        answer=answer.body,
    )
    if stored.stored_status is None or stored.stored_answer is None:
        return None
    return Answer(stored.stored_status, stored.stored_answer)


def find(wanted: Claim) -> Answer | None:
    """Return the answer kept for the same request, claiming nothing. Raises IdempotencyKeyReused."""
    kept = _FIND.find(client=wanted.client, operation=wanted.operation, key=wanted.key)
    if kept is None:
        return None
    if bytes(kept.body_hash) != wanted.body_hash:
        raise IdempotencyKeyReused(operation=wanted.operation, key=wanted.key)
    return Answer(kept.status, kept.answer)


@retried
def once(wanted: Claim, work: Callable[[], Answer]) -> Answer:
    """Do `work` and keep its answer, or return the answer that was kept for the same request.

    Opens a transaction unless there is one; `work` runs inside and must have no effect but on the database.
    Raises IdempotencyKeyReused, and whatever `work` raises, in which case nothing is kept.
    """
    stored = claim(wanted, Answer(_UNFINISHED, ""))
    if stored is not None:
        return stored
    answer = work()
    _KEEP.execute(
        client=wanted.client, operation=wanted.operation, key=wanted.key, status=answer.status, answer=answer.body
    )
    return answer


def once_outside(wanted: Claim, work: Callable[[], None]) -> None:
    """Do `work` whose effect is outside of the database (a mail that goes out), unless it was done for this request.

    It runs in no transaction, since one that fails cannot take it back and one that is tried again does it twice; that
    it was done is kept right after it. Others who ask meanwhile wait. What raises may be asked for again; only if the
    process dies between the two, it is done once more. RuntimeError inside a transaction. Raises IdempotencyKeyReused.
    """
    if connections[DEFAULT_DB_ALIAS].in_atomic_block:
        raise RuntimeError(f"{wanted.operation} cannot be taken back: ask for it outside of any transaction")
    key = f"{wanted.client} {wanted.operation} {wanted.key}"
    _HOLD.one(key=key)
    try:
        if find(wanted) is None:
            work()
            _done(wanted)
    finally:
        _LET_GO.one(key=key)


@retried
def _done(wanted: Claim) -> None:
    claim(wanted, Answer(_DONE, ""))


def sweep() -> int:
    """Forget every expired answer, each batch in a transaction of its own; return how many there were."""
    forgotten = 0
    while batch := _sweep_batch():
        forgotten += batch
    return forgotten


@retried
def _sweep_batch() -> int:
    return _SWEEP.execute(most=SWEEP_BATCH)
