"""Writing a transfer, as long as nothing has left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import F, Max

from oneshelf.kernel import clock, numbers
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.states import WrongState
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place, PlaceId
from oneshelf.modules.supply import events, models, rules
from oneshelf.modules.supply.actions.draft_purchase import known_articles
from oneshelf.modules.supply.actions.lock import locked_transfer, record
from oneshelf.modules.supply.errors import NothingOrdered, NotOnList, SamePlace
from oneshelf.modules.supply.queries import get_transfer
from oneshelf.modules.supply.types import Sent, Transfer, TransferId, TransferState

USUAL_WAY = timedelta(days=2)
"""How long a transfer takes unless a day is given."""


@retried
def draft_transfer(
    source: PlaceId,
    target: PlaceId,
    lines: Sequence[Sent] = (),
    *,
    expected_on: date | None = None,
    made_up: tuple[str, ...] = (),
    actor: Actor,
) -> Transfer:
    """Begin a transfer between two counted places of one market, and return it; nothing moves before it is sent.

    Raises UnknownPlace, SamePlace, NothingOrdered for a line of nothing or of an unknown article.
    """
    here, there = places.get_place(source), places.get_place(target)
    if here.id == there.id or here.market != there.market or not (_keeps_stock(here) and _keeps_stock(there)):
        raise SamePlace()
    now = clock.now()
    row = models.Transfer.objects.create(
        market_id=here.market,
        number=numbers.draw(rules.NUMBER_CHARACTERS),
        source_id=source,
        target_id=target,
        state=TransferState.DRAFT.value,
        expected_on=expected_on or (now + USUAL_WAY).date(),
        created_at=now,
        made_up=list(made_up),
    )
    for line in lines:
        _add(row, line.variant, line.quantity)
    drafted = get_transfer(TransferId(row.id))
    outbox.emit([events.of_transfer(drafted)], at=now)
    record("supply.transfer_drafted", "transfer", row.id, actor=actor, place=source, at=now)
    return drafted


@retried
def put_in(transfer: TransferId, variant: VariantId, quantity: int = 1) -> Transfer:
    """Put so much more of a variant into a transfer that has not left. Raises NotFound, WrongState, NothingOrdered."""
    _add(_draft(transfer), variant, quantity)
    return get_transfer(transfer)


@retried
def correct_line(transfer: TransferId, line: int, quantity: int) -> Transfer:
    """Write how much of a line is in a transfer that has not left; nothing takes the line out.

    Raises NotFound, WrongState, NotOnList, NothingOrdered.
    """
    rows = models.TransferLine.objects.filter(transfer=_draft(transfer), line=line)
    if not 0 <= quantity <= rules.MOST_UNITS:
        raise NothingOrdered()
    touched = rows.update(quantity=quantity) if quantity else rows.delete()[0]
    if not touched:
        raise NotOnList(article=str(line))
    return get_transfer(transfer)


def _draft(transfer: TransferId) -> models.Transfer:
    row = locked_transfer(transfer)
    if row.state != TransferState.DRAFT:
        raise WrongState(machine=rules.TRANSFER_MACHINE.name, state=row.state, wanted=TransferState.IN_TRANSIT)
    return row


def _add(row: models.Transfer, variant: VariantId, quantity: int) -> None:
    if not 0 < quantity <= rules.MOST_UNITS:
        raise NothingOrdered()
    lines = models.TransferLine.objects.filter(transfer=row)
    if lines.filter(variant_id=variant).update(quantity=F("quantity") + quantity):
        return
    known = known_articles([variant])[variant]
    models.TransferLine.objects.create(
        transfer=row,
        line=(lines.aggregate(last=Max("line"))["last"] or 0) + 1,
        variant_id=variant,
        title=known.title,
        sku=known.sku,
        unit=known.unit.value,
        quantity=quantity,
    )


def _keeps_stock(place: Place) -> bool:
    return place.counted and place.kind not in places.VIRTUAL_KINDS and not place.archived
