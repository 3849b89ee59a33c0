"""What an invoice says: seller, tax and the company's own number, as they were when it was written."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from stdnum import iso11649

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.public import Apart, Wish
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.companies import public as companies
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.markets.models import Seller
from oneshelf.modules.orders.public import OrderId, Terms
from oneshelf.modules.places.models import Place
from oneshelf.modules.tax import public as tax
from oneshelf.modules.tax.models import ZoneRate
from oneshelf.modules.tax.public import Band, Levy
from tests.amendments.builders import wrong
from tests.checkout.builders import ANA, a_shop
from tests.companies.builders import Account, an_account, hand_out, usd
from tests.markets.builders import a_seller
from tests.orders.settling import forget_jobs, settle
from tests.tax.builders import LONG_AGO, a_rate

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def account(transactional_db: None) -> Account:
    """A company in a market whose prices hold 20 % of tax, and 5 % on food."""
    forget_jobs()
    account = an_account(a_shop(tax_included=True))
    market = account.shop.market
    a_seller(market)
    a_rate(market.id, 2000)
    a_rate(market.id, 500, "food")
    return account


def band(amount: int, held: int, rate: int) -> Band:
    """Return a band of the only tax that there is."""
    return Band(rate, amount, held, (Levy("tax", "Tax", rate * 100),), (held,))


def two_parcels(account: Account) -> OrderId:
    """Order wine and bread, each in parcels of their own, at prices whose tax has to be rounded."""
    wine, bread = account.shop.offered(3, 333), account.shop.offered(3, 111, "food")
    lines = (checkout.Wanted(wine, 3), checkout.Wanted(bread, 3), checkout.Wanted(account.shop.offered(1, 333), 1))
    paid = (checkout.Tender("on_account", usd(3 * 333 + 3 * 111 + 333)),)
    order = checkout.place_order(account.purchase(wine, 7, lines=lines, tenders=paid), actor=SYSTEM).order
    proposed = amendments.propose(order, Wish(apart=(Apart(3),)), actor=SYSTEM)
    amendments.confirm(proposed.id, proposed.seal, actor=SYSTEM)
    return order


def test_the_tax_of_parts_is_that_of_the_whole_and_stays_as_it_was(account: Account) -> None:
    order = two_parcels(account)
    for sent in fulfilment.consignments_of([order])[order]:
        hand_out(sent)
        settle()
    written = account.documents
    whole = [band(4 * 333, 222, 2000), band(3 * 111, 16, 500)]
    assert tax.left_of(whole, [band for each in written for band in each.bands]) == ()
    assert [line.rate for line in written[0].lines] == [2000, 500]
    assert sum(band.amount for band in written[0].bands) == written[0].amount.minor
    ZoneRate.objects.update(ppm=90_000)
    Seller.objects.update(name="Somebody else")
    assert account.documents == written
    assert written[0].seller.name == "Corner & Co Ltd"
    assert wrong() == []


def test_goods_that_come_back_are_credited_at_their_own_rate(account: Account) -> None:
    order = two_parcels(account)
    for sent in fulfilment.consignments_of([order])[order]:
        hand_out(sent)
    settle()
    cause, store = OrderId(account.id), account.shop.store.id
    (note,) = companies.credit_order(order, usd(222), cause=cause, actor=SYSTEM, goods={2: 2}, to_place=store)
    assert note.bands == (band(222, 11, 500),)
    left = tax.left_of(account.documents[0].bands, note.bands)
    assert [band.amount for band in left] == [999, 111]


def test_a_paper_says_all_that_the_law_asks_for(account: Account) -> None:
    begun = checkout.start(
        account.shop.market,
        account.shop.web.id,
        [checkout.Wanted(account.shop.offered(4, 300), 4)],
        customer=account.member,
    )
    checkout.collect_at(begun.id, account.shop.store.id, ANA)
    order = checkout.complete(begun.id, actor=SYSTEM, terms=Terms.ON_ACCOUNT, reference="PO 4711").order
    account.hands_out(order)
    settle()
    (invoice,) = account.documents
    assert (invoice.reference, invoice.bands) == ("PO 4711", (band(1200, 200, 2000),))
    assert iso11649.is_valid(invoice.payment_reference)
    said = render_to_string(companies.PAPER, companies.paper_of(invoice))
    for words in (
        *("Corner &amp; Co Ltd", "GB123456789", "Companies House 01234567", "GB82WEST12345698765432"),
        *("Acme Catering", "12-345", "Mill Lane 2", "Invoice 1", "PO 4711", "Gouda", "Tax 20%", "Net at 20%"),
        *("$12.00", "$2.00", "$10.00", invoice.order_number, invoice.payment_reference, "Please pay $12.00 by"),
    ):
        assert words in said, words
    (note,) = companies.credit_order(order, usd(300), cause=OrderId(account.id), actor=SYSTEM)
    corrected = render_to_string(companies.PAPER, companies.paper_of(note))
    for words in ("Credit note 2", "invoice 1 of", "You need not pay $3.00 of invoice 1", "$0.50"):
        assert words in corrected, words


def test_without_rates_no_tax_is_stated(account: Account) -> None:
    ZoneRate.objects.all().delete()
    account.hands_out(account.orders(2))
    settle()
    (invoice,) = account.documents
    assert (invoice.bands, invoice.lines[0].rate) == ((), None)
    assert "No tax is stated." in render_to_string(companies.PAPER, companies.paper_of(invoice))


def test_the_invoice_of_a_buyer_who_is_exempt_states_no_tax(account: Account) -> None:
    Place.objects.filter(id=account.shop.store.id).update(country="US")
    shown = tax.NewExemption(tax.ExemptionKind.CERTIFICATE, "ST-120", "US", LONG_AGO)
    tax.exempt(account.shop.market.id, account.member, shown, actor=SYSTEM)
    # 2 * 2.50 hold 20 %: 5.00 - 5.00 * 20/120 = 5.00 - 0.83
    paid = (checkout.Tender("on_account", usd(417)),)
    account.hands_out(account.orders(2, tenders=paid))
    settle()
    (invoice,) = account.documents
    assert (invoice.amount, invoice.bands, invoice.lines[0].rate) == (usd(417), (), None)
    assert wrong() == []
