"""Shoppers who buy for a company, for tests."""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.companies import public as companies
from oneshelf.modules.companies.public import Company, CompanyId, Document
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.orders.public import OrderId
from tests.companies.builders import a_company, hand_out
from tests.customers.builders import a_shopper
from tests.orders.settling import settle
from tests.surfaces.storefront.builders import WebShop
from tests.surfaces.storefront.shopping import collecting, fill, placed


@dataclass(frozen=True)
class Buyer:
    """A browser in which somebody is signed in who buys for a company."""

    shop: WebShop
    browser: Client
    customer: CustomerId
    company: CompanyId

    @property
    def now(self) -> Company:
        return companies.get_company(self.company)

    def orders(self, units: int = 4, **fields: str) -> OrderId:
        """Order units of a new article at 2.50 on account, to be collected in York."""
        fill(self.browser, self.shop.product(york=units), str(units))
        answer = self.browser.post("/checkout/", collecting(self.browser, self.shop, card="on_account", **fields))
        assert answer.status_code == 302, answer.content.decode()[-3000:]
        return placed(self.shop)[0].id

    def is_invoiced(self, units: int = 4, **fields: str) -> Document:
        """Order, collect and be sent the invoice."""
        order = self.orders(units, **fields)
        for sent in fulfilment.consignments_of([order])[order]:
            hand_out(sent)
        settle()
        return companies.documents_of_order(order)[0]


def a_buyer(shop: WebShop, company: CompanyId | None = None, most: int | None = None, **terms: object) -> Buyer:
    """Sign somebody in who buys for a company, a new one that may owe 100 dollars unless it is named."""
    browser = Client()
    customer = a_shopper(browser).id
    known = company or a_company(shop.market.id, **terms).id
    companies.add_member(known, customer, most=most, actor=SYSTEM)
    return Buyer(shop, browser, customer, known)
