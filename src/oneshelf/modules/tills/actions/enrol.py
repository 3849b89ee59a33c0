"""Enrolling a till, and retiring it."""

from __future__ import annotations

import secrets

from django.db import IntegrityError, transaction

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.markets.public import ChannelId
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.tills import models
from oneshelf.modules.tills.errors import PlaceDoesNotSell, TillNameTaken, UnknownTill
from oneshelf.modules.tills.queries import get_till, hash_token
from oneshelf.modules.tills.types import Till, TillId


def enrol_till(place: PlaceId, channel: ChannelId, name: str, *, actor: Actor) -> tuple[Till, str]:
    """Let a device sell at a place. Returns the till and its secret, which is shown this once and never kept.

    Raises UnknownPlace, PlaceDoesNotSell and TillNameTaken.
    """
    found = places.get_place(place)
    if not found.sells:
        raise PlaceDoesNotSell(place=found.name)
    token, till = secrets.token_urlsafe(32), TillId(new_id())
    try:
        with transaction.atomic():
            models.Till.objects.create(
                id=till,
                market_id=found.market,
                place_id=place,
                channel_id=channel,
                name=name,
                token_hash=hash_token(token),
            )
            trail.record("tills.enrol", trail.Subject("till", till), actor=actor, place=place)
    except IntegrityError as error:
        raise TillNameTaken(name=name) from error
    return get_till(till), token


@transaction.atomic
def retire_till(till: TillId, *, actor: Actor) -> None:
    """Take a device's leave to sell away for good; what it sold stays. Raises UnknownTill."""
    if not models.Till.objects.filter(id=till, archived_at=None).update(archived_at=clock.now()):
        raise UnknownTill(till=str(till))
    trail.record("tills.retire", trail.Subject("till", till), actor=actor)
