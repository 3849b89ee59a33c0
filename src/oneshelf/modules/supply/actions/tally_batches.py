"""Saying at the door which units came, where they are told apart: so many of a lot, or one with a serial number."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Sum

from oneshelf.kernel.transactions import retried
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import Told
from oneshelf.modules.supply import models
from oneshelf.modules.supply.actions.tally import Lines, coming, in_transit
from oneshelf.modules.supply.errors import CountedAtDoor, NotOnList
from oneshelf.modules.supply.types import Batch, PurchaseId, TransferId


@retried
def add_delivered(purchase: PurchaseId, line: int, batch: Batch) -> None:
    """Count so many more good units of a line that are of one lot, or have one serial number.

    Raises NotFound, WrongState, NotOnList, BadLot, LotDiffers for another expiry than was said before of the lot, and
    CountedAtDoor for a serial number that was counted.
    """
    _add(coming(purchase), purchase, line, batch)


@retried
def add_transferred(transfer: TransferId, line: int, batch: Batch) -> None:
    """Do the same for a transfer that comes in."""
    _add(in_transit(transfer), transfer, line, batch)


@retried
def drop_delivered(purchase: PurchaseId, line: int, code: str) -> None:
    """Take a lot or serial number of a line back that was counted by mistake; what is not there, is not."""
    _drop(coming(purchase), purchase, line, code)


@retried
def drop_transferred(transfer: TransferId, line: int, code: str) -> None:
    """Do the same for a transfer that comes in."""
    _drop(in_transit(transfer), transfer, line, code)


def _add(lines: Lines, document: UUID, line: int, batch: Batch) -> None:
    row = lines.filter(line=line).first()
    if row is None:
        raise NotOnList(article=str(line))
    lots.check_told([Told(line, row.variant_id, batch.quantity, lot=batch.code, serial=batch.serial)])
    if not batch.code or batch.quantity < 1:
        raise lots.BadLot(value=batch.code)
    before = models.Batch.objects.filter(document_id=document, line=line, code=batch.code, serial=batch.serial).first()
    if before is None:
        models.Batch.objects.create(
            document_id=document,
            line=line,
            code=batch.code,
            serial=batch.serial,
            expires_on=batch.expires_on,
            quantity=batch.quantity,
        )
    else:
        if batch.serial:
            raise CountedAtDoor(serial=batch.code)
        if batch.expires_on and before.expires_on and batch.expires_on != before.expires_on:
            raise lots.LotDiffers(lot=batch.code, was=str(before.expires_on))
        before.quantity += batch.quantity
        before.expires_on = before.expires_on or batch.expires_on
        before.save(update_fields=["quantity", "expires_on"])
    lines.filter(line=line).update(tallied=F("tallied") + batch.quantity)


def _drop(lines: Lines, document: UUID, line: int, code: str) -> None:
    if not lines.filter(line=line).exists():
        raise NotOnList(article=str(line))
    gone = models.Batch.objects.filter(document_id=document, line=line, code=code)
    units = gone.aggregate(units=Sum("quantity"))["units"] or 0
    gone.delete()
    lines.filter(line=line).update(tallied=F("tallied") - units)
