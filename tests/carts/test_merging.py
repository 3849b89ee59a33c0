"""Carts poured into each other: nothing is lost, nothing counts twice, and one knows what became of it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.modules.carts import public as carts
from oneshelf.modules.carts import rules
from oneshelf.modules.catalogue.public import VariantId
from tests.carts.builders import a_floor, a_till, a_variant

VARIANTS = [a_variant() for _ in range(4)]
database = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

Quantities = dict[VariantId, int]
baskets = st.dictionaries(
    st.sampled_from(VARIANTS), st.one_of(st.integers(1, 9), st.integers(rules.MOST_UNITS - 9, rules.MOST_UNITS))
)


def _merged(kept: Quantities, added: Quantities) -> Quantities:
    return rules.merged(_lines(kept), _lines(added))


def _lines(basket: Quantities) -> list[carts.CartLine]:
    return [carts.CartLine(variant, quantity) for variant, quantity in basket.items()]


@given(baskets, baskets, baskets)
def test_it_does_not_matter_which_is_poured_into_which(a: Quantities, b: Quantities, c: Quantities) -> None:
    assert _merged(a, b) == _merged(b, a)
    assert _merged(_merged(a, b), c) == _merged(a, _merged(b, c))
    assert _merged(a, {}) == a


@given(baskets, baskets)
def test_quantities_add_up_to_what_a_line_can_hold(a: Quantities, b: Quantities) -> None:
    for variant, quantity in _merged(a, b).items():
        assert quantity == min(a.get(variant, 0) + b.get(variant, 0), carts.MOST_UNITS)
    assert set(_merged(a, b)) == {*a, *b}


@pytest.mark.parametrize("signs", ["7K3M9QX2TD"])
@pytest.mark.parametrize(
    "text", ["CART-{0}-{1}", "cart {0} {1}", "CART{0}{1}", " https://shop.example/cart/take/CART-{0}-{1}/ "]
)
def test_a_code_is_read_however_it_was_scanned_or_typed(text: str, signs: str) -> None:
    assert rules.code_in(text.format(signs[:5], signs[5:])) == signs
    assert rules.code_in(rules.written(signs).lower()) == signs


@given(st.text())
def test_whatever_is_scanned_is_a_code_or_none(text: str) -> None:
    assert rules.code_in(text) is None or len(rules.code_in(text) or "") == rules.CODE_LENGTH


class TestPouring:
    pytestmark = database

    def test_quantities_add_up_and_the_merged_one_knows_what_it_became(self) -> None:
        floor = a_floor()
        guest, own = floor.cart(), floor.cart()
        milk, bread = a_variant(), a_variant()
        carts.add_line(guest.id, milk, 3)
        carts.add_line(guest.id, bread, 1)
        carts.add_line(own.id, milk, 2)
        assert carts.merge(guest.id, own.id).quantities == {milk: 5, bread: 1}
        was = carts.load(guest.id)
        assert (was.state, was.merged_into) == (carts.CartState.MERGED, own.id)
        with pytest.raises(carts.UnknownCart):
            carts.add_line(guest.id, milk, 1)

    def test_merging_again_changes_nothing(self) -> None:
        floor = a_floor()
        guest, own = floor.cart(a=2), floor.cart(a=1)
        once = carts.merge(guest.id, own.id)
        assert carts.merge(guest.id, own.id) == once
        assert carts.merge(own.id, own.id) == once

    def test_a_cart_is_found_through_all_that_it_became(self) -> None:
        floor = a_floor()
        first, second, third = floor.cart(a=1), floor.cart(), floor.cart()
        carts.merge(first.id, second.id)
        carts.merge(second.id, third.id)
        assert carts.what_became_of(first.id).id == third.id
        assert carts.merge(first.id, second.id) == carts.load(third.id)

    def test_a_full_cart_takes_what_another_holds_and_loses_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        floor = a_floor()
        guest, own = floor.cart(a=1, b=1), floor.cart(a=1, b=1)
        monkeypatch.setattr(rules, "MOST_LINES", 2)
        assert len(carts.merge(guest.id, own.id).lines) == 4

    def test_two_requests_right_after_signing_in_both_get_the_merged_cart(self) -> None:
        floor = a_floor()
        guest, own = floor.cart(a=3), floor.cart(a=1)
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
        assert first.quantities == guest.quantities | own.quantities

    def test_two_devices_that_merge_crosswise_lose_nothing(self) -> None:
        floor = a_floor()
        one, other = floor.cart(a=3), floor.cart(a=1)

        def merge(pair: tuple[carts.CartId, carts.CartId]) -> None:
            try:
                carts.merge(*pair)
            except carts.UnknownCart:  # the other device was quicker, and has all of it
                pass
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as devices:
            list(devices.map(merge, [(one.id, other.id), (other.id, one.id)]))
        assert carts.what_became_of(one.id).quantities == one.quantities | other.quantities
        assert carts.what_became_of(one.id) == carts.what_became_of(other.id)

    def test_a_cart_that_is_at_a_till_is_not_merged(self) -> None:
        floor = a_floor()
        guest, own = floor.cart(a=1), floor.cart(b=1)
        carts.take_over(carts.show_code(guest.id).code, a_till(), market=floor.market.id)
        with pytest.raises(carts.CartElsewhere):
            carts.merge(guest.id, own.id)
        assert carts.load(own.id) == own
