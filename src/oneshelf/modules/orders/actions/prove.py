"""Proving the order book: adding it up again, and what the audit compares with other books."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from oneshelf.kernel import decoding, sql
from oneshelf.kernel.audits import Discrepancy
from oneshelf.modules.orders.types import Method, OrderId, ReturnedLine
from oneshelf.modules.pricing import public as pricing

PROOFS_AT_ONCE = 1_000
"""How many proofs of prices are read at once."""


@dataclass(frozen=True, slots=True)
class PaidAmendment:
    """A change of an order for which `paid` minor units were paid."""

    id: UUID
    order: OrderId
    paid: int


@dataclass(frozen=True, slots=True)
class OrderBill:
    """What an order costs that is still wanted, and of that its delivery, in minor units."""

    order: OrderId
    method: Method
    has_ended: bool
    due: int
    delivery: int


@dataclass(frozen=True, slots=True)
class _Proof:
    order: UUID
    id: UUID
    kernel: int
    proof: str
    sealed: str
    amounts: str
    off: str


_AUDITS = [
    sql.statement(__name__, f"audit_{name}", row=Discrepancy)
    for name in (
        "totals",
        "lines",
        "returns",
        "refunded",
        "cancelled",
        "amendments",
        "owing",
        "owed",
        "events",
        "taxes",
        "unproved",
    )
]
_PROOFS = sql.statement(__name__, "audit_proofs", row=_Proof)
_PAID_AMENDMENTS = sql.statement(__name__, "paid_amendments", row=PaidAmendment)
_BILLS = sql.statement(__name__, "bills", row=OrderBill)
_ALL_RETURNS = sql.statement(__name__, "all_returns", row=ReturnedLine)


def bills_of(orders: Sequence[OrderId]) -> list[OrderBill]:
    """Return what some orders cost that is still wanted, for the audit's comparison with what was invoiced."""
    return _BILLS.all(orders=list(orders))


def all_returns() -> list[ReturnedLine]:
    """Return everything that ever came back, for the audit's comparison with stock."""
    return _ALL_RETURNS.all()


def paid_amendments() -> list[PaidAmendment]:
    """Return every change that was paid for, for the audit's comparison with what was agreed to."""
    return _PAID_AMENDMENTS.all()


def audit() -> list[Discrepancy]:
    """Add every order, and what came back of it, up again and look for its events; return the rows that differ."""
    return [*(row for statement in _AUDITS for row in statement.all()), *_unproved()]


def _unproved() -> Iterator[Discrepancy]:
    """Seal every price again, and compare it with what its order charges."""
    after = UUID(int=0)
    while page := _PROOFS.all(after=after, most=PROOFS_AT_ONCE):
        for each in page:
            yield from _judged(each)
        after = page[-1].id


def _judged(row: _Proof) -> Iterator[Discrepancy]:
    sealed = decoding.decode(row.sealed, pricing.Sealed)
    subject = f"order {row.order}"
    if not pricing.is_intact(sealed) or (sealed.proof, sealed.kernel) != (row.proof, row.kernel):
        yield Discrepancy("a price is as it was sealed", subject, row.proof, "what was sealed")
    charged = decoding.decode(row.amounts, dict[str, int])
    told = pricing.amounts(sealed)
    for line, amount in told.items():
        if charged.get(line) != amount:
            found = str(charged.get(line))
            yield Discrepancy("a line costs what was worked out", f"line {line} of {subject}", found, str(amount))
    taken = decoding.decode(row.off, dict[str, int])
    own = {*told, *(["0"] if sealed.basket.delivery else [])}
    off, given = sum(each.off for each in sealed.priced.verdicts), sum(taken[line] for line in taken.keys() & own)
    if given != off:
        yield Discrepancy("promotions took off what was worked out", subject, str(given), str(off))
