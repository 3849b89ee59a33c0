"""What is added to an order is taxed as the rest of it was."""

from __future__ import annotations

import pytest

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.money import Money
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.public import Addition, Wish
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method
from oneshelf.modules.places.models import Place
from oneshelf.modules.tax import public as tax
from tests.amendments.builders import wrong
from tests.checkout.builders import Shop, a_shop
from tests.companies.builders import an_account, usd
from tests.tax.builders import LONG_AGO, a_rate

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def changed(shop: Shop, included: int, spared: bool = False) -> orders.Order:
    """Order two pieces on account at 2.50, and add one at 3.33."""
    account = an_account(shop)
    if spared:
        Place.objects.filter(id=shop.store.id).update(country="US")
        shown = tax.NewExemption(tax.ExemptionKind.CERTIFICATE, "ST-120", "US", LONG_AGO)
        tax.exempt(shop.market.id, account.member, shown, actor=SYSTEM)
    paid = (checkout.Tender("on_account", usd(included)),)
    order = account.orders(2, tenders=paid)
    wish = Wish(add=(Addition(shop.offered(1, 333), 1),))
    proposed = amendments.propose(order, wish, actor=SYSTEM)
    amendments.confirm(proposed.id, proposed.seal, actor=SYSTEM)
    return orders.get_order(order)


def test_tax_is_added_to_the_price_of_an_added_line() -> None:
    shop = a_shop(tax_included=False)
    a_rate(shop.market.id, 1_000)
    order = changed(shop, 550)
    # 3.33 * 10 % = 0.333
    assert (order.lines[1].amount, order.lines[1].tax) == (usd(366), usd(33))
    assert (order.tax, order.summary.total) == (usd(83), usd(916))
    assert wrong() == []


def test_an_added_line_says_what_tax_its_price_holds() -> None:
    shop = a_shop(tax_included=True)
    a_rate(shop.market.id, 2_000)
    order = changed(shop, 500)
    # 3.33 * 20/120 = 0.555
    assert (order.lines[1].amount, order.lines[1].tax, order.tax) == (usd(333), usd(56), usd(139))
    assert wrong() == []


def test_who_is_not_charged_is_spared_the_tax_of_an_added_line_too() -> None:
    shop = a_shop(tax_included=True)
    a_rate(shop.market.id, 2_000)
    order = changed(shop, 417, spared=True)
    assert (order.lines[1].amount, order.lines[1].tax) == (usd(277), usd(0))
    assert [(each.line, each.kind, each.amount) for each in order.adjustments if each.line == 2] == [
        (2, orders.TAX_RELIEF, Money(-56, "USD"))
    ]
    assert wrong() == []


def test_an_order_whose_taxes_nobody_knew_is_added_to_without_any() -> None:
    shop = a_shop(tax_included=False)
    account = an_account(shop)
    order = account.orders(2)
    a_rate(shop.market.id, 1_000)
    proposed = amendments.propose(order, Wish(add=(Addition(shop.offered(1, 333), 1),)), actor=SYSTEM)
    assert proposed.preview.bill.will == usd(833)
    assert orders.get_order(order).summary.method is Method.COLLECT
