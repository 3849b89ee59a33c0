"""Businesses of the European Union buy by their VAT id: what they are charged, and what is kept of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oneshelf.kernel.actors import ANONYMOUS, SYSTEM
from oneshelf.kernel.money import Money
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.public import Addition, Wish
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.customers import public as customers
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Contact, Method
from oneshelf.modules.payments import public as payments
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.tax import public as tax
from tests.amendments.builders import confirm, wrong
from tests.checkout.builders import ANA, Shop, a_shop
from tests.companies.builders import an_account, usd
from tests.customers.builders import a_customer
from tests.markets.builders import a_seller
from tests.orders.settling import forget_jobs, settle
from tests.tax.builders import a_rate

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

VAT_ID = "DE136695976"
BERLIN = replace(ANA, postal_code="10115", city="Berlin", country="DE", vat_id=VAT_ID)


@pytest.fixture(autouse=True)
def _no_jobs_of_others(transactional_db: None) -> None:
    forget_jobs()


def a_shop_in_poland(*, included: bool = True) -> Shop:
    """Open a shop whose goods leave from Poland, where everything is taxed at 23 %; a parcel costs 1.23."""
    shop = a_shop(tax_included=included)
    tax.set_regime(shop.market.id, tax.Regime("PL"), actor=SYSTEM)
    a_rate(shop.market.id, 2_300)
    delivery.set_standard_service(shop.market.id, carrier="Parcel Post", amount=123, free_from=None, actor=SYSTEM)
    return shop


def begun(shop: Shop) -> checkout.Checkout:
    return checkout.start(shop.market, shop.web.id, [checkout.Wanted(shop.offered(9, 1_230), 1)])


@pytest.mark.parametrize(
    ("contact", "treatment", "total"),
    [
        (BERLIN, compiled.Treatment.REVERSE, 1_100),
        (replace(BERLIN, vat_id=""), compiled.Treatment.CHARGED, 1_353),
        (replace(BERLIN, vat_id="PL5260001246"), compiled.Treatment.CHARGED, 1_353),
        (replace(BERLIN, country="PL"), compiled.Treatment.CHARGED, 1_353),
    ],
    ids=["a business abroad", "nobody's number", "a number of the seller's country", "sent within the country"],
)
def test_a_business_in_another_member_state_accounts_for_the_tax_itself(
    contact: Contact, treatment: compiled.Treatment, total: int
) -> None:
    shop = a_shop_in_poland()
    chosen = checkout.ship_to(begun(shop).id, contact)
    assert (chosen.quote.treatment, chosen.quote.total) == (treatment, usd(total))
    checkout.pay(chosen.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    order = orders.get_order(checkout.complete(chosen.id, actor=ANONYMOUS).order)
    assert (order.summary.total, order.vat_id, order.contact) == (usd(total), contact.vat_id, contact)
    assert orders.is_reverse_charged(order) == (treatment is compiled.Treatment.REVERSE)
    assert wrong() == []


def test_no_tax_is_added_for_a_business_in_another_member_state() -> None:
    shop = a_shop_in_poland(included=False)
    chosen = checkout.ship_to(begun(shop).id, BERLIN)
    assert (chosen.quote.total, chosen.quote.tax) == (usd(1_353), usd(0))
    checkout.pay(chosen.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    order = orders.get_order(checkout.complete(chosen.id, actor=ANONYMOUS).order)
    assert orders.is_reverse_charged(order), "it was sealed, though nothing was taken off"
    assert wrong() == []


@pytest.mark.parametrize("number", ["DE136695977", "DE", "136695976", "GB999999973"])
def test_a_wrong_number_is_refused_and_changes_nothing(number: str) -> None:
    shop = a_shop_in_poland()
    first = begun(shop)
    with pytest.raises(tax.BadVatId):
        checkout.ship_to(first.id, replace(BERLIN, vat_id=number))
    assert checkout.get_checkout(first.id) == first
    sent = shop.purchase(
        *(shop.offered(1, 1_230), 1),
        method=Method.SHIP,
        contact=replace(BERLIN, vat_id=number),
        tenders=(checkout.Tender("external", usd(1_353)),),
    )
    with pytest.raises(tax.BadVatId):
        checkout.place_order(sent, actor=SYSTEM)


def test_what_is_collected_is_taxed_where_it_is_collected() -> None:
    shop = a_shop_in_poland()
    assert checkout.collect_at(begun(shop).id, shop.store.id, BERLIN).quote.total == usd(1_230)


def test_an_invoice_states_the_number_and_who_accounts_for_the_tax() -> None:
    shop = a_shop_in_poland()
    a_seller(shop.market)
    account = an_account(shop)
    paid = (checkout.Tender("on_account", usd(1_100)),)
    purchase = account.purchase(shop.offered(1, 1_230), contact=BERLIN, method=Method.SHIP, tenders=paid)
    order = checkout.place_order(purchase, actor=SYSTEM).order
    (parcel,) = fulfilment.consignments_of([order])[order]
    fulfilment.start_picking(parcel.id, actor=SYSTEM)
    fulfilment.record_pick(parcel.id, 1, 1, actor=SYSTEM)
    fulfilment.pack(parcel.id, actor=SYSTEM)
    fulfilment.ship(parcel.id, carrier="Post", tracking="RX 0012-345", actor=SYSTEM)
    settle()
    (invoice,) = account.documents
    assert (invoice.recipient.tax_number, invoice.treatment, invoice.amount) == (VAT_ID, "reverse", usd(1_100))
    assert not invoice.bands
    assert wrong() == []


def test_what_is_added_later_is_not_charged_either_and_another_address_keeps_the_number() -> None:
    shop = a_shop_in_poland()
    purchase = shop.purchase(
        *(shop.offered(1, 1_230), 1),
        channel=shop.web.id,
        method=Method.SHIP,
        contact=BERLIN,
        tenders=(checkout.Tender("external", usd(1_100)),),
    )
    order = checkout.place_order(purchase, actor=SYSTEM).order
    moved = replace(BERLIN, street="Elsewhere 1", vat_id="")
    proposed = amendments.propose(order, Wish(add=(Addition(shop.offered(1, 246), 1),), contact=moved), actor=SYSTEM)
    assert proposed.preview.new_lines[0].amount == Money(200, "USD")
    with pytest.raises(amendments.NothingChanges):
        amendments.propose(order, Wish(contact=replace(BERLIN, vat_id="")), actor=SYSTEM)
    confirm(amendments.propose(order, Wish(contact=moved), actor=SYSTEM))
    assert orders.get_order(order).contact == replace(moved, vat_id=VAT_ID)


def test_the_number_is_the_sellers_evidence_when_its_buyer_is_erased() -> None:
    shop, member = a_shop_in_poland(), a_customer().id
    chosen = checkout.ship_to(
        checkout.start(shop.market, shop.web.id, [checkout.Wanted(shop.offered(9, 1_230), 1)], customer=member).id,
        BERLIN,
    )
    checkout.pay(chosen.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    order = checkout.complete(chosen.id, actor=ANONYMOUS).order
    orders.cancel_order(order, actor=SYSTEM)
    customers.erase(member, actor=SYSTEM)
    settle()
    found = orders.get_order(order)
    assert (found.contact, found.vat_id, orders.is_reverse_charged(found)) == (None, VAT_ID, True)
