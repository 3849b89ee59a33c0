"""Remembering how and by when an order was promised, where that is not told with its row."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from oneshelf.kernel import sql

_NOTE = sql.statement(__name__, "note_service")
_NOTE_PROMISE = sql.statement(__name__, "note_promise")


def note_service(order: UUID, service: str) -> None:
    """Note the code of the service that was chosen, in the transaction that writes the order.

    Orders for which nobody chose one pay nothing for it.
    """
    _NOTE.execute(order=order, service=service)


def note_promise(order: UUID, promised_by: datetime) -> None:
    """Note by when all of an order was promised, in the transaction that writes it.

    Without it an order is promised for when its last parcel is ready.
    """
    _NOTE_PROMISE.execute(order=order, promised_by=promised_by)
