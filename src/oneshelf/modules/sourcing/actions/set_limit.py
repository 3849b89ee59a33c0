"""Say how many orders a place takes in an hour."""

from __future__ import annotations

from django.db import transaction

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import Invalid
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing import models

MOST_AN_HOUR = 10_000
"""More orders an hour than that are no limit."""


@transaction.atomic
def set_limit(place: PlaceId, orders_an_hour: int | None, *, actor: Actor) -> None:
    """Limit a place to so many orders an hour (0: it takes none), or let it take any number with None.

    Hours that have taken more already keep them, and take no more. Raises Invalid. Joins the caller's transaction.
    """
    if orders_an_hour is None:
        models.Limit.objects.filter(place=place).delete()
    elif not 0 <= orders_an_hour <= MOST_AN_HOUR:
        raise Invalid(name="orders_an_hour", value=str(orders_an_hour), cure=f"0 … {MOST_AN_HOUR}")
    else:
        models.Limit.objects.update_or_create(place_id=place, defaults={"orders_an_hour": orders_an_hour})
    subject = trail.Subject("place", place)
    trail.record("sourcing.limit_set", subject, actor=actor, place=place, details={"orders_an_hour": orders_an_hour})
