"""Recorded orders get numbers from their serial, as short and as safe to read out as those of live ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.modules.orders import public as orders

_serials = st.integers(0, 27**7 - 1)


@given(_serials)
def test_a_recorded_number_is_a_valid_one(serial: int) -> None:
    number = orders.recorded_number(serial)
    assert orders.clean_number(number) == number


@given(_serials, _serials)
def test_two_serials_never_share_a_number(one: int, other: int) -> None:
    assert (orders.recorded_number(one) == orders.recorded_number(other)) == (one == other)


def test_a_serial_that_does_not_fit_is_refused() -> None:
    with pytest.raises(AssertionError, match="does not fit"):
        orders.recorded_number(27**7)
