"""Settling what did not arrive of a transfer: it was found, or is lost."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.states import WrongState
from oneshelf.kernel.transactions import retried
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import Cause, Move
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.supply import events, models, rules
from oneshelf.modules.supply.actions.lock import locked_transfer, record
from oneshelf.modules.supply.errors import NotMissing, NotOnList, ReceivedOtherwise
from oneshelf.modules.supply.queries import get_transfer
from oneshelf.modules.supply.types import Outcome, Transfer, TransferId, TransferLine, TransferState

_FOUND = frozenset({Outcome.FOUND_HERE, Outcome.FOUND_AT_SOURCE})


@retried
def settle_transfer(
    transfer: TransferId, line: int, quantity: int, outcome: Outcome, *, settlement: UUID, actor: Actor
) -> Transfer:
    """Say what became of `quantity` missing units of a line, and return the transfer.

    Found units go to where they were found, lost ones to the market's losses, and units that were never sent to its
    discrepancies. `settlement`, a UUIDv7, names this once: repeating it moves nothing again. Raises NotFound,
    WrongState, NotOnList, NotMissing, and ReceivedOtherwise for a settlement that said something else.
    """
    row = locked_transfer(transfer)
    before = models.Settlement.objects.filter(id=settlement).first()
    if before is not None:
        said = (before.transfer_id, before.line, before.quantity, before.outcome)
        if said != (transfer, line, quantity, outcome.value):
            raise ReceivedOtherwise(receipt=str(settlement))
        return get_transfer(transfer)
    if row.state != TransferState.UNSETTLED:
        raise WrongState(machine=rules.TRANSFER_MACHINE.name, state=row.state, wanted=TransferState.RECEIVED)
    known = get_transfer(transfer)
    missing = _line(known, line)
    if not 1 <= quantity <= missing.missing:
        raise NotMissing(article=missing.title, missing=missing.missing)
    now = clock.now()
    models.Settlement.objects.create(
        id=settlement,
        transfer=row,
        line=line,
        quantity=quantity,
        outcome=outcome.value,
        actor_id=actor.id,
        occurred_at=now,
    )
    column = "found" if outcome in _FOUND else "lost"
    models.TransferLine.objects.filter(transfer=transfer, line=line).update(**{column: F(column) + quantity})
    road = places.virtual_places(known.market).in_transit
    move = Move(line, missing.variant, road, _target(known, outcome), quantity)
    inventory.post(known.market, [move], kind=Cause.TRANSFER, cause=settlement, at=now)
    row.state, row.version = rules.transfer_state_after(get_transfer(transfer).lines).value, row.version + 1
    row.save(update_fields=["state", "version"])
    settled = get_transfer(transfer)
    outbox.emit([events.transfer_settled(settled)], at=now)
    record(f"supply.settled_{outcome}", "transfer", transfer, actor=actor, place=known.target, at=now)
    return settled


def _line(known: Transfer, number: int) -> TransferLine:
    for line in known.lines:
        if line.line == number:
            return line
    raise NotOnList(article=str(number))


def _target(known: Transfer, outcome: Outcome) -> PlaceId:
    virtual = places.virtual_places(known.market)
    return {
        Outcome.FOUND_HERE: known.target,
        Outcome.FOUND_AT_SOURCE: known.source,
        Outcome.LOST: virtual.loss,
        Outcome.NEVER_SENT: virtual.discrepancy,
    }[outcome]
