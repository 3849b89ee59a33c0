"""Where baskets go on the tour of every text."""

from __future__ import annotations

from django.core import mail
from django.test import Client

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.carts import public as carts
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.markets import public as markets
from tests.coupons.builders import a_shared
from tests.customers.builders import a_customer
from tests.surfaces.doors import NOWHERE
from tests.surfaces.storefront.builders import WebShop
from tests.surfaces.tour import Tour


def by_telephone(tour: Tour, owner: Client, market: markets.Market, sku: str) -> None:
    """An order by telephone, from the call to the link."""
    tour.see(owner, "/backoffice/drafts/")
    tour.see(owner, "/backoffice/drafts/", q="nobody at all")
    ana = a_customer(name="Ana Kowalska")
    tour.see(owner, "/backoffice/drafts/", q="Ana Kowalska")
    tour.send(owner, "/backoffice/drafts/new/", customer=str(ana.id), status=409)
    markets.create_channel(market.id, code="phone", kind=markets.ChannelKind.PHONE, name="Phone")
    begun = tour.send(owner, "/backoffice/drafts/new/", customer=str(ana.id))
    page = str(begun.redirect_chain[-1][0])
    tour.send(owner, f"{page}send/", status=422)
    tour.send(owner, page, act="add", code=sku)
    tour.know("CODE")  # the end of a code that nobody gave
    tour.send(owner, page, act="code", code="NOSUCHCODE", status=422)
    taken = a_shared(market, code="PHONE26")
    tour.send(owner, page, act="code", code="PHONE26")
    coupons.pause(taken.id, actor=SYSTEM)
    tour.see(owner, page)
    tour.send(owner, f"{page}place/", status=409)
    sent = tour.send(owner, f"{page}send/")
    tour.know(str(sent.context["link"]))
    tour.read("the link by mail", mail.outbox[-1].subject)
    tour.see(owner, page)
    tour.see(owner, "/backoffice/drafts/")
    tour.send(owner, page, act="reopen")
    tour.send(owner, page, act="drop")


def moves_about(tour: Tour, who: Client, shop: WebShop, variant: catalogue.VariantId) -> None:
    """The basket at a till, a parked one on the phone, and one that staff prepared."""
    till = carts.Holder(carts.HolderKind.TILL, NOWHERE, "Till 2")
    anna = carts.Holder(carts.HolderKind.STAFF, NOWHERE, "Anna")
    tour.know("Till 2", "Anna", "CART-00000-00000")
    code = who.post("/cart/code/").context["shown"].code
    tour.see(who, "/cart/whereabouts/", status=204)
    taken = carts.take_over(code, till, market=shop.market.id)
    tour.see(who, "/cart/")
    parked = carts.park(shop.york.id, shop.till.id, (), label="7", by=till, staff=NOWHERE, cart=taken.id)
    tour.see(who, "/cart/")
    tour.see(who, "/cart/take/", code=carts.show_code(parked.id, by=parked.holder).code)
    carts.take_back(parked.id, by=anna)
    tour.see(who, "/cart/")
    tour.send(who, "/cart/take-back/")
    tour.send(who, "/cart/add/", variant=str(variant), quantity="1")
    draft = carts.draft(shop.market.id, shop.web.id, customer=a_customer().id, by=anna)
    token = carts.send(draft.id, by=anna)
    tour.see(who, f"/cart/prepared/{token}/")
    tour.send(who, f"/cart/prepared/{token}/")
    tour.see(who, "/cart/")
    carts.reopen(draft.id, by=anna)
    tour.see(who, "/cart/")
    tour.see(who, f"/cart/prepared/{token}/")
    tour.send(who, "/cart/prepared/leave/")
