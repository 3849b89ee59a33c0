"""Taking the goods of a paid checkout anew, whose hold was over before its money came."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from oneshelf.kernel.idempotency.public import Claim
from oneshelf.kernel.money import Money
from oneshelf.kernel.transactions import retried
from oneshelf.modules.checkout import rules
from oneshelf.modules.checkout.actions.arrange import arranged
from oneshelf.modules.checkout.actions.bring import brought
from oneshelf.modules.checkout.actions.look_ahead import collected
from oneshelf.modules.checkout.actions.write_order import write_order
from oneshelf.modules.checkout.errors import NowhereInStock
from oneshelf.modules.checkout.types import Arrangement, Checkout, NewOrder, PlacedOrder
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method
from oneshelf.modules.places import public as places
from oneshelf.modules.sourcing import public as sourcing

GONE = (
    inventory.OutOfStock,
    NowhereInStock,
    sourcing.PlaceBusy,
    places.UnknownPlace,
    delivery.NotDelivered,
    delivery.NotByThatService,
)
"""Why goods that a paid checkout held cannot be taken anew as they were paid for."""


@retried
def take_anew(new: NewOrder, found: Checkout, *, once: Claim | None) -> PlacedOrder:
    """Write the order of a checkout with goods that are taken now: at its store, or from wherever they can be shipped.

    What is there leaves the shelf whatever was to come then, and what is not there waits if it is sold ahead still.
    What is left of the hold is given back first, so that all figures are what they are. Raises one of GONE, and
    whatever `write_order` does.
    """
    inventory.release(inventory.Owner.CHECKOUT, found.id)
    way = _way(found, new.at)
    placed = write_order(replace(new, anew=True, parcels=way.parcels, appointed=way.appointed), once=once)
    if not placed.repeated and found.promised_by and found.promised_by < way.promised_by:
        orders.note_promise(placed.order, way.promised_by)  # what was promised when it was chosen cannot be kept
    return placed


def _way(found: Checkout, at: datetime) -> Arrangement:
    assert found.place is not None, "a way of delivery was chosen"
    if found.is_brought:
        return brought(found, found.place)
    free = replace(found, parcels=())  # it holds nothing any more
    if found.method is Method.SHIP:
        assert found.contact is not None, "what is shipped has an address"
        return arranged(free, found.contact, service=found.service)
    appointed = sourcing.appointments(found.market, [found.place], at)[found.place]
    waiting = collected(free, found.place, appointed, held=())
    whole = (rules.whole(found.quote, found.place, appointed.ready_at),)
    rooms = [(found.place, appointed.slot)] if appointed.slot else []
    return waiting or Arrangement(whole, appointed.promised_by, rooms, Money.zero(found.quote.items.currency))
