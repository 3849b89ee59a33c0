"""Made-up delivery for a demo: two carriers, and the house's own transports."""

from __future__ import annotations

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.delivery.public import Lane, Rate, Service, ServiceId, ServiceKind, Zone
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId, PlaceKind

CHARGE, FREE_FROM = 399, 5000
"""What a parcel costs, and from which amount of goods nothing, in minor units."""

EXPRESS = 899
"""What it costs to have it the next working day."""


def open_demo_delivery(*, store: PlaceId) -> None:
    """Open what is missing of it in the market of `store`; with a carrier there already, nothing is added."""
    market = places.get_place(store).market
    if delivery.book_of(market).services:
        return
    delivery.set_standard_service(market, carrier="Parcel Post", amount=CHARGE, free_from=FREE_FROM, actor=SYSTEM)
    express = Service(
        id=ServiceId(new_id()),
        code="express",
        carrier="Swift Parcels",
        kind=ServiceKind.PARCEL,
        transit_min=1,
        transit_max=1,
        zones=(Zone("everywhere", Rate(EXPRESS, own_base=650)),),
    )
    delivery.open_service(market, express, actor=SYSTEM)
    for warehouse in places.list_places(market, {PlaceKind.WAREHOUSE}):
        delivery.set_lane(Lane(warehouse.id, None, weekdays=(0, 1, 2, 3, 4, 5)), actor=SYSTEM)
