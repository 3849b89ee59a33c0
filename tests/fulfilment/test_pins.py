"""A PIN cannot be guessed, from however many tills."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.states import WrongState
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentState
from tests.fulfilment.builders import Parcel, open_one

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ready() -> Parcel:
    parcel = open_one()
    parcel.pick_and_make_ready()
    return parcel


def wrong(parcel: Parcel) -> str:
    return f"{(int(fulfilment.pin_for(parcel.id)) + 1) % 1_000_000:06d}"


def test_a_wrong_pin_says_how_many_tries_are_left(ready: Parcel) -> None:
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(fulfilment.WrongPin) as refused:
            fulfilment.hand_over(ready.id, wrong(ready), actor=SYSTEM)
        assert refused.value.left == left
    with pytest.raises(fulfilment.PinLocked):
        fulfilment.hand_over(ready.id, fulfilment.pin_for(ready.id), actor=SYSTEM)
    assert ready.now.state is ConsignmentState.READY


def test_the_qr_code_works_after_wrong_pins(ready: Parcel) -> None:
    for _ in range(5):
        with pytest.raises(fulfilment.WrongPin):
            fulfilment.hand_over(ready.id, wrong(ready), actor=SYSTEM)
    fulfilment.hand_over_by_token(ready.id, fulfilment.token_for(ready.id), actor=SYSTEM)


def test_somebody_with_authority_unlocks(ready: Parcel) -> None:
    for _ in range(5):
        with pytest.raises(fulfilment.WrongPin):
            fulfilment.hand_over(ready.id, wrong(ready), actor=SYSTEM)
    assert fulfilment.unlock(ready.id, actor=SYSTEM).pin_attempts == 0
    fulfilment.hand_over(ready.id, f" {fulfilment.pin_for(ready.id)} ", actor=SYSTEM)
    acts = [entry.action for entry in trail.of_subject(trail.Subject("consignment", ready.id))]
    assert acts[:2] == ["fulfilment.collected", "fulfilment.unlock"]


def test_a_try_is_not_taken_back_by_another_transaction(ready: Parcel) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        fulfilment.hand_over(ready.id, wrong(ready), actor=SYSTEM)
    assert ready.now.state is ConsignmentState.READY


def test_threads_try_five_pins_and_no_more(ready: Parcel) -> None:
    def guess(_: int) -> str:
        try:
            fulfilment.hand_over(ready.id, wrong(ready), actor=SYSTEM)
        except (fulfilment.WrongPin, fulfilment.PinLocked) as refusal:
            return refusal.code
        finally:
            connection.close()
        return "handed over"

    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(guess, range(32)))
    assert (answers.count("wrong_pin"), answers.count("pin_locked")) == (5, 27)


def test_threads_with_the_right_pin_hand_over_once(ready: Parcel) -> None:
    pin = fulfilment.pin_for(ready.id)

    def collect(_: int) -> bool:
        try:
            fulfilment.hand_over(ready.id, pin, actor=SYSTEM)
        except (WrongState, fulfilment.PinLocked):  # more hands at once than tries are allowed
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(collect, range(8))) == 1
    level = ready.shop.level(ready.variant)
    assert (level.on_hand, level.reserved) == (2, 0)
