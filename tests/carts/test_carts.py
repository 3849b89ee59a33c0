"""Carts: filled from anywhere, by two hands at once, and poured into each other."""

from __future__ import annotations

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
    with pytest.raises(carts.BadCartQuantity):
        carts.add_line(cart.id, variant, quantity)
    with pytest.raises(carts.BadCartQuantity):
        carts.set_line(cart.id, variant, quantity, seen=2)
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


def test_a_line_is_set_only_by_who_saw_what_it_holds() -> None:
    cart, milk, bread = a_cart(), VariantId(new_id()), VariantId(new_id())
    carts.set_line(cart.id, milk, 2, seen=0)
    carts.add_line(cart.id, bread, 1)  # another line on another device: nobody minds
    assert carts.set_line(cart.id, milk, 3, seen=2).quantities == {milk: 3, bread: 1}
    with pytest.raises(carts.CartChanged) as refusal:
        carts.set_line(cart.id, milk, 9, seen=2)
    now = carts.load(cart.id)
    assert refusal.value.version == now.version
    assert now.quantities == {milk: 3, bread: 1}


def test_of_two_devices_that_set_a_line_at_once_one_is_told() -> None:
    cart, milk = a_cart(), VariantId(new_id())
    seen = carts.add_line(cart.id, milk, 1).version

    def change(quantity: int) -> int | None:
        try:
            return carts.set_line(cart.id, milk, quantity, version=seen).quantities[milk]
        except carts.CartChanged:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as devices:
        written = [each for each in devices.map(change, range(2, 10)) if each]
    assert len(written) == 1
    assert carts.load(cart.id).quantities == {milk: written[0]}


def test_every_change_makes_another_revision() -> None:
    cart, milk = a_cart(), VariantId(new_id())
    revisions = [cart.revision]
    revisions.append(carts.add_line(cart.id, milk, 1).revision)
    revisions.append(carts.set_line(cart.id, milk, 5, seen=1).revision)
    revisions.append(carts.set_gift(cart.id, carts.Gift("Sto lat!")).revision)
    assert len(set(revisions)) == 4


def test_a_gift_keeps_its_message_and_can_be_none_again() -> None:
    cart = a_cart()
    assert carts.set_gift(cart.id, carts.Gift(" Sto lat!\r\nAna ")).gift == carts.Gift("Sto lat!\nAna")
    with pytest.raises(carts.GiftMessageTooLong):
        carts.set_gift(cart.id, carts.Gift("x" * 501))
    assert carts.load(cart.id).gift == carts.Gift("Sto lat!\nAna")
    assert carts.set_gift(cart.id, None).gift is None
