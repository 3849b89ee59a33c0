"""The back office's lists of tax: what people write becomes what verbs keep, and what they refuse is said."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from oneshelf.kernel import clock
from oneshelf.modules.customers import public as customers
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.tax import models
from oneshelf.modules.tax import public as tax
from oneshelf.modules.tax.public import Area, Regime
from tests.markets.builders import a_market
from tests.staff.builders import a_member, sign_in
from tests.tax.builders import LONG_AGO, a_rate, a_zone

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def owner(client: Client) -> Client:
    return sign_in(client, a_member("owner"))


@pytest.fixture
def market() -> MarketId:
    return a_market(tax_included=True, time_zone="Pacific/Auckland").id


def today() -> date:
    """Return the market's day, which is not that of the server most of the time."""
    return clock.now().astimezone(ZoneInfo("Pacific/Auckland")).date()


def rate(zone: object, **fields: str) -> dict[str, str]:
    """Fill in the form of a rate."""
    written = {"tax_class": "standard", "percent": "8.875", "since": "2026-01-01", "until": "", "source": "by hand"}
    return {"zone": str(zone), "code": "sales", "name": "Sales tax", "position": "1"} | written | fields


def test_a_zone_and_its_rate_are_added_in_percent(owner: Client, market: MarketId) -> None:
    parts = {"country": "us", "region": "ny", "postal_from": "100", "postal_until": "104-", "place": ""}
    answer = owner.post(reverse("admin:tax_zone_add"), {"market": market, "code": "nyc", "name": "New York"} | parts)
    assert answer.status_code == 302, answer.content.decode()
    (zone,) = tax.list_zones(market)
    assert zone.area == Area("US", "NY", "100", "104")
    answer = owner.post(reverse("admin:tax_zonerate_add"), rate(zone.id))
    assert answer.status_code == 302, answer.content.decode()
    (kept,) = tax.list_rates(market)
    assert (kept.rate.ppm, kept.rate.since, kept.rate.until) == (88_750, date(2026, 1, 1), None)
    shown = owner.get(reverse("admin:tax_zonerate_change", args=[kept.id])).content.decode()
    assert "8.875\N{NO-BREAK SPACE}%" in shown
    assert owner.post(reverse("admin:tax_zone_change", args=[zone.id]), {"name": "City"}).status_code == 302
    assert tax.list_zones(market)[0].name == "City"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"until": "2025-01-01"}, "Give an end that comes after the beginning."),
        ({"since": "2020-01-01", "code": "tax"}, "another rate of this tax on “standard” begins on"),
        ({"percent": "-1"}, "greater than or equal to 0"),
        ({"percent": "0.00001"}, "no more than 4 decimal places"),
        ({"percent": "2000"}, "less than or equal to 1000"),
        ({"since": "soon"}, "Enter a valid date."),
    ],
)
def test_what_cannot_be_is_refused_in_words(owner: Client, market: MarketId, fields: dict[str, str], said: str) -> None:
    a_rate(market, 2300)
    answer = owner.post(reverse("admin:tax_zonerate_add"), rate(a_zone(market), **fields), follow=True)
    assert said in answer.content.decode()
    assert [each.rate.ppm for each in tax.list_rates(market)] == [230_000]


def test_rates_are_ended_with_the_markets_day_and_planned_ones_called_off(owner: Client, market: MarketId) -> None:
    for percent, since in ((2300, LONG_AGO), (2500, today() + timedelta(days=9))):
        a_rate(market, percent, since=since)
    chosen = {"action": "end", "_selected_action": [str(each.id) for each in tax.list_rates(market)]}
    for _ in range(2):  # twice is once
        assert owner.post(reverse("admin:tax_zonerate_changelist"), chosen).status_code == 302
    (left,) = tax.list_rates(market)
    assert (left.rate.since, left.rate.until) == (LONG_AGO, today() + timedelta(days=1))


def test_an_exemption_is_recorded_and_ended(owner: Client, market: MarketId) -> None:
    ana = customers.register(name="Ana", email="ana@example.com").id
    form = {"market": str(market), "customer": str(ana), "kind": "vat_id", "country": "DE", "region": ""}
    days = {"since": "2026-01-01", "until": ""}
    refused = owner.post(reverse("admin:tax_exemption_add"), form | days | {"number": "DE1"}, follow=True)
    assert "is no VAT id of the EU" in refused.content.decode()
    answer = owner.post(reverse("admin:tax_exemption_add"), form | days | {"number": "DE 136695976"})
    assert answer.status_code == 302, answer.content.decode()
    (kept,) = tax.exemptions_of(market, ana)
    assert kept.shown.number == "DE136695976"
    chosen = {"action": "end", "_selected_action": [str(kept.id)]}
    for _ in range(2):
        assert owner.post(reverse("admin:tax_exemption_changelist"), chosen).status_code == 302
    assert tax.exemptions_of(market, ana)[0].shown.until == today() + timedelta(days=1)


@pytest.mark.parametrize("customer", ["nobody", "0", "\N{SNOWMAN}", "00000000-0000-0000-0000-000000000000"])
def test_what_can_be_no_customer_is_refused_at_its_field(owner: Client, market: MarketId, customer: str) -> None:
    form = {"market": str(market), "customer": customer, "kind": "vat_id", "country": "DE", "region": ""}
    days = {"since": "2026-01-01", "until": "", "number": "DE 136695976"}
    answer = owner.post(reverse("admin:tax_exemption_add"), form | days)
    assert answer.status_code == 200
    assert "customer" in answer.context["adminform"].form.errors
    assert not models.Exemption.objects.exists()


def test_a_regime_is_set_and_set_anew(owner: Client, market: MarketId) -> None:
    form = {"market": str(market), "country": "pl", "destination_since": "2026-01-01", "provider": ""}
    form |= {"rounded_per": "document", "halves": "half_away"}
    refused = owner.post(reverse("admin:tax_regime_add"), form | {"provider": "nobody"}, follow=True)
    assert "No tax provider “nobody” is installed." in refused.content.decode()
    assert owner.post(reverse("admin:tax_regime_add"), form).status_code == 302
    assert tax.regime_of(market) == Regime("PL", date(2026, 1, 1))


def test_how_tax_is_rounded_is_chosen_with_the_regime(owner: Client, market: MarketId) -> None:
    form = {"market": str(market), "country": "PL", "destination_since": "", "provider": ""}
    refused = owner.post(reverse("admin:tax_regime_add"), form | {"rounded_per": "coin", "halves": "half_even"})
    assert "Select a valid choice. coin is not one of the available choices." in refused.content.decode()
    assert tax.regime_of(market) == Regime()
    chosen = form | {"rounded_per": "line", "halves": "half_even"}
    assert owner.post(reverse("admin:tax_regime_add"), chosen).status_code == 302
    rounding = compiled.Rounding(compiled.RoundingMode.HALF_EVEN, compiled.TaxRounding.LINE)
    assert tax.regime_of(market) == Regime("PL", rounding=rounding)
