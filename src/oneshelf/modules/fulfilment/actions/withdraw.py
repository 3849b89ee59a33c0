"""Take units out of a consignment: the order does not want them from there any more, or in a parcel of their own."""

from __future__ import annotations

from collections.abc import Mapping

from oneshelf.kernel import clock, sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import retried
from oneshelf.modules.fulfilment import events, rules
from oneshelf.modules.fulfilment.actions.move import move
from oneshelf.modules.fulfilment.actions.stock import free
from oneshelf.modules.fulfilment.errors import UnitsPicked
from oneshelf.modules.fulfilment.queries import get_consignment
from oneshelf.modules.fulfilment.types import Consignment, ConsignmentId, ConsignmentState

_LOCK = sql.statement(__name__, "lock", row=str)
_WITHDRAW = sql.statement(__name__, "withdraw")
_DROP = sql.statement(__name__, "drop_lines")
_COUNT = sql.statement(__name__, "count_change")


@retried
def withdraw(consignment: ConsignmentId, units: Mapping[int, int], *, actor: Actor) -> Consignment:
    """Take `units` (line -> smallest sale units) out of a consignment and free their stock; return it.

    Only what lies on the shelf yet can be taken out: a pick and a change of the order wait for each other, and the
    later one meets what the first has done. A consignment of which nothing is left is cancelled. Joins the caller's
    transaction. Raises NotFound, WrongState unless it is to be picked, and UnitsPicked.
    """
    known = _locked(consignment, units)
    free(known, units)
    return _take_out(known, units, actor)


@retried
def part(consignment: ConsignmentId, units: Mapping[int, int], *, actor: Actor) -> Consignment:
    """Take `units` (line -> smallest sale units) out of a consignment, to leave the same place in another; return it.

    Their stock stays the order's: the caller opens the other one in the same transaction. A consignment of which
    nothing is left is cancelled. Raises what `withdraw` does.
    """
    return _take_out(_locked(consignment, units), units, actor)


def _locked(consignment: ConsignmentId, units: Mapping[int, int]) -> Consignment:
    """Return a consignment that keeps still from now on, and of which so many units lie on the shelf."""
    _LOCK.find(consignment=consignment)
    known = get_consignment(consignment)
    rules.check_unpicked(known)
    left = {line.line: line.missing for line in known.lines}
    for line, count in units.items():
        if not 0 < count <= left.get(line, 0):
            raise UnitsPicked(consignment=str(consignment), line=line, wanted=count, left=left.get(line, 0))
    return known


def _take_out(known: Consignment, units: Mapping[int, int], actor: Actor) -> Consignment:
    if sum(line.quantity - line.short for line in known.lines) == sum(units.values()):
        given_up = ConsignmentState.CANCELLED
        return move(known.id, given_up, actor=actor, at=clock.now(), says=events.withdrawn_whole)
    held = {line.line: line.quantity for line in known.lines}
    partly = [line for line, count in units.items() if count < held[line]]
    less = {"consignment": known.id, "lines": list(units), "units": list(units.values())}
    _DROP.execute(**less)
    _WITHDRAW.execute(**{**less, "lines": partly, "units": [units[line] for line in partly]})
    _COUNT.execute(consignment=known.id)
    now = get_consignment(known.id)
    outbox.emit([events.withdrawn(now, units)], at=clock.now())
    assert now.state in rules.UNPICKED, "it was locked"
    return now
