"""Appoint when places make an order ready."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing import queries
from oneshelf.modules.sourcing.errors import PlaceBusy
from oneshelf.modules.sourcing.rules import clocks, ways
from oneshelf.modules.sourcing.types import NotPossible, Situation


@dataclass(frozen=True, slots=True)
class Appointment:
    """When a place has an order ready, until when that is promised, and the hour of its room that the work takes.

    Without a `slot` the place takes any number of orders.
    """

    ready_at: datetime
    promised_by: datetime
    slot: datetime | None


def appointments(market: MarketId, at_places: Sequence[PlaceId], at: datetime) -> dict[PlaceId, Appointment]:
    """Return when each place has what is ordered `at` ready, by its hours, its terms and the room that it has left.

    A place that opens on no day of the next two weeks is given its handling time on the clock, so that nothing is
    without a due time. Nothing is taken. Asks nothing of the database in a process that listens. Raises PlaceBusy, and
    UnknownPlace for one that has been archived: whoever asks may have seen it open a moment ago.
    """
    network = queries.network_of(market)
    situation = Situation(network, (), {}, queries.loads_of(market, at), at)
    found = {}
    for place in at_places:
        facts = network.facts.get(place)
        if facts is None:
            raise places.UnknownPlace(place=places.get_place(place).name)
        ready = ways.ready_at(situation, facts, at)
        if ready is NotPossible.NO_CAPACITY:
            raise PlaceBusy(place=facts.place.name, slot=clocks.hour_of(at).isoformat(), most=facts.limit or 0)
        if isinstance(ready, NotPossible):
            lead = at + timedelta(minutes=facts.terms.handling_minutes)
            found[place] = Appointment(lead, promised_by=lead, slot=None)
            continue
        by = clocks.promised(ready.at, clocks.opened(facts.hours, at))
        found[place] = Appointment(ready.at, promised_by=by, slot=ready.slot if facts.limit is not None else None)
    return found
