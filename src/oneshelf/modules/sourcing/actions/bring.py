"""Bring to a store what it lacks of an order, from one other place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing import queries, rules
from oneshelf.modules.sourcing.errors import NowhereToSource, PlaceBusy
from oneshelf.modules.sourcing.types import NotPossible, OrderLine, PlaceFacts, Way


def bring(
    market: MarketId,
    channel: ChannelId | None,
    lines: Sequence[OrderLine],
    store: PlaceId,
    at: datetime,
    *,
    held: Mapping[tuple[PlaceId, VariantId], int] | None = None,
    excluding: Collection[PlaceId] = (),
) -> Way:
    """Return the soonest way to have everything in `store`: a leg for what is brought, one for what lies there.

    Lines are brought whole, all of them from one place. `held` are units that whoever asks holds already. One statement
    for the shelves of the store and of those that supply it; nothing is taken or written. Raises NowhereToSource, also
    for a store that takes no orders any more, and PlaceBusy when a sender or the store has no hour left.
    """
    outset = queries.outset_of(market, lines, at)
    facts = outset.network.facts.get(store)
    if facts is None:
        raise NowhereToSource(line=lines[0].line, missing=lines[0].quantity)
    lanes = delivery.lanes_to(outset.network.book)
    runs = [lane for lane in (*lanes.get(store, ()), *lanes.get(None, ())) if lane.source not in excluding]
    asked = [store, *(lane.source for lane in runs if lane.source in outset.network.facts)]
    situation = rules.with_held(queries.looked_at(outset, channel, dict.fromkeys(asked)), held or {})
    here = rules.collect(situation, facts)
    if here.possible:
        return here
    return _possible(rules.ship_to_store(situation, facts, runs), facts, at)


def bring_from(
    source: PlaceId,
    market: MarketId,
    channel: ChannelId | None,
    lines: Sequence[OrderLine],
    store: PlaceId,
    at: datetime,
) -> Way:
    """Return how `source` brings all of `lines` to `store`, whatever lies there. Otherwise as `bring`.

    Raises NowhereToSource also where no transport leads from there to the store.
    """
    outset = queries.outset_of(market, lines, at)
    facts = outset.network.facts.get(store)
    lane = delivery.lane_to(outset.network.book.lanes, source, store)
    if facts is None or lane is None:
        raise NowhereToSource(line=lines[0].line, missing=lines[0].quantity)
    return _possible(rules.ship_to_store(queries.looked_at(outset, channel, [source]), facts, [lane]), facts, at)


def _possible(way: Way, facts: PlaceFacts, at: datetime) -> Way:
    if way.possible:
        return way
    if way.reason is NotPossible.NO_CAPACITY:
        raise PlaceBusy(place=facts.place.name, slot=rules.hour_of(at).isoformat(), most=facts.limit or 0)
    short = way.missing[0] if way.missing else None
    raise NowhereToSource(line=short.line if short else 0, missing=short.missing if short else 0)
