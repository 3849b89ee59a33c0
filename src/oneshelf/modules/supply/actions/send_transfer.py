"""Sending a transfer: its goods leave the place and are in transit; and calling one off that has not left."""

from __future__ import annotations

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.transactions import retried
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import Cause, Move
from oneshelf.modules.places import public as places
from oneshelf.modules.supply import rules
from oneshelf.modules.supply.actions.lock import locked_transfer, move_transfer
from oneshelf.modules.supply.errors import NothingOrdered
from oneshelf.modules.supply.queries import get_transfer
from oneshelf.modules.supply.types import Transfer, TransferId, TransferState


@retried
def send_transfer(transfer: TransferId, *, actor: Actor) -> Transfer:
    """Let what is on the list leave: from here on it is in transit. The transfer's id is the cause of the movements.

    Raises NotFound, WrongState, NothingOrdered, and OutOfStock for what is not there or promised to somebody.
    """
    row = locked_transfer(transfer)
    rules.TRANSFER_MACHINE.check(TransferState(row.state), TransferState.IN_TRANSIT)
    known = get_transfer(transfer)
    if not known.lines:
        raise NothingOrdered()
    road = places.virtual_places(known.market).in_transit
    row.sent_at = now = clock.now()
    moves = [Move(line.line, line.variant, known.source, road, line.quantity) for line in known.lines]
    inventory.post(known.market, moves, kind=Cause.TRANSFER, cause=transfer, at=now)
    return move_transfer(row, TransferState.IN_TRANSIT, actor=actor, at=now)


@retried
def cancel_transfer(transfer: TransferId, *, actor: Actor) -> Transfer:
    """Call a transfer off that has not left. Raises NotFound, WrongState."""
    return move_transfer(locked_transfer(transfer), TransferState.CANCELLED, actor=actor, at=clock.now())
