"""Buying for a company, on the tour of every text."""

from __future__ import annotations

from datetime import date

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.companies import public as companies
from oneshelf.modules.companies.models import Document
from oneshelf.surfaces.storefront.orders import link_to
from tests.companies.builders import pays
from tests.markets.builders import a_seller
from tests.orders.settling import forget_jobs
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
    tour.send(browser, "/checkout/", **collecting(browser, shop, card="on_account", reference="PO 4711"))
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
