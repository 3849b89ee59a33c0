"""Which taxes are taken at a place: real rates of the United States, Canada and Spain, in memory."""

from __future__ import annotations

from datetime import date
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.tax import public as tax
from oneshelf.modules.tax import rules
from oneshelf.modules.tax.errors import BadArea
from oneshelf.modules.tax.public import Area, NewRate, Where, ZoneRate
from tests.tax.builders import stands

SINCE = date(2010, 1, 1)


def table(*rows: tuple[Area, str, str, int] | tuple[Area, str, str, int, int, bool]) -> list[ZoneRate]:
    """Return rates as a table holds them: area, class, tax, ppm, and position and compound where they matter."""
    return [
        stands(
            at,
            NewRate(row[1], row[2], row[2], row[3], SINCE, position=row[4], compound=row[5])
            if len(row) == 6
            else NewRate(row[1], row[2], row[2], row[3], SINCE),
            row[0],
        )
        for at, row in enumerate(rows)
    ]


NEW_YORK, CITY = Area("US", "NY"), Area("US", "NY", "100", "104")
US = table(
    (NEW_YORK, "standard", "state", 40_000),
    (NEW_YORK, "food", "state", 0),
    (CITY, "standard", "city", 45_000),
    (CITY, "food", "city", 0),
    (CITY, "standard", "mctd", 3_750),
    (CITY, "food", "mctd", 0),
)
CANADA = table(
    (Area("CA"), "standard", "gst", 50_000, 1, False),
    (Area("CA", "QC"), "standard", "qst", 95_000, 2, True),
    (Area("CA", "BC"), "standard", "pst", 70_000, 2, False),
)
SPAIN = table(
    (Area("ES"), "standard", "vat", 210_000),
    (Area("ES"), "food", "vat", 100_000),
    (Area("ES", "", "35", "35"), "standard", "vat", 0),
    (Area("ES", "", "38", "38"), "standard", "vat", 0),
    (Area("ES", "", "35", "35"), "standard", "igic", 70_000),
)


def taken(rates: list[ZoneRate], to: Where, tax_class: str = "standard") -> list[tuple[str, int]]:
    """Return the taxes at a place, as code and rate."""
    return [(each.code, each.ppm) for each in rules.components(rates, to, tax_class)]


def test_state_city_and_district_add_up_to_what_new_york_city_takes() -> None:
    manhattan = Where("US", "NY", "10001-2062")
    assert taken(US, manhattan) == [("city", 45_000), ("mctd", 3_750), ("state", 40_000)]
    assert rules.whole_ppm(rules.components(US, manhattan, "standard")) == 88_750  # 8.875 %
    assert taken(US, Where("US", "NY", "14201")) == [("state", 40_000)]
    assert {ppm for _, ppm in taken(US, manhattan, "food")} == {0}
    assert taken(US, Where("US", "DE", "19901")) == []


def test_quebecs_tax_was_taken_of_the_amount_with_the_federal_one() -> None:
    # until 2013: 5 % of 100.00 is 5.00, and 9.5 % of 105.00 is 9.975. Both together are 14.975 %, as they are since
    assert rules.whole_ppm(rules.components(CANADA, Where("CA", "QC"), "standard")) == 149_750
    assert rules.whole_ppm(rules.components(CANADA, Where("CA", "BC"), "standard")) == 120_000
    assert taken(CANADA, Where("CA", "AB")) == [("gst", 50_000)]
    assert rules.whole_ppm((compiled.Component("one", 1), compiled.Component("two", 1, True))) is None


def test_an_island_has_another_rate_of_the_countrys_tax_and_one_of_its_own() -> None:
    assert taken(SPAIN, Where("ES", "M", "28013")) == [("vat", 210_000)]
    assert taken(SPAIN, Where("ES", "M", "28013"), "food") == [("vat", 100_000)]
    # the Canaries are outside of the Union's VAT (article 6(1)(b)): no class of it holds there
    assert taken(SPAIN, Where("ES", "GC", "35001"), "food") == [("igic", 70_000), ("vat", 0)]
    assert taken(SPAIN, Where("ES", "", ""), "food") == [("vat", 100_000)]


def test_a_place_of_its_own_goes_before_everything_that_it_stands_in() -> None:
    airport = PlaceId(UUID(int=5))
    rates = [*SPAIN, *table((Area(place=airport), "standard", "vat", 0))]
    assert taken(rates, Where("ES", "M", "28042", airport)) == [("vat", 0)]
    assert taken(rates, Where("ES", "M", "28042")) == [("vat", 210_000)]


def test_a_class_without_a_rate_is_taxed_as_standard() -> None:
    assert taken(SPAIN, Where("ES"), "books") == [("vat", 210_000)]
    assert taken(table((Area(), "food", "vat", 50_000)), Where("PL"), "books") == []


@pytest.mark.parametrize(
    ("code", "inside"),
    [("35001", True), ("38999-1", True), ("34999", False), ("39000", False), ("3", False), ("", False), ("ab", False)],
)
def test_postcodes_are_compared_by_how_they_begin(code: str, inside: bool) -> None:
    assert rules.reaches(Area("ES", "", "35", "38"), Where("ES", "", code)) is inside


@pytest.mark.parametrize(
    ("country", "region", "code", "found"),
    [
        ("us", "New York", "10001-2062", "NY"),
        ("US", "", "06390", "NY"),
        ("US", "", "06001", "CT"),
        ("US", "NJ", "19801", "DE"),
        ("US", "", "00501", "NY"),
        ("US", "", "00401", ""),
        ("US", "", "88540", "TX"),
        ("US", "", "88801", ""),
        ("US", "", "99950", "AK"),
        ("US", " oh ", "", "OH"),
        ("US", "OH", "4321", "OH"),
        ("US", "OH", "\u0664\u0663\u0662\u0661\u0665", "OH"),  # digits, but of another script
        ("CA", "", "h2x 1y4", "QC"),
        ("CA", "", "X0A 0H0", "NU"),
        ("CA", "", "X1A 2P7", "NT"),
        ("CA", "BC", "D1A", "BC"),
        ("PL", "mz", "00-950", "MZ"),
    ],
)
def test_a_postcode_says_in_which_region_it_is(country: str, region: str, code: str, found: str) -> None:
    assert tax.read_where(country, region, code).region == found


@given(text=st.text(max_size=12))
def test_no_postcode_stops_a_sale(text: str) -> None:
    for country in ("US", "CA", "PL"):
        assert tax.read_where(country, "", text).country == country


@pytest.mark.parametrize(
    "area",
    [
        Area("", "NY"),
        Area("", "", "100"),
        Area("us"),
        Area("USA"),
        Area("ES", "", "", "38"),
        Area("ES", "", "38", "35"),
    ],
)
def test_an_area_that_cannot_be_told_is_refused(area: Area) -> None:
    with pytest.raises(BadArea):
        rules.checked_area(area)


@given(
    ppms=st.lists(st.tuples(st.integers(0, 300_000), st.booleans()), max_size=4),
    order=st.randoms(use_true_random=False),
)
def test_the_order_of_rows_changes_no_tax(ppms: list[tuple[int, bool]], order: Random) -> None:
    rates = table(*((Area(), "standard", f"tax{at}", ppm, at, compound) for at, (ppm, compound) in enumerate(ppms)))
    shuffled = list(rates)
    order.shuffle(shuffled)
    assert rules.components(shuffled, Where("US"), "standard") == rules.components(rates, Where("US"), "standard")
