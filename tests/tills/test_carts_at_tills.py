"""A basket is paid once, at a till or on the web, and a payment pays for what its shopper saw, at every door."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from oneshelf.kernel import clock
from oneshelf.kernel.actors import ANONYMOUS, SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.idempotency.public import Claim
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.carts import public as carts
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.checkout.public import Tender, Wanted
from oneshelf.modules.inventory.public import OutOfStock
from oneshelf.modules.orders import public as orders
from oneshelf.modules.payments import public as payments
from oneshelf.modules.tills import public as tills
from tests.checkout.builders import ANA, Shop, a_shop

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


class Basket:
    """One shopper's basket of one line, a web checkout that is paid, and a till that may take it."""

    def __init__(self, shop: Shop, variant: VariantId, till: tills.Till) -> None:
        self.shop, self.variant, self.till = shop, variant, till
        opened, _secret = carts.open_for_guest(shop.market.id, shop.web.id)
        self.cart = carts.add_line(opened.id, variant, 1)

    def paid_on_the_web(self) -> checkout.CheckoutId:
        begun = checkout.start(
            self.shop.market, self.shop.web.id, [Wanted(self.variant, 1)], cart=carts.load(self.cart.id).revision
        )
        checkout.collect_at(begun.id, self.shop.store.id, ANA)
        checkout.pay(begun.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
        return begun.id

    def at_the_till(self) -> None:
        code = carts.show_code(self.cart.id).code
        carts.take_over(code, tills.hands_of(self.till), market=self.shop.market.id)

    def sell(self, key: str = "a", cart: carts.CartId | None = None) -> tills.Receipt:
        sale = tills.Sale(
            (Wanted(self.variant, 1),),
            (Tender("cash", Money(250, "USD")),),
            staff=new_id(),
            cart=cart or self.cart.id,
        )
        return tills.sell(self.till, sale, actor=SYSTEM, once=Claim(str(self.till.id), "tills.sell", key, b""))

    @property
    def placed(self) -> int:
        return len(orders.list_orders(self.shop.market.id))


@pytest.fixture
def basket() -> Basket:
    shop = a_shop()
    till, _ = tills.enrol_till(shop.store.id, shop.till.id, "Till 2", actor=SYSTEM)
    return Basket(shop, shop.offered(50), till)


def another_unit(basket: Basket) -> None:
    carts.add_line(basket.cart.id, basket.variant, 1)


def another_quantity(basket: Basket) -> None:
    carts.set_line(basket.cart.id, basket.variant, 3, seen=1)


def poured_in(basket: Basket) -> None:
    other, _secret = carts.open_for_guest(basket.shop.market.id, basket.shop.web.id)
    carts.add_line(other.id, basket.variant, 1)
    carts.merge(other.id, basket.cart.id)


def poured_away(basket: Basket) -> None:
    other, _secret = carts.open_for_guest(basket.shop.market.id, basket.shop.web.id)
    carts.merge(basket.cart.id, other.id)


def taken_to_the_till(basket: Basket) -> None:
    basket.at_the_till()


def there_and_back(basket: Basket) -> None:
    basket.at_the_till()
    carts.take_back(basket.cart.id)


def made_a_gift(basket: Basket) -> None:
    carts.set_gift(basket.cart.id, carts.Gift("Sto lat!"))


def sold_at_the_till(basket: Basket) -> None:
    basket.at_the_till()
    basket.sell()


@pytest.mark.parametrize(
    "change",
    [
        another_unit,
        another_quantity,
        poured_in,
        poured_away,
        taken_to_the_till,
        there_and_back,
        made_a_gift,
        sold_at_the_till,
    ],
)
def test_a_cart_that_changed_after_its_payment_is_not_ordered_with_it(
    basket: Basket, change: Callable[[Basket], None]
) -> None:
    paid = basket.paid_on_the_web()
    change(basket)
    before, known = basket.placed, carts.load(basket.cart.id)
    with pytest.raises(carts.CartNotAsOrdered):
        checkout.complete(paid, actor=ANONYMOUS)
    assert basket.placed == before
    assert carts.load(basket.cart.id) == known
    assert checkout.get_checkout(paid).state is checkout.CheckoutState.OPEN
    held = checkout.get_checkout(paid).payment
    assert held is not None
    assert payments.give_back(held, actor=ANONYMOUS).state is payments.PaymentState.VOIDED


def test_a_basket_in_two_windows_is_ordered_once(basket: Basket) -> None:
    first, second = basket.paid_on_the_web(), basket.paid_on_the_web()
    checkout.complete(first, actor=ANONYMOUS)
    with pytest.raises(carts.CartNotAsOrdered):
        checkout.complete(second, actor=ANONYMOUS)
    assert basket.placed == 1
    assert checkout.complete(first, actor=ANONYMOUS).repeated


def test_a_till_closes_the_basket_that_it_sells(basket: Basket) -> None:
    basket.at_the_till()
    receipt = basket.sell()
    assert carts.load(basket.cart.id).state is carts.CartState.ORDERED
    assert basket.sell() == receipt  # the same key: the receipt once more
    with pytest.raises(carts.UnknownCart):
        basket.sell("b")
    assert basket.placed == 1


def test_a_till_sells_no_basket_that_it_does_not_hold(basket: Basket) -> None:
    with pytest.raises(carts.CartElsewhere):
        basket.sell()
    basket.at_the_till()
    carts.take_back(basket.cart.id)
    with pytest.raises(carts.CartElsewhere):
        basket.sell("b")
    with pytest.raises(carts.UnknownCart):
        basket.sell("c", cart=carts.CartId(new_id()))
    assert basket.placed == 0


def test_a_refused_sale_lets_go_of_the_basket(basket: Basket) -> None:
    basket.at_the_till()
    scarce = basket.shop.offered(1)
    checkout.place_order(basket.shop.purchase(scarce), actor=SYSTEM)
    basket.variant = scarce
    with pytest.raises(OutOfStock):
        basket.sell()
    assert carts.take_back(basket.cart.id).is_with_shopper


@pytest.mark.parametrize("sold", [True, False], ids=["after", "before"])
def test_a_sale_that_a_crash_cut_off_is_settled(basket: Basket, monkeypatch: pytest.MonkeyPatch, sold: bool) -> None:
    basket.at_the_till()

    def power_cut(*_: object, **__: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as crash:
        crash.setattr(carts if sold else checkout, "finish_sale" if sold else "place_order", power_cut)
        with pytest.raises(ConnectionError):
            basket.sell()
    with pytest.raises(carts.CartBeingPaid):
        carts.take_back(basket.cart.id)
    assert tills.settle_carts() == 0
    with time_machine.travel(clock.now() + carts.SALE_AT_MOST + timedelta(seconds=1)):
        assert tills.settle_carts() == 1
        assert tills.settle_carts() == 0
    state = carts.load(basket.cart.id).state
    assert state is (carts.CartState.ORDERED if sold else carts.CartState.OPEN)
    assert basket.placed == int(sold)


def test_a_cut_off_sale_goes_on_when_the_till_asks_again(basket: Basket, monkeypatch: pytest.MonkeyPatch) -> None:
    basket.at_the_till()

    def power_cut(*_: object, **__: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as crash:
        crash.setattr(carts, "finish_sale", power_cut)
        with pytest.raises(ConnectionError):
            basket.sell()
    assert basket.sell().number == 1
    assert carts.load(basket.cart.id).state is carts.CartState.ORDERED
    assert basket.placed == 1


@pytest.mark.slow
def test_web_and_till_at_once_order_a_basket_once(basket: Basket) -> None:
    """The web completes, the till takes over and sells, the shopper takes back: all at the same moment."""
    shop, till = basket.shop, basket.till
    ordered = 0
    for round_ in range(12):
        each = Basket(shop, basket.variant, till)
        paid = each.paid_on_the_web()
        code = carts.show_code(each.cart.id).code
        start = threading.Barrier(3)

        def web(each: Basket = each, paid: checkout.CheckoutId = paid, start: threading.Barrier = start) -> bool:
            start.wait(5)
            checkout.complete(paid, actor=ANONYMOUS)
            return True

        def counter(
            each: Basket = each, code: str = code, start: threading.Barrier = start, key: str = str(round_)
        ) -> bool:
            start.wait(5)
            carts.take_over(code, tills.hands_of(till), market=shop.market.id)
            each.sell(key)
            return True

        def phone(each: Basket = each, start: threading.Barrier = start) -> bool:
            start.wait(5)
            carts.take_back(each.cart.id)
            return False

        with ThreadPoolExecutor(3) as hands:
            done = [one for one in hands.map(_tried, (web, counter, phone)) if one]
        assert len(done) <= 1
        ordered += len(done)
        assert each.placed == ordered
        state = carts.load(each.cart.id).state
        assert (state is carts.CartState.ORDERED) == bool(done)


def _tried(work: Callable[[], bool]) -> bool:
    try:
        return work()
    except Refusal:
        return False
    finally:
        connection.close()


def test_a_present_that_a_till_sells_stays_one(basket: Basket) -> None:
    carts.set_gift(basket.cart.id, carts.Gift("For Ida"))
    basket.at_the_till()
    receipt = basket.sell()
    assert orders.get_order(receipt.order).gift == "For Ida"
