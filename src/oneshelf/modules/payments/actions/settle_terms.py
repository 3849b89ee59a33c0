"""Settling whether orders may be paid when they are collected."""

from __future__ import annotations

from typing import Any

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.payments import models
from oneshelf.modules.payments.types import CollectionTerms
from oneshelf.modules.places.public import PlaceId


@retried
def settle_terms(
    market: MarketId, terms: CollectionTerms | None, *, actor: Actor, place: PlaceId | None = None
) -> None:
    """Let orders of a market be paid when they are collected, on `terms`, or (None) not at all.

    What is said of a `place` counts there in place of what is said of its market. Joins the caller's transaction.
    """
    given = {"allowed": False} if terms is None else {"allowed": True, "most": terms.most, "most_open": terms.most_open}
    whose: dict[str, Any] = {"market_id": market, "place_id": place}
    row, _ = models.CollectionTerms.objects.update_or_create(**whose, defaults=given)
    trail.record("payments.terms_settled", trail.Subject("collectionterms", row.id), actor=actor, place=place)
