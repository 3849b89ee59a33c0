"""Close a place for a day, and the opposite."""

from __future__ import annotations

from datetime import date

from oneshelf.modules.places import models, queries, rules
from oneshelf.modules.places.types import PlaceId


def close_on(place: PlaceId, day: date, reason: str = "") -> None:
    """Keep the place closed on `day` of its own calendar; a second reason replaces the first.

    Raises UnknownPlace, VirtualPlaceFixed. Joins the caller's transaction.
    """
    rules.check_not_virtual(queries.get_place(place).kind)
    models.Closure.objects.bulk_create(
        [models.Closure(place_id=place, day=day, reason=reason)],
        update_conflicts=True,
        unique_fields=["place", "day"],
        update_fields=["reason"],
    )


def open_as_usual_on(place: PlaceId, day: date) -> None:
    """Take back that the place is closed on `day`. Raises UnknownPlace. Joins the caller's transaction."""
    queries.get_place(place)
    models.Closure.objects.filter(place=place, day=day).delete()
