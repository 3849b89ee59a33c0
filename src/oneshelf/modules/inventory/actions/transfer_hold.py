"""Passing a hold on: from the web cart to the till, from the phone to the web, from a cart to its checkout."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from oneshelf.kernel import clock, sql
from oneshelf.kernel.transactions import retried
from oneshelf.modules.inventory.types import Owner

_POUR = sql.statement(__name__, "pour_hold", row=int)
_TRANSFER = sql.statement(__name__, "transfer_hold", row=int)


@retried
def transfer_hold(
    owner: Owner,
    owner_id: UUID,
    *,
    to: Owner,
    to_id: UUID,
    expires_at: datetime | None = None,
    lines: int | None = None,
) -> int:
    """Give what one owner holds to another, whole; return how many reservations that were.

    The units stay promised all the while, so nobody can come between; they keep their expiry unless `expires_at` is
    given. `lines` is how many lines must still be held. Raises HoldExpired when it is not all held any more, and
    HoldsAlready when the other holds goods of its own.
    """
    return _TRANSFER.one(
        from_kind=owner.value,
        from_id=owner_id,
        to_kind=to.value,
        to_id=to_id,
        at=clock.now(),
        expires=expires_at,
        lines=lines,
    )


@retried
def pour_hold(owner: Owner, owner_id: UUID, *, into: UUID) -> int:
    """Add what one owner holds, and is not too late, to what another of its kind holds; return how many reservations.

    Each keeps its expiry.
    """
    return len(_POUR.all(kind=owner.value, source=owner_id, into=into, at=clock.now()))
