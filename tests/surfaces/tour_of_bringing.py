"""What one store brings to another for a customer, as the phones of both show it."""

from __future__ import annotations

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.orders import public as orders
from tests.checkout.builders import a_shop
from tests.places.builders import a_store
from tests.surfaces.associate.builders import a_brought_work, somebody
from tests.surfaces.tour import Tour


def brought(tour: Tour) -> None:
    """See a parcel leave and arrive, and one whose order is cancelled on the way."""
    shop = a_shop()
    store = a_store(shop.market)
    sender, receiver = somebody("manager", shop.store), somebody("manager", store)
    for is_cancelled in (False, True):
        work = a_brought_work(shop, store)
        address = f"/associate/orders/{work.now.id}/"
        tour.see(sender, f"{address}reject/")
        work.packed()
        for phone in (sender, somebody("cashier", shop.store)):
            tour.see(phone, address)
        tour.see(sender, f"/associate/at/{shop.store.id}/", show="ship")
        tour.send(sender, f"{address}send-off")
        if is_cancelled:
            orders.cancel_order(work.order, actor=SYSTEM)
        tour.see(receiver, f"/associate/at/{store.id}/", show="arriving")
        tour.see(receiver, address)
        tour.send(receiver, f"{address}arrive", came_1="no number", status=422)
        tour.send(receiver, f"{address}arrive", came_1="1", came_2="1.2")
    tour.see(receiver, f"/associate/at/{store.id}/", show="arriving")
