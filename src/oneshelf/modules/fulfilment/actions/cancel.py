"""Give a consignment up: cancelled, or never collected. The goods stay, free for others."""

from __future__ import annotations

from datetime import datetime

from oneshelf.kernel import clock, sql
from oneshelf.kernel.actors import SYSTEM, Actor
from oneshelf.kernel.states import WrongState
from oneshelf.kernel.transactions import retried
from oneshelf.modules.fulfilment.actions.move import move
from oneshelf.modules.fulfilment.actions.stock import put_back
from oneshelf.modules.fulfilment.queries import no_shows
from oneshelf.modules.fulfilment.types import Consignment, ConsignmentId, ConsignmentState

_LOCK = sql.statement(__name__, "lock", row=str)


@retried
def cancel(consignment: ConsignmentId, *, actor: Actor) -> Consignment:
    """Cancel a consignment whose goods have not left, and free its stock. Raises NotFound, WrongMethod, WrongState."""
    waited = _LOCK.find(consignment=consignment) == ConsignmentState.AWAITED
    cancelled = move(consignment, ConsignmentState.CANCELLED, actor=actor, at=clock.now())
    put_back(cancelled, ahead=waited)
    return cancelled


def expire_no_shows(at: datetime) -> int:
    """Give up what nobody has collected by `at` and free its stock; return how many consignments.

    Each in a transaction of its own. One that is collected meanwhile is left alone.
    """
    expired = 0
    for consignment in no_shows(at):
        try:
            _expire(consignment, at)
        except WrongState:
            continue  # its customer came after all
        expired += 1
    return expired


@retried
def _expire(consignment: ConsignmentId, at: datetime) -> None:
    put_back(move(consignment, ConsignmentState.EXPIRED, actor=SYSTEM, at=at))
