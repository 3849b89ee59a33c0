"""Every page of every surface in a language that shows its translations: whatever is not translated is found here."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import pytest
from django.contrib import admin
from django.core import mail
from django.test import Client
from django.urls import reverse

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.carts import public as carts
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.models import LabelLayout
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.counts.models import Authority
from oneshelf.modules.customers import public as customers
from oneshelf.modules.markets import public as markets
from oneshelf.modules.orders import public as orders
from oneshelf.modules.payments.models import InboxMessage
from oneshelf.modules.places import public as places
from oneshelf.modules.staff.models import Role
from oneshelf.modules.supply import public as supply
from tests.amendments.builders import shoppers_may
from tests.checkout.later import may_pay_at_collection
from tests.customers.builders import a_customer, a_shopper
from tests.markets.builders import a_seller
from tests.staff.builders import a_member, sign_in
from tests.surfaces.associate.builders import a_work, somebody
from tests.surfaces.backoffice.buffers import tour_of_buffers
from tests.surfaces.backoffice.lots import tour_of_lots
from tests.surfaces.backoffice.policies import through_sourcing, with_delivery
from tests.surfaces.backoffice.test_webhooks import through_webhooks
from tests.surfaces.doors import NOWHERE
from tests.surfaces.storefront.builders import WebShop, a_web_shop
from tests.surfaces.storefront.shopping import ADDRESS, collecting, fill, form, placed
from tests.surfaces.supply_tour import cannot_do_it, in_the_office, on_the_phone, with_baskets
from tests.surfaces.till.builders import PIN, a_counter
from tests.surfaces.till.own_prices import hear_of_own_prices
from tests.surfaces.till.refused_sales import hear_of_serial_numbers, hear_of_what_comes_later, hear_refused_sales
from tests.surfaces.till.test_baskets_move import park as parked
from tests.surfaces.till.test_baskets_move import post as posted
from tests.surfaces.tour import Tour
from tests.surfaces.tour_of_baskets import by_telephone, moves_about
from tests.surfaces.tour_of_bringing import brought
from tests.surfaces.tour_of_changes import by_staff, by_the_shopper
from tests.surfaces.tour_of_collections import at_the_till, by_colleagues
from tests.surfaces.tour_of_companies import at_the_desk, for_a_company
from tests.surfaces.tour_of_coupons import at_a_basket, at_a_till, for_a_visit, with_coupons
from tests.surfaces.tour_of_explaining import why_that_price
from tests.surfaces.tour_of_markdowns import marks_down
from tests.surfaces.tour_of_prices import many_prices
from tests.surfaces.tour_of_promotions import through_promotions
from tests.tax.builders import of_each

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_the_web_shop(tour: Tour, client: Client) -> None:
    shop = a_web_shop()
    gouda = shop.product("Gouda", york=9, leeds=2)
    shop.product("Brie", york=0, brand="Other Dairy")
    shopper = Client()
    ana = a_shopper(shopper)
    customers.issue_card(ana.id, actor=SYSTEM)
    for who in (client, shopper):
        _looks_around(tour, who, shop, gouda)
        tour.send(who, "/stores/choose/", store=shop.york.code)
        tour.see(who, f"/product/{shop.slug(gouda)}/")
        tour.send(who, "/cart/add/", variant=str(gouda), quantity="1")
        tour.send(who, "/cart/add/", variant=str(gouda), quantity="no number", status=422)
        tour.see(who, "/cart/")
        tour.send(who, "/cart/code/")
        tour.see(who, "/cart/promises/")
        tour.send(who, "/postcode/", postal_code="no postcode!", status=422)
        tour.send(who, "/postcode/", postal_code="YO1 7HZ")
        tour.see(who, f"/product/{shop.slug(gouda)}/")
        moves_about(tour, who, shop, gouda)
        tour.see(who, "/checkout/")
        tour.see(who, "/checkout/summary/", checkout=str(form(who)["checkout"]), method="ship")
        tour.send(who, "/checkout/", form(who, name="", email="", method="ship"), status=422)
        declined = collecting(who, shop, card="tok_decline")
        tour.send(who, "/checkout/", declined, status=402)
        ordered = tour.send(who, "/checkout/", collecting(who, shop))
        order = ordered.redirect_chain[-1][0].partition("?")[0]
        tour.see(who, order)
        tour.see(who, f"{order}progress/")
        by_the_shopper(tour, who, order)
        fill(who, gouda)
        who.get("/cart/")  # says what was put in, in words without translation
        tour.send(who, "/cart/gift/", gift="1", message="For Ida")
        tour.send(who, "/checkout/", form(who, method="ship", **ADDRESS))
        fill(who, gouda)
        tour.send(who, "/checkout/", collecting(who, shop, card="tok_delay"))
        tour.see(who, "/checkout/waiting/")
    tour.see(client, f"/product/{NOWHERE}/", status=404)
    tour.see(client, "/order/nothing/", status=404)
    tour.see(shopper, "/account/")
    mine = next(each for each in placed(shop) if each.customer == ana.id)
    tour.see(shopper, f"/account/purchases/{mine.id}/")
    shop.till_sale(shop.product("Cheddar", york=2), customer=ana.id)
    tour.see(shopper, "/account/")
    for_a_company(tour, shop)
    for_a_visit(tour, shopper, shop)
    tour.see(shopper, "/account/profile/")
    tour.send(shopper, "/account/profile/", name="", email="nothing", phone="1", status=422)
    tour.send(shopper, "/account/profile/", name="Ana", email="ana@example.com", phone="1", status=422)
    tour.end("storefront:*")


def _looks_around(tour: Tour, who: Client, shop: WebShop, gouda: VariantId) -> None:
    """Look for goods and stores, found or not, before anything is in the basket."""
    tour.see(who, "/cart/")
    for address in (
        "/",
        "/search/",
        f"/product/{shop.slug(gouda)}/",
        "/stores/",
        f"/stores/{shop.york.code}/",
        f"/stores/{shop.leeds.code}/",
    ):
        tour.see(who, address)
    tour.see(who, reverse("storefront:category", args=[catalogue.category_tree()[0].slug]))
    tour.see(who, "/search/", q="gouda")
    tour.see(who, "/search/", q="guda")
    tour.see(who, "/search/", q="nothing here")
    tour.see(who, "/search/suggest/", q="gou")
    tour.see(who, "/search/suggest/", q="xyz")
    tour.see(who, "/cart/take/")
    tour.see(who, "/cart/take/CART-00000-00000/", status=404)
    tour.see(who, f"/product/{shop.slug(gouda)}/availability/")
    tour.see(who, "/stores/", q="nowhere")
    tour.see(who, f"/stores/{shop.york.code}/", q="gouda")
    tour.see(who, f"/stores/{shop.york.code}/", q="nothing")


def test_paying_in_the_shop_when_collecting(tour: Tour, client: Client) -> None:
    shop = a_web_shop()
    may_pay_at_collection(shop.market.id, most=1)
    fill(client, shop.product("Gouda", york=9))
    client.get("/cart/")  # says what was put in, in words without translation
    tour.see(client, "/checkout/")
    tour.see(client, "/checkout/summary/", method="collect", store=shop.york.code, card="at_collection")
    tour.send(client, "/checkout/", collecting(client, shop, card="at_collection"), status=422)
    tour.end()


def test_the_doors_of_shoppers(tour: Tour, client: Client) -> None:
    a_web_shop()
    email = "reads-every-letter@example.com"  # of nobody else: allauth sends one letter in a while to an address
    for address in (
        "sign-in",
        "sign-up",
        "inactive",
        "password/forgotten",
        "password/forgotten/sent",
        "password/new/done",
    ):
        tour.see(client, f"/account/{address}/")
    tour.send(client, "/account/sign-in/", login="nobody@example.com", password="wrong wrong")
    tour.send(client, "/account/sign-up/", email="no address", password1="1")
    tour.send(client, "/account/sign-up/", email=email, password1="an-unlikely-1", name="Ana")
    tour.send(client, "/account/password/forgotten/", email=email)
    for letter in mail.outbox:
        tour.read(f"The letter “{letter.subject}”", letter.subject, letter.body)
        for address in re.findall(r"https?://[^/]+(/account/\S+)", str(letter.body)):
            tour.see(client, address)
            if "confirm" in address:
                tour.send(client, address)
    for address in ("sign-out", "email", "email/sent", "password", "confirm", "security", "devices"):
        tour.see(client, f"/account/{address}/")
    for address in ("totp/activate", "recovery-codes/generate", "webauthn/add", "webauthn"):
        tour.see(client, f"/account/security/{address}/")
    tour.send(client, "/account/security/totp/activate/", code="000000")
    guest = Client()
    a_shopper(guest)
    tour.see(guest, "/account/password/set/")
    tour.know("testserver")
    tour.send(client, "/account/password/", oldpassword="wrong", password1="1", password2="2")
    tour.end("account_*")


def test_the_doors_of_staff(tour: Tour, client: Client) -> None:
    tour.see(client, "/staff/sign-in")
    tour.send(client, "/staff/sign-in", email="nobody@example.com", password="wrong wrong")
    tour.send(client, "/staff/sign-in", email="nothing", password="")
    sign_in(client, a_member("owner"))
    tour.see(client, "/staff/sign-out")
    tour.see(client, "/components/")
    tour.know("Leeds", "York", "Fjord", "Mill Lane", "Ada Lovelace", "Ada King Lovelace", "AL", "H9ZD-8", "P3XQ-1")
    tour.know("ok", "warn", "bad", "info", "busy", "ready", "neutral")  # the tones by their own names
    tour.see(client, "/nowhere/", status=404)
    tour.see(client, "/backoffice/", status=404)
    tour.end("entrance:*", "ui:*")


def test_the_till(tour: Tour, client: Client) -> None:
    counter = a_counter(unlocked=False)
    shop, till = counter.shop, counter.client
    milk = shop.offered(5)
    sku = catalogue.snapshots([milk])[milk].sku
    ana = a_customer(name="Ana Kowalska")
    (card,) = customers.cards_of(ana.id)
    manager = sign_in(Client(), a_member("manager", at=shop.store.id))
    tour.see(manager, "/till/enrol/")
    tour.send(manager, "/till/enrol/", status=422)
    tour.see(sign_in(Client(), a_member("owner")), "/till/enrol/")
    tour.see(till, "/till/unlock/")
    tour.send(till, "/till/unlock/", member=str(counter.cashier.id), pin="9999", status=403)
    tour.send(till, "/till/unlock/", status=422)
    counter.unlock(PIN)
    tour.see(till, "/till/")
    tour.see(till, "/till/receipts/")
    for found in ("", "gou", "nothing"):
        tour.see(till, "/till/find/", q=found)
    for found in ("", "ana", "nothing", card):
        tour.see(till, "/till/customers/", q=found)
    tour.see(till, "/till/price/", code=sku)
    tour.see(till, "/till/price/", code="nothing", status=404)
    tour.hear("POST /till/basket/", lambda: counter.basket((milk, 2), customer=str(ana.id)))
    tour.hear("POST /till/basket/", lambda: counter.basket((milk, 9)))
    tour.hear("POST /till/basket/", counter.basket)
    hear_of_own_prices(tour, counter)
    for units in (1, 9):
        asked = {"lines": [{"variant": str(milk), "quantity": units}]}
        tour.hear("POST /till/elsewhere/", partial(posted, counter, "/till/elsewhere/", asked))
    cart = tour.hear("POST /till/parked/new/", lambda: parked(counter, (milk, 2)), 201).json()["cart"]
    tour.see(till, "/till/parked/")
    tour.hear("POST /till/parked/code/", lambda: posted(counter, "/till/parked/code/", {"cart": cart}))
    tour.hear("POST /till/basket/", lambda: counter.basket(resume=cart))
    tour.hear("POST /till/baskets/back/", lambda: posted(counter, "/till/baskets/back/", {"cart": cart}))
    hear_refused_sales(tour, counter, milk)
    hear_of_what_comes_later(tour, counter)
    cash = [{"method": "cash", "amount": 500, "given": 1000}]
    sold = tour.hear("POST /till/sales/", lambda: counter.sell((milk, 2), total=500, tenders=cash), 201).json()
    at_a_till(tour, counter, milk, ana.id)
    hear_of_serial_numbers(tour, counter)
    tour.see(till, "/till/receipts/")
    tour.see(till, f"/till/receipts/{sold['order']}/")
    tour.see(till, f"/till/receipts/{sold['order']}/", gift="")
    tour.see(till, f"/till/receipts/{sold['order']}.pdf")
    at_the_till(tour, counter)
    tour.end("till:*")


def test_the_associates_phone(tour: Tour) -> None:
    work, parcel, other = a_work(), a_work(ship=True), a_work()
    for present, message in ((work, "For Ida"), (parcel, "")):
        orders.note_gift(present.order, work.shop.market.id, message)
    store = work.shop.store
    manager = somebody("manager", store)
    tour.see(manager, "/associate/places/")
    tour.see(somebody("manager", None), "/associate/places/", q="nowhere")
    desk = f"/associate/at/{store.id}"
    for part in ("pick", "hand-over", "ship"):
        tour.see(manager, f"{desk}/", part=part)
        tour.see(somebody("manager", parcel.shop.store), f"/associate/at/{parcel.shop.store.id}/", part=part)
    tour.see(manager, f"{desk}/scan/")
    tour.send(manager, f"{desk}/scan/", code="nothing", status=404)
    for looked in ("", "milk", "nothing"):
        tour.see(manager, f"{desk}/stock/", q=looked)
    marks_down(tour, manager, work.shop.market, store)
    article = f"{desk}/stock/{work.milk}/"
    tour.see(manager, article)
    tour.send(manager, f"{article}adjust", reason="counted", quantity="no number", before="10", status=422)
    shown = re.search(r'name="correction" value="([^"]+)"', manager.get(article).content.decode())
    assert shown is not None
    tour.send(manager, f"{article}adjust", reason="counted", quantity="12", before="10", correction=shown[1])
    for each in (work, parcel, other):
        phone = somebody("manager", each.shop.store)
        address = f"/associate/orders/{each.now.id}/"
        tour.see(phone, address)
        tour.see(somebody("cashier", each.shop.store), address)
        tour.send(phone, f"{address}begin")
        tour.see(phone, f"{address}lines/1/short/")
        tour.send(phone, f"{address}scan", code="nothing", status=422)
        tour.send(phone, f"{address}lines/2", quantity="no number", status=422)
    cannot_do_it(tour, somebody("manager", other.shop.store), f"/associate/orders/{other.now.id}/")
    for each in (work, parcel):
        phone, address = somebody("manager", each.shop.store), f"/associate/orders/{each.now.id}/"
        tour.send(phone, f"{address}lines/1", quantity="1")
        tour.send(phone, f"{address}lines/1/short/")
        tour.send(phone, f"{address}lines/2", quantity="1.2")
        tour.send(phone, f"{address}ready")
        tour.see(phone, address)
        tour.see(phone, f"{address}slip.pdf")
        tour.see(phone, f"{address}label.pdf")
    tour.send(somebody("manager", parcel.shop.store), f"/associate/orders/{parcel.now.id}/ship", carrier="", status=422)
    sender, sent = somebody("manager", parcel.shop.store), f"/associate/orders/{parcel.now.id}/ship"
    tour.send(sender, sent, carrier="DHL", tracking="JJD01")
    tour.see(manager, f"{desk}/", part="hand-over")
    collecting = f"/associate/orders/{work.now.id}/hand-over/"
    tour.see(manager, collecting)
    for _ in range(5):
        tour.send(manager, collecting, pin=work.wrong_pin, status=403)
    tour.see(manager, collecting)
    tour.see(somebody("cashier", store), collecting)
    tour.see(manager, f"{collecting}?token={work.token}")
    tour.send(manager, f"/associate/orders/{work.now.id}/unlock", checked="yes")
    tour.send(manager, collecting, pin=work.pin)
    tour.send(somebody("manager", other.shop.store), f"/associate/orders/{other.now.id}/cancel")
    on_the_phone(tour)
    filled, _secret = carts.open_for_guest(work.shop.market.id, work.shop.web.id)
    with_baskets(tour, work.shop.store.id, carts.add_line(filled.id, work.milk, 2))
    at_a_basket(tour, work)
    brought(tour)
    by_colleagues(tour, manager, sign_in(Client(), a_member("owner")), work.shop)
    tour.end("associate:*")


def test_the_back_office(tour: Tour, client: Client) -> None:
    work, owner = a_work(), sign_in(client, a_member("owner"))
    work.ready()
    shop, sold = work.shop, work.shop.offered(1)
    tour.know("Eastern Time")  # Babel's name of the market's zone, in whichever language
    order = f"/backoffice/orders/{checkout.place_order(shop.purchase(sold, gift=''), actor=SYSTEM).order}/"
    for address in ("/backoffice/", "/backoffice/orders/", "/backoffice/stock/", "/backoffice/prices/"):
        tour.see(owner, address)
    tour.see(owner, "/backoffice/", day="2020-02-29")
    tour.see(owner, "/backoffice/find/")
    tour.see(owner, "/backoffice/find/", q="nothing answers")
    nothing: dict[str, Any] = dict.fromkeys(("q", "channel", "state", "place", "day", "to"), "nothing")
    tour.see(owner, "/backoffice/orders/", **nothing)
    tour.see(owner, "/backoffice/orders/", q="Gouda", method="nothing", least="nothing", customer="nothing")
    looks: list[dict[str, Any]] = [{}, {"q": "nothing"}, {"at": "2030-01-01T10:00"}, {"at": "nonsense"}]
    for asked in looks:
        tour.see(owner, "/backoffice/stock/", place=shop.store.code, **asked)
    tour.see(owner, f"/backoffice/stock/{shop.store.code}/apart/")
    tour.see(owner, "/backoffice/prices/", q="nothing")
    tour.see(owner, f"/backoffice/orders/{work.order}/")
    tour.see(owner, order)
    tour.see(owner, f"{order}refund/")
    tour.see(owner, f"{order}price/")
    tour.send(owner, f"{order}refund/", status=422)
    by_staff(tour, owner, work.order)
    by_telephone(tour, owner, shop.market, catalogue.snapshots([sold])[sold].sku)
    level = f"/backoffice/stock/{shop.store.code}/{sold}/"
    tour_of_buffers(tour, owner, shop.market.id, shop.store, sold)
    tour.see(owner, level)
    tour.send(owner, level, change="no number", status=422)
    tour_of_lots(tour, owner, shop.market.id, shop.store)
    many_prices(tour, owner, shop.market.id, sold)
    in_the_office(tour, owner)
    at_the_desk(tour, owner, shop)
    with_coupons(tour, owner, shop)
    why_that_price(tour, owner, shop)
    through_promotions(tour, owner, shop.market, catalogue.snapshots([sold])[sold].sku)
    through_sourcing(tour, owner, work)
    through_webhooks(tour, owner)
    tour.end("backoffice:*")


def test_the_lists(tour: Tour, client: Client) -> None:
    work, owner = a_work(), sign_in(client, a_member("owner"))
    a_counter()
    of_each(work.shop.market.id, a_customer().id)
    with_delivery(work)
    supply.add_supplier(work.shop.market.id, code="dairy", name="Dairy Ltd", actor=SYSTEM)
    cashier = Role.objects.get(code="cashier")
    Authority.objects.create(market_id=work.shop.market.id, role=cashier, value=2000)
    may_pay_at_collection(work.shop.market.id)
    shoppers_may(work.shop.market.id)
    a_seller(work.shop.market)
    LabelLayout.objects.create(market_id=work.shop.market.id, prefix="28", says="weight")
    tour.know("PL", "DE", "DE136695976", "market", "Tax", "tax", "20\N{NO-BREAK SPACE}%")
    tour.know("dairy", "Dairy Ltd", "Standard", "Corner & Co Ltd", "York", "GB", "GB123456789")
    InboxMessage.objects.create(
        provider="Test Bank", provider_event_id="E1", payment_id=NOWHERE, fact="Held", amount=1, received_at=clock.now()
    )
    tour.know(
        "standard",
        "second",
        "Parcel Post",
        "en",
        "en,pl",
        "test",
        *(channel.code for channel in markets.list_channels(work.shop.market.id)),
    )
    tour.know(
        *(place.code for place in places.list_places(work.shop.market.id)), *Role.objects.values_list("code", flat=True)
    )
    for address in ("", "password_change/", "password_change/done/"):
        tour.see(owner, f"/backoffice/lists/{address}")
    tour.see(owner, "/backoffice/lists/search/", s="price")
    for listed in admin.site._registry.values():
        name = f"admin:{listed.opts.app_label}_{listed.opts.model_name}"
        seen = tour.see(owner, reverse(f"{name}_changelist"))
        tour.see(owner, reverse("admin:app_list", args=[listed.opts.app_label]))
        adds = listed.has_add_permission(seen.wsgi_request)
        tour.see(owner, reverse(f"{name}_add"), status=200 if adds else 403)
        row = listed.model._default_manager.order_by("pk").first()
        assert row is not None, f"{name} needs a row to be looked at"
        tour.see(owner, reverse(f"{name}_change", args=[row.pk]))
    tour.end("admin:*")
