"""Counting at the door what came, before it is received: by several people at once, scan by scan.

The order or transfer is locked for each scan, so that a scan is either in the receipt that somebody finishes meanwhile
or is refused: none is left behind.
"""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet

from oneshelf.kernel.states import WrongState
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.supply import models, rules
from oneshelf.modules.supply.actions.lock import locked_purchase, locked_transfer
from oneshelf.modules.supply.errors import NothingArrived, NotOnList
from oneshelf.modules.supply.types import Arrived, PurchaseId, PurchaseState, TransferId, TransferState

Lines = QuerySet[Any]


@retried
def scan_delivered(purchase: PurchaseId, variant: VariantId) -> None:
    """Count one more good unit of a delivery. Raises NotFound, WrongState, NotOnList."""
    _scan(coming(purchase), variant)


@retried
def count_delivered(purchase: PurchaseId, arrived: Arrived) -> None:
    """Write how much of a line is at the door, all told. Raises NotFound, WrongState, NotOnList, NothingArrived."""
    _count(coming(purchase), arrived)


@retried
def scan_transferred(transfer: TransferId, variant: VariantId) -> None:
    """Count one more good unit of a transfer that comes in. Raises NotFound, WrongState, NotOnList."""
    _scan(in_transit(transfer), variant)


@retried
def count_transferred(transfer: TransferId, arrived: Arrived) -> None:
    """Write how much of a line is at the door, all told. Raises NotFound, WrongState, NotOnList, NothingArrived."""
    _count(in_transit(transfer), arrived)


def coming(purchase: PurchaseId) -> Lines:
    """Return the lines of an order whose goods come, locked with it. Raises NotFound, WrongState."""
    row = locked_purchase(purchase)
    if row.state not in rules.COMING:
        raise WrongState(machine=rules.PURCHASE_MACHINE.name, state=row.state, wanted=PurchaseState.RECEIVED)
    return models.PurchaseLine.objects.filter(purchase=row)


def in_transit(transfer: TransferId) -> Lines:
    """Return the lines of a transfer that comes in, locked with it. Raises NotFound, WrongState."""
    row = locked_transfer(transfer)
    if row.state != TransferState.IN_TRANSIT:
        raise WrongState(machine=rules.TRANSFER_MACHINE.name, state=row.state, wanted=TransferState.RECEIVED)
    return models.TransferLine.objects.filter(transfer=row)


def _scan(lines: Lines, variant: VariantId) -> None:
    if not lines.filter(variant_id=variant).update(tallied=F("tallied") + 1):
        raise NotOnList(article=str(variant))


def _count(lines: Lines, arrived: Arrived) -> None:
    if not (0 <= arrived.good <= rules.MOST_UNITS and 0 <= arrived.damaged <= rules.MOST_UNITS):
        raise NothingArrived()
    counted = {"tallied": arrived.good, "tallied_damaged": arrived.damaged, "damage": arrived.damage.value}
    if not lines.filter(line=arrived.line).update(**counted):
        raise NotOnList(article=str(arrived.line))
