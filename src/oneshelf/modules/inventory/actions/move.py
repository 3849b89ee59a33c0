"""Moving stock between places: receiving, taking back, and whatever else has a cause."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import rules
from oneshelf.modules.inventory.actions.announce import announce
from oneshelf.modules.inventory.types import Cause, Move
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId

_POST = sql.statement(__name__, "post", row=bool)


@retried
def post(market: MarketId, moves: Sequence[Move], *, kind: Cause, cause: UUID, at: datetime) -> bool:
    """Write `moves` and the levels that they change; return False when this cause has moved them before.

    Places that are counted (stores, warehouses ...) must have what they give and nobody else was promised:
    OutOfStock otherwise. `at` is the immutable instant of the cause. Raises MovedAlready when the cause is
    known with other lines, BadQuantity for less than one unit.
    """
    rules.check_quantities(moves)
    involved = {move.from_place for move in moves} | {move.to_place for move in moves}
    counted = [place.id for place in places.places_by_id(list(involved)).values() if place.kind in places.COUNTED_KINDS]
    posted = _POST.one(
        market=market,
        cause_kind=kind.value,
        cause=cause,
        at=at,
        counted=counted,
        lines=[move.line for move in moves],
        variants=[move.variant for move in moves],
        sources=[move.from_place for move in moves],
        targets=[move.to_place for move in moves],
        quantities=[move.quantity for move in moves],
    )
    if posted:
        keys = [(place, move.variant) for move in moves for place in (move.from_place, move.to_place)]
        announce(market, [key for key in keys if key[0] in counted], cause=cause, at=at)
    return posted


def receive(market: MarketId, place: PlaceId, units: dict[VariantId, int], *, cause: UUID, at: datetime) -> bool:
    """Take `units` in from a supplier. The same receipt (`cause`) counts once."""
    supplier = places.virtual_places(market).supplier
    moves = [
        Move(line=line, variant=variant, from_place=supplier, to_place=place, quantity=quantity)
        for line, (variant, quantity) in enumerate(units.items(), start=1)
    ]
    return post(market, moves, kind=Cause.RECEIPT, cause=cause, at=at)


def take_back(
    market: MarketId, place: PlaceId, units: Sequence[tuple[int, VariantId, int]], *, cause: UUID, at: datetime
) -> bool:
    """Put goods that a customer brought back on hand again: (line, variant, quantity). Once per `cause`.

    A kit comes back as its components, all on one line.
    """
    customer = places.virtual_places(market).customer
    moves = [
        Move(line=line, variant=variant, from_place=customer, to_place=place, quantity=quantity)
        for line, variant, quantity in units
    ]
    return post(market, moves, kind=Cause.RETURN, cause=cause, at=at)
