"""Make picked goods ready: at the pick-up desk, or in a parcel."""

from __future__ import annotations

from django.db import transaction

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.transactions import retried
from oneshelf.modules.fulfilment import rules
from oneshelf.modules.fulfilment.actions.move import move
from oneshelf.modules.fulfilment.types import Consignment, ConsignmentId, ConsignmentState

_PICKED = (ConsignmentState.PICKING,)
"""Who picks it puts it on the desk; what is brought comes there with `arrive`."""


@retried
def mark_ready(consignment: ConsignmentId, *, actor: Actor) -> Consignment:
    """Put a consignment on the pick-up desk, where it waits for `rules.COLLECT_WITHIN`; return it.

    Raises NotFound, WrongMethod, WrongState, ShortPick while something is missing, and NothingPicked.
    """
    at = clock.now()
    with transaction.atomic():  # moved first, so that no pick changes what is checked; a refusal takes it back
        ready = move(
            consignment, ConsignmentState.READY, actor=actor, at=at, collect_by=at + rules.COLLECT_WITHIN, only=_PICKED
        )
        rules.check_complete(ready)
    return ready


@retried
def pack(consignment: ConsignmentId, *, actor: Actor) -> Consignment:
    """Close the parcel; it waits for its carrier. Raises as `mark_ready` does."""
    with transaction.atomic():
        packed = move(consignment, ConsignmentState.PACKED, actor=actor, at=clock.now())
        rules.check_complete(packed)
    return packed
