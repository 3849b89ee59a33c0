"""What goes wrong opens one case, its customer is told once, and what they choose is done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from oneshelf.kernel import clock
from oneshelf.kernel.actors import ANONYMOUS, SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.kernel.outbox.models import Event
from oneshelf.kernel.outbox.public import Record
from oneshelf.modules.cases import public as cases
from oneshelf.modules.cases.listeners import follow_openings, follow_trouble
from oneshelf.modules.cases.public import Case, CaseSettled, CaseState, Kind, Way
from oneshelf.modules.cases.tasks import give_back_what_nobody_chose
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentState, Reason
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import Expected
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method, OrderId, OrderState
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.tasks import take_held_money
from oneshelf.modules.places.public import Place
from oneshelf.surfaces.console.audit.proof import checks
from oneshelf.surfaces.storefront.orders import link_to
from tests.checkout.builders import ANA, Shop, a_shop
from tests.orders.settling import forget_jobs, mailed, settle
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _no_jobs_of_others(transactional_db: None) -> None:
    forget_jobs()


def short_pick(
    units: int = 3, found: int = 1, elsewhere: int = 0, expected: int = 0
) -> tuple[Shop, OrderId, Case, Place]:
    """Order for collection; of `units` the picker finds some, another store has `elsewhere`, more are `expected`."""
    shop = a_shop()
    other = a_store(shop.market)
    variant, second = shop.offered(units), shop.offered(1)
    if elsewhere:
        inventory.receive(shop.market.id, other.id, {variant: elsewhere}, cause=new_id(), at=clock.now())
    if expected:
        day = (clock.now() + timedelta(days=5)).date()
        rows = [Expected(line=1, place=shop.store.id, variant=variant, expected_on=day, quantity=expected)]
        inventory.expect(shop.market.id, "purchase", new_id(), rows)
    purchase = shop.purchase(
        variant,
        lines=(checkout.Wanted(variant, units), checkout.Wanted(second, 1)),
        method=Method.COLLECT,
        contact=ANA,
        tenders=(checkout.Tender("external", Money(250 * (units + 1), "USD")),),
    )
    order = checkout.place_order(purchase, actor=SYSTEM).order
    (consignment,) = fulfilment.consignments_of([order])[order]
    fulfilment.start_picking(consignment.id, actor=SYSTEM)
    fulfilment.record_pick(consignment.id, 2, 1, actor=SYSTEM)
    fulfilment.record_pick(consignment.id, 1, found, actor=SYSTEM)
    fulfilment.record_short(consignment.id, 1, actor=SYSTEM)
    settle()
    (case,) = cases.cases_of(order)
    return shop, order, case, other


def ways(case: Case) -> Sequence[Way]:
    return [each.way for each in case.alternatives]


def the_proof_holds() -> bool:
    return [(check.title, found) for check in checks() for found in check.find()] == []


def test_a_short_pick_opens_one_case_and_tells_its_customer_once() -> None:
    _, _, case, _ = short_pick()
    settle()
    assert (case.kind, case.state, case.units, ways(case)) == (Kind.LINE_SHORT, CaseState.WAITING, 2, [Way.REFUND])
    (sent,) = mailed()
    assert sent.to == [ANA.email]
    (link,) = re.findall(r"/order/\S+", str(sent.body))
    assert "Something is missing" in Client().get(link).content.decode()
    assert the_proof_holds()


def test_a_customer_waits_at_the_store_that_found_a_part_of_the_line_and_has_both_parts_apart() -> None:
    shop, order, case, _ = short_pick(expected=5)
    assert ways(case) == [Way.WAIT, Way.REFUND]
    cases.choose(case.id, 1, actor=ANONYMOUS)
    settle()
    found, waits = fulfilment.consignments_of([order])[order]
    assert (waits.state, waits.place, [line.quantity for line in waits.lines]) == (
        ConsignmentState.AWAITED,
        found.place,
        [2],
    )
    fulfilment.mark_ready(found.id, actor=SYSTEM)
    fulfilment.hand_over(found.id, fulfilment.pin_for(found.id), actor=SYSTEM)
    settle()
    assert orders.get_order(order).summary.state is OrderState.PLACED
    variant = waits.lines[0].variant
    assert (shop.level(variant).on_hand, shop.level(variant).reserved) == (0, 2)
    assert the_proof_holds()
    inventory.receive(shop.market.id, shop.store.id, {variant: 5}, cause=new_id(), at=clock.now())
    settle()
    fulfilment.start_picking(waits.id, actor=SYSTEM)
    fulfilment.record_pick(waits.id, 1, 2, actor=SYSTEM)
    fulfilment.mark_ready(waits.id, actor=SYSTEM)
    fulfilment.hand_over(waits.id, fulfilment.pin_for(waits.id), actor=SYSTEM)
    settle()
    assert orders.get_order(order).summary.state is OrderState.COMPLETED
    assert (shop.level(variant).on_hand, shop.level(variant).reserved) == (3, 0)
    assert the_proof_holds()


def test_the_money_goes_back_at_once_when_its_customer_wants_it() -> None:
    _, order, case, _ = short_pick()
    page = Client().get(link_to(order))
    assert "Give me the money back" in page.content.decode()
    answer = Client().post(f"{link_to(order)}cases/{case.id}/", {"way": "1"})
    assert answer.status_code == 302
    settle()
    found = orders.get_order(order)
    assert (found.summary.refunded.minor, found.cancelled.minor, found.due.minor) == (500, 500, 500)
    assert cases.get_case(case.id).solution == "refund"
    (consignment,) = fulfilment.consignments_of([order])[order]
    fulfilment.mark_ready(consignment.id, actor=SYSTEM)
    fulfilment.hand_over(consignment.id, fulfilment.pin_for(consignment.id), actor=SYSTEM)
    settle()
    assert orders.get_order(order).summary.refunded.minor == 500  # and not a second time
    assert the_proof_holds()


def test_what_is_missing_is_collected_elsewhere() -> None:
    _, order, case, other = short_pick(elsewhere=4)
    assert ways(case) == [Way.OTHER_PLACE, Way.REFUND]
    cases.choose(case.id, 1, actor=ANONYMOUS)
    settle()
    _, second = fulfilment.consignments_of([order])[order]
    assert (second.place, second.lines[0].quantity) == (other.id, 2)
    assert orders.unassigned(orders.get_order(order)) == {1: 0, 2: 0}
    assert the_proof_holds()


def test_goods_that_were_taken_meanwhile_leave_the_other_ways() -> None:
    shop, order, case, other = short_pick(elsewhere=2)
    (line, _) = orders.get_order(order).lines
    inventory.adjust(
        shop.market.id, other.id, line.variant, -1, reason=inventory.AdjustmentReason.COUNTED, actor=SYSTEM
    )
    with pytest.raises(cases.WayGone):
        cases.choose(case.id, 1, actor=ANONYMOUS)
    assert not cases.get_case(case.id).settled
    assert the_proof_holds()


def test_a_customer_waits_for_what_is_expected() -> None:
    shop = a_shop()
    variant = shop.offered(1)
    purchase = shop.purchase(
        variant, method=Method.COLLECT, contact=ANA, tenders=(checkout.Tender("external", Money(250, "USD")),)
    )
    order = checkout.place_order(purchase, actor=SYSTEM).order
    day = (clock.now() + timedelta(days=5)).date()
    rows = [Expected(line=1, place=shop.store.id, variant=variant, expected_on=day, quantity=5)]
    inventory.expect(shop.market.id, "purchase", new_id(), rows)
    (consignment,) = fulfilment.consignments_of([order])[order]
    fulfilment.reject(consignment.id, Reason.DAMAGED, actor=SYSTEM)
    damaged = inventory.AdjustmentReason.DAMAGED
    inventory.adjust(shop.market.id, shop.store.id, variant, -1, reason=damaged, actor=SYSTEM)
    settle()
    (case,) = cases.cases_of(order)
    assert Way.WAIT in ways(case)
    number = next(each.number for each in case.alternatives if each.way is Way.WAIT)
    cases.choose(case.id, number, actor=ANONYMOUS)
    settle()
    _, second = fulfilment.consignments_of([order])[order]
    assert second.state is ConsignmentState.AWAITED
    assert second.expected_on
    assert second.expected_on >= day
    assert the_proof_holds()
    inventory.receive(shop.market.id, shop.store.id, {variant: 5}, cause=new_id(), at=clock.now())
    settle()
    assert fulfilment.get_consignment(second.id).state is ConsignmentState.OPEN
    assert the_proof_holds()


def test_who_chooses_nothing_gets_the_money_back(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = a_shop()
    purchase = shop.purchase(
        shop.offered(1), method=Method.COLLECT, contact=ANA, tenders=(checkout.Tender("external", Money(250, "USD")),)
    )
    order = checkout.place_order(purchase, actor=SYSTEM).order
    (consignment,) = fulfilment.consignments_of([order])[order]
    fulfilment.reject(consignment.id, Reason.NO_TIME, actor=SYSTEM)
    settle()
    later = clock.now() + timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    give_back_what_nobody_chose()
    settle()
    found = orders.get_order(order).summary
    assert (found.state, found.refunded.minor) == (OrderState.CANCELLED, 250)
    assert the_proof_holds()


def test_an_order_that_has_ended_asks_its_customer_nothing() -> None:
    """It is known at once that goods are missing and that the order is complete: its money has gone back by itself."""
    shop = a_shop()
    purchase = shop.purchase(
        shop.offered(3),
        quantity=3,
        method=Method.COLLECT,
        contact=ANA,
        tenders=(checkout.Tender("external", Money(750, "USD")),),
    )
    order = checkout.place_order(purchase, actor=SYSTEM).order
    (consignment,) = fulfilment.consignments_of([order])[order]
    fulfilment.start_picking(consignment.id, actor=SYSTEM)
    fulfilment.record_pick(consignment.id, 1, 1, actor=SYSTEM)
    fulfilment.record_short(consignment.id, 1, actor=SYSTEM)
    fulfilment.mark_ready(consignment.id, actor=SYSTEM)
    fulfilment.hand_over(consignment.id, fulfilment.pin_for(consignment.id), actor=SYSTEM)
    settle()
    assert (cases.cases_of(order), mailed()) == ([], [])
    assert orders.get_order(order).summary.refunded.minor == 500
    assert the_proof_holds()


def test_a_choice_that_comes_after_the_orders_end_finds_its_case_settled_by_itself() -> None:
    _, order, case, _ = short_pick(elsewhere=4)
    orders.cancel_order(order, actor=SYSTEM)
    assert cases.choose(case.id, 1, actor=ANONYMOUS).solution == "by_itself"
    settle()
    assert all(each.state is ConsignmentState.CANCELLED for each in fulfilment.consignments_of([order])[order])
    assert the_proof_holds()


def test_money_that_does_not_come_after_the_goods_left_is_a_case(monkeypatch: pytest.MonkeyPatch) -> None:
    from oneshelf.connectors.test_gateway.gateway import SandboxGateway

    shop = a_shop()
    card = checkout.Tender("test_card", Money(250, "USD"), token="tok_approve")

    def refuse(self: SandboxGateway, *_: Any) -> payments.Declined:
        return payments.Declined("expired")

    monkeypatch.setattr(SandboxGateway, "capture", refuse)
    order = checkout.place_order(shop.purchase(shop.offered(1), contact=ANA, tenders=(card,)), actor=SYSTEM).order
    for _ in range(2):
        try:
            settle()
        except payments.CaptureRefused:
            continue
    forget_jobs()
    settle()
    (case,) = cases.cases_of(order)
    assert case.kind is Kind.PAYMENT_NOT_CAPTURED
    assert not case.settled


@pytest.mark.parametrize(
    ("language", "says"),
    [("en", "your bank refused to pay for your order"), ("pl", "bank odmówił zapłaty za zamówienie")],
)
def test_whose_bank_refuses_before_the_goods_leave_is_told_once_and_may_cancel(language: str, says: str) -> None:
    shop = a_shop(default_language=language)
    begun = shop.paid_checkout(shop.offered(1), token="tok_fail_capture")
    order = checkout.complete(begun.id, actor=ANONYMOUS).order
    settle()
    mail.outbox.clear()
    with time_machine.travel(clock.now() + timedelta(days=6, hours=1), tick=True):
        take_held_money()
    settle()
    (case,) = cases.cases_of(order)
    (sent,) = mail.outbox
    assert sent.to == [ANA.email]
    assert says in str(sent.body)
    (link,) = re.findall(r"/order/\S+", str(sent.body))
    assert f'<p><a href="{reverse("storefront:stores")}">' in Client().get(link).content.decode()
    follow_trouble(delivered_again(case.cause, payments.PaymentExpired.TYPE))
    follow_openings(delivered_again(case.id, cases.CaseOpened.TYPE))
    settle()
    assert len(mail.outbox) == len(cases.cases_of(order)) == 1
    orders.cancel_order(order, actor=SYSTEM)
    settle()
    assert cases.get_case(case.id).settled
    assert the_proof_holds()


def delivered_again(aggregate: UUID, fact: str) -> list[Record]:
    row = Event.objects.get(aggregate=aggregate, type=fact)
    return [Record(row.id, row.type, row.aggregate, row.sequence, row.data, row.occurred_at)]


def test_one_choice_counts_however_many_are_made() -> None:
    _, _, case, _ = short_pick(elsewhere=9)

    def attempt(number: int) -> bool:
        try:
            cases.choose(case.id, 1 + number % 2, actor=ANONYMOUS)
            return True
        except Refusal:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(attempt, range(6))) == 1
    settle()
    with pytest.raises(CaseSettled):
        cases.settle(case.id, solved=True, actor=SYSTEM)
    assert the_proof_holds()


def test_goods_that_are_missing_are_not_settled_by_hand() -> None:
    _, _order, case, _ = short_pick()
    for solved in (True, False):
        with pytest.raises(cases.StillMissing):
            cases.settle(case.id, solved=solved, actor=SYSTEM)
    assert not cases.get_case(case.id).settled
    refund = next(way.number for way in case.alternatives if way.way is Way.REFUND)
    cases.choose(case.id, refund, actor=SYSTEM)
    settle()
    assert cases.get_case(case.id).settled
    assert the_proof_holds()


@pytest.mark.parametrize("way", ["", "0", "9", "-1", "x", "99999999999"])
def test_a_way_that_was_not_offered_changes_nothing(way: str) -> None:
    _, order, case, _ = short_pick()
    assert Client().post(f"{link_to(order)}cases/{case.id}/", {"way": way}).status_code == 422
    assert Client().get(f"{link_to(order)}cases/{case.id}/").status_code == 405
    assert not cases.get_case(case.id).settled


def test_a_case_is_chosen_by_whoever_has_its_own_link_only() -> None:
    _, _, case, _ = short_pick()
    _, another, _, _ = short_pick()
    assert Client().post(f"{link_to(another)}cases/{case.id}/", {"way": "1"}).status_code == 404
    assert not cases.get_case(case.id).settled
