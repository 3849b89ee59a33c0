"""Correcting a level by hand."""

from __future__ import annotations

from uuid import UUID

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory.actions.move import post
from oneshelf.modules.inventory.errors import BadQuantity, MovedAlready
from oneshelf.modules.inventory.models import StockAdjustment
from oneshelf.modules.inventory.types import AdjustmentReason, Cause, Move
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId


@retried
def adjust(
    market: MarketId,
    place: PlaceId,
    variant: VariantId,
    change: int,
    *,
    reason: AdjustmentReason,
    actor: Actor,
    adjustment: UUID | None = None,
) -> UUID:
    """Correct what a place has by `change` units, more or less, and return the adjustment's id.

    `adjustment`, a UUIDv7, names the correction: repeating it moves nothing again, and another under the same name
    is refused (MovedAlready).

    What is missing goes to the market's place `loss` (damaged, expired, stolen) or `discrepancy` (counted);
    what is found comes from `discrepancy`. Raises OutOfStock when that would take promised units away.
    """
    if change == 0:
        raise BadQuantity(value=0)
    virtual = places.virtual_places(market)
    lost = reason not in (AdjustmentReason.COUNTED, AdjustmentReason.FOUND)
    other = virtual.loss if change < 0 and lost else virtual.discrepancy
    source, target = (other, place) if change > 0 else (place, other)
    now = clock.now()
    meant: dict[str, object] = {
        "market_id": market,
        "place_id": place,
        "variant_id": variant,
        "change": change,
        "reason": reason.value,
    }
    row, is_new = StockAdjustment.objects.get_or_create(
        id=adjustment or new_id(), defaults={**meant, "actor_id": actor.id, "occurred_at": now}
    )
    if any(getattr(row, name) != value for name, value in meant.items()):
        raise MovedAlready(cause=str(row.id))
    if is_new:
        move = Move(line=1, variant=variant, from_place=source, to_place=target, quantity=abs(change))
        post(market, [move], kind=Cause.ADJUSTMENT, cause=row.id, at=now)
        details: dict[str, trail.Detail] = {"variant": variant, "change": change, "reason": reason}
        subject = trail.Subject("stock_adjustment", row.id)
        trail.record("stock.adjusted", subject, actor=actor, place=place, details=details, at=now)
    return row.id
