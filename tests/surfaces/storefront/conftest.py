"""Fixtures of the web shop's tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

    from tests.surfaces.storefront.builders import WebShop
    from tests.surfaces.storefront.live import Live


@pytest.fixture
def shop() -> WebShop:
    """An open web shop with stores in York and Leeds."""
    from tests.surfaces.storefront.builders import a_web_shop  # needs the settings, which are not read yet above

    return a_web_shop()


@pytest.fixture
def live(live_server: LiveServer) -> Iterator[Live]:
    """A live process beside the tests' web server."""
    from tests.surfaces.storefront.live import a_live_process

    with a_live_process(live_server.url) as running:
        yield running
