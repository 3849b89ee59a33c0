"""Coupons in the back office, on the tour of every text."""

from __future__ import annotations

from functools import partial

from django.test import Client

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.carts import public as carts
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.offers import public as offers
from oneshelf.modules.offers.public import Telling, Trigger
from oneshelf.surfaces.storefront.orders import link_to
from tests.checkout.builders import Shop
from tests.coupons.builders import a_promotion, found, reserves, singles, used
from tests.customers.builders import a_customer
from tests.offers.builders import an_offer, sold
from tests.staff.builders import a_member, sign_in
from tests.surfaces.associate.builders import Work
from tests.surfaces.storefront.builders import WebShop
from tests.surfaces.till.builders import Counter
from tests.surfaces.tour import Tour


def with_coupons(tour: Tour, owner: Client, shop: Shop) -> None:
    """Make batches of each kind, wrongly and rightly, give codes out, read them, look them up, revoke them."""
    desk, market = "/backoffice/coupons/", shop.market
    tour.see(owner, desk)
    tour.see(owner, f"{desk}new/")
    promotion = str(a_promotion(market).id)
    form = {"label": "Spring", "promotion": promotion, "returns": "on"}
    tour.send(owner, f"{desk}new/", form, kind="shared", begins="x", in_all="0", status=422)
    tour.send(owner, f"{desk}new/", form, kind="single", status=422)
    tour.send(owner, f"{desk}new/", form, kind="shared", code="?", request=str(new_id()), status=422)
    limits = {"in_all": "9", "a_customer": "3", "a_day": "5", "a_basket": "1", "ends": "2031-01-01T00:00"}
    tour.send(owner, f"{desk}new/", form | limits, kind="shared", code="SPRING26", request=str(new_id()))
    tour.send(owner, f"{desk}new/", form, kind="single", size="9", request=str(new_id()))
    ana = a_customer(email="ana.coupons@example.com")
    tour.send(owner, f"{desk}new/", {**form, "label": "Hers"}, kind="personal", request=str(new_id()))
    hers = f"{desk}{coupons.list_batches(market.id)[0].id}/"
    tour.send(owner, f"{hers}change/", act="give", customers="nobody", status=422)
    tour.send(owner, f"{hers}change/", act="give", customers=ana.email)
    batch, printed = singles(market, 3)
    tour.know(*printed, *(each[-4:].replace("-", "") for each in printed))
    one, two, _ = found(market, *printed)
    reserves(market, new_id(), one)
    coupons.release(coupons.uses_of(one)[0].owner)
    used(market, one, customer=ana.id)
    page = f"{desk}{batch.id}/"
    tour.send(owner, f"{page}sheet.pdf")
    for typed in (*printed[:2], printed[2][:-1] + "?", "NOTHING", "SPRING26"):
        tour.send(owner, f"{desk}look-up/", code=typed)
    tour.send(owner, f"{desk}look-up/", code="SPRING26", customer="nobody", status=422)
    tour.see(owner, f"{desk}codes/{one}/")
    tour.send(owner, f"{desk}codes/{one}/read/")
    tour.send(owner, f"{desk}codes/{two}/revoke/")
    tour.send(owner, f"{page}change/", act="pause")
    tour.send(owner, f"{page}change/", act="resume")
    tour.send(owner, f"{page}change/", act="pause")
    tour.send(owner, f"{page}change/", act="terms", in_all="9", ends="2090-01-01T10:00", seen="1", status=409)
    version = str(coupons.get_batch(batch.id).version)
    tour.send(owner, f"{page}change/", act="terms", in_all="9", ends="2090-01-01T10:00", seen=version)
    tour.see(owner, page)
    tour.see(owner, desk)
    tour.send(owner, f"{page}change/", act="revoke")
    tour.send(owner, f"{page}change/", act="resume", status=409)
    tour.see(owner, desk, q="nothing")
    _with_offers(tour, owner, promotion)


def _with_offers(tour: Tour, owner: Client, promotion: str) -> None:
    """Draft an offer, wrongly and rightly, let it go live, change it and end it."""
    desk = "/backoffice/offers/"
    tour.see(owner, desk)
    tour.see(owner, f"{desk}new/")
    tour.send(owner, f"{desk}new/", trigger="parcel", told="receipt", days="0", status=422)
    said = {"trigger": "bought", "told": "receipt", "days": "30", "promotion": promotion, "name": "Spring"}
    page = str(tour.send(owner, f"{desk}new/", said).redirect_chain[-1][0])
    tour.send(owner, f"{page}change/", act="pause", status=409)
    tour.send(owner, f"{page}change/", act="go_live")
    tour.send(owner, page, said, version="1", status=409)
    tour.see(owner, desk)
    tour.send(owner, f"{page}change/", act="end")
    tour.see(owner, page)


def for_a_visit(tour: Tour, shopper: Client, shop: WebShop) -> None:
    """Take the coupon of a visit, when there is none and when there is one; look at what an order earned."""
    tour.see(shopper, "/coupons/")
    tour.send(shopper, "/coupons/")
    offer = an_offer(shop.market, trigger=Trigger.VISITED, told=(Telling.ACCOUNT,))
    tour.see(shopper, "/")
    tour.see(shopper, "/coupons/")
    tour.see(shopper, "/account/coupons/")
    tour.send(shopper, "/coupons/")
    tour.see(shopper, "/coupons/")
    tour.see(shopper, "/account/coupons/")
    offers.end(offer.id, actor=SYSTEM)
    earning = an_offer(shop.market)
    order = shop.till_sale(shop.product("Comté", york=2)).order
    tour.see(shopper, link_to(order))
    assert offers.awards_of_order(order)
    offers.end(earning.id, actor=SYSTEM)


def at_a_till(tour: Tour, counter: Counter, milk: VariantId, customer: CustomerId) -> None:
    """See what a customer holds at the till, and use it by a press."""
    offer = an_offer(counter.shop.market)
    (award,) = offers.earned_by_order(sold(counter.shop, customer=customer))
    for held in ([], [str(award.coupon)]):
        tour.hear("POST /till/basket/", partial(counter.basket, (milk, 1), customer=str(customer), coupons=held))
    offers.end(offer.id, actor=SYSTEM)


def at_a_basket(tour: Tour, work: Work) -> None:
    """See what the customer of a basket holds on an associate's phone, and use it by a press."""
    shop, ana = work.shop, a_customer().id
    an_offer(shop.market)
    (award,) = offers.earned_by_order(sold(shop, customer=ana))
    cart = carts.add_line(carts.open_for_customer(shop.market.id, shop.web.id, ana).id, work.milk, 1)
    phone, here = sign_in(Client(), a_member("owner")), f"/associate/at/{shop.store.id}/baskets/"
    tour.send(phone, here, code=carts.show_code(cart.id).code)
    tour.see(phone, here)
    tour.send(phone, f"{here}{cart.id}/coupons/{award.coupon}")
