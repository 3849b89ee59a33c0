"""Bring a consignment to its next state: the step that every verb of fulfilment shares."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from oneshelf.kernel import sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.states import WrongState
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.fulfilment import events, rules
from oneshelf.modules.fulfilment.queries import Header, consignments_in, get_consignment
from oneshelf.modules.fulfilment.types import Consignment, ConsignmentId, ConsignmentState
from oneshelf.modules.places.public import PlaceId

_MOVE = sql.statement(__name__, "move", row=Header)


def move(
    consignment: ConsignmentId,
    wanted: ConsignmentState,
    *,
    actor: Actor,
    at: datetime,
    collect_by: datetime | None = None,
    carrier: str = "",
    tracking: str = "",
    place: PlaceId | None = None,
    due_at: datetime | None = None,
    says: Callable[[Consignment], outbox.Draft] = events.became,
    only: Collection[ConsignmentState] = (),
) -> Consignment:
    """Bring a consignment to `wanted`, with its event (`says`) and its entry in the trail, and return it.

    `only` narrows the states from which it may come, `place` is where its goods come to lie, `due_at` is its clock
    from now on, if given. In the caller's
    transaction; the row stays locked until that ends. Raises NotFound, WrongMethod, WrongState.
    """
    known = get_consignment(consignment)
    rules.check_move(known, wanted)
    moved = _MOVE.find(
        consignment=consignment,
        state=wanted,
        before=[state for state in rules.MACHINES[known.method].before(wanted) if not only or state in only],
        at=at,
        collect_by=collect_by,
        carrier=carrier,
        tracking=tracking,
        place=place,
        due_at=due_at,
    )
    if moved is None:  # somebody else moved it between the two statements
        latest = get_consignment(consignment)
        rules.check_move(latest, wanted)
        if only and latest.state not in only:
            raise WrongState(machine=rules.MACHINES[known.method].name, state=latest.state, wanted=wanted)
        raise AssertionError(f"consignment {consignment} could neither move to {wanted} nor say why")
    (now,) = consignments_in([moved])
    outbox.emit([says(now)], at=at)
    trail.record(f"fulfilment.{wanted}", trail.Subject("consignment", consignment), actor=actor, place=now.place, at=at)
    return now
