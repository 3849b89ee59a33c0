"""Say how a place works, and which transports run between places."""

from __future__ import annotations

from django.db import transaction

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.delivery import models
from oneshelf.modules.delivery.types import Lane, Terms
from oneshelf.modules.places.public import PlaceId


@transaction.atomic
def set_terms(place: PlaceId, terms: Terms, *, actor: Actor) -> None:
    """Replace how a place works. The database refuses negative figures. Joins the caller's transaction."""
    models.Terms.objects.update_or_create(
        place_id=place,
        defaults={
            "handling_minutes": terms.handling_minutes,
            "stops_before_closing": terms.stops_before_closing,
            "parcel_cost": terms.parcel_cost,
            "unit_cost": terms.unit_cost,
        },
    )
    minutes = {"minutes": terms.handling_minutes, "before_closing": terms.stops_before_closing}
    trail.record("delivery.terms_set", trail.Subject("place", place), actor=actor, place=place, details=minutes)


@transaction.atomic
def set_lane(lane: Lane, *, actor: Actor) -> None:
    """Let goods travel from one place to another, or change how. Joins the caller's transaction."""
    models.Lane.objects.update_or_create(
        source_id=lane.source,
        target_id=lane.target,
        defaults={
            "days": lane.days,
            "weekdays": list(lane.weekdays),
            "cut_off": lane.cut_off,
            "parcel_cost": lane.parcel_cost,
            "kg_cost": lane.kg_cost,
        },
    )
    subject = trail.Subject("place", lane.source)
    trail.record("delivery.lane_set", subject, actor=actor, place=lane.source, details={"days": lane.days})
