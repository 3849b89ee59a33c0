"""A present keeps its message from the basket to the parcel, and no longer than whoever wrote it wants to be known."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel import clock
from oneshelf.kernel.actors import ANONYMOUS, SYSTEM
from oneshelf.kernel.idempotency.public import Claim
from oneshelf.kernel.ids import new_id
from oneshelf.modules.carts import public as carts
from oneshelf.modules.carts.models import Cart
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.checkout.models import Checkout
from oneshelf.modules.customers import public as customers
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.models import OrderGift
from oneshelf.modules.orders.public import Method, OrderId
from oneshelf.modules.payments import public as payments
from tests.checkout.builders import ANA, Shop, a_shop
from tests.customers.builders import a_customer
from tests.orders.settling import forget_jobs, settle

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _no_jobs_of_others(transactional_db: None) -> None:
    forget_jobs()


@pytest.fixture
def shop() -> Shop:
    return a_shop()


def a_cart(shop: Shop, customer: customers.Customer | None = None) -> carts.Cart:
    opened, _secret = carts.open_for_guest(shop.market.id, shop.web.id)
    if customer is not None:
        Cart.objects.filter(id=opened.id).update(customer=customer.id)
    return carts.add_line(opened.id, shop.offered(5), 1)


def begun(shop: Shop, cart: carts.Cart) -> checkout.Checkout:
    """Start and pay a checkout of a cart, as a surface does."""
    (line,) = cart.lines
    wanted = [checkout.Wanted(line.variant, line.quantity)]
    started = checkout.start(
        shop.market,
        shop.web.id,
        wanted,
        cart=cart.revision,
        gift=cart.gift,
        staff=cart.staff,
        customer=cart.customer,
    )
    checkout.collect_at(started.id, shop.store.id, ANA)
    checkout.pay(started.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    return checkout.get_checkout(started.id)


def bought(shop: Shop, cart: carts.Cart) -> OrderId:
    return checkout.complete(begun(shop, cart).id, actor=ANONYMOUS).order


def test_a_present_keeps_its_message_and_the_basket_and_checkout_forget_it(shop: Shop) -> None:
    cart = carts.set_gift(a_cart(shop).id, carts.Gift(" Happy birthday,\nIda! "))
    started = begun(shop, cart)
    order = checkout.complete(started.id, actor=ANONYMOUS).order
    assert orders.get_order(order).gift == "Happy birthday,\nIda!"
    assert Cart.objects.get(id=cart.id).gift_message == ""
    assert Checkout.objects.get(id=started.id).gift is None
    again = checkout.complete(started.id, actor=ANONYMOUS)
    assert (again.repeated, orders.get_order(order).gift) == (True, "Happy birthday,\nIda!")


@pytest.mark.parametrize(("gift", "kept"), [(None, None), (carts.Gift(""), "")])
def test_a_present_without_a_message_is_one_too(shop: Shop, gift: carts.Gift | None, kept: str | None) -> None:
    order = bought(shop, carts.set_gift(a_cart(shop).id, gift))
    assert orders.get_order(order).gift == kept


def test_a_basket_that_becomes_a_present_after_its_payment_is_not_ordered(shop: Shop) -> None:
    cart = a_cart(shop)
    started = begun(shop, cart)
    carts.set_gift(cart.id, carts.Gift("For Ida"))
    with pytest.raises(carts.CartNotAsOrdered):
        checkout.complete(started.id, actor=ANONYMOUS)
    assert orders.list_orders(shop.market.id) == []
    assert OrderGift.objects.count() == 0


def test_the_order_knows_who_prepared_it(shop: Shop) -> None:
    member, cart = new_id(), a_cart(shop)
    Cart.objects.filter(id=cart.id).update(staff_id=member)
    order = orders.get_order(bought(shop, carts.load(cart.id)))
    assert (order.staff, order.gift) == (member, None)


def test_only_presents_pay_for_presents(shop: Shop) -> None:
    counts = {}
    for gift in (None, "For Ida"):
        variant, claim = shop.offered(5), Claim("test", "orders.place", f"{gift}", b"")
        purchase = shop.purchase(variant, gift=gift)
        checkout.place_order(shop.purchase(shop.offered(5)), actor=SYSTEM)  # fills the caches
        with CaptureQueriesContext(connection) as queries:
            placed = checkout.place_order(purchase, actor=SYSTEM, once=claim)
        counts[gift] = sum("note_gift.sql" in query["sql"] or "BEGIN" in query["sql"] for query in queries)
        assert orders.get_order(placed.order).gift == gift
        assert checkout.place_order(purchase, actor=SYSTEM, once=claim).order == placed.order
    assert counts[None] == 0
    assert counts["For Ida"] > 0


def test_what_was_written_to_a_present_goes_with_whoever_wrote_it(shop: Shop) -> None:
    gone, other = a_customer(), a_customer()
    ended, under_way, of_other = (
        checkout.place_order(
            shop.purchase(shop.offered(1), method=Method.COLLECT, contact=ANA, customer=who.id, gift="From Bea"),
            actor=SYSTEM,
        ).order
        for who in (gone, gone, other)
    )
    waiting = carts.set_gift(a_cart(shop, gone).id, carts.Gift("From Bea"))
    for order in (ended, of_other):
        orders.cancel_order(order, actor=SYSTEM)
    customers.erase(gone.id, actor=SYSTEM)
    settle()
    assert [orders.get_order(each).gift for each in (ended, under_way, of_other)] == ["", "From Bea", "From Bea"]
    assert carts.load(waiting.id).gift == carts.Gift("")
    orders.cancel_order(under_way, actor=SYSTEM)
    settle()
    assert orders.get_order(under_way).gift == ""


def test_a_checkout_that_ends_forgets_its_message(shop: Shop) -> None:
    started = checkout.start(
        shop.market, shop.web.id, [checkout.Wanted(shop.offered(1), 1)], gift=carts.Gift("For Ida")
    )
    assert checkout.get_checkout(started.id).gift == "For Ida"
    Checkout.objects.filter(id=started.id).update(expires_at=clock.now() - timedelta(hours=1))
    checkout.expire_checkouts()
    assert Checkout.objects.get(id=started.id).gift is None
