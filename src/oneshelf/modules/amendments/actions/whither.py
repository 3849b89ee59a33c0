"""Where an order goes: by which service, and by when it is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.fulfilment.public import Consignment
from oneshelf.modules.markets import public as markets
from oneshelf.modules.orders.public import Contact, Order
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId


@dataclass(frozen=True)
class Search:
    """For which order goods are looked for, what it sends already, whom they go to, and the moment."""

    order: Order
    consignments: Sequence[Consignment]
    contact: Contact | None
    at: datetime

    @cached_property
    def book(self) -> delivery.Book:
        """What the market knows of delivery, read once for one change."""
        return delivery.book_of(self.order.summary.market)


def arrives(search: Search, ready: Sequence[tuple[PlaceId, datetime]]) -> datetime | None:
    """Return by when parcels that are ready by then reach the address, by `service_of`.

    None in a market without services. Raises delivery's NotDelivered.
    """
    market = markets.get_market(search.order.summary.market)
    offer = service_of(search)
    if offer is None:
        return None
    zones = {each: place.time_zone for each, place in places.places_by_id({place for place, _ in ready}).items()}
    found = []
    for place, at in ready:
        service = offer.service
        taken = delivery.picked_up(
            at,
            cut_off=service.picks_up_until(place),
            weekdays=service.weekdays,
            holidays=service.holidays,
            time_zone=zones[place],
        )
        comes = delivery.arrival(taken, service, offer.zone, market.time_zone) if taken else None
        if comes is not None:
            found.append(comes.latest)
    return max(found, default=None)


def service_of(search: Search) -> delivery.Offer | None:
    """Return by which service the order is sent: the one that was chosen for it, else the cheapest that goes there.

    None in a market without services. Raises delivery's NotDelivered.
    """
    there = destination(search.contact)
    return delivery.cheapest_in(search.book, there, weight_g=0, goods=0, rather=search.order.service)


def destination(contact: Contact | None) -> delivery.Destination:
    """Return where a parcel to `contact` goes."""
    return delivery.Destination(contact.country, contact.postal_code) if contact else delivery.ANYWHERE
