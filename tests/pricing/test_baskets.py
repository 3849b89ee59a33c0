"""A basket comes to the same, however its lines are ordered or split."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import BasketLine, Price, PriceId

START = datetime(2024, 1, 1, tzinfo=UTC)
VARIANTS = [VariantId(new_id()) for _ in range(4)]


def price(variant: VariantId, minor: int, per: int) -> Price:
    return Price(PriceId(new_id()), variant, UnitPrice(minor, "USD", per), START, None)


PRICES = {
    v: price(v, minor, per) for v, (minor, per) in zip(VARIANTS, [(399, 1000), (1, 3), (250, 1), (0, 1)], strict=True)
}
LINES = st.lists(st.builds(BasketLine, st.sampled_from(VARIANTS), st.integers(1, 5000)), max_size=8)


@given(LINES, st.randoms())
def test_order_and_splitting_change_nothing(lines: list[BasketLine], random: Random) -> None:
    split = [part for line in lines for part in halves(line)]
    random.shuffle(split)
    one, other = (pricing.price_basket(each, PRICES, "USD") for each in (lines, split))
    assert (one.items, one.total, set(one.lines)) == (other.items, other.total, set(other.lines))
    assert one.items == sum((line.amount for line in one.lines), Money.zero("USD"))


def halves(line: BasketLine) -> list[BasketLine]:
    half = line.quantity // 2
    return [BasketLine(line.variant, q) for q in (half, line.quantity - half) if q]


def test_a_line_is_rounded_once() -> None:
    quote = pricing.price_basket([BasketLine(VARIANTS[0], 1250)], PRICES, "USD")
    assert quote.lines[0].amount == quote.items == quote.total == Money(499, "USD")
    assert quote.with_delivery(Money(501, "USD")).total == Money(1000, "USD")


@pytest.mark.parametrize("quantity", [0, -1, 10**9 + 1])
def test_odd_quantities_are_refused(quantity: int) -> None:
    with pytest.raises(pricing.BadQuantity) as refusal:
        pricing.price_basket([BasketLine(VARIANTS[0], quantity)], PRICES, "USD")
    assert (refusal.value.field, refusal.value.value) == ("quantity", quantity)


def test_what_has_no_price_is_not_sold() -> None:
    unknown = VariantId(new_id())
    with pytest.raises(pricing.NoPrice) as refusal:
        pricing.price_basket([BasketLine(unknown, 1)], PRICES, "USD")
    assert refusal.value.variant == str(unknown)


def test_currencies_do_not_mix() -> None:
    with pytest.raises(pricing.WrongCurrency):
        pricing.price_basket([BasketLine(VARIANTS[0], 1)], PRICES, "EUR")
