"""Whole baskets at real rates, each worked out by hand: the table decides, the pricing kernel counts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import compiled, priced
from oneshelf.modules.tax import public as tax
from oneshelf.modules.tax.public import ANYBODY, Area, Book, Buyer, NewRate, Regime, TaxRequest, Where, ZoneRate
from oneshelf.modules.tax.queries import engine
from tests.tax.builders import stands

NO_RULES = pricing.Rulebook((), ())
LINE = compiled.Rounding(tax=compiled.TaxRounding.LINE)
DOCUMENT = compiled.Rounding()


def law(
    area: Area, code: str, since: date, until: date | None = None, *, at: int = 1, over: bool = False, **ppm: int
) -> list[ZoneRate]:
    """Return one tax of a zone, class by class."""
    return [stands(0, NewRate(each, code, code, rate, since, until, over, at), area) for each, rate in ppm.items()]


EU = [
    *law(Area("PL"), "vat", date(2011, 1, 1), standard=230_000, food=50_000),
    *law(Area("DE"), "vat", date(2007, 1, 1), date(2020, 7, 1), standard=190_000, food=70_000),
    *law(Area("DE"), "vat", date(2020, 7, 1), date(2021, 1, 1), standard=160_000, food=50_000),
    *law(Area("DE"), "vat", date(2021, 1, 1), standard=190_000, food=70_000),
    *law(Area("EE"), "vat", date(2024, 1, 1), date(2025, 7, 1), standard=220_000),
    *law(Area("EE"), "vat", date(2025, 7, 1), standard=240_000),
]
"""§ 41 and § 146ef of the Polish act (art. 1 of the act of 26 November 2010), § 12 and § 28 UStG, § 15 KMS."""

AMERICA = [
    *law(Area("US", "NY"), "state", date(2005, 6, 1), standard=40_000, food=0),
    *law(Area("US", "NY", "100", "104"), "city", date(2009, 8, 1), standard=45_000, food=0),
    *law(Area("US", "NY", "100", "104"), "mctd", date(2005, 6, 1), standard=3_750, food=0),
    *law(Area("CA"), "gst", date(2008, 1, 1), standard=50_000, food=0),
    *law(Area("CA", "QC"), "qst", date(2012, 1, 1), date(2013, 1, 1), at=2, over=True, standard=95_000, food=0),
    *law(Area("CA", "QC"), "qst", date(2013, 1, 1), at=2, standard=99_750, food=0),
]
"""N.Y. Tax Law §§ 1105, 1107, 1109 and 1115(a)(1); Excise Tax Act s. 165; Act respecting the Québec sales tax s. 16."""

ASIA = [
    *law(Area("JP"), "vat", date(2019, 10, 1), standard=100_000, food=80_000),
    *law(Area("KW"), "vat", date(2018, 1, 1), standard=50_000),
]
"""Consumption Tax Act art. 29; the Gulf states' agreement on VAT art. 25, of which Kuwait has made no law yet."""


def taxes(
    table: list[ZoneRate], seller: str, to: Where, day: date, *, inclusive: bool = True, buyer: Buyer = ANYBODY
) -> compiled.Taxes:
    """Return what the house's table answers on a day, without a database."""
    standing = tuple(each for each in table if each.rate.since <= day < (each.rate.until or date.max))
    book = Book(Regime(seller, date(2021, 7, 1)), standing)
    request = TaxRequest(MarketId(UUID(int=1)), inclusive, to, day, frozenset({"standard", "food"}), buyer)
    return engine.answered(request, book)


def basket(
    answered: compiled.Taxes,
    currency: str,
    *lines: tuple[str, int],
    delivery: int | None = None,
    rounding: compiled.Rounding = DOCUMENT,
) -> priced.PricedBasket:
    """Price articles of (class, minor units) each, and delivery."""
    return pricing.price(
        compiled.Basket(
            currency,
            tuple(compiled.Line(str(at), str(at), 1, minor, tax_class=kind) for at, (kind, minor) in enumerate(lines)),
            compiled.Facts(0, 0, 0),
            None if delivery is None else compiled.Charge(delivery),
            answered,
            rounding,
        ),
        NO_RULES,
    )


def test_poland_holds_its_tax_in_prices() -> None:
    answered = taxes(EU, "PL", Where("PL"), date(2026, 11, 23))
    found = basket(answered, "PLN", ("food", 499), ("standard", 1230), delivery=1490)
    # food: 4.99 * 5/105 = 0.2376 -> 0.24; standard, delivery too: (12.30 + 14.90) * 23/123 = 5.0862 -> 5.09
    assert (found.total, found.tax) == (3219, 24 + 509)
    assert {(each.ppm, each.taxable, each.tax) for each in found.bands} == {
        (50_000, 475, 24),
        (230_000, 2211, 509),
    }


def test_rounding_by_line_and_by_document_differ_by_a_cent() -> None:
    answered = taxes(EU, "PL", Where("PL"), date(2026, 11, 23))
    thrice = [("standard", 99)] * 3
    # 0.99 * 23/123 = 0.1851 -> 0.19, three times 0.57; and 2.97 * 23/123 = 0.5554 -> 0.56
    assert basket(answered, "PLN", *thrice, rounding=LINE).tax == 57
    assert basket(answered, "PLN", *thrice, rounding=DOCUMENT).tax == 56


@pytest.mark.parametrize(
    ("day", "tax_held"),
    [
        (date(2020, 6, 30), 190),  # 11.90 * 19/119 = 1.90
        (date(2020, 7, 1), 164),  # 11.90 * 16/116 = 1.6414
        (date(2020, 12, 31), 164),
        (date(2021, 1, 1), 190),
    ],
)
def test_germany_took_three_points_less_for_half_a_year(day: date, tax_held: int) -> None:
    assert basket(taxes(EU, "DE", Where("DE"), day), "EUR", ("standard", 1190)).tax == tax_held


@pytest.mark.parametrize(
    ("at", "ppm"),
    [
        (datetime(2025, 6, 30, 20, 59, 59, tzinfo=UTC), 220_000),  # a second before midnight in Tallinn
        (datetime(2025, 6, 30, 21, 0, tzinfo=UTC), 240_000),
        (datetime(2025, 7, 1, 0, 0, tzinfo=UTC), 240_000),
    ],
)
def test_a_rate_changes_at_the_midnight_of_its_country(at: datetime, ppm: int) -> None:
    (vat,) = taxes(EU, "EE", Where("EE"), tax.day_at(at, "Europe/Tallinn")).by_class["standard"]
    assert vat.ppm == ppm


@pytest.mark.parametrize(
    ("at", "zone", "day"),
    [
        # Havana's clocks go from 23:59:59 to 01:00 and, in autumn, back from 00:59:59 to 00:00 of the same day
        (datetime(2026, 3, 8, 4, 59, 59, tzinfo=UTC), "America/Havana", date(2026, 3, 7)),
        (datetime(2026, 3, 8, 5, 0, tzinfo=UTC), "America/Havana", date(2026, 3, 8)),
        (datetime(2026, 11, 1, 4, 30, tzinfo=UTC), "America/Havana", date(2026, 11, 1)),
        (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), "America/Havana", date(2026, 11, 1)),
        # Samoa left out the 30th of December 2011
        (datetime(2011, 12, 30, 9, 59, 59, tzinfo=UTC), "Pacific/Apia", date(2011, 12, 29)),
        (datetime(2011, 12, 30, 10, 0, tzinfo=UTC), "Pacific/Apia", date(2011, 12, 31)),
    ],
)
def test_days_are_those_of_the_calendar_whatever_clocks_do(at: datetime, zone: str, day: date) -> None:
    assert tax.day_at(at, zone) == day


def test_new_york_city_takes_eight_and_seven_eighths_and_nothing_of_bread() -> None:
    answered = taxes(AMERICA, "US", Where("US", "NY", "10001"), date(2026, 11, 23), inclusive=False)
    found = basket(answered, "USD", ("standard", 2000), ("food", 350))
    # 20.00 * 8.875 % = 1.775 -> 1.78, of which the state's 0.80, the city's 0.90 and the district's 0.075 -> 0.08
    assert (found.items, found.tax, found.total) == (2350, 178, 2528)
    assert {(each.code, each.tax) for each in found.bands if each.ppm} == {("state", 80), ("city", 90), ("mctd", 8)}
    buffalo = taxes(AMERICA, "US", Where("US", "NY", "14201"), date(2026, 11, 23), inclusive=False)
    assert basket(buffalo, "USD", ("standard", 2000), ("food", 350)).tax == 80


@pytest.mark.parametrize(("day", "over"), [(date(2012, 12, 31), True), (date(2013, 1, 1), False)])
def test_quebec_is_worth_the_same_compound_or_not(day: date, over: bool) -> None:
    answered = taxes(AMERICA, "CA", Where("CA", "QC", "H2X 1Y4"), day, inclusive=False)
    found = basket(answered, "CAD", ("standard", 10_000))
    # 100.00 * 5 % = 5.00; 105.00 * 9.5 % = 9.975, as is 100.00 * 9.975 %: together 14.975 -> 14.98
    assert [each.compound for each in answered.by_class["standard"]] == [False, over]
    assert [(each.code, each.minor) for each in found.lines[0].taxes] == [("gst", 500), ("qst", 998)]


def test_currencies_without_minor_units_and_with_three() -> None:
    tokyo = taxes(ASIA, "JP", Where("JP"), date(2026, 11, 23))
    # 1100 * 10/110 = 100; 216 * 8/108 = 16
    assert basket(tokyo, "JPY", ("standard", 1100), ("food", 216)).tax == 116
    # 99 * 8 % = 7.92 -> 8
    on_top = taxes(ASIA, "JP", Where("JP"), date(2026, 11, 23), inclusive=False)
    assert basket(on_top, "JPY", ("food", 99)).total == 107
    kuwait = taxes(ASIA, "KW", Where("KW"), date(2026, 11, 23), inclusive=False)
    # 1.005 dinars are 1005 fils: * 5 % = 50.25 -> 50; 1.010 are 1010: 50.5 -> 51
    assert [basket(kuwait, "KWD", ("standard", fils)).tax for fils in (1005, 1010)] == [50, 51]


def test_whoever_owes_the_tax_elsewhere_is_spared_what_prices_hold() -> None:
    company = taxes(EU, "PL", Where("DE"), date(2026, 11, 23), buyer=Buyer(vat_id="DE136695976"))
    found = basket(company, "PLN", ("standard", 12_300), ("food", 10_500))
    # article 138: 123.00 - 23.00 of Polish tax, 105.00 - 5.00
    assert (found.treatment, found.total, found.tax) == (compiled.Treatment.REVERSE, 20_000, 0)
    abroad = basket(taxes(EU, "PL", Where("GB"), date(2026, 11, 23)), "PLN", ("standard", 12_300))
    assert (abroad.treatment, abroad.total) == (compiled.Treatment.EXEMPT, 10_000)  # article 146
    consumer = basket(taxes(EU, "PL", Where("DE"), date(2026, 11, 23)), "PLN", ("standard", 12_300))
    # article 33: the same price holds Germany's tax, 123.00 * 19/119 = 19.6387 -> 19.64
    assert (consumer.total, consumer.tax) == (12_300, 1964)
