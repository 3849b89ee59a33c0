"""An order's money follows its goods: taken when they have left, given back when they never come."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from oneshelf.connectors.test_gateway.gateway import SandboxGateway
from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method, OrderId, OrderState
from oneshelf.modules.orders.tasks import take_money
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import PaymentState
from tests.checkout.builders import ANA, Shop, a_shop
from tests.orders.settling import forget_jobs, settle

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def usd(minor: int) -> Money:
    return Money(minor, "USD")


@pytest.fixture(autouse=True)
def _no_jobs_of_others(transactional_db: None) -> None:
    forget_jobs()


def bought(shop: Shop, quantity: int = 3, tender: checkout.Tender | None = None) -> Consignment:
    """Order for collection, by card unless told otherwise; return what the store has to pick."""
    purchase = shop.purchase(
        shop.offered(5),
        quantity,
        method=Method.COLLECT,
        contact=ANA,
        tenders=(tender or checkout.Tender("test_card", usd(250 * quantity), token="tok_approve"),),
    )
    placed = checkout.place_order(purchase, actor=SYSTEM)
    (consignment,) = fulfilment.consignments_of([placed.order])[placed.order]
    return consignment


def payment_of(order: UUID) -> payments.Payment:
    (payment,) = payments.payments_of([order])[order]
    return payment


def books_agree(shop: Shop) -> bool:
    return not (payments.audit() or fulfilment.audit() or orders.audit() or shop.audit())


def test_a_card_is_charged_when_goods_are_taken_at_once() -> None:
    shop = a_shop()
    card = checkout.Tender("test_card", usd(250), token="tok_approve")
    placed = checkout.place_order(shop.purchase(shop.offered(1), tenders=(card,)), actor=SYSTEM)
    settle()
    assert payment_of(placed.order).state is PaymentState.CAPTURED
    assert books_agree(shop)


def test_a_card_is_charged_when_goods_are_collected() -> None:
    shop = a_shop()
    consignment = bought(shop)
    fulfilment.start_picking(consignment.id, actor=SYSTEM)
    fulfilment.record_pick(consignment.id, 1, 3, actor=SYSTEM)
    fulfilment.mark_ready(consignment.id, actor=SYSTEM)
    settle()
    assert payment_of(consignment.order).state is PaymentState.AUTHORISED
    assert orders.get_order(OrderId(consignment.order)).summary.state is OrderState.READY
    fulfilment.hand_over(consignment.id, fulfilment.pin_for(consignment.id), actor=SYSTEM)
    settle()
    assert (payment_of(consignment.order).captured, payment_of(consignment.order).refunded) == (750, 0)
    assert orders.get_order(OrderId(consignment.order)).summary.state is OrderState.COMPLETED
    assert books_agree(shop)


@pytest.mark.parametrize("tender", [None, checkout.Tender("external", usd(750))])
def test_what_was_not_found_is_not_paid(tender: checkout.Tender | None) -> None:
    shop = a_shop()
    consignment = bought(shop, tender=tender)
    fulfilment.start_picking(consignment.id, actor=SYSTEM)
    fulfilment.record_pick(consignment.id, 1, 2, actor=SYSTEM)
    fulfilment.record_short(consignment.id, 1, actor=SYSTEM)
    fulfilment.mark_ready(consignment.id, actor=SYSTEM)
    fulfilment.hand_over(consignment.id, fulfilment.pin_for(consignment.id), actor=SYSTEM)
    settle()
    assert (payment_of(consignment.order).captured, payment_of(consignment.order).refunded) == (750, 250)
    assert orders.get_order(OrderId(consignment.order)).summary.refunded == usd(250)
    assert books_agree(shop)


def test_what_was_given_back_before_leaves_less_for_what_was_not_found() -> None:
    shop = a_shop()
    consignment = bought(shop, tender=checkout.Tender("external", usd(750)))
    orders.refund_order(OrderId(consignment.order), usd(700), cause=new_id(), actor=SYSTEM)
    fulfilment.start_picking(consignment.id, actor=SYSTEM)
    fulfilment.record_pick(consignment.id, 1, 2, actor=SYSTEM)
    fulfilment.record_short(consignment.id, 1, actor=SYSTEM)
    fulfilment.mark_ready(consignment.id, actor=SYSTEM)
    fulfilment.hand_over(consignment.id, fulfilment.pin_for(consignment.id), actor=SYSTEM)
    for _ in range(2):  # workers may do it again
        settle()
        assert orders.get_order(OrderId(consignment.order)).summary.refunded == usd(750)
    assert books_agree(shop)


def test_goods_that_nobody_collects_are_not_paid() -> None:
    shop = a_shop()
    consignment = bought(shop)
    fulfilment.start_picking(consignment.id, actor=SYSTEM)
    fulfilment.record_pick(consignment.id, 1, 3, actor=SYSTEM)
    fulfilment.mark_ready(consignment.id, actor=SYSTEM)
    settle()
    fulfilment.expire_no_shows(clock.now() + fulfilment.COLLECT_WITHIN + timedelta(seconds=1))
    settle()
    assert payment_of(consignment.order).state is PaymentState.VOIDED
    assert orders.get_order(OrderId(consignment.order)).summary.state is OrderState.CANCELLED
    assert books_agree(shop)


def test_an_order_whose_only_consignment_is_cancelled_is_cancelled() -> None:
    shop = a_shop()
    consignment = bought(shop, tender=checkout.Tender("external", usd(750)))
    fulfilment.cancel(consignment.id, actor=SYSTEM)
    settle()
    assert payment_of(consignment.order).state is PaymentState.REFUNDED
    assert orders.get_order(OrderId(consignment.order)).summary.state is OrderState.CANCELLED
    assert books_agree(shop)


def test_a_cancelled_order_gives_every_tender_back() -> None:
    shop = a_shop()
    tenders = (
        checkout.Tender("external", usd(300)),
        checkout.Tender("external", usd(200)),
        checkout.Tender("test_card", usd(250), token="tok_approve"),
    )
    purchase = shop.purchase(shop.offered(5), 3, method=Method.COLLECT, contact=ANA, tenders=tenders)
    order = checkout.place_order(purchase, actor=SYSTEM).order
    orders.cancel_order(order, actor=SYSTEM)
    settle()
    settle()
    states = [payment.state for payment in payments.payments_of([order])[order]]
    assert sorted(states) == [PaymentState.REFUNDED, PaymentState.REFUNDED, PaymentState.VOIDED]
    assert books_agree(shop)


def test_one_return_refunds_several_tenders_and_resumes(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = a_shop()
    tenders = (
        checkout.Tender("cash", usd(300)),
        checkout.Tender("test_card", usd(450), token="tok_approve"),
    )
    order = checkout.place_order(shop.purchase(shop.offered(5), 3, tenders=tenders), actor=SYSTEM).order
    settle()
    cause = new_id()

    class Crash(BaseException):
        pass

    real, calls = payments.refund, []

    def crash_at_the_second(*args: Any, **given: Any) -> payments.Refund:
        calls.append(args)
        if len(calls) == 2:
            raise Crash
        return real(*args, **given)

    with monkeypatch.context() as crashing:
        crashing.setattr(payments, "refund", crash_at_the_second)
        with pytest.raises(Crash):
            orders.refund_order(order, usd(500), cause=cause, actor=SYSTEM)
    for _ in range(2):
        refunds = orders.refund_order(order, usd(500), cause=cause, actor=SYSTEM)
        assert [refund.amount for refund in refunds] == [300, 200]  # the cash was there before the card was asked
    settle()
    assert orders.get_order(order).summary.refunded == usd(500)
    assert books_agree(shop)


def test_money_that_was_taken_before_it_could_be_let_go_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = a_shop()
    consignment = bought(shop)

    def take(self: SandboxGateway, payment: payments.PaymentId) -> payments.Captured | payments.Declined:
        return self.capture(payment, usd(750))

    monkeypatch.setattr(SandboxGateway, "void", take)
    orders.cancel_order(OrderId(consignment.order), actor=SYSTEM)
    settle()
    assert (payment_of(consignment.order).captured, payment_of(consignment.order).refunded) == (750, 750)
    assert books_agree(shop)


def test_what_a_bank_would_not_take_back_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = a_shop()
    consignment = bought(shop)
    fulfilment.start_picking(consignment.id, actor=SYSTEM)
    fulfilment.record_pick(consignment.id, 1, 1, actor=SYSTEM)
    fulfilment.record_short(consignment.id, 1, actor=SYSTEM)
    fulfilment.mark_ready(consignment.id, actor=SYSTEM)
    fulfilment.hand_over(consignment.id, fulfilment.pin_for(consignment.id), actor=SYSTEM)
    order = OrderId(consignment.order)
    payments.capture(payment_of(order).id, actor=SYSTEM)
    orders.refund_order(order, usd(400), cause=new_id(), actor=SYSTEM)
    with monkeypatch.context() as closed:
        closed.setattr(SandboxGateway, "refund", lambda *asked: payments.Declined("no"))
        for _ in range(2):
            with pytest.raises(payments.RefundRefused):
                take_money(order=str(order))
    take_money(order=str(order))
    assert payment_of(order).refunded == 750
    settle()
    assert books_agree(shop)
