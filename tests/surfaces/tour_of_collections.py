"""Orders that are paid when they are collected, on the tour of every text."""

from __future__ import annotations

from django.test import Client

from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment
from oneshelf.modules.orders.public import OrderId
from oneshelf.surfaces.storefront.orders import link_to
from tests.checkout.builders import Shop
from tests.checkout.later import may_pay_at_collection, proof, ready_to_collect
from tests.surfaces.till.builders import Counter
from tests.surfaces.tour import Tour


def due_at(tour: Tour, shop: Shop) -> Consignment:
    """An order that waits for its money, and its page in the shop."""
    may_pay_at_collection(shop.market.id)
    sent = ready_to_collect(shop, shop.offered(5))
    tour.see(Client(), link_to(OrderId(sent.order)))
    return sent


def at_the_till(tour: Tour, counter: Counter) -> None:
    """From the list of what waits to the receipt."""
    till = counter.client
    tour.see(till, "/till/collect/")
    sent = due_at(tour, counter.shop)
    tour.see(till, "/till/collect/")
    tour.see(till, "/till/collect/", q="nobody of that name")
    page = f"/till/collect/{sent.id}/"
    tour.see(till, page)
    tour.send(till, page, pin="1", status=422)
    tour.send(till, page, pin=fulfilment.pin_for(sent.id))
    tour.send(till, f"{page}take", token=proof(sent.id), due="750", given="some", status=422)
    tour.send(till, f"{page}take", token=proof(sent.id), due="750", given="10")


def by_colleagues(tour: Tour, desk: Client, owner: Client, shop: Shop) -> None:
    """What the phone of associates and the back office say of it."""
    sent = due_at(tour, shop)
    for address in (f"/associate/orders/{sent.id}/", f"/associate/orders/{sent.id}/hand-over/"):
        tour.see(desk, address)
    tour.see(desk, f"/associate/at/{shop.store.id}/", show="hand-over")
    tour.send(desk, f"/associate/orders/{sent.id}/hand-over/", pin=fulfilment.pin_for(sent.id), status=409)
    tour.see(owner, f"/backoffice/orders/{sent.order}/")
    tour.see(owner, "/backoffice/orders/", unpaid="on")
