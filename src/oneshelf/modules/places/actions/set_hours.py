"""Say when a place is open."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from oneshelf.modules.places import models, queries, rules
from oneshelf.modules.places.types import Opening, PlaceId


def set_hours(place: PlaceId, week: Sequence[Opening]) -> None:
    """Replace the place's week; an empty one means that it never opens.

    Raises UnknownPlace, VirtualPlaceFixed, OpeningsOverlap. Joins the caller's transaction.
    """
    rules.check_not_virtual(queries.get_place(place).kind)
    ordered = rules.check_week(week)
    with transaction.atomic():
        models.Place.objects.select_for_update().get(id=place)  # one week at a time
        models.Opening.objects.filter(place=place).delete()
        models.Opening.objects.bulk_create(
            models.Opening(place_id=place, weekday=each.weekday, opens=each.opens, closes=each.closes)
            for each in ordered
        )
