"""Make a bin in a place, and the opposite: take it out of use."""

from __future__ import annotations

from django.db import transaction

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import refusals
from oneshelf.modules.places import models, queries, rules
from oneshelf.modules.places.types import Bin, BinId, BinKind, PlaceId


def open_bin(
    place: PlaceId, *, code: str, actor: Actor, name: str = "", kind: BinKind = BinKind.SHELF, walk: int = 0
) -> Bin:
    """Make a bin and return it. Joins the caller's transaction.

    Raises UnknownPlace, VirtualPlaceFixed, BinCodeTaken.
    """
    rules.check_not_virtual(queries.get_place(place).kind)
    row = models.Bin(id=new_id(), place_id=place, code=code, name=name, kind=kind.value, walk=walk)
    with refusals(), transaction.atomic():
        row.save(force_insert=True)
        trail.record("bin.opened", trail.Subject("bin", row.id), actor=actor, place=place, details={"code": code})
    return queries.as_bin(row)


def archive_bin(bin: BinId, *, actor: Actor) -> None:
    """Take a bin out of use; what is written about it stays. Twice is once. Joins the caller's transaction."""
    with transaction.atomic():
        row = models.Bin.objects.select_for_update().filter(id=bin, archived_at=None).first()
        if row is not None:
            row.archived_at = clock.now()
            row.save(update_fields=["archived_at"])
            trail.record("bin.archived", trail.Subject("bin", bin), actor=actor, place=row.place_id)
