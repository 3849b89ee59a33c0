"""Naming the units on a shelf that came before anybody asked for their serial numbers."""

from __future__ import annotations

from oneshelf.kernel import clock, sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import Tracks, VariantId
from oneshelf.modules.inventory.errors import AllUnitsNamed, NumbersNotAsked
from oneshelf.modules.inventory.types import Level
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import LotId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId

_KIND = "naming"
_LOCK = sql.statement(__name__, "tracked_keys", row=Level)
_TRACK = sql.statement(__name__, "track")


@retried
def name_unit(market: MarketId, place: PlaceId, variant: VariantId, number: str, *, actor: Actor) -> LotId:
    """Say that one of the units at a place whose serial numbers nobody knows has `number`; return what names it.

    Levels do not change, nor who is promised what. A number that lies here already is one that was said before: nothing
    happens. Joins the caller's transaction. Raises NumbersNotAsked for an article whose units have none, AllUnitsNamed,
    and lots' BadLot, and SerialElsewhere.
    """
    tracking = catalogue.tracking([variant]).get(variant)
    if tracking is None or tracking.tracks is not Tracks.SERIALS:
        raise NumbersNotAsked(variant=str(variant))
    now, cause = clock.now(), new_id()
    _TRACK.execute(market=market, places=[place], variants=[variant], cause=cause, at=now)
    _LOCK.all(market=market, variants=[variant], places=[place])
    parts = lots.parts(market, [variant], [place])
    for part in parts:
        if part.serial and part.code == number and part.lot:
            return part.lot
    if all(part.lot for part in parts):
        raise AllUnitsNamed(number=number)
    lot = lots.name_unit(market, place, variant, number, kind=_KIND, cause=cause, at=now)
    details: dict[str, trail.Detail] = {"variant": variant}
    trail.record("stock.unit_named", trail.Subject("lot", lot), actor=actor, place=place, details=details, at=now)
    return lot
