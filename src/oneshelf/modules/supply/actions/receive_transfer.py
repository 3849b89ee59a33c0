"""Receiving a transfer: what came is on hand, what did not stays in transit until somebody settles it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.states import WrongState
from oneshelf.kernel.transactions import retried
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import Cause, Move
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.supply import models, rules
from oneshelf.modules.supply.actions.door import counted_at_door, told_of
from oneshelf.modules.supply.actions.lock import locked_transfer, move_transfer
from oneshelf.modules.supply.actions.receive import place_for_damaged
from oneshelf.modules.supply.errors import NothingArrived, NotOnList, ReceivedOtherwise
from oneshelf.modules.supply.queries import get_transfer
from oneshelf.modules.supply.types import Arrived, Transfer, TransferId, TransferLine, TransferState

Split = tuple[TransferLine, Arrived, int, int]
"""A line, what came of it, and how much of that is good and how much nobody had sent."""


@retried
def receive_transfer(
    transfer: TransferId, arrived: Sequence[Arrived] | None = None, *, receipt: UUID, actor: Actor
) -> Transfer:
    """Take in what `arrived` (what is counted at the door, when None) of a transfer, and return it.

    A transfer is received once; the same `receipt` changes nothing the second time. Lines that are not named have
    not come. `batches` may say which of the units in transit came; without it, and for a line of which more came than
    was sent, it is what expires first. Units that nobody had sent come out of the market's discrepancies, which takes
    the permission `supply.receive_over`. Raises NotFound, WrongState, NotOnList, TooMuchArrived, NothingArrived,
    LotNotThere, ReceivedOtherwise.
    """
    row = locked_transfer(transfer)
    known = get_transfer(transfer)
    if row.receipt_id == receipt:
        return _again(known, arrived)
    if row.state != TransferState.IN_TRANSIT:
        raise WrongState(machine=rules.TRANSFER_MACHINE.name, state=row.state, wanted=TransferState.RECEIVED)
    split = _split(known, arrived, may_be_over=actor.may("supply.receive_over", known.target))
    told = told_of([came for _, came, _, over in split if not over], {line.line: line.variant for line in known.lines})
    now, apart = clock.now(), place_for_damaged(known.target)
    for line, came, good, over in split:
        models.TransferLine.objects.filter(transfer=transfer, line=line.line).update(
            good=good, damaged=came.damaged, over=over, damage=came.damage.value
        )
    models.TransferLine.objects.filter(transfer=transfer).update(tallied=0, tallied_damaged=0)
    inventory.post(known.market, _moves(known, split, apart), kind=Cause.TRANSFER, cause=receipt, at=now, told=told)
    models.Batch.objects.filter(document_id=transfer).delete()
    row.received_at, row.receipt_id = now, receipt
    wanted = rules.transfer_state_after(get_transfer(transfer).lines)
    return move_transfer(row, wanted, actor=actor, at=now)


def _again(known: Transfer, arrived: Sequence[Arrived] | None) -> Transfer:
    came = [(each.line, each.good + each.over, each.damaged) for each in known.lines]
    if arrived is not None and not rules.same_arrival([each for each in came if each[1] or each[2]], arrived):
        raise ReceivedOtherwise(receipt=str(known.receipt))
    return known


def _split(known: Transfer, arrived: Sequence[Arrived] | None, *, may_be_over: bool) -> list[Split]:
    if arrived is None:
        arrived = counted_at_door(known)
    taken = [each for each in arrived if each.good or each.damaged]
    lines = {line.line: line for line in known.lines}
    if not taken or len({each.line for each in taken}) != len(taken):
        raise NothingArrived()
    split = []
    for each in taken:
        if each.line not in lines:
            raise NotOnList(article=str(each.line))
        if min(each.good, each.damaged) < 0 or max(each.good, each.damaged) > rules.MOST_UNITS:
            raise NothingArrived()
        good, over = rules.split_arrival(lines[each.line], each, may_be_over=may_be_over)
        split.append((lines[each.line], each, good, over))
    return split


def _moves(known: Transfer, split: Sequence[Split], apart: PlaceId) -> list[Move]:
    virtual = places.virtual_places(known.market)
    found = []
    for line, came, good, over in split:
        for number, source, target, units in (
            (line.line, virtual.in_transit, known.target, good),
            (rules.DAMAGED_LINE + line.line, virtual.in_transit, apart, came.damaged),
            (rules.OVER_LINE + line.line, virtual.discrepancy, known.target, over),
        ):
            if units:
                found.append(Move(number, line.variant, source, target, units))
    return found
