"""Approving a correction that waits, or turning it down."""

from __future__ import annotations

from uuid import UUID

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.money import Money
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.counts import events, models, rules
from oneshelf.modules.counts.errors import AboveAuthority, DecidedAlready
from oneshelf.modules.counts.queries import as_adjustment, authority
from oneshelf.modules.counts.types import Adjustment, AdjustmentState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import AdjustmentReason
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId


@retried
def approve(adjustment: UUID, *, actor: Actor) -> Adjustment:
    """Post a correction that waits. Raises NotFound, DecidedAlready, AboveAuthority, OutOfStock."""
    row = _waiting(adjustment, actor)
    inventory.adjust(
        MarketId(row.market_id),
        PlaceId(row.place_id),
        VariantId(row.variant_id),
        row.change,
        reason=AdjustmentReason(row.reason),
        actor=actor,
        adjustment=row.id,
    )
    return _decided(row, AdjustmentState.POSTED, actor)


@retried
def reject(adjustment: UUID, *, actor: Actor) -> Adjustment:
    """Turn a correction down that waits: stock stays as it is. Raises NotFound, DecidedAlready, AboveAuthority."""
    return _decided(_waiting(adjustment, actor), AdjustmentState.REJECTED, actor)


def _waiting(adjustment: UUID, actor: Actor) -> models.Adjustment:
    row = models.Adjustment.objects.select_for_update().filter(id=adjustment).first()
    if row is None:
        raise NotFound(kind="correction", value=str(adjustment))
    if row.state != AdjustmentState.PROPOSED:
        raise DecidedAlready()
    value = Money(row.value, row.currency) if row.value is not None else None
    if not rules.may_decide(value, authority(actor, MarketId(row.market_id), PlaceId(row.place_id))):
        raise AboveAuthority()
    return row


def _decided(row: models.Adjustment, state: AdjustmentState, actor: Actor) -> Adjustment:
    now = clock.now()
    row.state, row.decided_by, row.decided_at = state.value, actor.id, now
    row.save(update_fields=["state", "decided_by", "decided_at"])
    outbox.emit([events.of_adjustment(as_adjustment(row), 2)], at=now)
    subject = trail.Subject("correction", row.id)
    trail.record(f"counts.correction_{state}", subject, actor=actor, place=row.place_id, at=now)
    return as_adjustment(row)
