"""Remembering by which service a shopper wanted an order sent."""

from __future__ import annotations

from uuid import UUID

from oneshelf.kernel import sql

_NOTE = sql.statement(__name__, "note_service")


def note_service(order: UUID, service: str) -> None:
    """Note the code of the service that was chosen, in the transaction that writes the order.

    Orders for which nobody chose one pay nothing for it.
    """
    _NOTE.execute(order=order, service=service)
