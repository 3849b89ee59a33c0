"""Who is erased is forgotten in their orders as well."""

from __future__ import annotations

import pytest

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.customers import public as customers
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method
from tests.checkout.builders import ANA, Shop, a_shop
from tests.customers.builders import a_customer
from tests.orders.settling import forget_jobs, settle

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _no_jobs_of_others(transactional_db: None) -> None:
    forget_jobs()


def ordered(shop: Shop, customer: customers.Customer) -> orders.OrderId:
    purchase = shop.purchase(shop.offered(1), method=Method.COLLECT, contact=ANA, customer=customer.id)
    return checkout.place_order(purchase, actor=SYSTEM).order


def test_an_erased_customer_is_forgotten_in_orders_that_have_ended() -> None:
    shop, gone, other = a_shop(), a_customer(), a_customer()
    ended, under_way, of_other = ordered(shop, gone), ordered(shop, gone), ordered(shop, other)
    for order in (ended, of_other):
        orders.cancel_order(order, actor=SYSTEM)
    customers.erase(gone.id, actor=SYSTEM)
    settle()
    assert orders.get_order(ended).contact is None
    assert orders.get_order(of_other).contact == ANA
    assert orders.get_order(under_way).contact == ANA, "its goods still have to find their way"
    orders.cancel_order(under_way, actor=SYSTEM)
    settle()
    assert orders.get_order(under_way).contact is None
