"""A change is shown before it is done, and done as it was shown: money, goods and promise."""

from __future__ import annotations

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import UnitPrice
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.public import Addition, AmendmentState
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method, OrderState
from oneshelf.modules.orders.tasks import give_difference_back
from oneshelf.modules.pricing import public as pricing
from tests.amendments.builders import PRICE, Case, an_order, confirm, pays, wrong
from tests.orders.settling import forget_jobs, settle

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

BOTH = pytest.mark.parametrize("method", [Method.COLLECT, Method.SHIP])


@pytest.fixture(autouse=True)
def _no_jobs_of_others(transactional_db: None) -> None:
    forget_jobs()


@BOTH
def test_fewer_units_give_their_money_and_goods_back(method: Method) -> None:
    case = an_order(3, 2, method=method)
    shown = case.propose({1: 1})
    assert (shown.state, shown.version) == (AmendmentState.PROPOSED, 0)
    assert [(line.line, line.before, line.after) for line in shown.preview.lines] == [(1, 3, 2), (2, 2, 2)]
    bill = shown.preview.bill
    assert (bill.was.minor, bill.will.minor, bill.back.minor, bill.to_pay.minor) == (1250, 1000, 250, 0)
    assert case.reserved(case.variants[0]) == 3  # looking changes nothing
    done = confirm(shown)
    settle()
    assert done.state is AmendmentState.CONFIRMED
    assert (case.now.due.minor, case.now.summary.refunded.minor, case.paid()) == (1000, 250, 1000)
    assert case.reserved(case.variants[0]) == 2
    assert [line.quantity for line in case.parcel.lines] == [2, 2]
    assert wrong() == []


@BOTH
def test_a_line_is_taken_out_whole(method: Method) -> None:
    case = an_order(3, 2, method=method)
    case.change({2: 2})
    settle()
    assert [line.line for line in case.parcel.lines] == [1]
    assert (case.reserved(case.variants[1]), case.paid()) == (0, 750)
    assert wrong() == []


@BOTH
def test_cancelling_everything_ends_the_order(method: Method) -> None:
    case = an_order(3, 2, method=method)
    shown = case.propose({1: 3, 2: 2})
    assert (shown.preview.ends_order, shown.preview.bill.back.minor) == (True, 1250)
    confirm(shown)
    settle()
    assert (case.now.summary.state, case.paid()) == (OrderState.CANCELLED, 0)
    assert case.parcel.state is ConsignmentState.CANCELLED
    assert wrong() == []


@BOTH
def test_a_substitute_at_the_same_price_costs_nothing_and_joins_the_parcel(method: Method) -> None:
    case = an_order(3, method=method)
    oats = case.shop.offered(5)
    shown = case.propose({1: 2}, Addition(oats, 2, instead_of=1))
    (parcel,) = shown.preview.supply.parcels
    assert (parcel.place, parcel.joins) == (case.shop.store.id, case.parcel.id)
    assert (shown.preview.bill.back.minor, shown.to_pay.minor) == (0, 0)
    confirm(shown)
    settle()
    assert [(line.line, line.quantity) for line in case.parcel.lines] == [(1, 1), (2, 2)]
    assert (case.now.due.minor, case.paid(), case.reserved(oats)) == (750, 750, 2)
    assert wrong() == []


@BOTH
def test_a_parcel_of_which_all_is_replaced_stays_the_same_parcel(method: Method) -> None:
    case = an_order(3, method=method)
    oats, parcel = case.shop.offered(5), case.parcel.id
    case.change({1: 3}, Addition(oats, 3, instead_of=1))
    settle()
    assert (case.parcel.id, [line.variant for line in case.parcel.lines]) == (parcel, [oats])
    assert (case.reserved(case.variants[0]), case.reserved(oats)) == (0, 3)
    assert wrong() == []


def test_what_was_to_join_a_parcel_goes_alone_when_its_picker_was_faster() -> None:
    case = an_order(3)
    shown = case.propose({1: 1}, Addition(case.shop.offered(5), 1))
    fulfilment.start_picking(case.parcel.id, actor=SYSTEM)
    confirm(shown)
    settle()
    assert [[line.line for line in each.lines] for each in case.parcels] == [[1], [2]]
    assert wrong() == []


@BOTH
def test_what_costs_more_waits_for_its_money_and_is_done_once(method: Method) -> None:
    case = an_order(3, method=method)
    (milk,) = case.variants
    waiting = case.change(None, Addition(milk, 2))
    assert (waiting.state, waiting.to_pay.minor) == (AmendmentState.AWAITING_PAYMENT, 500)
    assert (case.now.due.minor, case.reserved(milk)) == (750, 5)  # the goods are held, the order is as it was
    done = pays(waiting)
    assert amendments.complete(waiting.id, actor=SYSTEM) == done
    settle()
    assert (done.state, case.now.due.minor, case.paid()) == (AmendmentState.CONFIRMED, 1250, 1250)
    assert (case.reserved(milk), [line.quantity for line in case.parcel.lines]) == (5, [3, 2])
    assert wrong() == []


def test_money_that_is_only_held_goes_back_when_the_goods_have_left() -> None:
    case = an_order(3, 2, by="test_card")
    case.change({1: 1})
    settle()
    assert case.paid() == 1250
    picked(case)
    settle()
    assert (case.now.summary.state, case.paid()) == (OrderState.COMPLETED, 1000)
    assert wrong() == []


def test_a_difference_is_not_given_back_again_after_the_end_of_its_order() -> None:
    """Its job may come late, or twice: everything has gone back by then that nobody got."""
    case = an_order(2, by="test_card")
    changed = case.change({1: 1})
    picked(case)
    settle()
    give_difference_back(str(case.order), str(changed.id))
    assert case.paid() == PRICE
    assert wrong() == []


def test_cancelling_what_is_left_gives_back_only_what_is_left() -> None:
    case = an_order(4, by="test_card")
    case.change({1: 1})
    shown = case.propose({1: 3})
    assert shown.preview.bill.back.minor == 750
    confirm(shown)
    settle()
    assert case.paid() == 0
    assert wrong() == []


def test_what_is_picked_stays_and_the_rest_can_be_changed() -> None:
    case = an_order(3)
    fulfilment.start_picking(case.parcel.id, actor=SYSTEM)
    fulfilment.record_pick(case.parcel.id, 1, 2, actor=SYSTEM)
    with pytest.raises(amendments.AlreadyPicked) as refused:
        case.propose({1: 2})
    assert (refused.value.wanted, refused.value.left) == (2, 1)
    case.change({1: 1})
    fulfilment.mark_ready(case.parcel.id, actor=SYSTEM)
    with pytest.raises(amendments.AlreadyPicked):
        case.propose({1: 1})
    assert wrong() == []


def test_a_pick_between_showing_and_confirming_is_said() -> None:
    case = an_order(3)
    shown = case.propose({1: 2})
    fulfilment.start_picking(case.parcel.id, actor=SYSTEM)
    fulfilment.record_pick(case.parcel.id, 1, 2, actor=SYSTEM)
    with pytest.raises(amendments.AlreadyPicked):
        confirm(shown)
    assert (case.now.version, case.parcel.lines[0].quantity) == (1, 3)
    assert amendments.get_amendment(shown.id).state is AmendmentState.PROPOSED


def test_an_order_that_changed_meanwhile_is_said() -> None:
    case = an_order(3)
    shown = case.propose({1: 1})
    case.change({1: 2})
    with pytest.raises(orders.OrderChanged):
        confirm(shown)
    assert case.now.due.minor == 250


def test_only_what_was_shown_can_be_confirmed() -> None:
    case = an_order(3)
    shown = case.propose({1: 1})
    with pytest.raises(amendments.PreviewOutdated):
        amendments.confirm(shown.id, case.propose({1: 2}).seal, actor=SYSTEM)
    assert case.now.version == 1


def test_confirming_twice_changes_once() -> None:
    case = an_order(3)
    shown = case.propose({1: 1})
    assert confirm(shown) == confirm(shown)
    assert case.now.due.minor == 500


def test_goods_that_are_gone_are_said_and_nothing_changes() -> None:
    case = an_order(3)
    oats = case.shop.offered(2)
    shown = case.propose({1: 1}, Addition(oats, 1))
    inventory.allocate(case.shop.market.id, [inventory.Demand(1, case.shop.store.id, oats, 2)], order=new_id())
    with pytest.raises(inventory.OutOfStock):
        confirm(shown)
    assert (case.now.version, case.reserved(case.variants[0])) == (1, 3)


def test_what_lacks_is_shown_and_cannot_be_confirmed() -> None:
    case = an_order(3)
    oats = case.shop.offered(2)
    shown = case.propose({1: 1}, Addition(oats, 5))
    (lack,) = shown.preview.lacks
    assert (lack.line, lack.wanted, lack.missing) == (2, 5, 3)
    with pytest.raises(inventory.OutOfStock):
        confirm(shown)


def test_the_price_that_was_shown_stands() -> None:
    case = an_order(3)
    oats = case.shop.offered(5)
    shown = case.propose({1: 1}, Addition(oats, 1))
    pricing.set_price(case.shop.market.id, oats, UnitPrice(9900, "USD"), clock.now(), actor=SYSTEM)
    confirm(shown)
    assert case.now.due.minor == 750


def test_what_is_added_is_sent_from_where_it_lies() -> None:
    case = an_order(3, method=Method.SHIP)
    oats = case.shop.offered(1)
    case.at(case.other, oats, 3)
    done = pays(case.change(None, Addition(oats, 2)))
    _, second = case.parcels
    assert (second.place, second.lines[0].quantity) == (case.other.id, 2)
    assert done.preview.supply.arranged is not None
    assert wrong() == []


def picked(case: Case) -> None:
    """Pick all parcels, make them ready and hand them over."""
    for parcel in case.parcels:
        if parcel.state is ConsignmentState.OPEN:
            fulfilment.start_picking(parcel.id, actor=SYSTEM)
        for line in parcel.lines:
            fulfilment.record_pick(parcel.id, line.line, line.quantity, actor=SYSTEM)
        fulfilment.mark_ready(parcel.id, actor=SYSTEM)
        fulfilment.hand_over(parcel.id, fulfilment.pin_for(parcel.id), actor=SYSTEM)
