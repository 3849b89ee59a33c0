"""The pages about goods on their way and counts, for the tour that looks for texts nobody translated."""

from __future__ import annotations

from uuid import UUID

from django.test import Client

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.carts import public as carts
from oneshelf.modules.carts.public import Cart
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import Tracks, VariantId
from oneshelf.modules.counts import public as counts
from oneshelf.modules.inventory.public import AdjustmentReason
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.supply import public as supply
from oneshelf.modules.supply.public import Arrived
from tests.counts.builders import a_count, a_counter
from tests.lots.builders import a_tracked_variant
from tests.staff.builders import a_member, sign_in
from tests.supply.builders import a_chain
from tests.surfaces.tour import Tour
from tests.surfaces.tour_of_numbers import names_units


def on_the_phone(tour: Tour) -> None:
    """Receive, send and count."""
    chain, owner = a_chain(), sign_in(Client(), a_member("owner"))
    milk = chain.variant(store=9, warehouse=9)
    code = catalogue.snapshots([milk])[milk].sku
    order, moved = chain.ordered((milk, 10)), chain.sent((milk, 2))
    draft = supply.draft_transfer(chain.store.id, chain.warehouse.id, actor=SYSTEM)
    count, here = a_count(chain, milk), f"/associate/at/{chain.store.id}"
    tour.see(owner, f"{here}/goods/")
    putting_away(tour, owner, here, milk)
    names_units(tour, owner, chain, milk)
    tour.see(owner, f"{here}/send/")
    for kind, each in (("order", order.id), ("transfer", moved.id)):
        page = f"/associate/arrivals/{kind}/{each}/"
        tour.see(owner, page)
        tour.send(owner, f"{page}scan", code=code)
        tour.send(owner, f"{page}scan", code="nothing", status=404)
        tour.send(owner, f"{page}lines/1", good="1", damaged="1")
        tour.send(owner, f"{page}finish", status=422)
    for tracks in (Tracks.LOTS, Tracks.SERIALS):
        told = chain.ordered((a_tracked_variant(tracks), 10))
        page = f"/associate/arrivals/order/{told.id}/"
        tour.see(owner, page)
        tour.send(owner, f"{page}lines/1/lot", lot="LOT-7", quantity="1", expires_on="2030-01-31")
        tour.send(owner, f"{page}lines/1/lot", lot="LOT-7", quantity="1", expires_on="nonsense", status=422)
        tour.send(owner, f"{page}lines/1/lot", lot="", quantity="1", status=422)
    page = f"/associate/transfers/{draft.id}/"
    tour.see(owner, page)
    tour.send(owner, f"{page}scan", code=code)
    tour.send(owner, f"{page}lines/1", quantity="2")
    tour.send(owner, f"{page}send")
    tour.send(owner, f"{page}call-off", status=409)
    page = f"/associate/counts/{count.id}/"
    tour.see(owner, page)
    tour.send(owner, f"{page}scan", code="nothing", status=404)
    tour.send(owner, f"{page}lines/1", quantity="2", done="1")
    tour.see(owner, f"{here}/goods/")


def putting_away(tour: Tour, owner: Client, here: str, milk: VariantId) -> None:
    """Put goods into a bin, once there is one."""
    page = f"{here}/put-away/"
    tour.see(owner, page)
    tour.see(owner, f"{page}{milk}/")
    places.open_bin(PlaceId(UUID(here.rsplit("/", 1)[1])), code="A-1", actor=SYSTEM)
    tour.see(owner, page)
    tour.send(owner, page, code="nothing", status=404)
    wish = {"quantity": "99", "code": "A-1", "once": tour.see(owner, f"{page}{milk}/").context["once"]}
    tour.send(owner, f"{page}{milk}/", wish, status=409)
    tour.send(owner, f"{page}{milk}/", wish, quantity="9")
    tour.send(owner, f"{page}{milk}/", act="home", code="A-1")
    tour.see(owner, f"{page}{milk}/")


def with_baskets(tour: Tour, place: PlaceId, cart: Cart) -> None:
    """Take a customer's basket in hand, park it and give another one back."""
    owner, here = sign_in(Client(), a_member("owner")), f"/associate/at/{place}/baskets/"
    tour.see(owner, here)
    tour.send(owner, here, code="nothing", status=404)
    code = carts.show_code(cart.id).code
    tour.send(owner, here, code=code)
    tour.send(owner, f"{here}{cart.id}/park", label="", status=422)
    tour.send(owner, f"{here}{cart.id}/give-back")
    tour.send(owner, here, code=carts.show_code(cart.id).code)
    tour.send(owner, f"{here}{cart.id}/park", label="Blue coat")


def cannot_do_it(tour: Tour, phone: Client, address: str) -> None:
    """Give an order back: without a reason in vain."""
    tour.see(phone, f"{address}reject/")
    tour.send(phone, f"{address}reject/", status=422)
    tour.send(phone, f"{address}reject/", reason="no_time")


def in_the_office(tour: Tour, owner: Client) -> None:
    """Order, settle, plan and see what is missing."""
    chain = a_chain()
    milk = chain.variant(store=9, warehouse=9)
    order, moved, count = chain.ordered((milk, 10)), chain.sent((milk, 3)), a_count(chain, milk)
    supply.receive(order.id, [Arrived(1, 4, 1)], receipt=new_id(), actor=SYSTEM)
    supply.receive_transfer(moved.id, [Arrived(1, 1)], receipt=new_id(), actor=SYSTEM)
    stolen = AdjustmentReason.STOLEN
    waits = counts.correct(chain.market.id, chain.store.id, milk, -1, reason=stolen, actor=a_counter())
    for path in ("purchases", "transfers", "counts"):
        tour.see(owner, f"/backoffice/{path}/")
        tour.see(owner, f"/backoffice/{path}/new/")
        tour.send(owner, f"/backoffice/{path}/new/", status=422)
    tour.see(owner, "/backoffice/shrinkage/")
    for by in ("way", "place", "carrier", "week"):
        tour.see(owner, "/backoffice/promises/", by=by)
    tour.see(owner, "/backoffice/cases/")
    for page, more in (
        (f"purchases/{order.id}", "order.pdf"),
        (f"transfers/{moved.id}", ""),
        (f"counts/{count.id}", ""),
    ):
        tour.see(owner, f"/backoffice/{page}/")
        tour.see(owner, f"/backoffice/{page}/{more}")
        tour.send(owner, f"/backoffice/{page}/change/", act="nothing")
    tour.send(owner, f"/backoffice/transfers/{moved.id}/lines/1/settle/")
    tour.send(owner, f"/backoffice/counts/corrections/{waits.id}/", act="nothing")
