"""Locking a purchase order or transfer, and what every verb of supply does with it: its state, version and trail."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import Expected
from oneshelf.modules.supply import events, models, rules
from oneshelf.modules.supply.queries import get_purchase, get_transfer
from oneshelf.modules.supply.types import Purchase, PurchaseId, PurchaseState, Transfer, TransferId, TransferState


def locked_purchase(purchase: PurchaseId) -> models.PurchaseOrder:
    """Return the row, locked until the caller's transaction ends. Raises NotFound."""
    row = models.PurchaseOrder.objects.select_for_update().filter(id=purchase).first()
    if row is None:
        raise NotFound(kind="purchase order", value=str(purchase))
    return row


def locked_transfer(transfer: TransferId) -> models.Transfer:
    """Return the row, locked until the caller's transaction ends. Raises NotFound."""
    row = models.Transfer.objects.select_for_update().filter(id=transfer).first()
    if row is None:
        raise NotFound(kind="transfer", value=str(transfer))
    return row


def move_purchase(row: models.PurchaseOrder, wanted: PurchaseState, *, actor: Actor, at: datetime) -> Purchase:
    """Bring a locked purchase order to `wanted`, with its next version and its entry in the trail; return it."""
    rules.PURCHASE_MACHINE.check(PurchaseState(row.state), wanted)
    row.state, row.version = wanted.value, row.version + 1
    row.save(update_fields=["state", "version", "sent_at"])
    record(f"supply.purchase_{wanted}", "purchase_order", row.id, actor=actor, place=row.place_id, at=at)
    now = get_purchase(PurchaseId(row.id))
    tell_what_comes(now)
    return now


def tell_what_comes(purchase: Purchase) -> None:
    """Tell inventory what a purchase order will still bring, and by which day."""
    coming = [
        Expected(line.line, purchase.place, line.variant, line.expected_on, line.open)
        for line in purchase.lines
        if line.open and purchase.state in rules.COMING
    ]
    inventory.expect(purchase.market, "purchase_order", purchase.id, coming)


def move_transfer(row: models.Transfer, wanted: TransferState, *, actor: Actor, at: datetime) -> Transfer:
    """Bring a locked transfer to `wanted`, with its next version, its event and its entry in the trail; return it."""
    rules.TRANSFER_MACHINE.check(TransferState(row.state), wanted)
    row.state, row.version = wanted.value, row.version + 1
    row.save()
    now = get_transfer(TransferId(row.id))
    outbox.emit([events.of_transfer(now)], at=at)
    on_its_way = now.lines if now.state is TransferState.IN_TRANSIT else ()
    coming = [Expected(each.line, now.target, each.variant, now.expected_on, each.quantity) for each in on_its_way]
    inventory.expect(now.market, "transfer", now.id, coming)
    record(f"supply.transfer_{wanted}", "transfer", row.id, actor=actor, place=row.source_id, at=at)
    return now


def record(action: str, kind: str, subject: UUID, *, actor: Actor, place: UUID, at: datetime) -> None:
    """Write into the audit trail that somebody did that."""
    trail.record(action, trail.Subject(kind, subject), actor=actor, place=place, at=at)
