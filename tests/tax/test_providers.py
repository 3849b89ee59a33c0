"""An outside provider is asked in time; whatever it does, the shopper gets an answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib.metadata import EntryPoint

import pytest

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.tax import public as tax
from oneshelf.modules.tax.public import Buyer, Regime, TaxRequest, Where
from oneshelf.modules.tax.queries import providers
from tests.markets.builders import a_market
from tests.tax import outside
from tests.tax.builders import a_rate

pytestmark = [pytest.mark.database, pytest.mark.django_db]

INSTALLED = {
    each.__name__.lower(): EntryPoint(each.__name__.lower(), f"tests.tax.outside:{each.__name__}", providers.GROUP)
    for each in (outside.Flat, outside.Slow, outside.Broken, outside.Forgetful)
}


@pytest.fixture(autouse=True)
def packages(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install all of them, and leave those that answer at once all the time that a busy machine takes."""
    monkeypatch.setattr(providers, "installed", lambda: INSTALLED)
    monkeypatch.setattr(providers, "TIMEOUT_S", 30.0)
    monkeypatch.setattr(providers, "_resting", {})
    outside.released.clear()
    yield
    outside.released.set()


def sells_by(provider: str) -> MarketId:
    """Open a Polish market that asks a provider, and has a table as well."""
    market = a_market(tax_included=True).id
    a_rate(market, 2300)
    tax.set_regime(market, Regime("PL", provider=provider), actor=SYSTEM)
    return market


def asked(market: MarketId, to: str = "PL", buyer: Buyer = tax.ANYBODY) -> compiled.Taxes:
    """Ask for a basket of one class."""
    return tax.taxes(TaxRequest(market, True, Where(to), date(2026, 11, 23), frozenset({"standard"}), buyer))


def test_a_provider_that_knows_is_believed() -> None:
    found = asked(sells_by("flat"))
    assert (found.by_class["standard"], found.version) == ((compiled.Component("flat", 100_000),), "flat of PL")


def test_who_is_not_charged_is_decided_by_the_houses_records() -> None:
    found = asked(sells_by("flat"), "DE", Buyer(vat_id="DE136695976"))
    assert (found.treatment, found.version) == (compiled.Treatment.REVERSE, "flat of PL")


@pytest.mark.parametrize(
    ("provider", "reason", "wait_s"),
    [("slow", "timeout", 0.01), ("broken", "RuntimeError", 30.0), ("forgetful", "classes missing", 30.0)],
)
def test_whatever_a_provider_does_the_table_answers_and_says_so(
    provider: str, reason: str, wait_s: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(providers, "TIMEOUT_S", wait_s)
    market = sells_by(provider)
    found = asked(market)
    assert found.by_class == {"standard": (compiled.Component("tax", 230_000),)}
    assert found.version.endswith(f" for {provider}: {reason}")
    monkeypatch.delattr(providers, "_asked")  # nobody else waits for it
    assert asked(market).version.endswith(f" for {provider}: resting")


def test_a_provider_that_is_gone_is_no_reason_to_stop_selling(monkeypatch: pytest.MonkeyPatch) -> None:
    market = sells_by("flat")
    providers._provider.cache_clear()
    monkeypatch.setattr(providers, "installed", dict)
    assert asked(market).version.endswith(" for flat: KeyError")
