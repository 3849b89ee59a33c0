"""The PIN at the till: hashed, and locked after five wrong tries."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from time_machine import travel

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.clock import now
from oneshelf.kernel.ids import new_id
from oneshelf.modules.staff import models
from oneshelf.modules.staff import public as staff
from oneshelf.modules.staff.rules import check_pin as check_new_pin
from tests.staff.builders import a_member

pytestmark = [pytest.mark.database, pytest.mark.django_db]

RIGHT, WRONG = "2580", "1111"


@pytest.fixture
def member(db: None) -> staff.Member:
    """A member with the PIN `RIGHT`."""
    member = a_member()
    staff.set_pin(member.id, RIGHT, actor=SYSTEM)
    return staff.get_member(member.id)


def test_the_right_pin_lets_in_and_is_kept_as_a_hash(member: staff.Member) -> None:
    assert member.has_pin
    assert staff.check_pin(member.id, RIGHT, till=new_id()) == member
    assert RIGHT not in models.Member.objects.get(id=member.id).pin_hash


def test_five_wrong_pins_lock_this_till_and_no_other(member: staff.Member) -> None:
    till = new_id()
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(staff.WrongPin) as wrong:
            staff.check_pin(member.id, WRONG, till=till)
        assert wrong.value.left == left
    with pytest.raises(staff.PinLocked) as locked:
        staff.check_pin(member.id, RIGHT, till=till)
    assert locked.value.until > now()
    assert staff.check_pin(member.id, RIGHT, till=new_id()) == member


def test_the_lock_opens_by_itself(member: staff.Member) -> None:
    till, start = new_id(), now()
    with travel(start, tick=False):
        for _ in range(staff.MOST_WRONG_PINS):
            with pytest.raises(staff.WrongPin):
                staff.check_pin(member.id, WRONG, till=till)
    with travel(start + staff.PIN_LOCK, tick=False):
        with pytest.raises(staff.WrongPin) as wrong:
            staff.check_pin(member.id, WRONG, till=till)
        assert wrong.value.left == staff.MOST_WRONG_PINS - 1
        assert staff.check_pin(member.id, RIGHT, till=till) == member


def test_the_right_pin_forgets_the_wrong_ones(member: staff.Member) -> None:
    till = new_id()
    for _ in range(3):
        for _ in range(staff.MOST_WRONG_PINS - 1):
            with pytest.raises(staff.WrongPin):
                staff.check_pin(member.id, WRONG, till=till)
        staff.check_pin(member.id, RIGHT, till=till)


@pytest.mark.django_db(transaction=True)
def test_guesses_side_by_side_count_too(member: staff.Member) -> None:
    till, outcomes = new_id(), []

    def guess() -> None:
        try:
            staff.check_pin(member.id, WRONG, till=till)
        except (staff.WrongPin, staff.PinLocked) as refusal:
            outcomes.append(type(refusal))
        finally:
            connection.close()

    guessers = [threading.Thread(target=guess) for _ in range(20)]
    for each in guessers:
        each.start()
    for each in guessers:
        each.join()
    assert outcomes.count(staff.WrongPin) == staff.MOST_WRONG_PINS
    assert outcomes.count(staff.PinLocked) == 20 - staff.MOST_WRONG_PINS


@pytest.mark.parametrize("pin", ["", "123", "1234", "9876", "0000", "123456789", "12a4", "١٢٥٠", "67890"])
def test_a_pin_that_is_easily_guessed_is_refused(pin: str) -> None:
    member = a_member()
    with pytest.raises(staff.WeakPin):
        check_new_pin(pin)
    with pytest.raises(staff.WeakPin):
        staff.set_pin(member.id, pin, actor=SYSTEM)
    assert not staff.get_member(member.id).has_pin
