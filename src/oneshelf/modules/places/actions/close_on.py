"""Close a place for a day, and the opposite."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.places import models, queries, rules
from oneshelf.modules.places.actions.announce import places_changed
from oneshelf.modules.places.types import Place, PlaceId


@transaction.atomic
def close_on(place: PlaceId, day: date, reason: str = "", *, actor: Actor) -> None:
    """Keep the place closed on `day` of its own calendar; a second reason replaces the first.

    Raises UnknownPlace, VirtualPlaceFixed. Joins the caller's transaction.
    """
    found = queries.get_place(place)
    rules.check_not_virtual(found.kind)
    models.Closure.objects.bulk_create(
        [models.Closure(place_id=place, day=day, reason=reason)],
        update_conflicts=True,
        unique_fields=["place", "day"],
        update_fields=["reason"],
    )
    _tell("place.closed_on", found, day, actor)


@transaction.atomic
def open_as_usual_on(place: PlaceId, day: date, *, actor: Actor) -> None:
    """Take back that the place is closed on `day`. Raises UnknownPlace. Joins the caller's transaction."""
    found = queries.get_place(place)
    if models.Closure.objects.filter(place=place, day=day).delete()[0]:
        _tell("place.open_as_usual_on", found, day, actor)


def _tell(action: str, place: Place, day: date, actor: Actor) -> None:
    subject, details = trail.Subject("place", place.id), {"day": day.isoformat()}
    trail.record(action, subject, actor=actor, place=place.id, details=details)
    places_changed([place])
