"""Selling beyond what is on hand, as a policy."""

from __future__ import annotations

from oneshelf.kernel import clock, sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory.actions.announce import announce
from oneshelf.modules.inventory.errors import BadQuantity, OutOfStock
from oneshelf.modules.inventory.queries import levels
from oneshelf.modules.inventory.rules import MOST_UNITS
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId

_ALLOW = sql.statement(__name__, "allow_backorder")


@retried
def allow_backorder(market: MarketId, place: PlaceId, variant: VariantId, units: int, *, actor: Actor) -> None:
    """Let `units` of a variant be promised beyond what a place has; 0 ends it.

    Raises OutOfStock when more than that is promised or fenced already, and BadQuantity.
    """
    if not 0 <= units <= MOST_UNITS:
        raise BadQuantity(value=units)
    if not _ALLOW.execute(market=market, place=place, variant=variant, units=units):
        (level,) = levels(market, [variant], [place])
        raise OutOfStock(
            variant=str(variant),
            place=str(place),
            wanted=level.reserved + level.fenced,
            available=level.on_hand + units,
        )
    at = clock.now()
    announce(market, [(place, variant)], cause=new_id(), at=at)
    details: dict[str, trail.Detail] = {"units": units}
    subject = trail.Subject("variant", variant)
    trail.record("stock.backorder_allowed", subject, actor=actor, place=place, details=details, at=at)
