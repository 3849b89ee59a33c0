"""What the tests of payments have in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.payments.builders import Basket


@pytest.fixture
def basket() -> Basket:
    """A basket of 25.00 USD in a market of its own."""
    from tests.payments.builders import Basket  # only now are the settings read

    return Basket()
