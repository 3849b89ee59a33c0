"""Bring in places whose ids the loader derived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oneshelf.kernel.transactions import refusals
from oneshelf.modules.places import models, queries, rules
from oneshelf.modules.places.actions.announce import places_changed
from oneshelf.modules.places.types import Opening, Place, PlaceId


def bulk_load_places(places: Sequence[Place], weeks: Mapping[PlaceId, Sequence[Opening]]) -> int:
    """Write places with their weeks in the caller's transaction and return how many were new.

    A place whose id is there already stays as it is, hours included. Raises PlaceCodeTaken, WrongPosition,
    VirtualPlaceFixed (those come by `open_market_places`), OpeningsOverlap.
    """
    known = set(models.Place.objects.filter(id__in=[each.id for each in places]).values_list("id", flat=True))
    new = [each for each in places if each.id not in known]
    openings = []
    for place in new:
        rules.check_not_virtual(place.kind)
        rules.check_position(place.position)
        openings += [
            models.Opening(place_id=place.id, weekday=each.weekday, opens=each.opens, closes=each.closes)
            for each in rules.check_week(weeks.get(place.id, ()))
        ]
    with refusals():
        models.Place.objects.bulk_create([queries.as_row(each) for each in new])
        models.Opening.objects.bulk_create(openings)
        places_changed(new)
    return len(new)
