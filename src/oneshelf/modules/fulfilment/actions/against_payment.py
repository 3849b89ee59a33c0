"""Let goods go only together with their money."""

from __future__ import annotations

from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.modules.fulfilment.errors import MoneyDue
from oneshelf.modules.fulfilment.types import Consignment

_KEEP = sql.statement(__name__, "keep_against_payment")
_JOIN = sql.statement(__name__, "join_against_payment")


def keep_against_payment(order: UUID) -> None:
    """Let every consignment of an order, also those that are opened later, be handed over against payment only.

    In the transaction that opens them. Whoever takes the money calls `hand_over_against_payment`.
    """
    _KEEP.execute(order=order)


def join_against_payment(order: UUID) -> None:
    """Let what was just opened for an order be paid as its other consignments are, in the caller's transaction."""
    _JOIN.execute(order=order)


def check_paid(consignment: Consignment) -> None:
    """Raise MoneyDue for what is handed over against payment only."""
    if consignment.against_payment:
        raise MoneyDue(consignment=str(consignment.id))
