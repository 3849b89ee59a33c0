"""Moving stock between places: receiving, taking back, and whatever else has a cause."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import datetime
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import rules
from oneshelf.modules.inventory.actions.announce import announce
from oneshelf.modules.inventory.types import Cause, Move
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import Told
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId

_POST = sql.statement(__name__, "post", row=bool)
_TRACK = sql.statement(__name__, "track")


@retried
def post(
    market: MarketId, moves: Sequence[Move], *, kind: Cause, cause: UUID, at: datetime, told: Sequence[Told] = ()
) -> bool:
    """Write `moves` and the levels that they change; return False when this cause has moved them before.

    Places that are counted (stores, warehouses ...) must have what they give and nobody else was promised:
    OutOfStock otherwise. `at` is the immutable instant of the cause. Raises MovedAlready when the cause is
    known with other lines, BadQuantity for less than one unit.

    Where units are told apart, `told` says which of a line's they are: of goods that come in from outside, or that
    leave a place; without it, what expires first leaves. Raises what telling raises, and LotNotThere.
    """
    rules.check_quantities(moves)
    involved = {move.from_place for move in moves} | {move.to_place for move in moves}
    known = places.places_by_id(list(involved))
    counted = [place.id for place in known.values() if place.counted]
    apart = {place.id for place in known.values() if place.kind is places.PlaceKind.QUARANTINE}
    track(market, moves, counted=counted, apart=apart, told=told, cause=cause, at=at)
    if told:
        comes = not any(move.from_place in counted for move in moves)
        (lots.tell_coming if comes else lots.tell_leaving)(market, cause, told)
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
    elif told:
        lots.forget_told(cause)  # it has moved before, with what was told then
    return posted


def track(
    market: MarketId,
    moves: Sequence[Move],
    *,
    counted: Sequence[PlaceId],
    apart: Container[PlaceId],
    told: Sequence[Told],
    cause: UUID,
    at: datetime,
) -> None:
    """Let units be told apart where their variant asks for it, somebody tells, or goods are kept apart.

    In the transaction that moves them, before it does.
    """
    named = {each.variant for each in told if each.lot or each.from_bin or each.to_bin}
    wanted = named | catalogue.tracking(sorted({move.variant for move in moves})).keys()
    keys = [
        (place, move.variant)
        for move in moves
        for place in (move.from_place, move.to_place)
        if place in counted and (move.variant in wanted or place in apart)
    ]
    if keys:
        given = {"places": [place for place, _ in keys], "variants": [variant for _, variant in keys]}
        _TRACK.execute(market=market, cause=cause, at=at, **given)


def receive(
    market: MarketId,
    place: PlaceId,
    units: dict[VariantId, int],
    *,
    cause: UUID,
    at: datetime,
    told: Sequence[Told] = (),
) -> bool:
    """Take `units` in from a supplier. The same receipt (`cause`) counts once; its lines are numbered from 1.

    `told` says of which lots they are, into which bins they go and in what condition. Of variants whose units are told
    apart it must say the lot or serial number of each: LotNeeded otherwise. Raises BadLot, LotDiffers, SerialElsewhere.
    """
    lots.check_all_told(catalogue.tracking(list(units)), units, told)
    supplier = places.virtual_places(market).supplier
    moves = [
        Move(line=line, variant=variant, from_place=supplier, to_place=place, quantity=quantity)
        for line, (variant, quantity) in enumerate(units.items(), start=1)
    ]
    return post(market, moves, kind=Cause.RECEIPT, cause=cause, at=at, told=told)


def take_back(
    market: MarketId,
    place: PlaceId,
    units: Sequence[tuple[int, VariantId, int]],
    *,
    cause: UUID,
    at: datetime,
    told: Sequence[Told] = (),
) -> bool:
    """Put goods that a customer brought back on hand again: (line, variant, quantity). Once per `cause`.

    A kit comes back as its components, all on one line. `told` says which units they are, where they are told apart.
    """
    customer = places.virtual_places(market).customer
    moves = [
        Move(line=line, variant=variant, from_place=customer, to_place=place, quantity=quantity)
        for line, variant, quantity in units
    ]
    return post(market, moves, kind=Cause.RETURN, cause=cause, at=at, told=told)
