"""Orders in one call: everything is written, or nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.idempotency.public import Claim, IdempotencyKeyReused
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.inventory.public import OutOfStock
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method, OrderState
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.models import Payment
from oneshelf.modules.payments.public import PaymentState
from oneshelf.modules.pricing import public as pricing
from tests.checkout.builders import ANA, a_shop

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

ONCE = Claim("till-1", "orders.place", "key-1", b"body")


def test_a_sale_at_the_till_is_complete_at_once() -> None:
    shop = a_shop()
    variant = shop.offered(5)
    placed = checkout.place_order(shop.purchase(variant, 2), actor=SYSTEM)
    order = orders.get_order(placed.order)
    assert (order.summary.state, order.summary.total, order.version) == (OrderState.COMPLETED, Money(500, "USD"), 2)
    assert [(line.quantity, line.amount.minor) for line in order.lines] == [(2, 500)]
    (payment,) = payments.payments_of([placed.order])[placed.order]
    assert (payment.state, payment.captured) == (PaymentState.CAPTURED, 500)
    assert (shop.level(variant).on_hand, shop.level(variant).reserved) == (3, 0)
    assert shop.audit() == []
    assert orders.audit() == []


def test_an_order_to_be_shipped_is_reserved() -> None:
    shop = a_shop()
    variant = shop.offered(5)
    purchase = shop.purchase(
        variant, method=Method.SHIP, contact=ANA, tenders=(checkout.Tender("external", Money(250, "USD")),)
    )
    placed = checkout.place_order(purchase, actor=SYSTEM)
    order = orders.get_order(placed.order)
    assert (order.summary.state, order.contact) == (OrderState.PLACED, ANA)
    assert (shop.level(variant).on_hand, shop.level(variant).reserved) == (5, 1)


def test_the_same_request_places_one_order() -> None:
    shop = a_shop()
    variant = shop.offered(5)
    first = checkout.place_order(shop.purchase(variant), actor=SYSTEM, once=ONCE)
    again = checkout.place_order(shop.purchase(variant), actor=SYSTEM, once=ONCE)
    assert (first.repeated, again.repeated, first.order) == (False, True, again.order)
    assert shop.level(variant).on_hand == 4
    with pytest.raises(IdempotencyKeyReused):
        checkout.place_order(shop.purchase(variant), actor=SYSTEM, once=Claim("till-1", "orders.place", "key-1", b"x"))


def test_a_card_is_let_go_when_the_goods_are_gone() -> None:
    shop = a_shop()
    variant = shop.offered(1)
    tender = checkout.Tender("test_card", Money(500, "USD"), token="tok_approve")
    with pytest.raises(OutOfStock):
        checkout.place_order(shop.purchase(variant, 2, tenders=(tender,)), actor=SYSTEM, once=ONCE)
    assert [payment.state for payment in Payment.objects.all()] == ["voided"]
    assert orders.list_orders(shop.market.id) == []


def test_a_declined_card_places_nothing() -> None:
    shop = a_shop()
    variant = shop.offered(1)
    tender = checkout.Tender("test_card", Money(250, "USD"), token="tok_decline")
    with pytest.raises(checkout.CardDeclined):
        checkout.place_order(shop.purchase(variant, tenders=(tender,)), actor=SYSTEM)
    assert shop.level(variant).on_hand == 1


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"lines": ()}, checkout.EmptyBasket),
        ({"tenders": ()}, checkout.PaymentMissing),
        ({"expected_total": Money(1, "USD")}, checkout.PriceChanged),
        ({"method": Method.SHIP}, checkout.ContactMissing),
    ],
)
def test_what_cannot_be_ordered_changes_nothing(fields: dict[str, Any], refusal: type[Exception]) -> None:
    shop = a_shop()
    variant = shop.offered(2)
    with pytest.raises(refusal):
        checkout.place_order(shop.purchase(variant, **fields), actor=SYSTEM)
    assert shop.level(variant).on_hand == 2
    assert orders.list_orders(shop.market.id) == []


def test_an_order_takes_few_round_trips() -> None:
    shop = a_shop()
    variant = shop.offered(5)
    checkout.place_order(shop.purchase(variant), actor=SYSTEM)
    with CaptureQueriesContext(connection) as queries:
        checkout.place_order(shop.purchase(variant), actor=SYSTEM)
    assert len(queries) == 9


def test_last_units_are_sold_once() -> None:
    shop = a_shop()
    variant = shop.offered(20)

    def buy(_: int) -> bool:
        try:
            checkout.place_order(shop.purchase(variant), actor=SYSTEM)
        except OutOfStock:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(buy, range(40))) == 20
    assert shop.level(variant).on_hand == 0
    assert shop.audit() == []
    assert len(orders.list_orders(shop.market.id, limit=50)) == 20


def test_a_repetition_gets_its_order_whatever_has_changed_since() -> None:
    shop = a_shop()
    variant = shop.offered(1)
    purchase = shop.purchase(variant)
    first = checkout.place_order(purchase, actor=SYSTEM, once=ONCE)
    pricing.set_price(shop.market.id, variant, UnitPrice(300, "USD"), clock.now(), actor=SYSTEM)
    again = checkout.place_order(purchase, actor=SYSTEM, once=ONCE)
    assert (again.order, again.repeated) == (first.order, True)
    with pytest.raises(checkout.PaymentMissing):
        checkout.place_order(purchase, actor=SYSTEM)


def test_a_card_without_its_token_pays_nothing() -> None:
    shop = a_shop()
    variant = shop.offered(5)
    purchase = shop.purchase(variant, tenders=(checkout.Tender("test_card", Money(250, "USD")),))
    with pytest.raises(checkout.CardDeclined):
        checkout.place_order(purchase, actor=SYSTEM)
    assert shop.level(variant).on_hand == 5
    assert [each.state for each in Payment.objects.all()] == [PaymentState.DECLINED]


def test_a_repetition_asks_the_card_once() -> None:
    shop = a_shop()
    tender = checkout.Tender("test_card", Money(250, "USD"), token="tok_approve")
    purchase = shop.purchase(shop.offered(5), tenders=(tender,))
    for _ in range(2):
        checkout.place_order(purchase, actor=SYSTEM, once=ONCE)
    assert Payment.objects.count() == 1


def test_a_number_that_is_taken_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = a_shop()
    variant = shop.offered(5)
    first = checkout.place_order(shop.purchase(variant), actor=SYSTEM)
    drawn = iter([first.number, first.number, orders.new_number()])
    monkeypatch.setattr(orders, "new_number", lambda: next(drawn))
    tender = checkout.Tender("test_card", Money(250, "USD"), token="tok_approve")
    second = checkout.place_order(shop.purchase(variant, tenders=(tender,)), actor=SYSTEM, once=ONCE)
    assert second.number != first.number
    assert not second.repeated
    assert shop.level(variant).on_hand == 3
