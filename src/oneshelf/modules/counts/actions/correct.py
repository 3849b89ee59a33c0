"""Correcting stock within one's authority; what is worth more waits for somebody who may decide it."""

from __future__ import annotations

from uuid import UUID

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.counts import events, models, rules
from oneshelf.modules.counts.queries import as_adjustment, authority, costs_of
from oneshelf.modules.counts.types import Adjustment, AdjustmentState, CountId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import AdjustmentReason, BadQuantity, MovedAlready
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId


@retried
def correct(
    market: MarketId,
    place: PlaceId,
    variant: VariantId,
    change: int,
    *,
    reason: AdjustmentReason,
    actor: Actor,
    adjustment: UUID | None = None,
    count: CountId | None = None,
) -> Adjustment:
    """Correct what a place has by `change` units, or propose it when it is worth more than the actor may decide.

    `adjustment`, a UUIDv7, names the correction: repeating it changes nothing. Returns what became of it: `posted`
    or `proposed`. Raises BadQuantity, MovedAlready, and OutOfStock when it would take promised units away.
    """
    if not 0 < abs(change) <= rules.MOST_UNITS:
        raise BadQuantity(value=change)
    meant = {"market_id": market, "place_id": place, "variant_id": variant, "change": change, "reason": reason.value}
    before = models.Adjustment.objects.filter(id=adjustment).first() if adjustment else None
    if before is not None:
        if any(getattr(before, name) != value for name, value in meant.items()):
            raise MovedAlready(cause=str(adjustment))
        return as_adjustment(before)
    value = rules.value_of(change, costs_of(market, [variant]).get(variant))
    within = rules.may_decide(value, authority(actor, market, place))
    now = clock.now()
    row = models.Adjustment.objects.create(
        **meant,
        id=adjustment or new_id(),
        value=value.minor if value else None,
        currency=markets.get_market(market).currency,
        count_id=count,
        state=(AdjustmentState.POSTED if within else AdjustmentState.PROPOSED).value,
        proposed_by=actor.id,
        proposed_at=now,
        decided_by=actor.id if within else None,
        decided_at=now if within else None,
    )
    if within:
        inventory.adjust(market, place, variant, change, reason=reason, actor=actor, adjustment=row.id)
    outbox.emit([events.of_adjustment(as_adjustment(row), 1)], at=now)
    trail.record(
        f"counts.correction_{row.state}", trail.Subject("correction", row.id), actor=actor, place=place, at=now
    )
    return as_adjustment(row)
