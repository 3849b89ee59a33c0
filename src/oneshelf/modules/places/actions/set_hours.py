"""Say when a place is open."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.places import models, queries, rules
from oneshelf.modules.places.actions.announce import places_changed
from oneshelf.modules.places.types import Opening, PlaceId

_LONGEST_DETAIL = 64
"""Characters of one detail of the trail: five windows a day."""


def set_hours(place: PlaceId, week: Sequence[Opening], *, actor: Actor) -> None:
    """Replace the place's week; an empty one means that it never opens.

    Raises UnknownPlace, VirtualPlaceFixed, OpeningsOverlap. Joins the caller's transaction.
    """
    found = queries.get_place(place)
    rules.check_not_virtual(found.kind)
    ordered = rules.check_week(week)
    with transaction.atomic():
        models.Place.objects.select_for_update().get(id=place)  # one week at a time
        models.Opening.objects.filter(place=place).delete()
        models.Opening.objects.bulk_create(
            models.Opening(place_id=place, weekday=each.weekday, opens=each.opens, closes=each.closes)
            for each in ordered
        )
        trail.record("place.hours_set", trail.Subject("place", place), actor=actor, place=place, details=_days(ordered))
        places_changed([found])


def _days(week: Sequence[Opening]) -> dict[str, trail.Detail]:
    """Return the hours of each open day, such as {"day_0": "09:00-12:00+13:00-18:00"} for Mondays."""
    days: dict[int, list[str]] = {}
    for each in week:
        days.setdefault(each.weekday, []).append(f"{each.opens:%H:%M}-{each.closes:%H:%M}")
    return {f"day_{weekday}": "+".join(hours)[:_LONGEST_DETAIL] for weekday, hours in days.items()}
