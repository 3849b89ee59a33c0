"""Carts: filled from anywhere, by two hands at once, and poured into each other."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from oneshelf.kernel.ids import new_id
from oneshelf.modules.carts import public as carts
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets.public import ChannelKind
from tests.customers.builders import a_customer
from tests.markets.builders import a_channel, a_market

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def a_cart() -> carts.Cart:
    market = a_market()
    cart, _ = carts.open_for_guest(market.id, a_channel(market, ChannelKind.WEB).id)
    return cart


def test_two_hands_that_add_at_once_both_count() -> None:
    cart, variant = a_cart(), VariantId(new_id())

    def add(_: int) -> None:
        try:
            carts.add_line(cart.id, variant, 1)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as hands:
        list(hands.map(add, range(40)))
    assert carts.load(cart.id).quantities == {variant: 40}


@pytest.mark.parametrize("quantity", [-1, carts.MOST_UNITS + 1])
def test_a_quantity_that_nobody_buys_changes_nothing(quantity: int) -> None:
    cart, variant = a_cart(), VariantId(new_id())
    before = carts.add_line(cart.id, variant, 2)
    for change in (carts.add_line, carts.set_line):
        with pytest.raises(carts.BadCartQuantity):
            change(cart.id, variant, quantity)
    with pytest.raises(carts.BadCartQuantity):
        carts.add_line(cart.id, variant, carts.MOST_UNITS - 1)
    assert carts.load(cart.id) == before


def test_a_cart_holds_so_many_lines_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oneshelf.modules.carts.rules.MOST_LINES", 2)
    cart, milk = a_cart(), VariantId(new_id())
    carts.add_line(cart.id, milk, 1)
    carts.add_line(cart.id, VariantId(new_id()), 1)
    with pytest.raises(carts.CartFull):
        carts.add_line(cart.id, VariantId(new_id()), 1)
    assert carts.add_line(cart.id, milk, 1).quantities[milk] == 2
    assert len(carts.load(cart.id).lines) == 2


def test_a_change_of_an_older_version_is_refused() -> None:
    cart, variant = a_cart(), VariantId(new_id())
    changed = carts.set_line(cart.id, variant, 1, version=cart.version)
    with pytest.raises(carts.CartChanged) as refusal:
        carts.set_line(cart.id, variant, 5, version=cart.version)
    assert refusal.value.version == changed.version
    assert carts.load(cart.id) == changed


def test_a_cart_that_was_ordered_is_closed() -> None:
    cart = a_cart()
    carts.mark_ordered(cart.id)
    carts.mark_ordered(cart.id)
    with pytest.raises(carts.UnknownCart):
        carts.add_line(cart.id, VariantId(new_id()), 1)


def test_a_customer_has_one_cart_on_every_device() -> None:
    market = a_market()
    channel, ana = a_channel(market, ChannelKind.WEB), a_customer()

    def open_it(_: int) -> carts.CartId:
        try:
            return carts.open_for_customer(market.id, channel.id, ana.id).id
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as devices:
        assert len(set(devices.map(open_it, range(16)))) == 1


def test_merging_takes_the_larger_quantity_of_each() -> None:
    guest, own = a_cart(), a_cart()
    milk, bread = VariantId(new_id()), VariantId(new_id())
    carts.set_line(guest.id, milk, 3)
    carts.set_line(guest.id, bread, 1)
    carts.set_line(own.id, milk, 2)
    assert carts.merge(guest.id, own.id).quantities == {milk: 3, bread: 1}
    with pytest.raises(carts.UnknownCart):
        carts.add_line(guest.id, milk, 1)


def test_two_requests_right_after_signing_in_both_get_the_merged_cart() -> None:
    guest, own = a_cart(), a_cart()
    milk, bread = VariantId(new_id()), VariantId(new_id())
    carts.set_line(guest.id, milk, 3)
    carts.set_line(own.id, bread, 1)
    both_have_looked = threading.Barrier(2)

    def merge(_: int) -> carts.Cart:
        both_have_looked.wait(5)
        try:
            return carts.merge(guest.id, own.id)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as requests:
        first, second = requests.map(merge, range(2))
    assert first == second == carts.load(own.id)
    assert first.quantities == {milk: 3, bread: 1}


def test_a_cart_that_was_ordered_meanwhile_is_not_merged() -> None:
    guest, own = a_cart(), a_cart()
    carts.mark_ordered(guest.id)
    with pytest.raises(carts.UnknownCart):
        carts.merge(guest.id, own.id)
