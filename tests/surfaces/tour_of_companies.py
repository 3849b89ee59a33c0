"""Buying for a company, on the tour of every text."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.companies import public as companies
from oneshelf.modules.companies.models import Document
from oneshelf.surfaces.storefront.orders import link_to
from tests.checkout.builders import Shop
from tests.companies.builders import Account, a_company, credits, pays
from tests.customers.builders import a_customer
from tests.markets.builders import a_seller
from tests.orders.settling import forget_jobs, settle
from tests.surfaces.storefront.builders import WebShop
from tests.surfaces.storefront.companies import a_buyer
from tests.surfaces.storefront.shopping import collecting, fill
from tests.surfaces.tour import Tour


def for_a_company(tour: Tour, shop: WebShop) -> None:
    """From the empty page of a company to an order, its invoice, what was paid and what was credited."""
    forget_jobs()
    buyer = a_buyer(shop, most=9_000, minimum=100)
    tour.know("Acme Catering", "Corner & Co Ltd", "PO 4711")
    browser = buyer.browser
    tour.see(browser, "/account/company/")
    fill(browser, shop.product(york=4), "4")
    browser.get("/cart/")
    tour.see(browser, "/checkout/")
    tour.see(browser, "/checkout/summary/", method="collect", store=shop.york.code, card="on_account")
    given: dict[str, Any] = collecting(browser, shop, card="on_account", reference="PO 4711")
    tour.send(browser, "/checkout/", given)
    a_seller(shop.market)
    invoices = [buyer.is_invoiced(2, reference="PO 4711") for _ in range(3)]
    pays(invoices[0])
    pays(invoices[1])
    notes = companies.credit_order(invoices[1].order, Money(100, "USD"), cause=new_id(), actor=SYSTEM)
    companies.hold(buyer.company, actor=SYSTEM)
    Document.objects.filter(id=invoices[2].id).update(due_on=date(2026, 1, 31))
    papers = [f"/account/company/{each.id}.pdf" for each in (invoices[0], *notes)]
    for address in ("/account/company/", "/checkout/", *papers):
        tour.see(browser, address)
    tour.see(browser, link_to(invoices[1].order))


def at_the_desk(tour: Tour, owner: Client, shop: Shop) -> None:
    """Open a company, wrongly and rightly, hold it and release it, note money and give it back, be refused."""
    forget_jobs()
    tour.know("Acme Catering", "Mill Lane 2")
    tour.see(owner, "/backoffice/companies/")
    tour.send(owner, "/backoffice/companies/", limit="many", country="usa", net_days="366", email="x", status=422)
    account = Account(shop, a_company(shop.market.id, minimum=100).id, a_customer(email="tom@example.com").id)
    page = f"/backoffice/companies/{account.id}/"
    tour.see(owner, page)
    tour.send(owner, f"{page}change/", act="add", customer="nobody", most="0", status=422)
    tour.send(owner, f"{page}change/", act="add", customer="tom@example.com", most="90")
    order = account.orders(4)
    tour.see(owner, f"/backoffice/orders/{order}/")
    account.hands_out(order)
    account.hands_out(account.orders(2))
    settle()
    invoice, other = account.documents
    at = f"/backoffice/companies/invoices/{invoice.id}/"
    tour.see(owner, f"{at}document.pdf")
    tour.send(owner, at, amount="1", act="pay", status=422)
    tour.send(owner, at, amount="10.00", act="pay", cause=owner.get(at).context["cause"])
    tour.see(owner, f"/backoffice/orders/{order}/refund/", amount="99")
    tour.see(owner, f"/backoffice/orders/{order}/refund/", amount="1")
    credits(order, 300)
    Document.objects.filter(id=other.id).update(due_on=date(2026, 1, 31))
    for each in account.documents:
        tour.see(owner, f"/backoffice/companies/invoices/{each.id}/")
    tour.send(owner, f"{page}change/", act="hold")
    tour.send(owner, page, name="Acme Catering", limit="1", net_days="1", grace_days="1", version="2", status=409)
    for address in ("/backoffice/companies/", page):
        tour.see(owner, address)
    tour.see(owner, "/backoffice/companies/", q="nothing")
    tour.send(owner, f"{page}change/", act="release")
