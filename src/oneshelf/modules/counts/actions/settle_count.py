"""Settling a count: what was agreed is posted, or waits for approval."""

from __future__ import annotations

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.transactions import retried
from oneshelf.modules.counts import rules
from oneshelf.modules.counts.actions.correct import correct
from oneshelf.modules.counts.actions.plan_count import end_count, locked_count
from oneshelf.modules.counts.errors import NotAllCounted
from oneshelf.modules.counts.queries import get_count
from oneshelf.modules.counts.types import Count, CountId, CountState, LineState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import AdjustmentReason


@retried
def settle_count(count: CountId, *, leave_rest: bool = False, actor: Actor) -> Count:
    """Correct stock by every difference that was agreed, and end the count; `leave_rest` leaves what was not.

    A difference worth more than the actor may decide waits for approval. Raises NotFound, WrongState, NotAllCounted,
    and OutOfStock when a difference would take promised units away: release them first, or approve it later.
    """
    row = locked_count(count)
    rules.COUNT_MACHINE.check(CountState(row.state), CountState.SETTLED)
    known = get_count(count)
    if not known.complete and not (leave_rest and known.agreed):
        raise NotAllCounted(left=len(known.lines) - known.agreed)
    agreed = [line for line in known.lines if line.state is LineState.AGREED]
    differing = [line for line in agreed if line.difference]
    for line in sorted(differing, key=lambda each: each.variant):
        correct(
            known.market,
            known.place,
            line.variant,
            line.difference,
            reason=AdjustmentReason.COUNTED,
            actor=actor,
            count=count,
        )
    counted = {line.variant: line.counted_at for line in agreed if line.counted_at}
    inventory.note_count(known.market, known.place, counted)
    return end_count(row, CountState.SETTLED, actor=actor)
