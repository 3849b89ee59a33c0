"""A part of a line leaves in a parcel of its own: from where it lies, from elsewhere, later, or once it has come."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.public import Apart
from oneshelf.modules.checkout.public import Wanted
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders.public import Method, OrderState
from tests.amendments.builders import Case, an_order, confirm, wrong
from tests.checkout.builders import a_shop
from tests.checkout.test_ahead import in_days, placed, receive, sold_out
from tests.orders.settling import forget_jobs, settle
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _no_jobs_of_others(transactional_db: None) -> None:
    forget_jobs()


def held(case: Case) -> list[dict[int, int]]:
    """What each parcel that is not given up holds of each line."""
    given_up = (ConsignmentState.CANCELLED, ConsignmentState.EXPIRED)
    return [{line.line: line.quantity for line in each.lines} for each in case.parcels if each.state not in given_up]


def leave(parcel: Consignment) -> None:
    """Pick all of a parcel and let it leave."""
    fulfilment.start_picking(parcel.id, actor=SYSTEM)
    for line in parcel.lines:
        fulfilment.record_pick(parcel.id, line.line, line.quantity, actor=SYSTEM)
    if parcel.method is fulfilment.Method.SHIP:
        fulfilment.pack(parcel.id, actor=SYSTEM)
        fulfilment.ship(parcel.id, carrier="DHL", tracking="1", actor=SYSTEM)
    else:
        fulfilment.mark_ready(parcel.id, actor=SYSTEM)
        fulfilment.hand_over(parcel.id, fulfilment.pin_for(parcel.id), actor=SYSTEM)


def tomorrow(case: Case) -> date:
    zone = ZoneInfo(case.shop.store.time_zone)
    return clock.now().astimezone(zone).date() + timedelta(days=1)


@pytest.mark.parametrize("method", [Method.COLLECT, Method.SHIP])
def test_each_part_of_a_line_leaves_by_itself(method: Method) -> None:
    case = an_order(5, method=method)
    (milk,) = case.variants
    shown = case.propose(apart=(Apart(1, 2),))
    assert (shown.to_pay.minor, shown.preview.bill.back.minor, case.reserved(milk)) == (0, 0, 5)
    confirm(shown)
    settle()
    assert (held(case), case.reserved(milk)) == ([{1: 3}, {1: 2}], 5)
    assert wrong() == []
    first, second = case.parcels
    leave(second)
    assert (case.reserved(milk), case.shop.level(milk).on_hand) == (3, 18)
    assert wrong() == []
    leave(first)
    settle()
    assert (case.reserved(milk), case.shop.level(milk).on_hand) == (0, 15)
    assert case.now.summary.state is OrderState.COMPLETED
    assert wrong() == []


def test_a_part_that_is_given_up_leaves_the_other_its_goods() -> None:
    case = an_order(5)
    case.change(apart=(Apart(1, 2),))
    first, second = case.parcels
    fulfilment.start_picking(first.id, actor=SYSTEM)
    fulfilment.record_pick(first.id, 1, 2, actor=SYSTEM)
    fulfilment.cancel(second.id, actor=SYSTEM)
    assert (held(case), case.reserved(case.variants[0])) == ([{1: 3}], 3)
    assert wrong() == []


def test_a_part_comes_from_another_place() -> None:
    case = an_order(5, method=Method.SHIP)
    (milk,) = case.variants
    case.at(case.other, milk, 2)
    case.change(apart=(Apart(1, 2, place=case.other.id),))
    assert [each.place for each in case.parcels] == [case.shop.store.id, case.other.id]
    assert (held(case), case.reserved(milk), case.reserved(milk, case.other)) == ([{1: 3}, {1: 2}], 3, 2)
    assert wrong() == []


def test_what_another_place_lacks_is_told_and_stays() -> None:
    case = an_order(5, method=Method.SHIP)
    case.at(case.other, case.variants[0], 1)
    shown = case.propose(apart=(Apart(1, 2, place=case.other.id),))
    assert [(each.wanted, each.missing, each.place) for each in shown.preview.lacks] == [(2, 1, case.other.id)]
    with pytest.raises(inventory.OutOfStock):
        confirm(shown)
    assert held(case) == [{1: 5}]


def test_a_part_leaves_on_a_later_day() -> None:
    case = an_order(5)
    on = tomorrow(case) + timedelta(days=2)
    shown = case.change(apart=(Apart(1, 2, on=on),))
    _now, later = case.parcels
    assert later.due_at.astimezone(ZoneInfo(case.shop.store.time_zone)).date() >= on
    assert shown.preview.promise_will == case.now.promised_by
    assert case.now.promised_by is not None
    assert case.now.promised_by >= later.due_at
    assert wrong() == []


def test_three_ways_at_once_share_a_line() -> None:
    case = an_order(5, 1, method=Method.SHIP)
    case.at(case.other, case.variants[0], 1)
    parts = (Apart(1, 1, place=case.other.id), Apart(1, 2, on=tomorrow(case)), Apart(1, 1))
    case.change({1: 1}, apart=parts)
    assert sorted(held(case), key=str) == [{1: 1}, {1: 1}, {1: 2}, {2: 1}]
    assert wrong() == []


def test_what_is_no_part_is_refused() -> None:
    case = an_order(5)
    with pytest.raises(amendments.AlreadyPicked):
        case.propose(apart=(Apart(1, 6),))
    with pytest.raises(amendments.NothingChanges):
        case.propose(apart=(Apart(1, 5),))
    with pytest.raises(amendments.BadChange):
        case.propose(apart=(Apart(1, 1), Apart(1, 2)))
    with pytest.raises(amendments.BadChange):
        case.propose(apart=(Apart(1, 0),))
    with pytest.raises(amendments.CannotComeFrom):
        case.propose(apart=(Apart(1, 2, place=case.other.id),))
    for on in (tomorrow(case) - timedelta(days=1), tomorrow(case) + timedelta(days=400)):
        with pytest.raises(amendments.BadDay):
            case.propose(apart=(Apart(1, 2, on=on),))


def test_what_waits_for_goods_can_be_parted_and_keeps_its_place_in_the_queue() -> None:
    shop = a_shop()
    other, later = a_store(shop.market, ships=True), sold_out(shop)
    case = Case(shop, placed(shop, Wanted(later, 5)), (later,), other)
    second = placed(shop, Wanted(later, 2))
    shown = case.change(apart=(Apart(1, 2),))
    assert shown.preview.promise_will == shown.preview.promise_was
    assert [(each.state, each.expected_on) for each in case.parcels] == [(ConsignmentState.AWAITED, in_days(5))] * 2
    assert len({each.opened_at for each in case.parcels}) == 1
    settle()
    assert wrong() == []
    receive(shop, later, 5)
    settle()
    assert [each.state for each in case.parcels] == [ConsignmentState.OPEN] * 2
    assert [each.state for each in fulfilment.consignments_of([second])[second]] == [ConsignmentState.AWAITED]
    assert wrong() == []


def test_a_part_that_has_come_leaves_as_soon_as_the_rest_is_parted_from_it() -> None:
    shop = a_shop()
    later = sold_out(shop)
    case = Case(shop, placed(shop, Wanted(later, 4)), (later,), a_store(shop.market))
    settle()  # whoever waits is seen to from now on
    receive(shop, later, 3)
    settle()
    forget_jobs()  # what the receipt has let somebody look at is done
    case.change(apart=(Apart(1, 1),))
    settle()
    states = {each.lines[0].quantity: each.state for each in case.parcels}
    assert states == {3: ConsignmentState.OPEN, 1: ConsignmentState.AWAITED}
    assert wrong() == []


def test_goods_that_came_while_it_was_looked_at_wait_no_longer() -> None:
    shop = a_shop()
    later = sold_out(shop)
    case = Case(shop, placed(shop, Wanted(later, 5)), (later,), a_store(shop.market))
    shown = case.propose(apart=(Apart(1, 2),))
    settle()  # whoever waits is seen to from now on
    receive(shop, later, 5)
    settle()
    confirm(shown)
    assert [each.state for each in case.parcels] == [ConsignmentState.OPEN] * 2
    assert wrong() == []


def test_one_part_comes_and_the_other_waits_on() -> None:
    shop = a_shop()
    later = sold_out(shop)
    case = Case(shop, placed(shop, Wanted(later, 5)), (later,), a_store(shop.market))
    case.change(apart=(Apart(1, 2),))
    settle()
    receive(shop, later, 3)
    settle()
    assert sorted(each.state for each in case.parcels) == [ConsignmentState.AWAITED, ConsignmentState.OPEN]
    assert wrong() == []
    (there,) = (each for each in case.parcels if each.state is ConsignmentState.OPEN)
    leave(there)
    settle()
    assert wrong() == []
    case.change({1: sum(line.quantity for each in case.parcels if each.id != there.id for line in each.lines)})
    settle()
    assert case.now.summary.state is OrderState.COMPLETED
    assert wrong() == []


def test_what_waits_for_goods_can_be_cancelled_and_sent_elsewhere() -> None:
    shop = a_shop()
    other, later = a_store(shop.market), sold_out(shop)
    case = Case(shop, placed(shop, Wanted(later, 3)), (later,), other)
    case.change({1: 1})
    assert [(each.state, each.lines[0].quantity) for each in case.parcels] == [(ConsignmentState.AWAITED, 2)]
    case.at(other, later, 2)
    case.change(store=other.id)
    assert [each.state for each in case.parcels] == [ConsignmentState.CANCELLED, ConsignmentState.OPEN]
    settle()
    assert wrong() == []
    case.change({1: 2})
    assert case.now.summary.state is OrderState.CANCELLED
    settle()
    assert wrong() == []
