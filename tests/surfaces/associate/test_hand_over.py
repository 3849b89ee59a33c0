"""Hand over by PIN and by QR code; five tries, then somebody with authority."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from oneshelf.kernel.outbox import relay
from oneshelf.modules.fulfilment.public import ConsignmentState
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderState
from tests.surfaces.associate.builders import Work, a_work, somebody

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def work() -> Work:
    return a_work().ready()


@pytest.fixture
def phone(work: Work) -> Client:
    return somebody("picker", work.shop.store)


def test_the_pin_opens(work: Work, phone: Client) -> None:
    page = phone.get(work.url("hand_over")).content.decode()
    assert "Name on the order:" in page
    assert "Ana" in page
    assert work.pin not in page
    answer = phone.post(work.url("hand_over"), {"pin": f" {work.pin[:3]} {work.pin[3:]} "}, follow=True)
    assert "Handed over" in answer.content.decode()
    assert work.now.state is ConsignmentState.COLLECTED
    assert work.shop.level(work.milk).on_hand == 8
    relay.drain()
    assert orders.get_order(work.order).summary.state is OrderState.COMPLETED


def test_the_qr_code_opens(work: Work, phone: Client) -> None:
    phone.post(work.url("hand_over"), {"token": work.token})
    assert work.now.state is ConsignmentState.COLLECTED


def test_a_qr_code_that_is_scanned_anywhere_leads_to_its_hand_over(work: Work, phone: Client) -> None:
    scan = reverse("associate:find", args=[work.shop.store.id])
    page = phone.post(scan, {"code": work.token}).content.decode()
    assert "The QR code is right" in page
    assert "Ana" in page
    assert work.now.state is ConsignmentState.READY


def test_wrong_pins_are_counted_and_lock(work: Work, phone: Client) -> None:
    for left in (4, 3, 2, 1, 0):
        refused = phone.post(work.url("hand_over"), {"pin": work.wrong_pin})
        assert refused.status_code == 403
        assert f"Tries left: {left}." in refused.content.decode()
    locked = phone.post(work.url("hand_over"), {"pin": work.pin})
    assert locked.status_code == 403
    page = locked.content.decode()
    assert "Locked after five wrong PINs" in page
    assert "Ask a manager" in page
    assert 'id="pin"' not in page
    kept = work.now
    assert kept.state is ConsignmentState.READY
    phone.post(work.url("hand_over"), {"token": work.token})
    assert work.now.state is ConsignmentState.COLLECTED


def test_a_manager_unlocks_after_looking_at_the_customer(work: Work, phone: Client) -> None:
    for _ in range(5):
        phone.post(work.url("hand_over"), {"pin": work.wrong_pin})
    assert phone.post(work.url("unlock"), {"checked": "yes"}).status_code == 403
    manager = somebody("manager", work.shop.store)
    refused = manager.post(work.url("unlock"))
    assert refused.status_code == 422
    assert "Nobody has checked who the customer is." in refused.content.decode()
    assert work.now.pin_attempts == 5
    manager.post(work.url("unlock"), {"checked": "yes"})
    assert work.now.pin_attempts == 0
    phone.post(work.url("hand_over"), {"pin": work.pin})
    assert work.now.state is ConsignmentState.COLLECTED


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "abcdef", "１２３４５６", "-12345"])
def test_a_mistyped_pin_costs_no_try(work: Work, phone: Client, pin: str) -> None:
    refused = phone.post(work.url("hand_over"), {"pin": pin})
    assert refused.status_code == 422
    assert "Type the six digits" in refused.content.decode()
    assert work.now.pin_attempts == 0


def test_the_code_of_another_order_opens_nothing(work: Work, phone: Client) -> None:
    other = a_work(shop=work.shop).ready()
    for token in (other.token, work.token[:-2], "nonsense", "x" * 10_000):
        refused = phone.post(work.url("hand_over"), {"token": token})
        assert refused.status_code == 403
        assert "does not belong to the order" in refused.content.decode()
    assert (work.now.state, other.now.state) == (ConsignmentState.READY, ConsignmentState.READY)


def test_goods_are_handed_over_once(work: Work, phone: Client) -> None:
    phone.post(work.url("hand_over"), {"token": work.token})
    again = phone.post(work.url("hand_over"), {"token": work.token})
    assert again.status_code == 409
    assert "Handed over" in again.content.decode()
    assert work.shop.level(work.milk).on_hand == 8


def test_goods_that_are_not_ready_are_not_handed_over() -> None:
    work = a_work()
    phone = somebody("picker", work.shop.store)
    assert phone.post(work.url("hand_over"), {"pin": work.pin}).status_code == 409
    assert work.now.state is ConsignmentState.OPEN


def test_only_who_may_hands_over(work: Work) -> None:
    elsewhere = a_work().shop.store
    for phone in (somebody("merchandiser", None), somebody("service", None), somebody("manager", elsewhere)):
        assert phone.post(work.url("hand_over"), {"token": work.token}).status_code == 403
    assert work.now.state is ConsignmentState.READY
