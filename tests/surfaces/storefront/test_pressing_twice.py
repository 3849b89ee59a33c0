"""Whoever presses "order" again, or again at once, or after a crash, comes to the one order."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import sleep
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test import Client

from oneshelf.connectors.test_gateway.gateway import SandboxGateway
from oneshelf.kernel import clock
from oneshelf.kernel.actors import ANONYMOUS
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.checkout.actions import complete as completing
from oneshelf.modules.checkout.actions import pay as paying
from oneshelf.modules.orders.public import Method
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import PaymentState
from oneshelf.surfaces.storefront import checkout as page
from oneshelf.surfaces.storefront.orders import link_to
from tests.amendments.builders import somebody_waits
from tests.checkout.builders import ANA
from tests.surfaces.storefront.builders import WebShop
from tests.surfaces.storefront.companies import a_buyer
from tests.surfaces.storefront.shopping import ADDRESS, collecting, fill, form, led_to, placed

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

WAITING = "/checkout/waiting/"


def press(browser: Client, filled: dict[str, str]) -> str:
    """Press the button in one of a browser's windows, and return where that leads."""
    window = Client(raise_request_exception=False)
    window.cookies = browser.cookies
    try:
        answer = window.post("/checkout/", filled)
        assert answer.status_code == 302, answer.content.decode()[-2000:]
        return led_to(answer["Location"])
    finally:
        connection.close()


def arrives(browser: Client, where: str) -> str:
    """Follow a page that waits to what it waits for."""
    return led_to(browser.post("/checkout/finish/")["Location"]) if where == WAITING else where


def test_a_second_press_leads_to_the_order(client: Client, shop: WebShop) -> None:
    fill(client, shop.product(york=5))
    filled = collecting(client, shop)
    first = press(client, filled)
    assert press(client, filled) == first == led_to(link_to(placed(shop)[0].id))
    fill(client, shop.product(york=5))
    assert press(client, filled) == first, "also when the next basket is being filled"
    assert len(placed(shop)) == 1


def test_a_press_while_the_first_is_written_waits_for_it(client: Client, shop: WebShop) -> None:
    fill(client, shop.product(york=5))
    filled = collecting(client, shop)
    begun = checkout.CheckoutId(UUID(filled["checkout"]))
    checkout.collect_at(begun, shop.york.id, ANA)
    checkout.pay(begun, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    with ThreadPoolExecutor(1) as second:
        with transaction.atomic():
            order = checkout.complete(begun, actor=ANONYMOUS).order
            pressed = second.submit(press, client, filled)
            while not somebody_waits():
                sleep(0.02)
        assert pressed.result() == led_to(link_to(order))
    assert len(placed(shop)) == 1


@pytest.mark.parametrize("way", ["collect", "ship"])
@pytest.mark.parametrize("card", ["tok_approve", "on_account"])
def test_three_presses_at_once_are_one_order(
    shop: WebShop, monkeypatch: pytest.MonkeyPatch, way: str, card: str
) -> None:
    """Of the last units: what the first press holds lacks for nobody. All three have read the same checkout."""
    buyer = a_buyer(shop)
    fill(buyer.browser, shop.product(york=2), "2")
    fields = ADDRESS if way == Method.SHIP else {"store": shop.york.code}
    filled = form(buyer.browser, method=way, card=card, **fields)
    all_have_read, choose = threading.Barrier(3), page._choose

    def together(*given: Any) -> checkout.Checkout:
        if given[1].version == 1:
            all_have_read.wait(10)
        return choose(*given)

    monkeypatch.setattr(page, "_choose", together)
    with ThreadPoolExecutor(3) as windows:
        led = list(windows.map(lambda _: press(buyer.browser, filled), range(3)))
    (order,) = placed(shop)
    assert {arrives(buyer.browser, where) for where in led} == {led_to(link_to(order.id))}
    paid = payments.attempts_for(UUID(filled["checkout"]))
    assert [each.order for each in paid if each.order] == ([] if card == "on_account" else [order.id])
    assert {each.state for each in paid if not each.order} <= {PaymentState.VOIDED}, "asked a moment after the order"
    assert buyer.now.ordered.minor == (order.total.minor if card == "on_account" else 0)


CRASHES: list[tuple[str, Any, str]] = [
    ("holding the goods", paying, "get_open"),
    ("holding the money", paying, "_noted"),
    ("noting the money", completing, "write_order"),
]


@pytest.mark.parametrize(("after", "room", "name"), CRASHES, ids=[row[0] for row in CRASHES])
def test_a_press_that_crashed_is_completed_by_the_next(
    client: Client, shop: WebShop, monkeypatch: pytest.MonkeyPatch, after: str, room: Any, name: str
) -> None:
    fill(client, shop.product(york=2), "2")
    filled = collecting(client, shop)
    crash(client, filled, monkeypatch, room, name)
    assert placed(shop) == []
    led = press(client, filled)
    (order,) = placed(shop)
    assert led == led_to(link_to(order.id))
    (paid,) = payments.attempts_for(UUID(filled["checkout"]))
    assert paid.order == order.id


def test_a_press_that_crashed_before_the_bank_was_asked_is_waited_for(
    client: Client, shop: WebShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody knows whether the bank heard of it; when it did not, it is asked anew."""
    fill(client, shop.product(york=2), "2")
    filled = collecting(client, shop)
    crash(client, filled, monkeypatch, SandboxGateway, "authorise")
    assert press(client, filled) == WAITING
    payments.settle_pending(clock.now() + timedelta(seconds=1))
    led = arrives(client, WAITING)
    assert led == led_to(link_to(placed(shop)[0].id))
    assert [each.state for each in payments.attempts_for(UUID(filled["checkout"]))] == [
        PaymentState.AUTHORISED,
        PaymentState.EXPIRED,
    ]


def crash(client: Client, filled: dict[str, str], monkeypatch: pytest.MonkeyPatch, room: Any, name: str) -> None:
    """Press the button, and let the process end where it comes to what is called so."""

    def crashing(*given: object, **named: object) -> None:
        raise ConnectionResetError("the process is gone")

    with monkeypatch.context() as falls:
        falls.setattr(room, name, crashing)
        with pytest.raises(ConnectionResetError):
            client.post("/checkout/", filled)
