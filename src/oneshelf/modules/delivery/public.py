"""Delivery: what carriers offer in a market, what it costs, and on which day a parcel comes.

A service has zones (by country, postcode or distance from the place that sends) with a rate for the shopper and the
house's own cost, a calendar, and an hour until which it picks up at each place. Terms say how long a place takes to
make an order ready; lanes are the house's own transports. `book_of` gives all of it at once, cached; the decisions
(`offers`, `picked_up`, `arrival`, `brought`) are pure. Permission: `delivery.manage`.
"""

from __future__ import annotations

from oneshelf.modules.delivery.actions.open_service import STANDARD, open_service, set_standard_service
from oneshelf.modules.delivery.actions.set_terms import set_lane, set_terms
from oneshelf.modules.delivery.errors import BadPostcode, NotByThatService, NotDelivered, ServiceCodeTaken
from oneshelf.modules.delivery.queries import book_of, cheapest, cheapest_in
from oneshelf.modules.delivery.rules import (
    arrival,
    brought,
    charge,
    distance_m,
    lane_to,
    lanes_to,
    located,
    offers,
    own_cost,
    picked_up,
    plain_postcode,
    zone_for,
)
from oneshelf.modules.delivery.types import (
    ANYWHERE,
    WORKING_DAYS,
    Arrival,
    Book,
    Destination,
    Lane,
    Offer,
    Rate,
    Service,
    ServiceId,
    ServiceKind,
    Terms,
    Zone,
)

__all__ = [
    "ANYWHERE",
    "STANDARD",
    "WORKING_DAYS",
    "Arrival",
    "BadPostcode",
    "Book",
    "Destination",
    "Lane",
    "NotByThatService",
    "NotDelivered",
    "Offer",
    "Rate",
    "Service",
    "ServiceCodeTaken",
    "ServiceId",
    "ServiceKind",
    "Terms",
    "Zone",
    "arrival",
    "book_of",
    "brought",
    "charge",
    "cheapest",
    "cheapest_in",
    "distance_m",
    "lane_to",
    "lanes_to",
    "located",
    "offers",
    "open_service",
    "own_cost",
    "picked_up",
    "plain_postcode",
    "set_lane",
    "set_standard_service",
    "set_terms",
    "zone_for",
]
