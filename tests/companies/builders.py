"""Companies that buy on account, for tests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.companies import public as companies
from oneshelf.modules.companies.public import Company, Document, Profile
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method, OrderId
from tests.checkout.builders import ANA, Shop, a_shop
from tests.customers.builders import a_customer

ACME = Profile(
    name="Acme Catering", tax_number="12-345", email="bills@acme.example", street="Mill Lane 2", postal_code="10002"
)
ACME = replace(ACME, city="York", country="US", net_days=30, grace_days=7, limit=10_000, minimum=0)
"""A company that may owe 100 dollars."""


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def a_company(market: MarketId, **terms: Any) -> Company:
    """Let a company buy on account in a market."""
    return companies.open_company(market, replace(ACME, **terms), actor=SYSTEM)


@dataclass(frozen=True)
class Account:
    """A shop, a company that buys there, and somebody who orders for it."""

    shop: Shop
    id: companies.CompanyId
    member: CustomerId

    @property
    def now(self) -> Company:
        return companies.get_company(self.id)

    @property
    def figures(self) -> tuple[int, int]:
        """What it has ordered and what it owes, in cents."""
        return self.now.ordered.minor, self.now.owed.minor

    @property
    def documents(self) -> list[Document]:
        """Its documents, the first one first."""
        return companies.list_documents(self.id)[::-1]

    def noon(self, day: date) -> datetime:
        """Return the noon of a day where its market is: whole days later it is another hour, once clocks change."""
        return datetime.combine(day, time(12), ZoneInfo(self.shop.market.time_zone))

    def purchase(self, variant: VariantId, units: int = 1, **fields: Any) -> checkout.Purchase:
        """Return an order on account, for collection, at 2.50 a unit."""
        given: dict[str, object] = {
            "method": Method.COLLECT,
            "contact": ANA,
            "customer": self.member,
            "tenders": (checkout.Tender("on_account", usd(250 * units)),),
        }
        return self.shop.purchase(variant, units, **(given | fields))

    def orders(self, units: int = 4, **fields: Any) -> OrderId:
        """Order units of a new article on account."""
        purchase = self.purchase(self.shop.offered(units), units, **fields)
        return checkout.place_order(purchase, actor=SYSTEM).order

    def hands_out(self, order: OrderId, picked: int | None = None) -> None:
        """Pick all that an order still has to collect, or `picked` units of each line, and hand it over."""
        for sent in fulfilment.consignments_of([order])[order]:
            if sent.state is fulfilment.ConsignmentState.OPEN:
                hand_out(sent, picked)


def an_account(shop: Shop | None = None, **terms: Any) -> Account:
    """Open a shop, unless there is one, and a company with one member."""
    shop = shop or a_shop()
    company, member = a_company(shop.market.id, **terms), a_customer().id
    companies.add_member(company.id, member, most=None, actor=SYSTEM)
    return Account(shop, company.id, member)


def hand_out(sent: fulfilment.Consignment, picked: int | None = None) -> None:
    """Pick a parcel, all of it or `picked` units of each line, and hand it over."""
    fulfilment.start_picking(sent.id, actor=SYSTEM)
    for line in sent.lines:
        fulfilment.record_pick(sent.id, line.line, line.quantity if picked is None else picked, actor=SYSTEM)
        if picked is not None:
            fulfilment.record_short(sent.id, line.line, actor=SYSTEM)
    fulfilment.mark_ready(sent.id, actor=SYSTEM)
    fulfilment.hand_over(sent.id, fulfilment.pin_for(sent.id), actor=SYSTEM)


def pays(invoice: Document, amount: int | None = None) -> Document:
    """Note that an invoice was paid, all of it or so many cents."""
    given = invoice.open if amount is None else usd(amount)
    return companies.note_payment(invoice.id, given, reference="BANK 1", cause=new_id(), actor=SYSTEM)


def credits(order: OrderId, amount: int, **goods: Any) -> list[Document]:
    """Credit so many cents of an order."""
    return companies.credit_order(order, usd(amount), cause=new_id(), actor=SYSTEM, **goods)


def bill(order: OrderId) -> int:
    """What an order costs, in cents."""
    return orders.get_order(order).due.minor
