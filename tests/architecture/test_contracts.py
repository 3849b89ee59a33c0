"""The walls of the house stand, and each of them bites when a violation leans on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.miniature import CONTRACTS, Miniature, lint
from tests.architecture.tree import ROOT

VIOLATIONS: dict[str, list[tuple[str, str]]] = {
    "storeys": [
        ("kernel.money", "modules.orders.public"),
        ("kernel.outbox.models", "ui.forms"),
        ("ui.forms", "modules.orders.public"),
        ("modules.orders.queries", "ui.forms"),
        ("modules.orders.queries", "surfaces.storefront.views"),
        ("connectors.stripe.gateway", "surfaces.till.views"),
        ("surfaces.till.views", "connectors.stripe.gateway"),
        ("surfaces.till.views", "app.urls"),
        ("lib.things", "kernel.money"),
    ],
    "ladder": [
        ("modules.inventory.listeners", "modules.orders.public"),
        ("modules.catalogue.queries", "modules.orders.public"),
        ("modules.carts.queries", "modules.inventory.public"),
        ("modules.inventory.queries", "modules.carts.public"),
        ("modules.gadgets.public", "kernel.money"),
    ],
    "faces": [
        ("surfaces.till.views", "modules.orders.models"),
        ("surfaces.till.views", "modules.orders.actions.place"),
        ("surfaces.till.views", "modules.orders.types"),
        ("modules.orders.actions.place", "modules.inventory.queries"),
        ("modules.orders.admin", "modules.inventory.models"),
        ("connectors.stripe.gateway", "modules.orders.errors"),
        ("app.urls", "modules.orders.admin"),
    ],
    "rooms": [
        ("modules.orders.types", "modules.orders.models"),
        ("modules.orders.queries", "modules.orders.actions.place"),
        ("modules.orders.rules", "modules.orders.models"),
        ("modules.orders.models", "modules.orders.rules"),
        ("modules.orders.actions.place", "modules.orders.public"),
        ("modules.orders.errors", "modules.orders.messages"),
        ("modules.orders.events", "modules.orders.queries"),
        ("modules.orders.public", "modules.orders.admin"),
        ("modules.orders.utils", "modules.orders.types"),
    ],
    "pure-rooms": [
        ("modules.orders.rules", "django.db"),
        ("modules.orders.types", "django.utils.timezone"),
        ("modules.orders.errors", "django.utils.translation"),
        ("modules.orders.events", "psycopg"),
        ("kernel.errors", "django.http"),
        ("kernel.outbox.events", "django.db"),
    ],
    "surfaces": [
        ("surfaces.till.views", "surfaces.storefront.views"),
        ("surfaces.storefront.views", "surfaces.till.views"),
    ],
    "connectors": [("connectors.stripe.gateway", "connectors.meta.feed")],
    "no-cycles": [
        ("kernel.money", "kernel.outbox.models"),
        ("modules.orders.types", "modules.orders.events"),
    ],
}
"""Contract -> (importer, imported) pairs that it must refuse."""


def test_the_house_keeps_its_contracts(capsys: pytest.CaptureFixture[str]) -> None:
    kept = lint(ROOT / "pyproject.toml")
    assert kept, capsys.readouterr().out


def test_every_contract_says_its_cure_and_is_tried() -> None:
    assert [name for name, each in CONTRACTS.items() if "Cure:" not in each["broken_contract_guidance"]] == []
    assert set(CONTRACTS) == set(VIOLATIONS), "a new contract in pyproject.toml gets a violation here"


def test_a_house_in_order_keeps_every_contract(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    kept = Miniature(tmp_path).keeps(*CONTRACTS)
    assert kept, capsys.readouterr().out


@pytest.mark.parametrize(
    ("contract", "importer", "imported"),
    [(contract, *pair) for contract, pairs in VIOLATIONS.items() for pair in pairs],
)
def test_a_contract_bites(
    contract: str,
    importer: str,
    imported: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    house = Miniature(tmp_path)
    house.write(importer, [imported])
    assert not house.keeps(contract), f"{contract} lets {importer} import {imported}"
    assert "Cure:" in capsys.readouterr().out
