"""Tell that a market's table is different: processes that remember it forget, tills and integrators read it anew."""

from __future__ import annotations

from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import public as outbox
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.tax.events import TaxTableChanged


def table_changed(market: MarketId) -> None:
    """Tell it in the caller's transaction."""
    outbox.emit([outbox.Draft(TaxTableChanged(market), aggregate=new_id(), sequence=1)])
