"""Where an order goes: what it costs to send it to another address, and by when it is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from oneshelf.kernel.money import Money
from oneshelf.modules.amendments import rules
from oneshelf.modules.amendments.types import LineChange, Wish
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.fulfilment.public import Consignment
from oneshelf.modules.markets import public as markets
from oneshelf.modules.orders.public import Contact, Method, Order
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


def delivery_charge(search: Search, wish: Wish, changes: Sequence[LineChange]) -> Money:
    """What delivery costs from now on: what it did, but for another address, to which its service goes if it can."""
    order = search.order
    due = order.delivery - order.waived
    if order.summary.method is not Method.SHIP or wish.contact is None:
        return due
    rules.check_unpacked(order, search.consignments)
    if not rules.is_elsewhere(order.contact, wish.contact):
        return due
    known = catalogue.snapshots([each.variant for each in changes])
    units = [(each, known[each.variant].parts if each.variant in known else ()) for each in changes]
    weights = catalogue.weights([variant for _, parts in units for variant, _ in parts])
    weight = sum(each.after * per * weights.get(variant, 0) for each, parts in units for variant, per in parts)
    goods = sum(each.will.minor for each in changes)
    there = destination(wish.contact)
    offer = delivery.cheapest_in(search.book, there, weight_g=weight, goods=goods, rather=order.service)
    return Money(offer.charge if offer else 0, order.summary.currency)


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
