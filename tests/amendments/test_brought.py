"""A change lets another place bring to a store what it lacks."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.amendments.public import Addition, Apart, CannotComeFrom
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentState
from oneshelf.modules.fulfilment.public import Method as Way
from oneshelf.modules.orders.public import OrderState
from oneshelf.modules.sourcing import public as sourcing
from tests.amendments.builders import an_order, confirm, pays, wrong
from tests.checkout.test_bringing import hours, travel
from tests.orders.settling import forget_jobs, settle

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _no_jobs_of_others(transactional_db: None) -> None:
    forget_jobs()


def test_an_order_that_moves_takes_its_own_goods_along() -> None:
    """The other store has one line; the rest is driven there from where it lies for the order."""
    case = an_order(3, 2, shelf=3)
    oats, milk = case.variants
    case.at(case.other, milk, 2)
    delivery.set_lane(delivery.Lane(case.shop.store.id, case.other.id), actor=SYSTEM)
    shown = case.propose(store=case.other.id)
    assert shown.preview.lacks == ()
    assert [(each.place, each.bring_to) for each in shown.preview.supply.parcels] == [
        (case.shop.store.id, case.other.id),
        (case.other.id, None),
    ]
    confirm(shown)
    settle()
    old, *fresh = case.parcels
    assert old.state is ConsignmentState.CANCELLED
    brought = next(each for each in fresh if each.method is Way.BRING)
    assert (brought.place, brought.bring_to, [line.variant for line in brought.lines]) == (
        *(case.shop.store.id, case.other.id),
        [oats],
    )
    assert (case.now.summary.place, case.now.promised_by) == (case.other.id, shown.preview.promise_will)
    assert (case.reserved(oats), case.reserved(milk), case.reserved(milk, case.other)) == (3, 0, 2)
    assert wrong() == []
    travel(brought)
    settle()
    for each in case.parcels:
        if each.state is ConsignmentState.OPEN:
            fulfilment.start_picking(each.id, actor=SYSTEM)
            fulfilment.record_pick(each.id, 2, 2, actor=SYSTEM)
            fulfilment.mark_ready(each.id, actor=SYSTEM)
    for each in case.parcels:
        if each.state is ConsignmentState.READY:
            fulfilment.hand_over(each.id, fulfilment.pin_for(each.id), actor=SYSTEM)
    settle()
    assert case.now.summary.state is OrderState.COMPLETED
    assert wrong() == []


def test_a_part_is_brought_from_another_place_though_the_store_has_it() -> None:
    case = an_order(5)
    (milk,) = case.variants
    case.at(case.other, milk, 2)
    for place in (case.other, case.shop.store):
        sourcing.set_limit(place.id, 1, actor=SYSTEM)
    with pytest.raises(CannotComeFrom):
        case.propose(apart=(Apart(1, 2, place=case.other.id),))
    delivery.set_lane(delivery.Lane(case.other.id, case.shop.store.id), actor=SYSTEM)
    (lack,) = case.propose(apart=(Apart(1, 3, place=case.other.id),)).preview.lacks
    assert (lack.place, lack.missing) == (case.other.id, 1)
    shown = case.change(apart=(Apart(1, 2, place=case.other.id),))
    settle()
    stays, brought = case.parcels
    assert ({line.line: line.quantity for line in stays.lines}, stays.method) == ({1: 3}, Way.COLLECT)
    assert (brought.method, brought.place, brought.bring_to) == (Way.BRING, case.other.id, case.shop.store.id)
    assert (case.reserved(milk), case.reserved(milk, case.other)) == (3, 2)
    assert hours(case.other, case.shop.store) == [[1], [1]]
    assert shown.preview.promise_was is not None
    assert brought.there_by is not None
    assert case.now.promised_by == shown.preview.promise_will == max(brought.there_by, shown.preview.promise_was)
    assert wrong() == []
    fulfilment.start_picking(stays.id, actor=SYSTEM)
    fulfilment.record_pick(stays.id, 1, 3, actor=SYSTEM)
    fulfilment.mark_ready(stays.id, actor=SYSTEM)
    travel(brought)
    settle()
    ready = case.now
    assert ready.summary.state is OrderState.READY
    for each in case.parcels:
        fulfilment.hand_over(each.id, fulfilment.pin_for(each.id), actor=SYSTEM)
    settle()
    assert case.now.summary.state is OrderState.COMPLETED
    assert wrong() == []


def test_what_is_paid_hours_later_is_brought_in_an_hour_that_the_store_still_has() -> None:
    case = an_order(1)
    eggs, store = case.shop.offered(1), case.shop.store
    case.at(case.other, eggs, 5)
    delivery.set_lane(delivery.Lane(case.other.id, None), actor=SYSTEM)
    sourcing.set_limit(store.id, 1, actor=SYSTEM)
    shown = confirm(case.propose(None, Addition(eggs, 4)))
    (parcel,) = shown.preview.supply.parcels
    assert parcel.there_by is not None
    work = sourcing.Leg(store.id, (), parcel.there_by, parcel.desk_slot)
    sourcing.take_capacity(case.shop.market.id, new_id(), [work])  # somebody else was faster
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        pays(shown)
    settle()
    (brought,) = (each for each in case.parcels if each.method is Way.BRING)
    assert brought.there_by is not None
    assert brought.there_by >= parcel.there_by + timedelta(hours=2)
    assert hours(store) == [[1, 1]]
    assert wrong() == []


def test_what_nobody_drives_there_is_lacking_as_before() -> None:
    case = an_order(3)
    (lack,) = case.propose(store=case.other.id).preview.lacks
    assert (lack.place, lack.missing) == (case.other.id, 3)


def test_what_is_added_and_not_there_is_brought() -> None:
    case = an_order(1)
    eggs = case.shop.offered(1)
    case.at(case.other, eggs, 5)
    delivery.set_lane(delivery.Lane(case.other.id, None), actor=SYSTEM)
    shown = case.propose(None, Addition(eggs, 4))
    assert shown.preview.lacks == ()
    pays(confirm(shown))
    settle()
    (brought,) = (each for each in case.parcels if each.method is Way.BRING)
    assert (brought.place, brought.bring_to, case.reserved(eggs, case.other)) == (case.other.id, case.shop.store.id, 4)
    assert wrong() == []
