"""The API as programs meet it: through its own handler, with a key or without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.checkout.builders import Shop
    from tests.surfaces.api.programs import Program


@pytest.fixture(autouse=True)
def _everybody_may_ask_again() -> None:
    """Fill the buckets of those who asked often in the last test."""
    from oneshelf.surfaces.api import calls  # only now are the settings read

    calls.buckets.forget()


@pytest.fixture
def shop(transactional_db: None) -> Shop:
    """The only market, with a store, a web shop and a till."""
    from tests.checkout.builders import a_shop

    return a_shop()


@pytest.fixture
def till(shop: Shop) -> Program:
    """A program that may do everything in the shop's market."""
    from tests.surfaces.api.programs import Program

    return Program.with_key(shop)


@pytest.fixture
def shopper(shop: Shop) -> Program:
    """Somebody without a key."""
    from tests.surfaces.api.programs import Program

    return Program(shop)
