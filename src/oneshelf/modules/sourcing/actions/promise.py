"""Say every way to get a basket, and choose the places that send an order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.delivery.public import Destination, Lane, Service
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.places.public import PlaceId, UnknownPlace
from oneshelf.modules.sourcing import queries, rules
from oneshelf.modules.sourcing.types import (
    Basket,
    Decision,
    NotPossible,
    OrderLine,
    PlaceFacts,
    Situation,
    Way,
    Where,
)

MOST_STORES = 10
"""How many stores a promise speaks of at most."""

ASKED_FIRST = 96
"""At how many senders a promise looks first: of so many, the sixty that it weighs mostly have something of a basket."""

MOST_CONSIDERED = 300
"""How many places are weighed for an order that is placed."""


def promise(
    market: MarketId,
    channel: ChannelId | None,
    basket: Basket,
    where: Where,
    at: datetime,
    *,
    stores: int = 5,
    among: Sequence[PlaceId] = (),
    held: Mapping[tuple[PlaceId, VariantId], int] | None = None,
) -> list[Way]:
    """Return the ways to get `basket`: in the shopper's store and the `stores` nearest, and by every carrier.

    Where nobody knows how far any store is, those that have all of it are spoken of first. With `among`, exactly those
    stores are spoken of. `held` are units that whoever asks holds already or, below nought, takes from a shelf besides.

    Those that are possible come first, the soonest before the later; each other says why not. One statement for the
    stock of the places that matter, a second one when those have too little, and one more when something lacks that is
    sold ahead; the rest is remembered. Nothing is held by
    it: room and stock are taken when it is chosen.
    Raises UnknownPlace for a store that the market has not.
    """
    outset = queries.outset_of(market, basket.lines, at, where.destination)
    lanes = delivery.lanes_to(outset.network.book)
    near = [outset.network.facts[place] for place in among if place in outset.network.facts]
    most, anywhere = min(stores, MOST_STORES), not (near or outset.distances)
    spoken_of = near or _stores(outset, where.store, MOST_CONSIDERED if anywhere else most)
    situation = _looked_at(outset, channel, spoken_of, lanes)
    if held:
        situation = rules.with_held(situation, held)
    if anywhere:
        spoken_of = rules.that_have_it(situation, spoken_of, first=where.store)[:most]
    ways: list[Way] = []
    for facts in spoken_of:
        if facts.place.id == where.store:
            ways.append(rules.take_now(situation, facts))
        collected = rules.collect(situation, facts)
        if collected.reason is NotPossible.OUT_OF_STOCK:
            runs = [*lanes.get(facts.place.id, ()), *lanes.get(None, ())]
            brought = rules.ship_to_store(situation, facts, runs)
            collected = brought if brought.possible else collected
        ways.append(collected)
    if _is_somewhere(where.destination):
        ways += rules.delivered(situation, basket, rules.region_of(situation))
    if any(way.reason is NotPossible.OUT_OF_STOCK for way in ways):
        offers = inventory.offers_ahead(market, rules.wanted_units(basket.lines))
        ways = rules.with_ahead(situation, basket, ways, offers) if offers else ways
    return sorted((way for way in ways if way.promised_by), key=_soonest) + [way for way in ways if not way.promised_by]


def source(
    market: MarketId,
    channel: ChannelId | None,
    lines: Sequence[OrderLine],
    destination: Destination,
    at: datetime,
    *,
    service: str = "",
    excluding: Collection[PlaceId] = (),
) -> Decision:
    """Choose the places that send an order, by the policy that holds: all lines or none, with the alternatives.

    `service` is the code of the carrier's service that was chosen; `excluding` are places that refused. Nothing is
    taken or written: the caller reserves what was assigned, takes capacity and notes the decision.
    """
    situation = queries.situation_of(market, channel, lines, at, destination)
    by = _service(situation, service)
    return rules.sourced(situation, by, rules.region_of(situation), excluding=excluding, most=MOST_CONSIDERED)


def _looked_at(
    outset: Situation,
    channel: ChannelId | None,
    spoken_of: Sequence[PlaceFacts],
    lanes: Mapping[PlaceId | None, Sequence[Lane]],
) -> Situation:
    """Look at the shelves on which the answer hangs: those of the stores, those that supply them, the best shippers."""
    stores = [facts.place.id for facts in spoken_of]
    sources = [lane.source for target in (*stores, None) for lane in lanes.get(target, ())]
    ranked = rules.ranked(outset) if _is_somewhere(outset.destination) else []
    first = dict.fromkeys([*stores, *(each for each in sources if each in outset.network.facts), *ranked[:ASKED_FIRST]])
    situation = queries.looked_at(outset, channel, first)
    if rules.is_settled(situation, ranked[:ASKED_FIRST], ranked[ASKED_FIRST:]):
        return situation
    return queries.looked_at(situation, channel, [place for place in ranked if place not in first])


def _is_somewhere(destination: Destination) -> bool:
    return bool(destination.postal_code or destination.country or destination.position)


def _service(situation: Situation, code: str) -> Service | None:
    return next((each for each in situation.network.book.services if each.code == code), None)


def _stores(situation: Situation, chosen: PlaceId | None, most: int) -> list[PlaceFacts]:
    """Return the shopper's store and the nearest that hand goods over; by code where nobody knows how far they are."""
    known = [facts for facts in situation.network.facts.values() if facts.place.collects]
    far = situation.distances
    known.sort(key=lambda facts: (far.get(facts.place.id, 10**9), facts.place.code))
    if chosen is not None and chosen not in situation.network.facts:
        raise UnknownPlace(place=str(chosen))
    first = [situation.network.facts[chosen]] if chosen is not None else []
    return [*first, *(facts for facts in known if facts.place.id != chosen)][:most]


def _soonest(way: Way) -> tuple[datetime, int]:
    assert way.promised_by is not None, "asked of possible ways only"
    return way.promised_by, way.cost.minor
