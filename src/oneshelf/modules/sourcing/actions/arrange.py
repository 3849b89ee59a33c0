"""Arrange how an order is sent: which places, ready when, and by when it is promised."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from oneshelf.modules.catalogue.public import VariantId
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
    service: str = "",
    held: Mapping[tuple[PlaceId, VariantId], int] | None = None,
    excluding: Collection[PlaceId] = (),
) -> Arranged:
    """Choose the places that send an order of `goods` minor units by `service`, or by the cheapest for its shopper.

    `held` are units that whoever asks holds already: theirs to choose from as well. In a market without services it
    costs nothing and is promised for when it is ready. Nothing is taken or written:
    the caller reserves what was assigned, takes the rooms of the legs and keeps the decision.
    Raises NowhereToSource, PlaceBusy, and delivery's NotDelivered and NotByThatService.
    """
    situation = rules.with_held(queries.situation_of(market, channel, lines, at, destination), held or {})
    by, charge = _cheapest(situation, goods) if not service else (_chosen(situation, service), 0)
    decision = rules.sourced(situation, by, rules.region_of(situation), excluding=excluding, most=MOST_CONSIDERED)
    if not decision.placed:
        short = decision.short[0] if decision.short else None
        raise NowhereToSource(line=short.line if short else 0, missing=short.missing if short else 0)
    legs = rules.legs_of(situation, decision)
    if isinstance(legs, NotPossible):
        facts = situation.network.facts[decision.places[0]]
        raise PlaceBusy(place=facts.place.name, slot=rules.hour_of(at).isoformat(), most=facts.limit or 0)
    if by and service:
        charge = parcels.charged(situation, goods, legs, by)
    return Arranged(decision, situation.network.policy, tuple(legs), _promised(situation, legs, by), charge)


def _cheapest(situation: Situation, goods: int) -> tuple[Service | None, int]:
    weight = sum(line.weight_g * line.quantity for line in situation.lines)
    offer = delivery.cheapest_in(situation.network.book, situation.destination, weight_g=weight, goods=goods)
    return (offer.service, offer.charge) if offer else (None, 0)


def _chosen(situation: Situation, code: str) -> Service:
    """Return the service that the shopper chose. Raises NotByThatService unless it goes there from some place."""
    for service in situation.network.book.services:
        if service.code == code and parcels.reaches(situation, service):
            return service
    raise delivery.NotByThatService(service=code)


def _promised(situation: Situation, legs: Sequence[Leg], by: Service | None) -> datetime:
    comes = parcels.arrivals(situation, legs, by) if by else None
    if comes:
        return max(each.latest for each in comes)
    return max(leg.ready_at for leg in legs)
