"""Card numbers: 13 digits, prefix 29, a check digit that finds every mistyped digit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.modules.customers import public as customers

_serials = st.integers(0, 10**10 - 1)


@given(_serials)
def test_a_card_number_reads_back_however_it_is_spaced(serial: int) -> None:
    number = customers.card_number(serial)
    assert (len(number), number[:2], int(number[2:12])) == (13, "29", serial)
    assert customers.read_card(f" {number[0]} {number[1:7]}-{number[7:]} ") == number


@given(_serials, st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(serial: int, at: int, off: int) -> None:
    number = customers.card_number(serial)
    wrong = number[:at] + str((int(number[at]) + off) % 10) + number[at + 1 :]
    with pytest.raises(customers.InvalidCard):
        customers.read_card(wrong)


@pytest.mark.parametrize("text", ["", "29", "4006381333931", "29000000000000", "٢٩٠٠٠٠٠٠٠٠٠٠٠", "2900000000001x"])
def test_what_is_no_card_of_ours_is_refused(text: str) -> None:
    with pytest.raises(customers.InvalidCard):
        customers.read_card(text)


def test_a_known_number_has_the_check_digit_of_its_standard() -> None:
    assert customers.card_number(0) == "2900000000001"
