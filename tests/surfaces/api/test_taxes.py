"""Rates of tax by the API: what tills and programs need to know beforehand, and what is taken at an address."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.places.models import Place
from oneshelf.modules.tax import public as tax
from oneshelf.modules.tax.public import Area, NewRate
from tests.checkout.builders import Shop
from tests.surfaces.api.programs import Program
from tests.tax.builders import LONG_AGO, a_zone

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def program(shop: Shop) -> Program:
    """A program that may see rates, in a market that taxes in New York and at its own store."""
    Place.objects.filter(id=shop.store.id).update(region="NY", country="US")
    for code, area, ppm, until in (
        ("ny", Area("US", "NY"), 40_000, None),
        ("nyc", Area("US", "NY", "100", "104"), 48_750, date(2026, 12, 1)),
        ("store", Area(place=shop.store.id), 10_000, None),
    ):
        rate = NewRate("standard", code, code.upper(), ppm, LONG_AGO, until, source="by hand")
        tax.set_rate(a_zone(shop.market.id, code, area), rate, actor=SYSTEM)
    return Program.with_key(shop, "tax.view")


def test_rates_are_listed_page_by_page_as_they_hold_on_a_day(shop: Shop, program: Program) -> None:
    first = program.get("/tax/rates?limit=2&on=2026-11-30")
    assert [(each["zone"], each["ppm"]) for each in first["items"]] == [("ny", 40_000), ("nyc", 48_750)]
    assert first["items"][1] == {
        "zone": "nyc",
        "area": {"country": "US", "region": "NY", "postal_from": "100", "postal_until": "104", "place": None},
        "tax_class": "standard",
        "tax": "nyc",
        "name": "NYC",
        "ppm": 48_750,
        "compound": False,
        "position": 1,
        "since": "2020-01-01",
        "until": "2026-12-01",
        "source": "by hand",
    }
    rest = program.get(f"/tax/rates?limit=2&on=2026-11-30&cursor={first['next']}")
    assert [each["area"]["place"] for each in rest["items"]] == [shop.store.code]
    assert rest["next"] is None
    assert [each["zone"] for each in program.get("/tax/rates?on=2026-12-01&country=US")["items"]] == ["ny"]
    assert program.get("/tax/rates?on=2019-12-31")["items"] == []


@pytest.mark.parametrize(
    ("asked", "taken"),
    [
        ("country=US&postal_code=10001", {"ny": 40_000, "nyc": 48_750}),
        ("country=US&region=NY", {"ny": 40_000}),
        ("country=US&postal_code=19801", {}),
        ("country=US&postal_code=10001&on=2026-12-01", {"ny": 40_000}),
        ("", {}),
    ],
)
def test_what_is_taken_at_an_address(program: Program, asked: str, taken: dict[str, int]) -> None:
    told = program.get(f"/tax/at?on=2026-11-30&{asked}" if "on=" not in asked else f"/tax/at?{asked}")
    assert {each["tax"]: each["ppm"] for each in told["taxes"]} == taken
    assert (told["treatment"], told["inclusive"]) == ("charged", False)


def test_what_is_taken_at_a_store(shop: Shop, program: Program) -> None:
    told = program.get(f"/tax/at?place={shop.store.code}&tax_class=food")
    assert {each["tax"]: each["ppm"] for each in told["taxes"]} == {"ny": 40_000, "store": 10_000}


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("/tax/rates?country=us", 422, "country"),
        ("/tax/rates?on=today", 422, "on"),
        ("/tax/rates?limit=0", 422, "limit"),
        ("/tax/rates?cursor=x", 422, "cursor"),
        ("/tax/rates?colour=red", 422, "colour"),
        ("/tax/at?country=USA", 422, "country"),
        ("/tax/at?place=nowhere", 404, "place"),
        ("/tax/at?tax_class=", 422, "tax_class"),
        ("/tax/at?on=2026-02-30", 422, "on"),
        ("/tax/at?postal_code=" + "1" * 21, 422, "postal_code"),
    ],
)
def test_what_cannot_be_asked_is_refused(program: Program, path: str, status: int, field: str) -> None:
    told: Any = program.get(path)
    assert (told.status, told["field"]) == (status, field)


REGIME = {
    "country": "US",
    "destination_since": None,
    "provider": None,
    "rounded_per": "line",
    "halves": "half_even",
}


def test_how_a_market_is_taxed_is_set_and_shown(shop: Shop) -> None:
    manager = Program.with_key(shop, "tax.view", "tax.manage")
    usual = {"country": None, "rounded_per": "document", "halves": "half_away"}
    assert manager.get("/tax/regime").body == REGIME | usual
    told = manager.send("PUT", "/tax/regime", REGIME, Idempotency_Key="regime-1")
    assert (told.status, told.body) == (200, REGIME)
    assert manager.get("/tax/regime").body == REGIME


@pytest.mark.parametrize(
    ("given", "status", "field", "said"),
    [
        ({"rounded_per": "coin"}, 422, "rounded_per", "coin"),
        ({"halves": "up"}, 422, "halves", "up"),
        ({"country": "Poland"}, 422, "country", ""),
        ({"provider": "nobody"}, 422, "provider", "nobody"),
    ],
)
def test_a_regime_that_cannot_be_is_refused(
    shop: Shop, given: dict[str, str], status: int, field: str, said: str
) -> None:
    manager = Program.with_key(shop, "tax.view", "tax.manage")
    told = manager.send("PUT", "/tax/regime", REGIME | given, Idempotency_Key="regime-1")
    assert (told.status, told["field"]) == (status, field)
    assert said in told["detail"]
    assert tax.regime_of(shop.market.id) == tax.Regime()


def test_who_only_sees_tax_sets_no_regime(shop: Shop, program: Program) -> None:
    assert program.send("PUT", "/tax/regime", REGIME, Idempotency_Key="regime-1").status == 403
    assert tax.regime_of(shop.market.id) == tax.Regime()
