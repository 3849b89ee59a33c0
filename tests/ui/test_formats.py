"""What people read: money, quantities and instants in their language."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.translation import override

from oneshelf.kernel import sentences
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.companies.public import OverCredit
from oneshelf.ui import formats

MOMENT = datetime(2025, 3, 8, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "amount", "text"),
    [
        ("en", Money(123456, "USD"), "$1,234.56"),
        ("en", Money(-50, "USD"), "−$0.50"),
        ("pl", Money(123456, "PLN"), "1\xa0234,56\xa0zł"),
        ("en", Money(1250, "JPY"), "¥1,250"),
        ("pl", Money(1250, "JPY"), "1\xa0250\xa0JPY"),
        ("en", Money(1234, "KWD"), "KWD\xa01.234"),
        ("en", Money(-135, "KWD"), "−KWD\xa00.135"),
        ("pl", Money(1234, "KWD"), "1,234\xa0KWD"),
        ("en-xa", Money(1, "USD"), "$0.01"),
    ],
)
def test_money_is_written_in_the_active_language(language: str, amount: Money, text: str) -> None:
    with override(language):
        assert formats.money_text(amount) == text
        assert Template("{{ amount|money }}").render(Context({"amount": amount})) == text


def test_round_money_has_no_cents() -> None:
    with override("en"):
        assert formats.round_money_text(Money(123456, "USD")) == "$1,235"
        assert formats.round_money_text(Money(123456, "CHF")) == "CHF\xa01,235"
    with override("pl"):
        assert formats.round_money_text(Money(200000, "PLN")) == "2\xa0000\xa0zł"


def test_a_weighed_price_is_quoted_for_a_shown_unit() -> None:
    with override("en"):
        assert formats.unit_price_text(UnitPrice(399, "USD", per=1000), Unit.KILOGRAM) == "$3.99 / kg"
        assert formats.unit_price_text(UnitPrice(349, "USD"), Unit.EACH) == "$3.49"


def test_quantities_are_said_in_shown_units() -> None:
    with override("pl"):
        assert formats.quantity_text(1250, Unit.KILOGRAM) == "1,25 kg"
        assert formats.quantity_text(3) == "3"
    with override("en"):
        assert Template("{{ grams|quantity:'kg' }}").render(Context({"grams": 2000})) == "2 kg"


def test_there_is_one_minus_sign() -> None:
    with override("en"):
        texts = (formats.number_text(-3), formats.percent_text(-0.05), formats.round_money_text(Money(-1234, "USD")))
    assert texts == ("−3", "−5%", "−$12")


@pytest.mark.parametrize(("share", "text"), [(0.125, "12.5%"), (1, "100%"), (0, "0%")])
def test_shares_are_per_cent(share: float, text: str) -> None:
    with override("en"):
        assert formats.percent_text(share) == text


def test_a_rate_is_said_to_its_hundredths() -> None:
    for language, text in (("en", "2.75%"), ("de", "2,75\xa0%")):
        with override(language):
            assert Template("{{ share|percent:2 }}").render(Context({"share": Decimal("0.0275")})) == text


def test_refusals_say_money_as_people_write_it() -> None:
    with override("en"):
        said = sentences.describe(OverCredit(wanted=Money(1_000, "USD"), left=Money(-5, "USD")))
    assert said.what == "$10.00 is more than the credit that is left: −$0.05."


def test_an_instant_is_shown_on_the_places_clock() -> None:
    with override("en"):
        assert formats.instant_text(MOMENT, "Europe/Warsaw") == "Mar 8, 2025, 3:05\u202fPM"
        assert formats.instant_text(MOMENT, "Asia/Tokyo", "time") == "11:05\u202fPM"
        assert formats.instant_text(MOMENT, "America/New_York", "date", "long") == "March 8, 2025"
    with override("pl"):
        assert formats.instant_text(MOMENT, "Europe/Warsaw") == "8 mar 2025, 15:05"
        tag = Template("{% datetime moment zone='UTC' show='time' %}").render(Context({"moment": MOMENT}))
    assert tag == '<time datetime="2025-03-08T14:05:00+00:00">14:05</time>'


def test_what_cannot_be_shown_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        formats.instant_text(MOMENT.replace(tzinfo=None), "UTC")
    with pytest.raises(ValueError, match="write datetime, date, time, weekday or brief"):
        formats.instant_text(MOMENT, "UTC", "year")
    with pytest.raises(ValueError, match="write one of short"):
        formats.instant_text(MOMENT, "UTC", length="huge")


@pytest.mark.parametrize(
    ("available", "unit", "place", "level", "words"),
    [
        (None, Unit.EACH, "Leeds", "unknown", "Ask in store"),
        (0, Unit.EACH, "", "out", "Sold out"),
        (-2, Unit.EACH, "Leeds", "out", "Sold out in Leeds"),
        (3, Unit.EACH, "Leeds", "low", "3 left in Leeds"),
        (5, Unit.EACH, "", "low", "5 left"),
        (6, Unit.EACH, "", "ok", "In stock"),
        (1250, Unit.KILOGRAM, "York", "low", "1.25 kg left in York"),
        (5001, Unit.KILOGRAM, "York", "ok", "In stock in York"),
    ],
)
def test_stock_is_told_without_a_doubt(available: int | None, unit: Unit, place: str, level: str, words: str) -> None:
    with override("en"):
        assert formats.stock_words(available, unit, place=place) == formats.StockWords(level, words)


@pytest.mark.parametrize(
    ("seconds", "text"), [(5, "just now"), (125, "2 min ago"), (7300, "2 h ago"), (200000, "2 d ago")]
)
def test_age_is_told_in_its_largest_unit(seconds: int, text: str) -> None:
    with override("en"):
        assert formats.age_text(seconds) == text


@pytest.mark.parametrize(
    ("metres", "country", "text"),
    [(14_200, "PL", "14.2 km"), (14_200, "US", "8.8 mi"), (251_600, "US", "156 mi"), (251_600, "", "252 km")],
)
def test_a_distance_is_said_as_the_road_signs_say_it(metres: int, country: str, text: str) -> None:
    assert formats.distance_text(metres, country) == text


def test_tables_say_the_year_only_when_it_is_another() -> None:
    now, then = datetime(2026, 11, 22, 6, 39, tzinfo=UTC), datetime(2025, 11, 17, 5, tzinfo=UTC)
    assert formats.instant_text(now, "America/New_York", "brief").replace("\u202f", " ") == "Nov 22, 1:39 AM"
    assert formats.instant_text(then, "America/New_York", "brief").replace("\u202f", " ") == "Nov 17, 2025, 12:00 AM"


def test_a_time_zone_is_called_what_people_call_it() -> None:
    assert formats.zone_text("America/New_York") == "Eastern Time"
