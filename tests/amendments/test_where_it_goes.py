"""Another store, another address, a parcel of its own; kits that stay whole; money and goods that come late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.public import Addition, AmendmentState, Apart
from oneshelf.modules.cases import public as cases
from oneshelf.modules.catalogue.public import Component
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.delivery.public import Rate, Zone
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import AdjustmentReason
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import PaymentState
from tests.amendments.builders import PRICE, Case, an_order, confirm, pays, wrong
from tests.checkout.builders import ANA
from tests.checkout.test_parcels import a_kit
from tests.delivery.builders import a_service
from tests.orders.settling import forget_jobs, settle

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _no_jobs_of_others(transactional_db: None) -> None:
    forget_jobs()


def test_an_order_moves_to_another_store_whole() -> None:
    case = an_order(3, 2)
    for variant in case.variants:
        case.at(case.other, variant, 4)
    shown = case.propose({1: 1}, store=case.other.id)
    assert shown.preview.promise_will is not None
    confirm(shown)
    settle()
    old, new = case.parcels
    assert (old.state, new.place, [line.quantity for line in new.lines]) == (
        ConsignmentState.CANCELLED,
        case.other.id,
        [2, 2],
    )
    assert (case.now.summary.place, case.now.promised_by) == (case.other.id, shown.preview.promise_will)
    assert [case.reserved(each) for each in case.variants] == [0, 0]
    assert [case.reserved(each, case.other) for each in case.variants] == [2, 2]
    assert wrong() == []


def test_it_moves_there_and_back_again() -> None:
    case = an_order(3)
    case.at(case.other, case.variants[0], 4)
    case.change(store=case.other.id)
    case.change(store=case.shop.store.id)
    settle()
    assert (case.reserved(case.variants[0]), case.reserved(case.variants[0], case.other)) == (3, 0)
    assert wrong() == []


def test_a_store_that_lacks_something_is_said() -> None:
    case = an_order(3)
    case.at(case.other, case.variants[0], 1)
    (lack,) = case.propose(store=case.other.id).preview.lacks
    assert (lack.place, lack.missing) == (case.other.id, 2)


def test_what_is_partly_picked_does_not_move() -> None:
    case = an_order(3)
    case.at(case.other, case.variants[0], 4)
    fulfilment.start_picking(case.parcel.id, actor=SYSTEM)
    fulfilment.record_pick(case.parcel.id, 1, 1, actor=SYSTEM)
    with pytest.raises(amendments.AlreadyPicked):
        case.propose(store=case.other.id)


def test_a_parcel_cannot_be_collected_instead() -> None:
    case = an_order(3, method=Method.SHIP)
    with pytest.raises(amendments.CannotGoThere):
        case.propose(store=case.other.id)


@pytest.mark.parametrize("method", [Method.COLLECT, Method.SHIP])
def test_a_line_leaves_in_a_parcel_of_its_own(method: Method) -> None:
    case = an_order(3, 2, method=method)
    shown = case.propose(apart=(Apart(2),))
    assert (shown.to_pay.minor, shown.preview.bill.back.minor) == (0, 0)
    confirm(shown)
    settle()
    first, second = case.parcels
    assert [[(line.line, line.quantity) for line in each.lines] for each in (first, second)] == [[(1, 3)], [(2, 2)]]
    assert (second.place, case.reserved(case.variants[1])) == (first.place, 2)
    assert wrong() == []


def test_a_split_line_keeps_its_units_though_a_rule_keeps_the_rest_back() -> None:
    case = an_order(3, 2, shelf=3)
    inventory.set_rule(
        case.shop.market.id,
        inventory.Scope(variant=case.variants[1]),
        inventory.Amount(units=3, hard=True),
        actor=SYSTEM,
    )
    case.change(apart=(Apart(2),))
    assert case.reserved(case.variants[1]) == 2
    assert wrong() == []


def sending_costs(case: Case, cents: int) -> None:
    delivery.set_standard_service(
        case.shop.market.id, carrier="Parcel Post", amount=cents, free_from=None, actor=SYSTEM
    )


def test_another_address_is_charged_anew_up_and_down() -> None:
    case = an_order(3, method=Method.SHIP)
    sending_costs(case, 800)
    waiting = case.change({1: 1}, contact=replace(ANA, postal_code="99999"))
    assert (waiting.to_pay.minor, waiting.preview.bill.delivery_will.minor) == (550, 800)
    pays(waiting)
    settle()
    assert (case.now.delivery.minor, case.now.due.minor, case.paid()) == (800, 1300, 1300)
    sending_costs(case, 300)
    less = case.change(contact=ANA)
    settle()
    assert (less.preview.bill.back.minor, case.now.due.minor, case.paid()) == (500, 800, 800)
    assert case.now.contact == ANA
    assert wrong() == []


def test_another_address_keeps_the_service_that_was_chosen_where_that_goes() -> None:
    case = an_order(3, method=Method.SHIP)
    zones = (Zone("country", Rate(900), ANA.country),)
    express = a_service(code="express", carrier="Swift", transit_min=1, transit_max=1, zones=zones)
    delivery.open_service(case.shop.market.id, express, actor=SYSTEM)
    orders.note_service(case.order, "express")
    near = case.propose(contact=replace(ANA, postal_code="99999")).preview
    assert (near.service, near.carrier, near.bill.delivery_will.minor) == ("express", "Swift", 900)
    far = case.propose(contact=replace(ANA, postal_code="1010", country="AT")).preview
    assert (far.service, far.bill.delivery_will.minor) == ("standard", 0)
    assert case.propose(contact=replace(ANA, street="Low St 2")).preview.carrier == ""


def test_delivery_that_became_dearer_is_not_charged_to_who_takes_less() -> None:
    case = an_order(3, method=Method.SHIP)
    sending_costs(case, 800)
    assert case.change({1: 1}).preview.bill.delivery_will.minor == 0


def test_another_street_costs_nothing_and_is_kept_in_one_row() -> None:
    case = an_order(3, method=Method.SHIP)
    done = case.change(contact=replace(ANA, street="Low St 2"))
    assert (done.to_pay.minor, done.wish.contact) == (0, None)
    assert case.now.contact == replace(ANA, street="Low St 2")
    assert wrong() == []


def test_a_packed_parcel_keeps_its_address() -> None:
    case = an_order(1, method=Method.SHIP)
    fulfilment.start_picking(case.parcel.id, actor=SYSTEM)
    fulfilment.record_pick(case.parcel.id, 1, 1, actor=SYSTEM)
    fulfilment.pack(case.parcel.id, actor=SYSTEM)
    with pytest.raises(amendments.AlreadyPacked):
        case.propose(contact=replace(ANA, street="Low St 2"))


def test_a_parcel_that_was_packed_after_its_new_address_was_shown_keeps_the_old_one() -> None:
    case = an_order(2, method=Method.SHIP)
    shown = case.propose(contact=replace(ANA, street="Low St 2"))
    dearer = case.propose(None, Addition(case.variants[0], 1), contact=replace(ANA, street="Low St 2"))
    fulfilment.start_picking(case.parcel.id, actor=SYSTEM)
    fulfilment.record_pick(case.parcel.id, 1, 2, actor=SYSTEM)
    fulfilment.pack(case.parcel.id, actor=SYSTEM)
    for each in (shown, dearer):
        with pytest.raises(amendments.AlreadyPacked):
            confirm(each)
    assert (case.now.contact, case.now.due.minor, len(case.parcels)) == (ANA, 2 * PRICE, 1)
    assert wrong() == []


def test_an_address_needs_all_of_its_parts() -> None:
    case = an_order(1, method=Method.SHIP)
    with pytest.raises(amendments.ContactIncomplete):
        case.propose(contact=replace(ANA, city=" "))


def test_a_kit_that_is_added_takes_its_components() -> None:
    case = an_order(1)
    cheese, wine = case.shop.offered(6), case.shop.offered(3)
    kit = a_kit(case.shop, Component(cheese, 2), Component(wine, 1))
    pays(case.change(None, Addition(kit, 2)))
    assert (case.reserved(cheese), case.reserved(wine)) == (4, 2)
    case.change({2: 1})
    settle()
    assert (case.reserved(cheese), case.reserved(wine)) == (2, 1)
    (lack,) = case.propose(None, Addition(kit, 3)).preview.lacks
    assert lack.missing == 1
    assert wrong() == []


def test_who_does_not_pay_in_time_keeps_the_order_as_it_was() -> None:
    case = an_order(3)
    waiting = case.change({1: 1}, Addition(case.shop.offered(5), 2))
    with time_machine.travel(clock.now() + amendments.PAY_WITHIN + timedelta(seconds=1), tick=False):
        with pytest.raises(amendments.AmendmentOver):
            pays(waiting)
        assert amendments.expire() == 1
    settle()
    assert amendments.get_amendment(waiting.id).state is AmendmentState.EXPIRED
    assert (case.now.due.minor, case.paid(), case.reserved(case.variants[0])) == (750, 750, 3)
    assert wrong() == []


def test_money_of_a_slow_bank_is_taken_when_it_comes() -> None:
    case = an_order(3)
    waiting = case.change(None, Addition(case.variants[0], 1))
    payment = amendments.pay(waiting.id, payments.Method.TEST_CARD, "tok_approve", actor=SYSTEM)
    assert payment.state is PaymentState.AUTHORISED
    with time_machine.travel(clock.now() + amendments.PAY_WITHIN + timedelta(seconds=1), tick=False):
        assert amendments.expire() == 0  # it is done, not given up
    settle()
    assert (amendments.get_amendment(waiting.id).state, case.now.due.minor) == (AmendmentState.CONFIRMED, 1000)
    assert wrong() == []


def test_money_that_comes_after_the_end_goes_back() -> None:
    case = an_order(3)
    waiting = case.change(None, Addition(case.variants[0], 1))
    payment = amendments.pay(waiting.id, payments.Method.TEST_CARD, "tok_delay", actor=SYSTEM)
    assert payment.state is PaymentState.PENDING
    with pytest.raises(payments.PaymentNotReady):
        amendments.complete(waiting.id, actor=SYSTEM)
    assert amendments.awaiting_payment(case.order) is not None  # the bank may say yes yet
    with time_machine.travel(clock.now() + amendments.PAY_WITHIN + timedelta(seconds=1), tick=False):
        assert amendments.expire() == 1
    settle()
    late = payments.get_payment(payment.id)
    assert (late.state, late.order) == (PaymentState.VOIDED, None)
    assert (case.now.due.minor, case.paid(), case.reserved(case.variants[0])) == (750, 750, 3)
    assert wrong() == []


def test_when_the_goods_are_picked_meanwhile_the_money_goes_back() -> None:
    case = an_order(3)
    waiting = case.change({1: 2}, Addition(case.shop.offered(5), 3))
    fulfilment.start_picking(case.parcel.id, actor=SYSTEM)
    fulfilment.record_pick(case.parcel.id, 1, 3, actor=SYSTEM)
    with pytest.raises(amendments.AlreadyPicked):
        pays(waiting)
    settle()
    ended = amendments.get_amendment(waiting.id)
    assert (ended.state, ended.because) == (AmendmentState.WITHDRAWN, "already_picked")
    (tried,) = payments.attempts_for(waiting.id)
    assert (tried.state, tried.order) == (PaymentState.VOIDED, None)
    assert (case.now.due.minor, case.paid()) == (750, 750)
    assert wrong() == []


def test_goods_that_were_held_too_long_are_taken_anew_or_the_money_goes_back() -> None:
    for is_gone in (False, True):
        case = an_order(3)
        oats = case.shop.offered(2)
        waiting = case.change(None, Addition(oats, 2))
        amendments.pay(waiting.id, payments.Method.TEST_CARD, "tok_approve", actor=SYSTEM)
        inventory.release(inventory.Owner.AMENDMENT, waiting.id)
        if is_gone:
            inventory.adjust(
                case.shop.market.id, case.shop.store.id, oats, -1, reason=AdjustmentReason.COUNTED, actor=SYSTEM
            )
            with pytest.raises(inventory.OutOfStock):
                amendments.complete(waiting.id, actor=SYSTEM)
        else:
            amendments.complete(waiting.id, actor=SYSTEM)
        settle()
        assert case.paid() == (750 if is_gone else 1250)
        assert wrong() == []


def test_what_waits_is_given_up_with_its_order() -> None:
    case = an_order(3)
    waiting = case.change(None, Addition(case.variants[0], 1))
    orders.cancel_order(case.order, actor=SYSTEM)
    settle()
    assert amendments.get_amendment(waiting.id).state is AmendmentState.WITHDRAWN
    assert case.reserved(case.variants[0]) == 0
    assert wrong() == []


def test_a_case_about_goods_that_are_cancelled_needs_no_choice() -> None:
    case = an_order(3)
    fulfilment.start_picking(case.parcel.id, actor=SYSTEM)
    fulfilment.record_pick(case.parcel.id, 1, 1, actor=SYSTEM)
    fulfilment.record_short(case.parcel.id, 1, actor=SYSTEM)
    settle()
    (trouble,) = cases.cases_of(case.order)
    case.change({1: 1})
    settle()
    assert not cases.get_case(trouble.id).settled  # one unit is still waited for
    case.change({1: 1})
    settle()
    assert cases.get_case(trouble.id).solution == "by_itself"
    assert (case.now.due.minor, case.paid()) == (250, 250)
    assert wrong() == []


@pytest.mark.parametrize("wish", [{"contact": ANA}, {"apart": (Apart(1),)}, {"apart": (Apart(1), Apart(2))}])
def test_what_changes_nothing_is_refused(wish: dict[str, Any]) -> None:
    case = an_order(3, 2) if len(wish.get("apart", ())) == 2 else an_order(3)
    with pytest.raises(amendments.NothingChanges):
        case.propose(**wish)


def test_nothing_is_split_on_its_way_to_another_store() -> None:
    case = an_order(3, 2)
    with pytest.raises(amendments.BadChange):
        case.propose(apart=(Apart(1),), store=case.other.id)


def test_what_nobody_agreed_to_is_forgotten() -> None:
    case = an_order(3)
    shown = case.propose({1: 1})
    with time_machine.travel(clock.now() + amendments.PROPOSED_FOR + timedelta(seconds=1), tick=False):
        with pytest.raises(amendments.AmendmentOver):
            confirm(shown)
        amendments.expire()
    with pytest.raises(amendments.UnknownAmendment):
        amendments.get_amendment(shown.id)
