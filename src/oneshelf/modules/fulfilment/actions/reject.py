"""Say that a place cannot do what was asked of it."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from oneshelf.kernel import clock, sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.states import WrongState
from oneshelf.kernel.transactions import retried
from oneshelf.modules.fulfilment import events, rules
from oneshelf.modules.fulfilment.actions.move import move
from oneshelf.modules.fulfilment.actions.stock import put_back
from oneshelf.modules.fulfilment.queries import get_consignment
from oneshelf.modules.fulfilment.types import Consignment, ConsignmentId, ConsignmentState, Reason

_LOOK_AGAIN = sql.statement(__name__, "look_again")

_REJECTABLE = {ConsignmentState.OPEN, ConsignmentState.PICKING}


@retried
def reject(consignment: ConsignmentId, reason: Reason, *, actor: Actor) -> Consignment:
    """End a consignment that its place cannot make ready, and free its stock; return it.

    The event `rejected` tells the order, which is sent from elsewhere or becomes a case. What is ready, or has left,
    cannot be rejected any more. Raises NotFound, WrongMethod, WrongState.
    """
    return _rejected(consignment, reason, _REJECTABLE, actor=actor)


@retried
def take_away(consignment: ConsignmentId, *, actor: Actor) -> Consignment:
    """Reject a consignment for a place that has not begun it in time; raises WrongState once it is begun."""
    return _rejected(consignment, Reason.MISSED_CLOCK, {ConsignmentState.OPEN}, actor=actor)


@retried
def look_again(consignment: ConsignmentId, at: datetime) -> None:
    """Leave a consignment that nobody else could do out of `missed` until `at`; one that is begun stays as it is."""
    _LOOK_AGAIN.execute(consignment=consignment, at=at)


def _rejected(consignment: ConsignmentId, reason: Reason, only: set[ConsignmentState], *, actor: Actor) -> Consignment:
    known = get_consignment(consignment)
    if known.state not in only:
        machine = rules.MACHINES[known.method]
        raise WrongState(machine=machine.name, state=known.state, wanted=ConsignmentState.CANCELLED)
    says = partial(events.rejected, reason=reason.value)
    rejected = move(consignment, ConsignmentState.CANCELLED, actor=actor, at=clock.now(), says=says, only=only)
    put_back(rejected)
    return rejected
