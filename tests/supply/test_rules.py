"""Decisions about supply, for whatever comes."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.kernel import numbers
from oneshelf.kernel.money import UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.supply import rules
from oneshelf.modules.supply.errors import TooMuchArrived
from oneshelf.modules.supply.types import Arrived, Damage, PurchaseLine, TransferLine

UNITS = st.integers(0, 1000)


def purchase_line(quantity: int, good: int = 0, damaged: int = 0, closed: int = 0) -> PurchaseLine:
    return PurchaseLine(
        line=1,
        variant=VariantId(UUID(int=1)),
        title="Milk",
        sku="M",
        unit=Unit.EACH,
        quantity=quantity,
        cost=UnitPrice(100, "USD"),
        expected_on=date(2026, 1, 1),
        good=good,
        damaged=damaged,
        closed=closed,
        tallied=0,
        tallied_damaged=0,
        damage=Damage.BROKEN,
    )


def transfer_line(quantity: int) -> TransferLine:
    return TransferLine(
        line=1,
        variant=VariantId(UUID(int=1)),
        title="Milk",
        sku="M",
        unit=Unit.EACH,
        quantity=quantity,
        good=0,
        damaged=0,
        over=0,
        found=0,
        lost=0,
        tallied=0,
        tallied_damaged=0,
        damage=Damage.BROKEN,
    )


@given(quantity=st.integers(1, 1000), percent=st.integers(0, 100), came=st.lists(UNITS, max_size=6))
def test_nobody_takes_in_more_than_ordered_and_the_tolerance(quantity: int, percent: int, came: list[int]) -> None:
    arrived = 0
    for units in came:
        line = purchase_line(quantity, good=arrived)
        most = rules.most_to_take(line, percent)
        if units > most:
            with pytest.raises(TooMuchArrived):
                rules.check_arrival(line, Arrived(1, units), percent)
            units = most
        rules.check_arrival(line, Arrived(1, units), percent)
        arrived += units
    assert arrived * 100 <= quantity * (100 + percent)


@given(quantity=st.integers(1, 100), good=UNITS, closed=UNITS, more=UNITS)
def test_a_line_never_has_more_closed_than_was_left(quantity: int, good: int, closed: int, more: int) -> None:
    line = purchase_line(quantity, good=good, closed=min(closed, max(0, quantity - good)))
    after = rules.closed_after(line, more)
    assert 0 <= after <= line.closed
    assert after == 0 or good + more + after <= quantity


@given(quantity=st.integers(1, 100), good=UNITS, damaged=UNITS, may=st.booleans())
def test_an_arrival_is_split_without_loss(quantity: int, good: int, damaged: int, may: bool) -> None:
    arrived = Arrived(1, good, damaged)
    if damaged > quantity or (good + damaged > quantity and not may):
        with pytest.raises(TooMuchArrived):
            rules.split_arrival(transfer_line(quantity), arrived, may_be_over=may)
        return
    sent, over = rules.split_arrival(transfer_line(quantity), arrived, may_be_over=may)
    assert sent + over == good
    assert sent + damaged <= quantity
    assert not over or sent + damaged == quantity


@given(st.text(max_size=12))
def test_a_number_with_a_wrong_character_is_no_number(text: str) -> None:
    cleaned = numbers.clean(text, 5)
    assert cleaned is None or numbers.check_character(cleaned[:-1]) == cleaned[-1]


def test_numbers_are_drawn_with_their_check() -> None:
    for _ in range(50):
        number = numbers.draw(5)
        assert numbers.clean(number.lower(), 5) == number
        for at, character in enumerate(number):
            wrong = "2" if character != "2" else "3"
            assert numbers.clean(number[:at] + wrong + number[at + 1 :], 5) is None
