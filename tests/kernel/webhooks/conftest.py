"""What the tests of webhooks stand on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from pytest_django.fixtures import Settings

if TYPE_CHECKING:
    from tests.kernel.webhooks.receivers import Receiver


@pytest.fixture(autouse=True)
def _this_machine_is_allowed(settings: Settings) -> None:
    settings.WEBHOOKS_LOCAL = True


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A program that takes what it gets."""
    from tests.kernel.webhooks.receivers import a_receiver

    with a_receiver() as it:
        yield it
