"""Writing down what a person did with goods that are kept apart."""

from __future__ import annotations

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.lots import models
from oneshelf.modules.lots.types import Inspection
from oneshelf.modules.markets.public import MarketId


@retried
def note_inspection(market: MarketId, done: Inspection, *, actor: Actor) -> bool:
    """Write an inspection and its trail; False when it was written before, so that nothing moves twice."""
    _row, is_new = models.Inspection.objects.get_or_create(
        id=done.id,
        defaults={
            "market_id": market,
            "place_id": done.place,
            "variant_id": done.variant,
            "quantity": done.quantity,
            "act": done.act.value,
            "condition": done.condition.value,
            "reason": done.reason,
            "actor_id": actor.id,
            "occurred_at": done.occurred_at,
        },
    )
    if is_new:
        details: dict[str, trail.Detail] = {
            "variant": done.variant,
            "quantity": done.quantity,
            "condition": done.condition,
            "reason": done.reason[:64],
        }
        subject = trail.Subject("stock_inspection", done.id)
        trail.record(f"stock.{done.act}", subject, actor=actor, place=done.place, details=details, at=done.occurred_at)
    return is_new
