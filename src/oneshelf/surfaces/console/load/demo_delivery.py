"""Made-up delivery for a demo: a carrier, and the house's own transports."""

from __future__ import annotations

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.delivery.public import Lane
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId, PlaceKind

CHARGE, FREE_FROM = 399, 5000
"""What a parcel costs, and from which amount of goods nothing, in minor units."""


def open_demo_delivery(*, store: PlaceId) -> None:
    """Open what is missing of it in the market of `store`; with a carrier there already, nothing is added."""
    market = places.get_place(store).market
    if delivery.book_of(market).services:
        return
    delivery.set_standard_service(market, carrier="Parcel Post", amount=CHARGE, free_from=FREE_FROM, actor=SYSTEM)
    for warehouse in places.list_places(market, {PlaceKind.WAREHOUSE}):
        delivery.set_lane(Lane(warehouse.id, None, weekdays=(0, 1, 2, 3, 4, 5)), actor=SYSTEM)
