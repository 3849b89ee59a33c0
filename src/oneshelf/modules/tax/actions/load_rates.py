"""Bring in the rates of a file or a package."""

from __future__ import annotations

from collections.abc import Iterable

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.transactions import retried
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.tax import models
from oneshelf.modules.tax.actions.announce import table_changed
from oneshelf.modules.tax.actions.open_zone import open_zone
from oneshelf.modules.tax.actions.set_rate import put_in
from oneshelf.modules.tax.types import GivenRate, ZoneId


@retried
def load_rates(market: MarketId, given: Iterable[GivenRate], *, actor: Actor) -> int:
    """Write rates into their zones, opened where they are missing; return how many were new.

    Twice is once: what holds already is left as it is. All or nothing, in a transaction of its own; raises what
    `open_zone` and `set_rate` raise.
    """
    zones: dict[str, ZoneId] = {}
    changed = 0
    for each in given:
        if each.zone not in zones:
            zones[each.zone] = open_zone(market, each.zone, each.name, each.area, actor=actor)
            models.Zone.objects.select_for_update().get(id=zones[each.zone])
        changed += put_in(zones[each.zone], each.rate, actor=actor)
    if changed:
        table_changed(market)
    return changed
