"""Saying in which bin a variant is found."""

from __future__ import annotations

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.lots import models
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId


@retried
def set_home(place: PlaceId, variant: VariantId, code: str, *, actor: Actor) -> None:
    """Let pickers find `variant` in the place's bin with that code; '' for none. Raises UnknownBin."""
    if code:
        bin = places.bin_by_code(place, code)
        models.Home.objects.bulk_create(
            [models.Home(place_id=place, variant_id=variant, bin_id=bin.id)],
            update_conflicts=True,
            unique_fields=["place_id", "variant_id"],
            update_fields=["bin_id"],
        )
    else:
        models.Home.objects.filter(place_id=place, variant_id=variant).delete()
    subject = trail.Subject("variant", variant)
    trail.record("stock.home_set", subject, actor=actor, place=place, details={"bin": code})
