"""Companies in the back office: terms, members, credit at a glance, orders by telephone, invoices and payments."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.public import Addition, Wish
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.companies import public as companies
from oneshelf.modules.companies.public import Company
from oneshelf.modules.customers import public as customers
from oneshelf.modules.markets.public import ChannelKind
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.staff.models import Role
from tests.amendments.builders import wrong
from tests.checkout.builders import Shop
from tests.companies.builders import Account
from tests.customers.builders import a_customer
from tests.markets.builders import a_channel
from tests.orders.settling import forget_jobs, settle
from tests.staff.builders import a_member, sign_in
from tests.surfaces.doors import NOWHERE
from tests.surfaces.storefront.builders import WebShop, a_web_shop
from tests.surfaces.storefront.shopping import placed
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

TERMS = {"name": "Acme Catering", "limit": "100.00", "net_days": "30", "grace_days": "7", "country": "US"}


@dataclass(frozen=True)
class Office:
    """A manager at their desk, a customer, and what they want."""

    shop: WebShop
    desk: Client
    ana: customers.Customer
    gouda: VariantId

    def opened(self, **terms: str) -> str:
        """Open a company for which Ana orders, and return its page."""
        page = str(self.desk.post("/backoffice/companies/", TERMS | {"request": str(new_id())} | terms)["Location"])
        self.desk.post(f"{page}change/", {"act": "add", "customer": self.ana.email, "most": ""})
        return page

    @property
    def company(self) -> Company:
        (found,) = companies.list_companies(self.shop.market.id)
        return found

    def text(self, page: str) -> str:
        return self.desk.get(page).content.decode()

    def ordered(self) -> OrderId:
        """Order by telephone, to be collected in York, on account."""
        draft = str(self.desk.post("/backoffice/drafts/new/", {"customer": str(self.ana.id)})["Location"])
        self.desk.post(draft, {"act": "add", "code": "Gouda"})
        self.desk.post(draft, {"act": "way", "way": self.shop.york.code})
        assert "on account of Acme Catering" in self.text(draft)
        assert self.desk.post(f"{draft}place/", {"terms": "on_account"}).status_code == 302
        return placed(self.shop)[0].id


@pytest.fixture
def office(transactional_db: None) -> Office:
    forget_jobs()
    shop = a_web_shop()
    a_channel(shop.market, ChannelKind.PHONE)
    ana = a_customer(name="Ana Kowalska", email="ana@example.com")
    return Office(shop, sign_in(Client(), a_member("manager")), ana, shop.product("Gouda", york=5))


def test_from_opening_to_a_paid_invoice(office: Office) -> None:
    page = office.opened()
    assert "Ana Kowalska" in office.text(page)
    order = office.ordered()
    assert "It is invoiced when its goods have left." in office.text(f"/backoffice/orders/{order}/")
    house = Shop(office.shop.market, office.shop.york, office.shop.web, office.shop.till)
    Account(house, office.company.id, office.ana.id).hands_out(order)
    settle()
    (invoice,) = companies.list_documents(office.company.id)
    assert f"Invoice {invoice.number}" in office.text(page)
    assert f"Invoice {invoice.number}" in office.text(f"/backoffice/orders/{order}/")
    shown = office.desk.get(f"/backoffice/orders/{order}/refund/", {"goods_1": "1", "place": office.shop.york.code})
    given = {"goods_1": "1", "place": office.shop.york.code, "cause": shown.context["cause"]}
    assert "Credit $2.50?" in shown.content.decode()
    for _ in range(2):  # the form, sent again, is the same refund
        assert office.desk.post(f"/backoffice/orders/{order}/refund/", given).status_code == 302
    assert companies.get_document(invoice.id).open.minor == 0
    assert orders.get_order(order).lines[0].returned == 1
    said = office.text(f"/backoffice/companies/invoices/{invoice.id}/")
    assert "settled" in said
    assert invoice.payment_reference in said
    assert wrong() == []


def test_money_is_noted_once_and_goes_back_when_it_was_too_much(office: Office) -> None:
    office.opened()
    order = office.ordered()
    house = Shop(office.shop.market, office.shop.york, office.shop.web, office.shop.till)
    account = Account(house, office.company.id, office.ana.id)
    account.hands_out(order)
    settle()
    (invoice,) = account.documents
    page = f"/backoffice/companies/invoices/{invoice.id}/"
    cause = office.desk.get(page).context["cause"]
    paid = {"amount": str(invoice.amount.decimal), "reference": "BANK 7", "act": "pay", "cause": cause}
    for _ in range(2):
        assert office.desk.post(page, paid).status_code == 302
    assert account.figures == (0, 0)
    assert "BANK 7" in office.text(f"/backoffice/companies/{account.id}/")
    companies.credit_order(order, invoice.amount, cause=new_id(), actor=SYSTEM)
    back = {"amount": str(invoice.amount.decimal), "act": "back", "cause": office.desk.get(page).context["cause"]}
    assert office.desk.post(page, back).status_code == 302
    assert account.figures == (0, 0)
    assert wrong() == []


def test_terms_holds_and_members(office: Office) -> None:
    page = office.opened()
    office.desk.post(f"{page}change/", {"act": "hold"})
    assert "on hold" in office.text("/backoffice/companies/")
    changed = TERMS | {"limit": "50", "minimum": "1,50", "version": str(office.company.version)}
    assert office.desk.post(page, changed).status_code == 302
    assert (office.company.profile.limit, office.company.profile.minimum, office.company.on_hold) == (5_000, 150, True)
    assert office.desk.post(page, changed).status_code == 409
    office.desk.post(f"{page}change/", {"act": "release"})
    office.desk.post(f"{page}change/", {"act": "drop", "customer": str(office.ana.id)})
    assert "Nobody yet" in office.text(page)


@pytest.mark.parametrize(
    ("path", "given", "status"),
    [
        ("/backoffice/companies/", TERMS | {"limit": "many"}, 422),
        ("/backoffice/companies/", TERMS | {"limit": "-1"}, 422),
        ("/backoffice/companies/", TERMS | {"net_days": "366"}, 422),
        ("/backoffice/companies/", TERMS | {"country": "usa"}, 422),
        ("/backoffice/companies/", {}, 422),
        ("{page}", TERMS | {"version": "x"}, 409),
        ("{page}", TERMS | {"name": ""}, 422),
        ("{page}change/", {"act": "dance"}, 422),
        ("{page}change/", {"act": "drop", "customer": "x"}, 404),
        ("{page}change/", {"act": "add", "customer": "nobody@example.com"}, 422),
        ("{page}change/", {"act": "add", "customer": "ana@example.com", "most": "0"}, 422),
        (f"/backoffice/companies/{NOWHERE}/", TERMS, 404),
        (f"/backoffice/companies/invoices/{NOWHERE}/", {"amount": "1"}, 404),
    ],
)
def test_bad_input_changes_nothing(office: Office, path: str, given: dict[str, str], status: int) -> None:
    page = office.opened()
    with nothing_changes():
        assert office.desk.post(path.replace("{page}", page), given).status_code == status


@pytest.mark.parametrize(
    ("role", "sees", "manages"), [("service", 200, 403), ("cashier", 403, 403), ("picker", 403, 403)]
)
def test_who_may_see_and_who_may_change(office: Office, role: str, sees: int, manages: int) -> None:
    page = office.opened()
    who = sign_in(Client(), a_member(role))
    assert who.get(page).status_code == sees
    with nothing_changes():
        assert who.post(page, TERMS | {"version": "1"}).status_code == 403
        assert who.post(f"{page}change/", {"act": "hold"}).status_code == 403
        assert who.post("/backoffice/companies/", TERMS).status_code == 403


def test_a_company_is_opened_once_however_often_its_form_is_sent(office: Office) -> None:
    request = str(new_id())
    first, again, other = (office.opened(request=request, name=name) for name in ("Acme", "Acme", "Beta"))
    assert first == again != other
    assert [each.profile.name for each in companies.list_companies(office.shop.market.id)] == ["Acme", "Beta"]


def test_who_may_not_sell_to_companies_makes_no_order_of_theirs_cost_more(office: Office) -> None:
    office.opened()
    order = office.ordered()
    who = sign_in(Client(), a_member("service"))
    Role.objects.filter(code="service").update(permissions=["orders.amend", "orders.cancel", "orders.view"])
    for wish, status in ((Wish(add=(Addition(office.gouda, 1),)), 403), (Wish(cancel={1: 1}), 302)):
        shown = amendments.propose(order, wish, actor=SYSTEM)
        address = f"/backoffice/orders/{order}/changes/{shown.id}/confirm/"
        assert who.post(address, {"seal": shown.seal}).status_code == status
    settle()
    assert office.company.used.minor == 0


def test_a_change_that_is_beyond_the_credit_is_warned_of_before_it_is_confirmed(office: Office) -> None:
    office.opened(limit="4.00")
    change = f"/backoffice/orders/{office.ordered()}/change/"
    more = office.desk.post(change, {"reason": "customer_asked", "keep_1": "2"}).content.decode()
    assert "$1.50" in more
    less = office.desk.post(change, {"reason": "customer_asked", "keep_1": "0"}).content.decode()
    assert "$1.50" not in less
