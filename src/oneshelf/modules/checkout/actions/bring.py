"""Arranging how a store gets what it lacks of a basket: which place brings it, and by when all of it is ready there."""

from __future__ import annotations

from collections.abc import Iterable

from oneshelf.kernel import clock
from oneshelf.kernel.money import Money
from oneshelf.modules.checkout import rules
from oneshelf.modules.checkout.queries import demanded
from oneshelf.modules.checkout.types import Arrangement, Sought
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing import public as sourcing


def brought(found: Sought, store: PlaceId, *, held: Iterable[inventory.Held] = ()) -> Arrangement:
    """Return the parcels in which a basket comes to `store`, free of charge for its shopper.

    What the checkout holds is given back when it chooses again, so that counts as there. Raises NowhereInStock and
    sourcing's PlaceBusy.
    """
    try:
        way = sourcing.bring(
            *(found.market, found.channel, demanded(found.quote), store, clock.now()), held=rules.held_units(held)
        )
    except sourcing.NowhereToSource as short:
        raise rules.nowhere(found.quote, short.line, short.missing) from None
    assert way.promised_by is not None, "a way that is possible has its time"
    rooms = [(leg.place, leg.slot) for leg in way.work if leg.slot]
    return Arrangement(
        rules.parcels_to(found.quote, store, way), way.promised_by, rooms, Money.zero(found.quote.items.currency)
    )
