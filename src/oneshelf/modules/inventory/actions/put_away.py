"""Putting goods into a bin."""

from __future__ import annotations

from uuid import UUID

from oneshelf.kernel import clock, sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import rules
from oneshelf.modules.inventory.types import Level, Move
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import LotId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import BinId, PlaceId

_LOCK = sql.statement(__name__, "tracked_keys", row=Level)
_KIND = "put_away"
_TRACK = sql.statement(__name__, "track")


@retried
def put_away(
    market: MarketId,
    place: PlaceId,
    variant: VariantId,
    quantity: int,
    code: str,
    *,
    actor: Actor,
    from_bin: BinId | None = None,
    lot: LotId | None = None,
    cause: UUID | None = None,
) -> UUID:
    """Put units that lie at a place into its bin with that code, and return what names it; levels do not change.

    They are taken from `from_bin` (lots.NO_BIN: from where no bin is; None: from anywhere), of `lot`. The same `cause`
    puts them away once. From then on the place's units of the variant are told apart. Raises UnknownBin, BadQuantity,
    and LotNotThere for more than lie there.
    """
    rules.check_quantities([Move(1, variant, place, place, quantity)])
    bin, cause, now = places.bin_by_code(place, code), cause or new_id(), clock.now()
    _TRACK.execute(market=market, places=[place], variants=[variant], cause=cause, at=now)
    _LOCK.all(market=market, variants=[variant], places=[place])
    if any(each.cause_kind == _KIND for each in lots.entries_of(cause)):
        return cause
    lots.rearrange(
        *(market, place, variant, quantity),
        kind=_KIND,
        cause=cause,
        at=now,
        lot=lot,
        from_bin=from_bin,
        to_bin=bin.id,
    )
    details: dict[str, trail.Detail] = {"variant": variant, "quantity": quantity, "bin": code}
    trail.record("stock.put_away", trail.Subject("bin", bin.id), actor=actor, place=place, details=details, at=now)
    return cause
