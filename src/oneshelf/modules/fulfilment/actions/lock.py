"""Letting changes of consignments wait for each other."""

from __future__ import annotations

from collections.abc import Collection

from oneshelf.kernel import sql
from oneshelf.modules.fulfilment.types import ConsignmentId

_LOCK = sql.statement(__name__, "lock_many", row=int)


def lock(consignments: Collection[ConsignmentId]) -> None:
    """Let whoever else changes these consignments wait for the caller's transaction.

    Whoever changes several, or stock as well, calls this first: pickers hold their consignment when they ask for stock.
    """
    if consignments:
        _LOCK.all(consignments=list(consignments))
