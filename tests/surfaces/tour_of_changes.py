"""Pages on which a placed order is changed, walked through."""

from __future__ import annotations

from django.test import Client

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.public import Addition, Wish
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId
from oneshelf.surfaces.storefront.orders import order_in, payment_link
from tests.surfaces.tour import Tour


def by_staff(tour: Tour, owner: Client, other: OrderId) -> None:
    """Look at the form, fill it in wrongly, look at a change, let it wait for its money, withdraw it; cancel."""
    page, found = f"/backoffice/orders/{other}/change/", orders.get_order(other)
    tour.see(owner, page)
    tour.send(owner, page, status=422)
    (line, *_) = found.lines
    kept = {f"keep_{each.line}": "1" for each in found.lines}
    tour.send(owner, page, kept, reason="other", status=422)  # it is picked already
    tour.send(owner, page, kept, reason="other", code_0="no such article", status=422)
    more = amendments.propose(other, Wish(add=(Addition(line.variant, 1),)), actor=SYSTEM)
    agreed = f"/backoffice/orders/{other}/changes/{more.id}/"
    tour.send(owner, f"{agreed}confirm/", seal=more.seal)
    tour.see(owner, page)
    tour.send(owner, f"{agreed}withdraw/")
    tour.send(owner, page, {f"keep_{each.line}": str(each.wanted + 1) for each in found.lines}, reason="other")
    tour.send(owner, f"/backoffice/orders/{other}/cancel/")
    tour.see(owner, f"/backoffice/orders/{other}/")


def by_the_shopper(tour: Tour, who: Client, order: str) -> None:
    """Take less, look at it, let staff add something, and pay for it."""
    token = order.strip("/").split("/")[-1]
    found = orders.get_order(order_in(token))
    (line, *_) = found.lines
    page = f"{order}change/"
    tour.see(who, page)
    tour.send(who, page, keep_1="x", status=422)
    tour.send(who, page, {f"keep_{each.line}": "99" for each in found.lines})  # not so many are there
    tour.send(who, page, {f"keep_{each.line}": "1" for each in found.lines}, nothing="yes")
    more = amendments.propose(found.summary.id, Wish(add=(Addition(line.variant, 1),)), actor=SYSTEM)
    waiting = amendments.confirm(more.id, more.seal, actor=SYSTEM)
    tour.see(who, order)
    tour.see(who, payment_link(waiting))
    tour.send(who, payment_link(waiting), card="tok_decline", status=402)
    tour.send(who, payment_link(waiting), card="tok_approve")
