"""Arrange how an order is sent: which places, ready when, and by when it is promised."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.delivery.public import Destination, Service
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing import queries, rules
from oneshelf.modules.sourcing.actions.promise import MOST_CONSIDERED
from oneshelf.modules.sourcing.errors import NowhereToSource, PlaceBusy
from oneshelf.modules.sourcing.rules import parcels
from oneshelf.modules.sourcing.types import Decision, Leg, NotPossible, OrderLine, Policy, Situation


@dataclass(frozen=True, slots=True)
class Arranged:
    """What was decided by which `policy`, what each place does for it, and by when the goods are there.

    `charge` is what the shopper pays for it, in minor units.
    """

    decision: Decision
    policy: Policy
    legs: tuple[Leg, ...]
    promised_by: datetime
    charge: int


def arrange(
    market: MarketId,
    channel: ChannelId | None,
    lines: Sequence[OrderLine],
    destination: Destination,
    at: datetime,
    *,
    goods: int = 0,
    excluding: Collection[PlaceId] = (),
) -> Arranged:
    """Choose the places that send an order of `goods` minor units, and the service that is cheapest for its shopper.

    In a market without services it costs nothing and is promised for when it is ready. Nothing is taken or written:
    the caller reserves what was assigned, takes the rooms of the legs and keeps the decision.
    Raises NowhereToSource, PlaceBusy and delivery's NotDelivered.
    """
    situation = queries.situation_of(market, channel, lines, at, destination)
    weight = sum(line.weight_g * line.quantity for line in lines)
    offer = delivery.cheapest(market, destination, weight_g=weight, goods=goods)
    by = offer.service if offer else None
    decision = rules.sourced(situation, by, rules.region_of(situation), excluding=excluding, most=MOST_CONSIDERED)
    if not decision.placed:
        short = decision.short[0] if decision.short else None
        raise NowhereToSource(line=short.line if short else 0, missing=short.missing if short else 0)
    legs = rules.legs_of(situation, decision)
    if isinstance(legs, NotPossible):
        facts = situation.network.facts[decision.places[0]]
        raise PlaceBusy(place=facts.place.name, slot=rules.hour_of(at).isoformat(), most=facts.limit or 0)
    charge = offer.charge if offer else 0
    return Arranged(decision, situation.network.policy, tuple(legs), _promised(situation, legs, by), charge)


def _promised(situation: Situation, legs: Sequence[Leg], by: Service | None) -> datetime:
    comes = parcels.arrivals(situation, legs, by) if by else None
    if comes:
        return max(each.latest for each in comes)
    return max(leg.ready_at for leg in legs)
