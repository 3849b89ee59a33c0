"""Orders on their way for tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentId, Line, Method
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.places.public import Place, PlaceId
from tests.inventory.builders import Shop, a_shop
from tests.places.builders import a_store


@dataclass(frozen=True)
class Parcel:
    """A consignment of one line whose stock is reserved, and the shop in which it lies."""

    shop: Shop
    variant: VariantId
    order: UUID
    id: ConsignmentId

    @property
    def now(self) -> fulfilment.Consignment:
        return fulfilment.get_consignment(self.id)

    def pick(self, quantity: int = 3) -> fulfilment.Consignment:
        """Take it in hand and pick so many of its line."""
        fulfilment.start_picking(self.id, actor=SYSTEM)
        return fulfilment.record_pick(self.id, 1, quantity, actor=SYSTEM)

    def pick_and_make_ready(self) -> fulfilment.Consignment:
        """Put all of it on the pick-up desk."""
        self.pick()
        return fulfilment.mark_ready(self.id, actor=SYSTEM)


@dataclass(frozen=True)
class Brought(Parcel):
    """A consignment of one line that the shop's store sends to another, `to`."""

    to: Place

    @property
    def road(self) -> PlaceId:
        return self.shop.virtual.in_transit

    def at(self, place: PlaceId) -> tuple[int, int]:
        """What is on hand, and reserved, of its goods at a place."""
        found = inventory.levels(self.shop.market.id, [self.variant], [place])
        return (found[0].on_hand, found[0].reserved) if found else (0, 0)

    def send(self, quantity: int = 3) -> fulfilment.Consignment:
        """Pick so many of it, pack it, and let it leave for the store."""
        self.pick(quantity)
        if quantity < 3:
            fulfilment.record_short(self.id, 1, actor=SYSTEM)
        fulfilment.pack(self.id, actor=SYSTEM)
        return fulfilment.send_off(self.id, actor=SYSTEM)


def bring_one(*, shop: Shop | None = None, to: Place | None = None, variant: VariantId | None = None) -> Brought:
    """Order three of five units (or of a variant that lies there), to be brought from the shop's store by tomorrow."""
    shop = shop or a_shop()
    to = to or a_store(shop.market)
    brought = Brought(shop, variant or shop.stocked(5), order=new_id(), id=ConsignmentId(new_id()), to=to)
    at = clock.now()
    inventory.allocate(shop.market.id, [shop.demand(brought.variant, 3)], order=brought.order)
    line = Line(line=1, variant=brought.variant, title="Oat milk", sku="OAT-1", quantity=3)
    there_by = at + timedelta(days=1)
    fulfilment.open_consignments(
        [
            fulfilment.NewConsignment(
                brought.id, shop.store.id, Method.BRING, at, (line,), bring_to=to.id, there_by=there_by
            )
        ],
        market=shop.market.id,
        order=brought.order,
        order_number="K7Q2M9",
        at=at,
    )
    return brought


def open_one(method: Method = Method.COLLECT, *, shop: Shop | None = None, due_in: timedelta = timedelta()) -> Parcel:
    """Order three of five units."""
    shop = shop or a_shop()
    parcel = Parcel(shop, shop.stocked(5), order=new_id(), id=ConsignmentId(new_id()))
    at = clock.now()
    if method is not Method.TAKE_NOW:
        inventory.allocate(shop.market.id, [shop.demand(parcel.variant, 3)], order=parcel.order)
    line = Line(line=1, variant=parcel.variant, title="Oat milk", sku="OAT-1", quantity=3)
    fulfilment.open_consignments(
        [fulfilment.NewConsignment(parcel.id, shop.store.id, method, at + due_in, (line,))],
        market=shop.market.id,
        order=parcel.order,
        order_number="K7Q2M9",
        at=at,
    )
    return parcel
