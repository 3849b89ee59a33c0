"""Arranging how a basket is shipped: from which places, in which parcels, by when."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime

import msgspec

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.checkout import rules
from oneshelf.modules.checkout.actions.look_ahead import Ahead, begins
from oneshelf.modules.checkout.queries import demanded
from oneshelf.modules.checkout.types import Arrangement, Parcel, Sought
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders.public import Contact
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing import public as sourcing


def arranged(found: Sought, contact: Contact, *, service: str, held: Iterable[inventory.Held] = ()) -> Arrangement:
    """Return the parcels in which a basket is shipped, by the policy that holds; '' is the cheapest service.

    What is `held` for the basket is given back when its checkout chooses, so that counts as there. Goods that are
    nowhere, and sold ahead, wait where they come in.

    Raises NowhereInStock, PlaceBusy, and delivery's NotDelivered and NotByThatService.
    """
    now, quote = clock.now(), found.quote
    lines, own, ahead = demanded(quote), rules.held_units(held), Ahead(found)
    there = delivery.Destination(contact.country, contact.postal_code)

    def arrange(excluding: Collection[PlaceId], at: datetime = now) -> sourcing.Arranged:
        goods = quote.items.minor
        return sourcing.arrange(
            *(found.market, found.channel, lines, there, at),
            goods=goods,
            service=service,
            held={key: own[key] + ahead.units[key] for key in {*own, *ahead.units}},
            excluding=excluding,
        )

    while True:
        try:
            way, parcels = _whole(found, arrange)
            break
        except sourcing.NowhereToSource as short:
            if not ahead.may_wait(short.line):
                raise rules.nowhere(quote, short.line, short.missing) from None
    ready = {leg.place: leg.ready_at for leg in way.legs}
    parcels = tuple(replace(parcel, ready_at=ready[parcel.place], service=service) for parcel in parcels)
    promised_by = way.promised_by
    if ahead.units:
        parcels = ahead.apart(parcels, own)
        for parcel in rules.awaited(parcels):  # as if all of it were sent when the last of it has come
            promised_by = max(promised_by, arrange((), begins(parcel)).promised_by)
    note = sourcing.note_columns(
        sourcing.DecisionId(new_id()),
        *(found.market, found.order, sourcing.Cause.PLACED, way.policy, lines, way.decision),
        at=now,
    )
    working = {parcel.place for parcel in rules.on_shelf(parcels)}
    rooms = [(leg.place, leg.slot) for leg in way.legs if leg.slot and leg.place in working]
    charge = Money(way.charge, quote.items.currency)
    return Arrangement(parcels, promised_by, rooms, charge, msgspec.json.encode(note).decode())


def _whole(
    found: Sought, arrange: Callable[[Collection[PlaceId]], sourcing.Arranged]
) -> tuple[sourcing.Arranged, tuple[Parcel, ...]]:
    """Arrange a basket so that no kit is torn apart."""
    way = arrange(())
    parcels = rules.parcels_of(found.quote, way.decision.assignments)
    if parcels is None:  # a kit would be torn apart: one place sends everything
        whole = [each.place for each in way.decision.alternatives if each.lost is sourcing.Lost.COSTS_MORE]
        others = {place.id for place in places.list_places(found.market)} - set(whole)
        way = arrange(others)
        parcels = rules.parcels_of(found.quote, way.decision.assignments)
    assert parcels is not None, "places that have everything tear no kit apart"
    return way, parcels
