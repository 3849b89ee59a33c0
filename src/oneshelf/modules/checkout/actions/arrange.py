"""Arranging how a basket is shipped: from which places, in which parcels, by when."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

import msgspec

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.checkout import rules
from oneshelf.modules.checkout.queries import demanded
from oneshelf.modules.checkout.types import Arrangement, Checkout
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders.public import Contact
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing import public as sourcing


def arranged(found: Checkout, contact: Contact, *, service: str, held: Iterable[inventory.Held] = ()) -> Arrangement:
    """Return the parcels in which a basket is shipped, by the policy that holds; '' is the cheapest service.

    What is `held` for the basket is given back when its checkout chooses, so that counts as there.

    Raises NowhereInStock, PlaceBusy, and delivery's NotDelivered and NotByThatService.
    """
    now, quote = clock.now(), found.quote
    lines = demanded(quote)
    own = rules.held_units(held)
    there = delivery.Destination(contact.country, contact.postal_code)

    def arrange(excluding: Collection[PlaceId]) -> sourcing.Arranged:
        goods = quote.items.minor
        return sourcing.arrange(
            *(found.market, found.channel, lines, there, now),
            goods=goods,
            service=service,
            held=own,
            excluding=excluding,
        )

    try:
        way = arrange(())
        parcels = rules.parcels_of(quote, way.decision.assignments)
        if parcels is None:  # a kit would be torn apart: one place sends everything
            whole = [each.place for each in way.decision.alternatives if each.lost is sourcing.Lost.COSTS_MORE]
            others = {place.id for place in places.list_places(found.market)} - set(whole)
            way = arrange(others)
            parcels = rules.parcels_of(quote, way.decision.assignments)
    except sourcing.NowhereToSource as short:
        raise rules.nowhere(quote, short.line, short.missing) from None
    assert parcels is not None, "places that have everything tear no kit apart"
    ready = {leg.place: leg.ready_at for leg in way.legs}
    parcels = tuple(replace(parcel, ready_at=ready[parcel.place], service=service) for parcel in parcels)
    note = sourcing.note_columns(
        sourcing.DecisionId(new_id()),
        *(found.market, found.order, sourcing.Cause.PLACED, way.policy, lines, way.decision),
        at=now,
    )
    rooms = [(leg.place, leg.slot) for leg in way.legs if leg.slot]
    charge = Money(way.charge, quote.items.currency)
    return Arrangement(parcels, way.promised_by, rooms, charge, msgspec.json.encode(note).decode())
