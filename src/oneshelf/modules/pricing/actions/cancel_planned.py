"""Taking back a price that was planned."""

from __future__ import annotations

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing import models
from oneshelf.modules.pricing.actions import replan
from oneshelf.modules.pricing.errors import PriceInThePast
from oneshelf.modules.pricing.events import PlannedPriceCancelled
from oneshelf.modules.pricing.rules import windows as planning
from oneshelf.modules.pricing.types import BASE, ListCode, PriceId


@retried
def cancel_planned(
    market: MarketId, variant: VariantId, price: PriceId, *, actor: Actor, price_list: ListCode = BASE
) -> None:
    """Cancel the planned `price`: what it took the place of holds again, as if it had never been planned.

    Raises PriceInThePast when it has begun, and NotFound when `variant` has no such plan in the list: one that gave
    way to another price in the very moment in which it began has never been charged, and is no plan any more.
    """
    prices = replan.open_list(market, price_list)
    now = clock.now()
    windows = replan.lock_windows(prices, variant, since=now)
    row = models.Price.objects.filter(id=price, price_list=prices.id, variant_id=variant, resumed=False).first()
    if row is None:
        raise NotFound(kind="planned price", value=str(price))
    if row.valid.lower <= now:
        raise PriceInThePast(starts=row.valid.lower.isoformat())
    planned = next(window for window in windows if window.id == price)
    replan.write({variant: planning.take_out(windows, planned)}, market=market, prices=prices, now=now)
    event = PlannedPriceCancelled(market, variant, planned.starts, prices.code)
    outbox.emit([outbox.Draft(event, aggregate=planned.id, sequence=2)], at=now)
    trail.record("price.cancelled", trail.Subject("price", planned.id), actor=actor, at=now)
