"""An order that is paid when it is collected: no goods without money, no money twice, nothing to give back."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from oneshelf.kernel import clock
from oneshelf.kernel.actors import ANONYMOUS, SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.ledger import public as ledger
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.cases import public as cases
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentState
from oneshelf.modules.orders import models as order_models
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method, OrderId, OrderState
from oneshelf.modules.payments import models as payment_models
from oneshelf.modules.payments import public as payments
from oneshelf.surfaces.console.audit.proof import checks
from tests.checkout.builders import ANA, Shop, a_shop
from tests.checkout.later import at_collection, cash, make_ready, may_pay_at_collection, proof, ready_to_collect, usd
from tests.checkout.test_parcels import put
from tests.orders.settling import forget_jobs, settle
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

TAKERS = 8


@pytest.fixture
def shop(transactional_db: None) -> Shop:
    forget_jobs()
    shop = a_shop()
    may_pay_at_collection(shop.market.id)
    return shop


def paid_for(order: UUID) -> list[payments.Payment]:
    return payments.payments_of([OrderId(order)])[OrderId(order)]


def state_of(order: UUID) -> OrderState:
    return orders.get_order(OrderId(order)).summary.state


def nothing_differs() -> bool:
    found = [row for check in checks() for row in check.find()]
    assert not found, found
    return True


def test_goods_and_money_change_hands_together(shop: Shop) -> None:
    variant = shop.offered(5)
    sent = ready_to_collect(shop, variant)
    found = orders.get_order(OrderId(sent.order))
    assert found.terms is orders.Terms.AT_COLLECTION
    assert not paid_for(sent.order)
    assert orders.due_for(found, sent) == usd(750)
    for refused in (usd(749), usd(751)):
        with pytest.raises(orders.DueChanged):
            orders.collect_and_pay(sent.id, proof(sent.id), tenders=cash(refused.minor), actor=SYSTEM)
    assert not paid_for(sent.order)
    assert shop.level(variant).on_hand == 5
    assert orders.collect_and_pay(sent.id, proof(sent.id), tenders=cash(750), actor=SYSTEM) == usd(750)
    (payment,) = paid_for(sent.order)
    assert (payment.captured, shop.level(variant).on_hand, shop.level(variant).reserved) == (750, 2, 0)
    assert ledger.balance(ledger.account_id(shop.market.id, "orders", "USD")) == 750
    settle()
    assert state_of(sent.order) is OrderState.COMPLETED
    assert not payments.refunds_of([payment.id])[payment.id]
    assert nothing_differs()


def test_a_card_that_has_nothing_any_more_is_a_case_and_no_fault_of_the_books(shop: Shop) -> None:
    sent = ready_to_collect(shop, shop.offered(5))
    card = payments.authorise(
        sent.id,
        usd(750),
        payments.Method.TEST_CARD,
        "tok_fail_capture",
        market=shop.market.id,
        bound_hash="bound",
        actor=SYSTEM,
    )
    held = orders.HeldMoney(card.id, payable=sent.id, amount=usd(750), bound_hash="bound")
    orders.collect_and_pay(sent.id, proof(sent.id), held=held, actor=SYSTEM)
    with pytest.raises(payments.CaptureRefused):
        settle()
    settle()
    assert [each.state for each in paid_for(sent.order)] == [payments.PaymentState.EXPIRED]
    assert cases.Kind.PAYMENT_NOT_CAPTURED in [each.kind for each in cases.cases_of(OrderId(sent.order))]
    assert nothing_differs()


def test_without_its_money_it_goes_to_nobody(shop: Shop) -> None:
    sent = ready_to_collect(shop, shop.offered(5))
    with pytest.raises(fulfilment.MoneyDue):
        fulfilment.hand_over(sent.id, fulfilment.pin_for(sent.id), actor=SYSTEM)
    with pytest.raises(fulfilment.MoneyDue):
        fulfilment.hand_over_by_token(sent.id, proof(sent.id), actor=SYSTEM)
    with pytest.raises(fulfilment.WrongToken):
        orders.collect_and_pay(sent.id, proof(new_id()), tenders=cash(750), actor=SYSTEM)
    left = fulfilment.get_consignment(sent.id)
    assert (left.state, left.pin_attempts) == (ConsignmentState.READY, 0)
    assert not paid_for(sent.order)


def test_a_pin_gives_the_proof_and_wrong_ones_are_counted(shop: Shop) -> None:
    sent = ready_to_collect(shop, shop.offered(5))
    pin = fulfilment.pin_for(sent.id)
    with pytest.raises(fulfilment.WrongPin):
        fulfilment.token_for_pin(sent.id, f"{(int(pin) + 1) % 1_000_000:06d}")
    assert fulfilment.get_consignment(sent.id).pin_attempts == 1
    assert fulfilment.token_for_pin(sent.id, pin) == proof(sent.id)
    assert fulfilment.get_consignment(sent.id).pin_attempts == 0


def test_many_counters_take_the_money_once(shop: Shop) -> None:
    variant = shop.offered(5)
    sent = ready_to_collect(shop, variant)

    def take(_: int) -> bool:
        try:
            orders.collect_and_pay(sent.id, proof(sent.id), tenders=cash(750), actor=SYSTEM)
        except Refusal:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(TAKERS) as takers:
        assert sum(takers.map(take, range(TAKERS))) == 1
    assert [each.captured for each in paid_for(sent.order)] == [750]
    assert shop.level(variant).on_hand == 2
    settle()
    assert nothing_differs()


def test_what_is_given_up_after_a_part_was_paid_gives_nothing_back(shop: Shop) -> None:
    variant = shop.offered(3)
    placed = checkout.place_order(at_collection(shop, variant, 3), actor=SYSTEM).order
    (sent,) = fulfilment.consignments_of([placed])[placed]
    make_ready(sent, picked=1)
    other = a_store(shop.market)
    put(shop, other.id, variant, 1)
    orders.send_from(placed, 1, orders.Source(other.id, 1, clock.now()), cause="case_other_place")
    orders.collect_and_pay(sent.id, proof(sent.id), tenders=cash(250), actor=SYSTEM)
    orders.amend(orders.get_order(placed), orders.Change(cancel={1: 1}), reason="case", actor=SYSTEM)
    settle()
    (payment,) = paid_for(placed)
    assert (state_of(placed), payment.captured, payment.refunded) == (OrderState.PLACED, 250, 0)
    assert not payments.refunds_of([payment.id])[payment.id]
    assert nothing_differs()


def test_money_and_cancelling_at_once_leave_one_of_both(shop: Shop) -> None:
    variant = shop.offered(40)
    waiting = [ready_to_collect(shop, variant, 1) for _ in range(4)]

    def take(sent: fulfilment.Consignment) -> None:
        orders.collect_and_pay(sent.id, proof(sent.id), tenders=cash(250), actor=SYSTEM)

    def cancel(sent: fulfilment.Consignment) -> None:
        orders.cancel_order(OrderId(sent.order), actor=SYSTEM)

    def tried(act: Callable[[fulfilment.Consignment], None], sent: fulfilment.Consignment) -> bool:
        try:
            act(sent)
        except Refusal:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(TAKERS) as people:
        done = list(people.map(tried, [take, cancel] * 4, [sent for sent in waiting for _ in range(2)]))
    assert all(taken != cancelled for taken, cancelled in zip(done[::2], done[1::2], strict=True))
    settle()
    for sent, taken in zip(waiting, done[::2], strict=True):
        assert state_of(sent.order) is (OrderState.COMPLETED if taken else OrderState.CANCELLED)
        assert sum(each.captured for each in paid_for(sent.order)) == (250 if taken else 0)
    assert nothing_differs()


def test_what_nobody_collects_costs_nobody_anything(shop: Shop) -> None:
    variant = shop.offered(5)
    sent = ready_to_collect(shop, variant)
    fulfilment.expire_no_shows(clock.now() + timedelta(days=30))
    settle()
    assert state_of(sent.order) is OrderState.CANCELLED
    assert not paid_for(sent.order)
    assert (shop.level(variant).on_hand, shop.level(variant).reserved) == (5, 0)
    assert nothing_differs()


def test_what_was_not_found_is_not_paid(shop: Shop) -> None:
    placed = checkout.place_order(at_collection(shop, shop.offered(5)), actor=SYSTEM)
    (sent,) = fulfilment.consignments_of([placed.order])[placed.order]
    ready = make_ready(sent, 2)
    assert orders.collect_and_pay(ready.id, proof(ready.id), tenders=cash(500), actor=SYSTEM) == usd(500)
    settle()
    (payment,) = paid_for(placed.order)
    assert payment.refunded == 0
    assert state_of(placed.order) is OrderState.COMPLETED
    assert nothing_differs()


def test_a_buyer_has_so_many_unpaid_orders_and_no_more(shop: Shop) -> None:
    order_models.OrderOwing.objects.all().delete()
    shop = a_shop()
    may_pay_at_collection(shop.market.id, most=1_000, most_open=2)
    variant = shop.offered(40)

    def place(_: int) -> bool:
        try:
            checkout.place_order(at_collection(shop, variant, 1), actor=SYSTEM)
        except orders.TooManyUnpaid:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(TAKERS) as buyers:
        assert sum(buyers.map(place, range(TAKERS))) == 2
    assert shop.level(variant).reserved == 2
    checkout.place_order(at_collection(shop, variant, 1, "ben@example.com"), actor=SYSTEM)
    first = order_models.OrderOwing.objects.exclude(turn=None).first()
    assert first is not None
    orders.cancel_order(OrderId(first.order_id), actor=SYSTEM)
    first.refresh_from_db()
    assert first.buyer == ""
    checkout.place_order(at_collection(shop, variant, 1, " ANA@example.com"), actor=SYSTEM)
    with pytest.raises(checkout.TooMuchAtCollection):
        checkout.place_order(at_collection(shop, variant, 5), actor=SYSTEM)


def test_only_a_whole_collected_order_is_paid_so_and_only_where_it_may(shop: Shop) -> None:
    variant = shop.offered(9)
    elsewhere = a_shop()
    wishes = [
        at_collection(elsewhere, elsewhere.offered(5)),
        shop.purchase(variant, 1, tenders=(checkout.Tender("at_collection", usd(250)),)),
        shop.purchase(
            variant,
            2,
            method=Method.COLLECT,
            contact=ANA,
            tenders=(checkout.Tender("at_collection", usd(250)), checkout.Tender("cash", usd(250))),
        ),
    ]
    for wish in wishes:
        with pytest.raises(checkout.NotAtCollection):
            checkout.place_order(wish, actor=SYSTEM)
    assert shop.level(variant).reserved == 0
    assert not order_models.OrderOwing.objects.exists()


def test_a_web_checkout_is_ordered_and_paid_later(shop: Shop) -> None:
    begun = checkout.start(shop.market, shop.web.id, [checkout.Wanted(shop.offered(5), 2)])
    checkout.collect_at(begun.id, shop.store.id, ANA)
    with pytest.raises(checkout.PaymentMissing):
        checkout.complete(begun.id, actor=ANONYMOUS)
    placed = checkout.complete(begun.id, actor=ANONYMOUS, terms=orders.Terms.AT_COLLECTION)
    assert checkout.complete(begun.id, actor=ANONYMOUS, terms=orders.Terms.AT_COLLECTION).order == placed.order
    assert orders.get_order(placed.order).terms is orders.Terms.AT_COLLECTION
    (sent,) = fulfilment.consignments_of([placed.order])[placed.order]
    assert sent.against_payment
    assert nothing_differs()


def changed(order: OrderId, **wish: Any) -> amendments.Amendment:
    proposed = amendments.propose(order, amendments.Wish(**wish), actor=SYSTEM)
    return amendments.confirm(proposed.id, proposed.seal, actor=SYSTEM)


def test_changes_change_what_is_due_and_no_money_moves(shop: Shop) -> None:
    oat, rye = shop.offered(9), shop.offered(9, cents=400)
    placed = checkout.place_order(at_collection(shop, oat), actor=SYSTEM)
    less = changed(placed.order, cancel={1: 1})
    assert (less.state, less.preview.bill.back, less.preview.bill.later) == (
        amendments.AmendmentState.CONFIRMED,
        usd(0),
        True,
    )
    more = changed(placed.order, add=(amendments.Addition(rye, 2),))
    assert (more.state, more.to_pay) == (amendments.AmendmentState.CONFIRMED, usd(0))
    settle()
    (sent,) = fulfilment.consignments_of([placed.order])[placed.order]
    assert orders.due_for(orders.get_order(placed.order), sent) == usd(500 + 800)
    ready = make_ready(sent, 2)
    orders.collect_and_pay(ready.id, proof(ready.id), tenders=cash(1300), actor=SYSTEM)
    settle()
    assert state_of(placed.order) is OrderState.COMPLETED
    assert nothing_differs()


def test_a_change_makes_no_order_dearer_than_can_be_paid_so(shop: Shop) -> None:
    oat = shop.offered(9)
    placed = checkout.place_order(at_collection(shop, oat), actor=SYSTEM)
    terms = payment_models.CollectionTerms.objects.filter(market=shop.market.id)
    terms.update(most=999)
    with pytest.raises(amendments.TooMuchToPayLater):
        changed(placed.order, add=(amendments.Addition(oat, 1),))
    terms.update(most=1000)
    changed(placed.order, add=(amendments.Addition(oat, 1),))
    terms.update(most=1)
    changed(placed.order, cancel={1: 1})
    assert orders.get_order(placed.order).due == usd(750)


def test_each_part_is_paid_when_it_is_collected(shop: Shop) -> None:
    oat, rye = shop.offered(9), shop.offered(9, cents=400)
    placed = checkout.place_order(at_collection(shop, oat), actor=SYSTEM)
    changed(placed.order, add=(amendments.Addition(rye, 2),))
    changed(placed.order, apart=(amendments.Apart(2),))
    taken = []
    for number in (0, 1):
        sent = fulfilment.consignments_of([placed.order])[placed.order][number]
        assert sent.against_payment
        ready = make_ready(sent, sent.lines[0].quantity)
        due = orders.due_for(orders.get_order(placed.order), ready)
        orders.collect_and_pay(ready.id, proof(ready.id), tenders=cash(due.minor), actor=SYSTEM)
        taken.append(due.minor)
        if number == 0:
            (rest,) = [each for each in (1, 2) if each != sent.lines[0].line]
            changed(placed.order, cancel={rest: 1})
        settle()
    assert sorted(taken) in ([400, 750], [500, 800])
    assert state_of(placed.order) is OrderState.COMPLETED
    assert all(each.refunded == 0 for each in paid_for(placed.order))
    assert nothing_differs()
