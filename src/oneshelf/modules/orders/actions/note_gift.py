"""Making an order a present."""

from __future__ import annotations

from uuid import UUID

from oneshelf.kernel import sql

_NOTE = sql.statement(__name__, "note_gift")


def note_gift(order: UUID, market: UUID, message: str) -> None:
    """Make an order a present with a message ('' for none), in the transaction that writes it. Twice is once.

    It has a row of its own, so that other orders pay nothing for it.
    """
    _NOTE.execute(order=order, market=market, message=message)
