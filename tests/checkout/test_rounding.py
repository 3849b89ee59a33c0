"""How tax is rounded is the market's to say; an order keeps what it was priced with."""

from __future__ import annotations

import pytest

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.money import Money
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.public import Addition, Wish
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Order
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import Terms
from oneshelf.modules.tax import public as tax
from oneshelf.modules.tax.public import Regime
from tests.amendments.builders import wrong
from tests.checkout.builders import Shop, a_shop
from tests.companies.builders import an_account, usd
from tests.promotions.builders import a_live_one
from tests.tax.builders import a_rate

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

BY_LINE = compiled.Rounding(tax=compiled.TaxRounding.LINE)
TO_EVEN = compiled.Rounding(mode=compiled.RoundingMode.HALF_EVEN)
BY_LINE_TO_EVEN = compiled.Rounding(compiled.RoundingMode.HALF_EVEN, compiled.TaxRounding.LINE)


def rounded(shop: Shop, rounding: compiled.Rounding) -> None:
    """Let a market be rounded so."""
    tax.set_regime(shop.market.id, Regime(rounding=rounding), actor=SYSTEM)


def of_three(shop: Shop, total: int) -> Order:
    """Sell three articles at 1.05 for `total`."""
    wanted = tuple(checkout.Wanted(shop.offered(1, 105), 1) for _ in range(3))
    tenders = (checkout.Tender("cash", usd(total)),)
    purchase = shop.purchase(wanted[0].variant, lines=wanted, tenders=tenders)
    return orders.get_order(checkout.place_order(purchase, actor=SYSTEM).order)


def of_one(shop: Shop, cents: int, total: int) -> Order:
    """Sell one article at so many cents for `total`."""
    purchase = shop.purchase(shop.offered(1, cents), tenders=(checkout.Tender("cash", usd(total)),))
    return orders.get_order(checkout.place_order(purchase, actor=SYSTEM).order)


def test_tax_is_rounded_for_the_document_or_for_each_line() -> None:
    shop = a_shop(tax_included=True)
    a_rate(shop.market.id, 2_100)
    # 3.15 * 21/121 = 0.5467; 1.05 * 21/121 = 0.1822, three times
    assert of_three(shop, 315).tax == usd(55)
    rounded(shop, BY_LINE)
    assert of_three(shop, 315).tax == usd(54)
    assert orders.audit() == []


def test_halves_of_tax_go_away_from_zero_or_to_the_even_one() -> None:
    shop = a_shop(tax_included=False)
    a_rate(shop.market.id, 1_000)
    # 1.05 * 10 % = 0.105
    assert of_one(shop, 105, 116).tax == usd(11)
    rounded(shop, TO_EVEN)
    order = of_one(shop, 105, 115)
    assert (order.tax, order.summary.total, order.rounding) == (usd(10), usd(115), TO_EVEN)
    assert orders.audit() == []


def test_halves_of_what_promotions_take_off_go_there_too() -> None:
    shop = a_shop(tax_included=True)
    a_rate(shop.market.id, 2_100)
    a_live_one(shop.market, Terms(reward=compiled.Percent(bp=1_000)))
    assert [each.amount for each in of_one(shop, 105, 94).adjustments] == [usd(-11)]
    rounded(shop, TO_EVEN)
    assert [each.amount for each in of_one(shop, 105, 95).adjustments] == [usd(-10)]
    assert orders.audit() == []


def test_another_rounding_changes_no_order_that_stands() -> None:
    shop = a_shop(tax_included=True)
    a_rate(shop.market.id, 2_100)
    rounded(shop, BY_LINE_TO_EVEN)
    old = of_three(shop, 315)
    rounded(shop, compiled.AS_USUAL)
    assert orders.get_order(old.summary.id) == old
    assert (old.tax, old.rounding) == (usd(54), BY_LINE_TO_EVEN)
    assert of_three(shop, 315).rounding == compiled.AS_USUAL
    assert orders.audit() == []


@pytest.mark.parametrize(
    ("before", "after", "added"), [(TO_EVEN, compiled.AS_USUAL, 10), (compiled.AS_USUAL, TO_EVEN, 11)]
)
def test_what_is_added_to_an_order_is_rounded_as_it_was(
    before: compiled.Rounding, after: compiled.Rounding, added: int
) -> None:
    shop = a_shop(tax_included=False)
    a_rate(shop.market.id, 1_000)
    rounded(shop, before)
    order = an_account(shop).orders(2, tenders=(checkout.Tender("on_account", usd(550)),))
    rounded(shop, after)
    proposed = amendments.propose(order, Wish(add=(Addition(shop.offered(1, 105), 1),)), actor=SYSTEM)
    amendments.confirm(proposed.id, proposed.seal, actor=SYSTEM)
    # 1.05 * 10 % = 0.105
    line = orders.get_order(order).lines[1]
    assert (line.tax, line.amount) == (usd(added), Money(105 + added, "USD"))
    assert wrong() == []
