"""The table of a market: what holds on a day, for invoices and for baskets, and what is written into it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel import caches, clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.ids import new_id
from oneshelf.modules.customers import public as customers
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.tax import models, queries
from oneshelf.modules.tax import public as tax
from oneshelf.modules.tax.public import Area, Buyer, ExemptionKind, NewExemption, NewRate, Regime, TaxRequest, Where
from tests.markets.builders import a_market
from tests.surfaces.unchanged import nothing_changes
from tests.tax.builders import LONG_AGO, a_rate, a_zone

pytestmark = [pytest.mark.database, pytest.mark.django_db]

DAY = date(2026, 11, 23)


def asked(market: MarketId, to: Where, buyer: Buyer = tax.ANYBODY, day: date = DAY) -> TaxRequest:
    """Ask for goods and food."""
    return TaxRequest(market, True, to, day, frozenset({"standard", "food"}), buyer)


def test_a_rate_holds_until_the_next_begins() -> None:
    market = a_market(tax_included=True)
    a_rate(market.id, 1900)
    a_rate(market.id, 2100, since=date(2026, 7, 1))
    a_rate(market.id, 700, "food")
    assert tax.rates_on(market.id, date(2026, 6, 30)).by_class == {"standard": 1900, "food": 700}
    later = tax.rates_on(market.id, date(2026, 7, 1))
    assert (later.of("standard"), later.of("food"), later.of("books")) == (2100, 700, 2100)
    assert tax.rates_on(market.id, LONG_AGO - timedelta(days=1)).of("standard") is None


def test_prices_without_tax_hold_none() -> None:
    market = a_market(tax_included=False)
    a_rate(market.id, 1900)
    assert tax.rates_on(market.id, date(2026, 1, 1)).of("standard") is None


def test_what_is_finer_than_an_invoice_says_is_not_stated() -> None:
    market = a_market(tax_included=True)
    tax.set_rate(a_zone(market.id), NewRate("standard", "tax", "Tax", 88_755, LONG_AGO), actor=SYSTEM)
    a_rate(market.id, 700, "food")
    assert tax.rates_on(market.id, DAY).by_class == {"food": 700}


def test_invoices_state_the_rates_of_where_goods_leave() -> None:
    market = a_market(tax_included=True)
    tax.set_regime(market.id, Regime("PL"), actor=SYSTEM)
    for country, ppm in (("PL", 230_000), ("DE", 190_000)):
        zone = a_zone(market.id, country.lower(), Area(country))
        tax.set_rate(zone, NewRate("standard", "vat", "VAT", ppm, LONG_AGO), actor=SYSTEM)
    assert tax.rates_on(market.id, DAY).by_class == {"standard": 2300}


@pytest.mark.django_db(transaction=True)
def test_what_the_release_before_writes_becomes_windows() -> None:
    market = a_market(tax_included=True)
    for rate, since in ((1900, LONG_AGO), (2300, date(2027, 1, 1)), (2100, date(2026, 7, 1))):
        models.Rate.objects.create(market_id=market.id, since=since, rate=rate)
    assert [(each.rate.ppm, each.rate.since, each.rate.until) for each in tax.list_rates(market.id)] == [
        (190_000, LONG_AGO, date(2026, 7, 1)),
        (230_000, date(2027, 1, 1), None),
        (210_000, date(2026, 7, 1), date(2027, 1, 1)),
    ]
    models.Rate.objects.filter(rate=2100).update(rate=2200)
    assert tax.rates_on(market.id, DAY).by_class == {"standard": 2200}


@pytest.mark.parametrize(
    ("to", "taken"),
    [
        (Where("ES", "", "35001"), {"standard": 70_000, "island": 70_000}),
        (Where("ES", "", "38-999"), {"standard": 70_000, "island": 70_000}),
        (Where("ES", "GC", "34999"), {"standard": 210_000}),
        (Where("ES", "", "3"), {"standard": 210_000}),
        (Where("ES", "M", "28013"), {"standard": 210_000, "city": 10_000}),
        (Where("PT"), {"standard": 210_000}),
    ],
)
def test_the_statement_finds_the_zones_that_rules_choose_from(to: Where, taken: dict[str, int]) -> None:
    market = a_market().id
    tax.set_regime(market, Regime("ES"), actor=SYSTEM)
    for code, area, ppm in (
        ("standard", Area("ES"), 210_000),
        ("island", Area("ES", "", "35", "38"), 70_000),
        ("standard", Area("ES", "", "35", "38"), 70_000),
        ("city", Area("ES", "M", "28"), 10_000),
        ("elsewhere", Area("DE"), 190_000),
    ):
        zone = a_zone(market, f"{area.country}{area.postal_from}", area)
        tax.set_rate(zone, NewRate("standard", code, code, ppm, LONG_AGO), actor=SYSTEM)
    found = tax.taxes(asked(market, to)).by_class["standard"]
    assert {each.code: each.ppm for each in found} == taken


def test_a_basket_costs_one_statement_and_says_which_table_it_read() -> None:
    market = a_market()
    a_rate(market.id, 1900)
    a_rate(market.id, 700, "food")
    with CaptureQueriesContext(connection) as asked_of:
        found = tax.taxes(asked(market.id, Where("PL")))
    assert len(asked_of) == 1
    known = customers.register(name="Ana", email="ana@example.com").id
    with CaptureQueriesContext(connection) as asked_of:
        tax.taxes(asked(market.id, Where("PL"), Buyer(known)))
    assert len(asked_of) == 1
    vat, food = compiled.Component("tax", 190_000), compiled.Component("tax", 70_000)
    assert found.by_class == {"standard": (vat,), "food": (food,)}
    again = tax.taxes(asked(market.id, Where("PL"), day=DAY + timedelta(days=1)))
    assert again.version == found.version != tax.taxes(asked(market.id, Where("PL"), day=date(2019, 1, 1))).version


def test_whoever_showed_something_is_not_charged_as_long_as_it_holds() -> None:
    market, ana = a_market(), customers.register(name="Ana", email="ana@example.com").id
    a_rate(market.id, 1900)
    shown = NewExemption(ExemptionKind.CERTIFICATE, "ST-120", "US", DAY, "NY", DAY + timedelta(days=30))
    kept = tax.exempt(market.id, ana, shown, actor=SYSTEM)
    treated = [
        tax.taxes(asked(market.id, Where("US", region), Buyer(ana), day)).treatment
        for region, day in (("NY", DAY), ("NJ", DAY), ("NY", DAY - timedelta(days=1)), ("NY", DAY + timedelta(days=30)))
    ]
    assert treated == ["exempt", "charged", "charged", "charged"]
    with pytest.raises(tax.AlreadyExempt):
        tax.exempt(market.id, ana, shown, actor=SYSTEM)
    tax.end_exemption(market.id, kept, DAY + timedelta(days=1), actor=SYSTEM)
    (left,) = tax.exemptions_of(market.id, ana)
    assert left.shown.until == DAY + timedelta(days=1)
    tax.end_exemption(market.id, kept, DAY, actor=SYSTEM)
    assert tax.exemptions_of(market.id, ana) == []


@pytest.fixture
def remembering() -> Iterator[None]:
    """A process that listens, so that it remembers."""
    caches.forget_all()
    caches.Cache.hearing = True
    try:
        yield
    finally:
        caches.Cache.hearing = False
        caches.forget_all()


@pytest.mark.usefixtures("remembering")
def test_what_buyers_showed_is_remembered_by_buyer_and_not_with_every_address() -> None:
    market, to = a_market(), Where("DE", "", "10115")
    tax.set_regime(market.id, Regime("PL"), actor=SYSTEM)
    firms = [customers.register(name=f"Firm {n}", email=f"firm{n}@example.com").id for n in range(3)]
    for firm in firms[:2]:
        tax.exempt(market.id, firm, NewExemption(ExemptionKind.VAT_ID, "DE136695976", "DE", LONG_AGO), actor=SYSTEM)
    assert queries.book_of(market.id, to, DAY).exemptions == ()
    shown = [queries.book_of(market.id, to, DAY, firm).exemptions for firm in firms]
    assert [[each.customer for each in own] for own in shown] == [[firms[0]], [firms[1]], []]
    with CaptureQueriesContext(connection) as asked_of:
        treated = [tax.taxes(asked(market.id, to, Buyer(firm))).treatment for firm in firms]
    assert treated == ["reverse", "reverse", "charged"]
    assert len(asked_of) == 0
    with CaptureQueriesContext(connection) as asked_of:  # an address that is new, and a buyer who is not
        tax.taxes(asked(market.id, Where("FR"), Buyer(firms[0])))
    assert len(asked_of) == 1


def test_a_zone_is_opened_once() -> None:
    market = a_market()
    zone = a_zone(market.id, "ny", Area("US", "NY"))
    assert a_zone(market.id, "ny", Area("US", "NY")) == zone
    with pytest.raises(tax.ZoneCodeTaken):
        a_zone(market.id, "ny", Area("US", "NJ"))
    with pytest.raises(tax.BadArea):
        a_zone(market.id, "nowhere", Area("", "NY"))
    assert [each.code for each in tax.list_zones(market.id)] == ["ny"]


def test_a_market_ends_no_rate_and_no_exemption_of_another() -> None:
    market, other, ana = a_market(), a_market(), customers.register(name="Ana", email="ana@example.com").id
    a_rate(market.id, 1900)
    (rate,) = models.ZoneRate.objects.filter(zone__market=market.id)
    shown = NewExemption(ExemptionKind.CERTIFICATE, "ST-120", "US", DAY, "NY", DAY + timedelta(days=30))
    kept = tax.exempt(market.id, ana, shown, actor=SYSTEM)
    with nothing_changes():
        with pytest.raises(NotFound):
            tax.end_rate(other.id, tax.RateId(rate.id), clock.now().date() + timedelta(days=9), actor=SYSTEM)
        with pytest.raises(NotFound):
            tax.end_exemption(other.id, kept, DAY + timedelta(days=1), actor=SYSTEM)


def test_what_is_not_there_is_refused() -> None:
    market = a_market()
    with pytest.raises(NotFound):
        tax.set_rate(tax.ZoneId(new_id()), NewRate("standard", "vat", "VAT", 1, DAY), actor=SYSTEM)
    with pytest.raises(NotFound):
        tax.end_rate(market.id, tax.RateId(new_id()), DAY, actor=SYSTEM)
    with pytest.raises(tax.UnknownProvider):
        tax.set_regime(market.id, Regime("PL", provider="nobody"), actor=SYSTEM)
    with pytest.raises(tax.BadArea):
        tax.set_regime(market.id, Regime("Poland"), actor=SYSTEM)
    assert tax.regime_of(market.id) == Regime()


@pytest.mark.django_db(transaction=True)
def test_two_who_set_the_same_rate_at_once_leave_one() -> None:
    market = a_market(tax_included=True)
    a_rate(market.id, 1900)
    zone = a_zone(market.id)

    def change(ppm: int) -> str:
        try:
            tax.set_rate(zone, NewRate("standard", "tax", "Tax", ppm, DAY), actor=SYSTEM)
        except tax.RateTaken:
            return "refused"
        finally:
            connections.close_all()
        return "set"

    with ThreadPoolExecutor(4) as threads:
        answers = sorted(threads.map(change, (200_000, 210_000, 220_000, 230_000)))
    assert answers == ["refused", "refused", "refused", "set"]
    assert [each.rate.since for each in tax.list_rates(market.id)] == [LONG_AGO, DAY]
