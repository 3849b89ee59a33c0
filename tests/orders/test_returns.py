"""Goods come back once: never more of a line than the shopper got, however many ask, and each cause once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from oneshelf.kernel import sentences
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.kernel.quantity import Quantity
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import MovedAlready
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import GoodsNotOfOrder, Method, OrderId, ReturnTooLarge
from oneshelf.modules.payments import public as payments
from oneshelf.surfaces.console.audit.proof import returned_and_taken_back
from tests.checkout.builders import ANA, Shop, a_shop

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def sold(shop: Shop, units: int = 3) -> tuple[OrderId, VariantId]:
    """Sell so many of five units over the counter."""
    variant = shop.offered(5)
    return checkout.place_order(shop.purchase(variant, units), actor=SYSTEM).order, variant


def bring_back(shop: Shop, order: OrderId, goods: dict[int, int], *, cause: UUID | None = None) -> None:
    """Bring goods back for ten cents."""
    orders.refund_order(order, usd(10), cause=cause or new_id(), actor=SYSTEM, goods=goods, to_place=shop.store.id)


def returned(order: OrderId) -> list[int]:
    return [line.returned for line in orders.get_order(order).lines]


def given_back(order: OrderId) -> int:
    found = [payment.id for payment in payments.payments_of([order])[order]]
    return sum(refund.amount for refunds in payments.refunds_of(found).values() for refund in refunds)


def books_agree(shop: Shop) -> bool:
    return not (orders.audit() or shop.audit() or payments.audit() or list(returned_and_taken_back()))


def test_two_returns_take_back_no_more_than_was_bought() -> None:
    shop = a_shop()
    order, variant = sold(shop, 3)
    bring_back(shop, order, {1: 2})
    with pytest.raises(ReturnTooLarge) as refusal:
        bring_back(shop, order, {1: 2})
    assert (refusal.value.line, refusal.value.asked, refusal.value.left) == (1, Quantity(2), Quantity(1))
    assert (returned(order), shop.level(variant).on_hand, given_back(order)) == ([2], 4, 10)
    bring_back(shop, order, {1: 1})
    assert (returned(order), shop.level(variant).on_hand) == ([3], 5)
    assert books_agree(shop)


def test_the_refusal_names_line_article_and_what_is_left() -> None:
    shop = a_shop()
    order, _ = sold(shop, 3)
    with pytest.raises(ReturnTooLarge) as refusal:
        bring_back(shop, order, {1: 4})
    words = str(sentences.describe(refusal.value))
    assert words.startswith("4 of “")
    assert "(line 1) cannot come back; at most 3 can." in words


@pytest.mark.parametrize("goods", [{2: 1}, {1: 0}, {1: -1}])
def test_goods_that_cannot_be_of_the_order_change_nothing(goods: dict[int, int]) -> None:
    shop = a_shop()
    order, variant = sold(shop)
    with pytest.raises(GoodsNotOfOrder):
        bring_back(shop, order, goods)
    assert (returned(order), shop.level(variant).on_hand, given_back(order)) == ([0], 2, 0)


def test_one_line_too_many_takes_nothing_back() -> None:
    shop = a_shop()
    milk, bread = shop.offered(5), shop.offered(5)
    purchase = shop.purchase(
        milk,
        lines=(checkout.Wanted(milk, 2), checkout.Wanted(bread, 1)),
        tenders=(checkout.Tender("cash", usd(750)),),
    )
    order = checkout.place_order(purchase, actor=SYSTEM).order
    with pytest.raises(ReturnTooLarge):
        bring_back(shop, order, {1: 2, 2: 2})
    assert (returned(order), shop.level(milk).on_hand, given_back(order)) == ([0, 0], 3, 0)
    assert books_agree(shop)


def test_a_cause_takes_goods_back_once() -> None:
    shop = a_shop()
    order, variant = sold(shop, 3)
    cause = new_id()
    for _ in range(3):
        bring_back(shop, order, {1: 2}, cause=cause)
    assert (returned(order), shop.level(variant).on_hand, given_back(order)) == ([2], 4, 10)
    assert books_agree(shop)


@pytest.mark.parametrize("other", [{1: 1}, {1: 2, 2: 1}, {2: 1}])
def test_a_cause_cannot_be_used_for_other_goods(other: dict[int, int]) -> None:
    shop = a_shop()
    milk, bread = shop.offered(5), shop.offered(5)
    purchase = shop.purchase(
        milk,
        lines=(checkout.Wanted(milk, 2), checkout.Wanted(bread, 1)),
        tenders=(checkout.Tender("cash", usd(750)),),
    )
    order, cause = checkout.place_order(purchase, actor=SYSTEM).order, new_id()
    bring_back(shop, order, {1: 2}, cause=cause)
    with pytest.raises(MovedAlready):
        bring_back(shop, order, other, cause=cause)
    assert returned(order) == [2, 0]
    assert books_agree(shop)


def test_a_cause_of_one_order_is_none_of_another() -> None:
    shop = a_shop()
    (first, _), (second, variant) = sold(shop), sold(shop)
    cause = new_id()
    bring_back(shop, first, {1: 1}, cause=cause)
    with pytest.raises(MovedAlready):
        bring_back(shop, second, {1: 1}, cause=cause)
    assert (returned(second), shop.level(variant).on_hand) == ([0], 2)
    assert books_agree(shop)


def test_only_what_the_shopper_got_comes_back() -> None:
    shop = a_shop()
    purchase = shop.purchase(
        shop.offered(5), 3, method=Method.COLLECT, contact=ANA, tenders=(checkout.Tender("external", usd(750)),)
    )
    order = checkout.place_order(purchase, actor=SYSTEM).order
    (consignment,) = fulfilment.consignments_of([order])[order]
    with pytest.raises(ReturnTooLarge):  # it still lies in the store
        bring_back(shop, order, {1: 1})
    fulfilment.start_picking(consignment.id, actor=SYSTEM)
    fulfilment.record_pick(consignment.id, 1, 2, actor=SYSTEM)
    fulfilment.record_short(consignment.id, 1, actor=SYSTEM)
    fulfilment.mark_ready(consignment.id, actor=SYSTEM)
    fulfilment.hand_over(consignment.id, fulfilment.pin_for(consignment.id), actor=SYSTEM)
    with pytest.raises(ReturnTooLarge) as refusal:
        bring_back(shop, order, {1: 3})
    assert refusal.value.left == Quantity(2)
    bring_back(shop, order, {1: 2})
    assert returned(order) == [2]
    assert list(returned_and_taken_back()) == [] == shop.audit()


def at_once(work: list[Callable[[], None]]) -> list[type[Refusal] | None]:
    def run(one: Callable[[], None]) -> type[Refusal] | None:
        try:
            one()
        except Refusal as refusal:
            return type(refusal)
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(run, work))


def test_returns_race_for_the_last_unit_and_one_wins() -> None:
    shop = a_shop()
    order, variant = sold(shop, 3)
    ends = at_once([lambda: bring_back(shop, order, {1: 2})] * 8)
    assert sorted(ends, key=str) == [ReturnTooLarge] * 7 + [None]
    assert (returned(order), shop.level(variant).on_hand) == ([2], 4)
    assert books_agree(shop)


def test_the_same_return_sent_many_times_at_once_counts_once() -> None:
    shop = a_shop()
    order, variant = sold(shop, 3)
    cause = new_id()
    ends = at_once([lambda: bring_back(shop, order, {1: 2}, cause=cause)] * 8)
    assert ends == [None] * 8
    assert (returned(order), shop.level(variant).on_hand, given_back(order)) == ([2], 4, 10)
    assert books_agree(shop)


def test_the_database_itself_counts_no_further() -> None:
    order, _ = sold(a_shop(), 3)
    with (
        pytest.raises(IntegrityError, match="line_never_takes_back_more_than_it_sold"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE orders_line SET returned = 4 WHERE order_id = %s", [order])


def test_the_audit_names_a_line_and_a_return_that_lie() -> None:
    shop = a_shop()
    order, variant = sold(shop, 3)
    cause = new_id()
    bring_back(shop, order, {1: 1}, cause=cause)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE orders_line SET returned = 2 WHERE order_id = %s", [order])
    (found,) = orders.audit()
    assert (found.check, found.found, found.expected) == (
        "what came back of a line is the sum of its returns",
        "2 of 3",
        "1",
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE orders_return SET units = 2 WHERE order_id = %s", [order])
    assert orders.audit() == []
    (found,) = returned_and_taken_back()
    assert found.subject == f"return {cause}, line 1"
    inventory.take_back(
        shop.market.id, shop.store.id, [(1, variant, 1)], cause=new_id(), at=orders.get_order(order).summary.placed_at
    )
    assert len(list(returned_and_taken_back())) == 2
