"""Letting lots on hand follow a changed margin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from oneshelf.kernel import sql
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.lots import models, rules
from oneshelf.modules.lots.types import LotId
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId


@dataclass(frozen=True, slots=True)
class _Dated:
    lot: LotId
    market: MarketId
    variant: VariantId
    expires_on: date
    sell_until: datetime


_LOTS = sql.statement(__name__, "stale_margins", row=_Dated)


@retried
def renew_margins() -> int:
    """Let every lot on hand be sold until the day that its variant's margin says today; return how many changed."""
    dated = _LOTS.all()
    tracked = catalogue.tracking(sorted({each.variant for each in dated}))
    zones = {market.id: market.time_zone for market in markets.list_markets()}
    changed = 0
    for each in dated:
        margin = tracked[each.variant].margin_days if each.variant in tracked else 0
        until = rules.sell_until(each.expires_on, margin, zones.get(each.market, "UTC"))
        if until != each.sell_until:
            changed += models.Lot.objects.filter(id=each.lot).update(sell_until=until)
    return changed
