"""Proving the order book: adding it up again, and what the audit compares with other books."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.kernel.audits import Discrepancy
from oneshelf.modules.orders.types import Method, OrderId, ReturnedLine


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


_AUDITS = [
    sql.statement(__name__, f"audit_{name}", row=Discrepancy)
    for name in ("totals", "lines", "returns", "refunded", "cancelled", "amendments", "owing", "owed", "events")
]
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
    return [row for statement in _AUDITS for row in statement.all()]
