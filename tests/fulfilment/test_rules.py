"""Decisions about consignments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.kernel.ids import new_id
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment import rules
from oneshelf.modules.fulfilment.public import ConsignmentId
from oneshelf.modules.places.public import Window

KEY = b"a key of the tests"
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


def open_from(day: int, first: int, last: int) -> Window:
    return Window(MONDAY + timedelta(days=day, hours=first), MONDAY + timedelta(days=day, hours=last))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


WEEK = [open_from(day, 8, 20) for day in range(7)]


@pytest.mark.parametrize(
    ("placed", "due"),
    [
        (at(0, 9), at(0, 11)),
        (at(0, 3), at(0, 10)),
        (at(0, 18), at(0, 20)),
        (at(0, 19), at(1, 9)),
        (at(0, 20), at(1, 10)),
        (at(6, 19, 30), at(6, 21, 30)),
    ],
)
def test_goods_are_due_when_the_place_was_open_long_enough(placed: datetime, due: datetime) -> None:
    assert fulfilment.due_at(placed, WEEK, timedelta(hours=2)) == due


def test_a_place_that_never_opens_has_a_due_time_nevertheless() -> None:
    assert fulfilment.due_at(at(0, 9), [], timedelta(hours=2)) == at(0, 11)


@given(
    placed=st.integers(0, 6 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes)),
    lead=st.integers(1, 600).map(lambda minutes: timedelta(minutes=minutes)),
)
def test_a_due_time_leaves_the_lead_in_opening_hours(placed: datetime, lead: timedelta) -> None:
    due = fulfilment.due_at(placed, WEEK, lead)
    was_open = sum(
        (max(min(window.closes, due) - max(window.opens, placed), timedelta()) for window in WEEK), timedelta()
    )
    enough = sum((max(window.closes - max(window.opens, placed), timedelta()) for window in WEEK), timedelta()) >= lead
    assert was_open == lead if enough else due == placed + lead


@given(st.uuids())
def test_a_pin_is_six_digits_and_belongs_to_a_key(consignment: UUID) -> None:
    pin = rules.pin_of(ConsignmentId(consignment), key=KEY)
    assert len(pin) == 6
    assert pin.isdigit()
    assert pin == rules.pin_of(ConsignmentId(consignment), key=KEY)


def test_pins_differ() -> None:
    pins = {rules.pin_of(ConsignmentId(new_id()), key=KEY) for _ in range(1000)}
    assert len(pins) > 990


@given(st.uuids())
def test_a_token_names_its_consignment(consignment: UUID) -> None:
    token = rules.token_of(ConsignmentId(consignment), key=KEY)
    assert rules.consignment_in(token, key=KEY) == consignment
    with pytest.raises(fulfilment.WrongToken):
        rules.consignment_in(token, key=b"another key")


@given(st.text(max_size=60))
def test_nothing_else_is_a_token(text: str) -> None:
    with pytest.raises(fulfilment.WrongToken):
        rules.consignment_in(text, key=KEY)
