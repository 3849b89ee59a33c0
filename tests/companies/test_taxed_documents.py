"""Documents state the tax that their order was charged: in all parts together, however it was rounded."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.companies import public as companies
from oneshelf.modules.companies import rules
from oneshelf.modules.companies.public import Document
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method, Order, OrderId, OrderLine, OrderState, OrderSummary, Origin
from oneshelf.modules.places.models import Place
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import Rulebook, compiled
from oneshelf.modules.tax import public as tax
from oneshelf.modules.tax.public import Band, Levy, NewRate
from tests.amendments.builders import wrong
from tests.checkout.builders import a_shop
from tests.companies.builders import Account, an_account, credits, usd
from tests.markets.builders import a_seller
from tests.orders.settling import forget_jobs, settle
from tests.tax.builders import LONG_AGO, a_zone

MOST_PARTS = 5
"""In how many parts something is invoiced or credited before all that is left is."""

NOTHING = Rulebook((), ())
NOBODY = UUID(int=0)

LEVIES = {
    "standard": (Levy("gst", "GST", 50_000), Levy("qst", "QST", 99_750)),
    "food": (Levy("gst", "GST", 0),),
    "wine": (Levy("excise", "Excise", 12_345), Levy("vat", "VAT", 230_000, compound=True)),
    "books": (),
}
"""Two taxes side by side, none at all of one, one on top of another, and no tax."""


@st.composite
def priced(draw: st.DrawFn) -> tuple[Order, pricing.Sealed]:
    """An order of anything, taxed and rounded in any way."""
    taxes = compiled.Taxes(
        inclusive=draw(st.booleans()),
        by_class={
            name: tuple(compiled.Component(each.code, each.ppm, each.compound) for each in own)
            for name, own in LEVIES.items()
        },
    )
    mode, by = draw(st.sampled_from(compiled.RoundingMode)), draw(st.sampled_from(compiled.TaxRounding))
    rounding, classes = compiled.Rounding(mode, by), st.sampled_from(sorted(LEVIES))
    goods = draw(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 999), classes), min_size=1, max_size=5))
    lines = tuple(
        compiled.Line(str(at), f"v:{at}", units, price, tax_class=tax_class)
        for at, (units, price, tax_class) in enumerate(goods, start=1)
    )
    charge = compiled.Charge(draw(st.integers(0, 999)))
    basket = compiled.Basket("USD", lines, compiled.Facts(0, 0, 0), charge, taxes, rounding)
    told = pricing.price(basket, NOTHING)
    return _order(basket, told), pricing.sealed(basket, NOTHING, told)


def _order(basket: compiled.Basket, told: pricing.priced.PricedBasket) -> Order:
    added = 0 if basket.taxes.inclusive else 1
    asked = {line.key: line for line in basket.lines}
    lines = tuple(
        OrderLine(
            line=int(line.keys[0]),
            variant=VariantId(NOBODY),
            sku="SKU",
            title="Article",
            gtin=None,
            picture=None,
            unit=Unit.EACH,
            quantity=line.quantity,
            unit_price=UnitPrice(asked[line.keys[0]].price, "USD"),
            amount=usd(line.amount + added * line.tax),
            tax_class=asked[line.keys[0]].tax_class,
            tax=usd(line.tax),
            returned=0,
        )
        for line in told.lines
    )
    assert told.delivery is not None
    delivery = usd(told.delivery.amount + added * told.delivery.tax)
    summary = OrderSummary(
        *(OrderId(NOBODY), MarketId(NOBODY), "1", ChannelId(NOBODY), None, None, OrderState.PLACED, Method.SHIP),
        *(Origin.LIVE, "USD", usd(told.total), usd(0), len(lines), datetime(2026, 1, 1, tzinfo=UTC)),
    )
    return Order(
        *(summary, sum((line.amount for line in lines), usd(0)), delivery, usd(told.tax), lines, (), None, None, None),
        *("", "", (), 1, usd(0), usd(0), None, None, None),
        tax_added=bool(added),
        tax_told=True,
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is slow, not wrong
@given(st.data())
def test_lines_total_invoices_and_what_is_credited_of_them_come_to_the_same(data: st.DataObject) -> None:
    order, sealed = data.draw(priced())
    whole = rules.whole_bands(order, sealed, LEVIES)
    total = order.summary.total.minor
    assert sum(line.amount.minor for line in order.lines) + order.delivery.minor == total
    assert (sum(each.amount for each in whole), sum(each.tax for each in whole)) == (total, order.tax.minor)
    invoices = _invoiced(data, order, whole)
    assert sum(sum(band.amount for band in each) for each in invoices) == total
    assert sum(sum(band.tax for band in each) for each in invoices) == order.tax.minor
    stated = tax.gathered(band for each in invoices for band in each)
    assert {each.key: each.taxes for each in stated} == {each.key: each.taxes for each in whole if each.amount}
    for invoice in invoices:
        _credit_until_nothing_is_left(data, invoice)


def _invoiced(data: st.DataObject, order: Order, whole: list[Band]) -> list[tuple[Band, ...]]:
    """Invoice an order parcel by parcel until all of it is."""
    before = {line.line: 0 for line in order.lines}
    written: list[Band] = []
    invoices: list[tuple[Band, ...]] = []
    worth = 0
    while any(line.quantity > before[line.line] for line in order.lines):
        units = {line.line: data.draw(st.integers(0, line.quantity - before[line.line])) for line in order.lines}
        if len(invoices) == MOST_PARTS or not any(units.values()):
            units = {line.line: line.quantity - before[line.line] for line in order.lines}
        now = order.delivery.minor + sum(
            line.amount.minor - orders.value_of_units(line, line.quantity - before[line.line] - units[line.line])
            for line in order.lines
        )
        lines = rules.invoice_lines(order.lines, units, now - worth, before)
        assert sum(line.amount for line in lines) == now - worth
        amounts: dict[tuple[Levy, ...], int] = {}
        for line in (rules.levied(each, LEVIES) for each in lines):
            amounts[line.levies] = amounts.get(line.levies, 0) + line.amount
        bands = tax.charged_bands(amounts, whole, written)
        assert sum(each.amount for each in bands) == now - worth
        invoices.append(bands)
        written += bands
        worth, before = now, {line: count + units[line] for line, count in before.items()}
    return invoices


def _credit_until_nothing_is_left(data: st.DataObject, invoice: tuple[Band, ...]) -> None:
    taken: list[Band] = []
    while left := tax.left_of(invoice, taken):
        most = sum(each.amount for each in left)
        asked = data.draw(st.integers(1, most)) if len(taken) < MOST_PARTS else most
        named = data.draw(st.dictionaries(st.sampled_from([each.key for each in left]), st.integers(0, 999)))
        note = tax.share(left, asked, named)
        assert sum(each.amount for each in note) == asked
        assert all(sum(each.taxes) == each.tax for each in note)
        taken += note
    sums = {each.key: (each.amount, each.tax, each.taxes) for each in tax.gathered(taken)}
    assert sums == {each.key: (each.amount, each.tax, each.taxes) for each in invoice}


@pytest.fixture
def quebec(transactional_db: None) -> Account:
    """A company where two taxes are added to the prices, and none to food."""
    forget_jobs()
    account = an_account(a_shop(tax_included=False))
    a_seller(account.shop.market)
    zone = a_zone(account.shop.market.id)
    for tax_class, rates in (("standard", (50_000, 99_750)), ("food", (0, 0))):
        for position, (code, ppm) in enumerate(zip(("gst", "qst"), rates, strict=True), start=1):
            new = NewRate(tax_class, code, code.upper(), ppm, LONG_AGO, position=position)
            tax.set_rate(zone, new, actor=SYSTEM)
    return account


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_an_invoice_states_each_tax_that_was_added_to_prices(quebec: Account) -> None:
    # 3 * 3.33 = 9.99, 5 % of it 0.49950, 9.975 % of it 0.9965025, together 1.50; bread 2 * 1.11 = 2.22
    wine, bread = quebec.shop.offered(3, 333), quebec.shop.offered(2, 111, "food")
    lines, total = (checkout.Wanted(wine, 3), checkout.Wanted(bread, 2)), usd(999 + 150 + 222)
    paid = (checkout.Tender("on_account", total),)
    order = checkout.place_order(quebec.purchase(wine, lines=lines, tenders=paid), actor=SYSTEM).order
    quebec.hands_out(order)
    settle()
    (invoice,) = quebec.documents
    assert (invoice.amount, invoice.net, invoice.tax, invoice.added) == (total, usd(1221), usd(150), True)
    gst, qst = Levy("gst", "GST", 50_000), Levy("qst", "QST", 99_750)
    assert [(each.levies, each.amount, each.tax, each.taxes) for each in invoice.bands] == [
        ((gst, qst), 1149, 150, (50, 100)),
        ((Levy("gst", "GST", 0), Levy("qst", "QST", 0)), 222, 0, (0, 0)),
    ]
    said = render_to_string(companies.PAPER, companies.paper_of(invoice))
    for words in ("GST 5%", "QST 9.975%", "14.975%", "$12.21", "$1.50", "$13.71", "It was added to their prices."):
        assert words in said, words
    store = quebec.shop.store.id
    (one,) = credits(order, 383, goods={1: 1}, to_place=store)
    (rest,) = credits(order, total.minor - 383)
    assert _sum([one, rest]) == (invoice.amount, invoice.tax)
    assert [(each.key, each.taxes) for each in tax.left_of(invoice.bands, [*one.bands, *rest.bands])] == []
    assert wrong() == []


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_a_rate_that_changes_later_changes_no_invoice_of_an_order_that_was_charged(quebec: Account) -> None:
    paid = (checkout.Tender("on_account", usd(500 + 75)),)  # 5.00 * 14.975 % = 0.74875
    order = quebec.orders(2, tenders=paid)
    tax.end_rate(quebec.shop.market.id, _rate(quebec, "qst"), datetime.now(UTC).date(), actor=SYSTEM)
    quebec.hands_out(order)
    settle()
    (invoice,) = quebec.documents
    assert (invoice.amount, invoice.tax) == (usd(575), usd(75))


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_who_is_exempt_is_told_so_instead_of_tax(quebec: Account) -> None:
    Place.objects.filter(id=quebec.shop.store.id).update(country="US")
    shown = tax.NewExemption(tax.ExemptionKind.CERTIFICATE, "ST-120", "US", LONG_AGO)
    tax.exempt(quebec.shop.market.id, quebec.member, shown, actor=SYSTEM)
    quebec.hands_out(quebec.orders(2))
    settle()
    (invoice,) = quebec.documents
    assert (invoice.amount, invoice.net, invoice.bands) == (usd(500), usd(500), ())
    assert "the recipient is exempt" in render_to_string(companies.PAPER, companies.paper_of(invoice))


def _sum(documents: list[Document]) -> tuple[Money, Money]:
    return sum((each.amount for each in documents), usd(0)), sum((each.tax for each in documents), usd(0))


def _rate(account: Account, code: str) -> tax.RateId:
    return next(
        each.id
        for each in tax.list_rates(account.shop.market.id)
        if each.rate.code == code and each.rate.tax_class == "standard"
    )
