"""Giving a serial number to a unit that lay here before anybody asked for one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.lots import rules
from oneshelf.modules.lots.actions.tell import learn
from oneshelf.modules.lots.types import NO_LOT, LotId, Told
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId

_NAME = sql.statement(__name__, "name_unit")


@retried
def name_unit(
    market: MarketId, place: PlaceId, variant: VariantId, number: str, *, kind: str, cause: UUID, at: datetime
) -> LotId:
    """Let one unit of a place of which nobody knows the number have `number` from now on; return what names it.

    The caller's transaction holds the row of its level (inventory does). Raises BadLot, SerialElsewhere for a number
    that lies anywhere already, and LotNotThere when every unit here has a number.
    """
    named = Told(1, variant, 1, lot=number, serial=True)
    rules.check_told([named])
    (lot,) = learn(market, [named]).values()
    _NAME.execute(market=market, place=place, variant=variant, lot=lot, nameless=NO_LOT, kind=kind, cause=cause, at=at)
    return lot
