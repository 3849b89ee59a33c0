"""Open a place, and the opposite: archive it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.trail.public import Subject
from oneshelf.kernel.transactions import refusals
from oneshelf.modules.markets import public as markets
from oneshelf.modules.places import models, queries, rules
from oneshelf.modules.places.actions.announce import places_changed
from oneshelf.modules.places.actions.keep_open import first_heading
from oneshelf.modules.places.errors import PlaceExpectsGoods
from oneshelf.modules.places.types import Address, Place, PlaceId, PlaceKind, Position


def open_place(
    market: markets.MarketId,
    *,
    code: str,
    name: str,
    kind: PlaceKind,
    actor: Actor,
    time_zone: str | None = None,
    address: Address = Address(),
    phone: str = "",
    position: Position | None = None,
    sells: bool = False,
    collects: bool = False,
    ships: bool = False,
    id: UUID | None = None,
) -> Place:
    """Open a place without hours and return it; its clock is the market's unless `time_zone` is given.

    Raises UnknownMarket, PlaceCodeTaken, WrongPosition, and VirtualPlaceFixed for a kind that comes with the market.
    Joins the caller's transaction.
    """
    rules.check_not_virtual(kind)
    rules.check_position(position)
    place = Place(
        id=PlaceId(id or new_id()),
        market=market,
        code=code,
        name=name,
        kind=kind,
        time_zone=time_zone or markets.get_market(market).time_zone,
        address=address,
        phone=phone,
        position=position,
        sells=sells,
        collects=collects,
        ships=ships,
    )
    with refusals(), transaction.atomic():
        queries.as_row(place).save(force_insert=True)
        trail.record("place.opened", Subject("place", place.id), actor=actor, place=place.id, details={"kind": kind})
        places_changed([place])
    return place


def archive_place(place: PlaceId, *, actor: Actor) -> None:
    """Take the place out of every list for good; its history stays. Twice is once.

    Raises UnknownPlace, VirtualPlaceFixed, and PlaceExpectsGoods while goods head for it or wait there. No order
    waits for this look: what is placed in that very moment finds the place archived, and is shown among what is late.
    Joins the caller's transaction.
    """
    known = queries.get_place(place)
    rules.check_not_virtual(known.kind)
    heading = first_heading(known)
    if heading:
        raise PlaceExpectsGoods(name=known.name, kind=heading.kind, number=heading.number, where=heading.where)
    with transaction.atomic():
        if models.Place.objects.filter(id=place, archived_at=None).update(archived_at=clock.now()):
            trail.record("place.archived", Subject("place", place), actor=actor, place=place)
            places_changed([known])
