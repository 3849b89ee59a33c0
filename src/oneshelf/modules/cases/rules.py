"""Decisions about cases: no clock, no database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from oneshelf.modules.cases.types import Alternative, Kind, Way
from oneshelf.modules.places.public import PlaceId

DUE_AFTER = {
    Kind.LINE_SHORT: timedelta(days=2),
    Kind.HOLD_LOST: timedelta(days=2),
    Kind.PAYMENT_NOT_CAPTURED: timedelta(hours=4),
    Kind.LATE: timedelta(hours=4),
    Kind.DELAYED: timedelta(days=7),
    Kind.ADDRESS: timedelta(days=1),
    Kind.REFUSED: timedelta(days=1),
}
"""How long each kind of case may wait."""

SILENCE_MEANS = {Kind.LINE_SHORT: Way.REFUND, Kind.DELAYED: Way.WAIT}
"""Which way out is taken when a customer chooses none in time."""

CUSTOMER_DECIDES = frozenset(SILENCE_MEANS)
"""What a customer can settle alone; the rest needs staff."""

MOST_PLACES = 3
"""How many places a customer is offered."""


def alternatives(places: Sequence[PlaceId], expected: tuple[PlaceId, date] | None) -> tuple[Alternative, ...]:
    """Return the ways out, the quickest first and the money back last; each has a number from 1."""
    ways = [Alternative(0, Way.OTHER_PLACE, place=place) for place in places[:MOST_PLACES]]
    if expected:
        ways.append(Alternative(0, Way.WAIT, place=expected[0], expected_on=expected[1]))
    ways.append(Alternative(0, Way.REFUND))
    return tuple(
        Alternative(number, each.way, each.place, each.expected_on) for number, each in enumerate(ways, start=1)
    )
