"""What offers refuse."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class UnknownOffer(Refusal):
    """There is no offer `offer`."""

    code = "unknown_offer"
    status = 404
    field = "offer"
    offer: str


@dataclass(eq=False)
class OfferChanged(Refusal):
    """The offer is at `version` by now: somebody changed it since it was looked at."""

    code = "offer_changed"
    version: int


@dataclass(eq=False)
class OfferGivesNothing(Refusal):
    """The offer gives nothing now, not to them, or not for that: `reason` says which."""

    code = "offer_gives_nothing"
    field = "offer"
    reason: str


@dataclass(eq=False)
class BadOffer(Refusal):
    """`value` cannot stand in the `part` of an offer: it takes `wanted`."""

    code = "bad_offer"
    status = 422
    part: str
    value: str
    wanted: str
