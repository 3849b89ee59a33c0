"""What a place cannot send is sent from elsewhere; what nobody can send is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.outbox import delivery as delivery_of_events
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.outbox.models import Letter
from oneshelf.kernel.outbox.reading import read_page
from oneshelf.kernel.states import WrongState
from oneshelf.modules.checkout.public import Wanted
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.delivery.models import Zone
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment import queries as fulfilment_queries
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentState, Reason
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.actions import take_away
from oneshelf.modules.orders.actions.source_again import could_send
from oneshelf.modules.orders.public import OrderId, OrderState
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places.public import UnknownPlace
from oneshelf.modules.sourcing import public as sourcing
from tests.checkout.builders import Shop, a_shop
from tests.checkout.test_parcels import books_agree, hand_over, levels, placed, put, shipped
from tests.delivery.builders import a_service
from tests.orders.settling import forget_jobs, settle
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _no_jobs_of_others(transactional_db: None) -> None:
    forget_jobs()


def sent(order: OrderId) -> list[Consignment]:
    return fulfilment.consignments_of([order])[order]


def told(order: OrderId) -> list[str]:
    return [each.type.removesuffix(".v1") for each in outbox.history([order])]


def an_order(shop: Shop, units: int, there: int, elsewhere: int = 0) -> tuple[OrderId, Consignment]:
    """Ship `units` of an article of which so many lie in the store and, put there afterwards, in another."""
    variant = shop.offered(there)
    order = placed(shop, shipped(shop, Wanted(variant, units)))
    if elsewhere:
        put(shop, a_store(shop.market).id, variant, elsewhere)
    (consignment,) = sent(order)
    return order, consignment


def test_what_the_picker_cannot_find_comes_from_another_place() -> None:
    shop = a_shop()
    order, first = an_order(shop, 3, 3, elsewhere=5)
    fulfilment.start_picking(first.id, actor=SYSTEM)
    fulfilment.record_pick(first.id, 1, 1, actor=SYSTEM)
    fulfilment.record_short(first.id, 1, actor=SYSTEM)
    settle()
    first, second = sent(order)
    assert second.place != first.place
    assert [(line.line, line.quantity) for line in second.lines] == [(1, 2)]
    assert told(order) == ["orders.order_placed", "orders.sourced_again"]
    assert {each.cause for each in sourcing.decisions_of(order)} == {sourcing.Cause.PLACED, sourcing.Cause.SHORT}
    fulfilment.pack(first.id, actor=SYSTEM)
    fulfilment.ship(first.id, carrier="c", tracking="t", actor=SYSTEM)
    settle()
    assert orders.get_order(order).summary.state is OrderState.PLACED
    hand_over(second)
    settle()
    found = orders.get_order(order)
    assert (found.summary.state, found.summary.refunded.minor) == (OrderState.COMPLETED, 0)
    assert payments.payments_of([order])[order][0].captured == found.summary.total.minor
    assert books_agree(shop)


def test_what_a_store_rejects_goes_to_another() -> None:
    shop = a_shop()
    order, first = an_order(shop, 2, 2, elsewhere=2)
    fulfilment.reject(first.id, Reason.NO_TIME, actor=SYSTEM)
    settle()
    rejected, second = sent(order)
    assert (rejected.state, second.state) == (ConsignmentState.CANCELLED, ConsignmentState.OPEN)
    variant = first.lines[0].variant
    assert levels(shop, variant) == {first.place: (2, 0), second.place: (2, 2)}
    assert orders.get_order(order).summary.state is OrderState.PLACED
    assert books_agree(shop)


def test_what_is_given_up_ends_no_order_whose_rest_was_just_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    """The order hears of what was given up when the rejection has happened, and is not delivered yet."""
    shop = a_shop()
    order, first = an_order(shop, 3, 3, elsewhere=2)
    fulfilment.start_picking(first.id, actor=SYSTEM)
    fulfilment.record_pick(first.id, 1, 1, actor=SYSTEM)
    fulfilment.record_short(first.id, 1, actor=SYSTEM)
    settle()
    first, second = sent(order)
    put(shop, a_store(shop.market).id, first.lines[0].variant, 5)
    fulfilment.cancel(first.id, actor=SYSTEM)
    fulfilment.reject(second.id, Reason.NO_TIME, actor=SYSTEM)
    monkeypatch.setattr(delivery_of_events, "read_page", lambda wanted, cursor, most: read_page(wanted, cursor, 1))
    settle()
    assert orders.get_order(order).summary.state is OrderState.PLACED
    assert [(each.state, each.place) for each in sent(order)][:2] == [
        (ConsignmentState.CANCELLED, first.place),
        (ConsignmentState.CANCELLED, second.place),
    ]
    assert [each.state for each in sent(order)][2:] == [ConsignmentState.OPEN]
    assert books_agree(shop)


def test_what_nobody_has_is_told_and_left_to_its_shopper() -> None:
    shop = a_shop()
    order, consignment = an_order(shop, 2, 2)
    fulfilment.reject(consignment.id, Reason.DAMAGED, actor=SYSTEM)
    settle()
    assert told(order) == ["orders.order_placed", "orders.line_unfillable"]
    assert orders.get_order(order).summary.state is OrderState.PLACED
    assert orders.unassigned(orders.get_order(order)) == {1: 2}
    assert books_agree(shop)


def test_what_no_service_brings_any_more_is_told_and_left_to_its_shopper() -> None:
    shop = a_shop()
    delivery.open_service(shop.market.id, a_service(), actor=SYSTEM)
    order, first = an_order(shop, 3, 3, elsewhere=5)
    Zone.objects.filter(service__market=shop.market.id).update(country="PL")
    fulfilment.reject(first.id, Reason.NO_TIME, actor=SYSTEM)
    settle()
    assert Letter.objects.count() == 0  # no listener has failed
    assert "orders.line_unfillable" in told(order)
    assert len(sent(order)) == 1


def test_a_ready_consignment_is_not_rejected() -> None:
    shop = a_shop()
    _, consignment = an_order(shop, 1, 1)
    fulfilment.start_picking(consignment.id, actor=SYSTEM)
    fulfilment.record_pick(consignment.id, 1, 1, actor=SYSTEM)
    fulfilment.pack(consignment.id, actor=SYSTEM)
    with pytest.raises(WrongState):
        fulfilment.reject(consignment.id, Reason.OTHER, actor=SYSTEM)
    assert sent(OrderId(consignment.order))[0].state is ConsignmentState.PACKED


def test_a_part_is_withdrawn_and_its_stock_is_free() -> None:
    shop = a_shop()
    variant, other = shop.offered(4), shop.offered(4)
    order = placed(shop, shipped(shop, Wanted(variant, 3), Wanted(other, 2)))
    (consignment,) = sent(order)
    fulfilment.withdraw(consignment.id, {1: 2, 2: 2}, actor=SYSTEM)
    (left,) = sent(order)
    assert [(line.line, line.quantity) for line in left.lines] == [(1, 1)]
    assert (shop.level(variant).reserved, shop.level(other).reserved) == (1, 0)
    fulfilment.withdraw(consignment.id, {1: 1}, actor=SYSTEM)
    assert sent(order)[0].state is ConsignmentState.CANCELLED
    assert shop.level(variant).reserved == 0
    assert not fulfilment.audit()
    assert shop.audit() == []


def test_a_pick_and_a_withdrawal_never_both_have_the_unit() -> None:
    shop = a_shop()
    order, consignment = an_order(shop, 7, 7)
    fulfilment.start_picking(consignment.id, actor=SYSTEM)

    def attempt(number: int) -> str:
        try:
            if number % 2:
                fulfilment.withdraw(consignment.id, {1: 1}, actor=SYSTEM)
                return "withdrawn"
            fulfilment.record_pick(consignment.id, 1, number // 2, actor=SYSTEM)
            return "picked"
        except Refusal:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(attempt, range(12)))
    (line,) = sent(order)[0].lines
    assert line.quantity == 7 - done.count("withdrawn")
    assert line.picked <= line.quantity
    assert shop.level(line.variant).reserved == line.quantity
    assert not fulfilment.audit()
    assert shop.audit() == []


def missed(consignment: Consignment) -> datetime:
    return consignment.due_at + timedelta(minutes=1)


def test_a_parcel_that_is_not_begun_in_time_goes_to_another_place() -> None:
    shop = a_shop()
    order, first = an_order(shop, 2, 2, elsewhere=2)
    assert take_away.take_away_missed(first.due_at) == 0
    assert take_away.take_away_missed(missed(first)) == 1
    settle()
    late, second = sent(order)
    assert (late.state, second.state) == (ConsignmentState.CANCELLED, ConsignmentState.OPEN)
    assert second.place != first.place
    causes = {each.cause for each in sourcing.decisions_of(order)}
    assert causes == {sourcing.Cause.PLACED, sourcing.Cause.MISSED_CLOCK}
    assert take_away.take_away_missed(missed(second)) == 0, "it is not sent back to the place that was late"
    assert books_agree(shop)


def test_what_nobody_else_has_keeps_nothing_from_being_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fulfilment_queries, "MOST_QUEUED", 1)
    shop = a_shop()
    stuck = [an_order(shop, 2, 2) for _ in range(2)]
    order, last = an_order(shop, 2, 2, elsewhere=2)
    assert {each.place for _order, each in stuck} == {last.place}
    assert take_away.take_away_missed(missed(last)) == 1
    assert sent(order)[0].state is ConsignmentState.CANCELLED
    assert [sent(each)[0].state for each, _parcel in stuck] == [ConsignmentState.OPEN] * 2


def test_what_nobody_else_has_stays_where_it_is_late() -> None:
    shop = a_shop()
    order, first = an_order(shop, 2, 2)
    assert take_away.take_away_missed(missed(first)) == 0
    assert [each.state for each in sent(order)] == [ConsignmentState.OPEN]


def test_what_nobody_else_has_is_looked_at_ever_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []

    def nobody_has_it(parcel: Consignment, at: datetime) -> bool:
        looks.append((at - parcel.due_at) // timedelta(minutes=1))
        return False

    monkeypatch.setattr("oneshelf.modules.orders.actions.take_away.could_send", nobody_has_it)
    _, late = an_order(a_shop(), 2, 2)
    for minutes in range(5, 2 * 24 * 60, 5):
        assert take_away.take_away_missed(late.due_at + timedelta(minutes=minutes)) == 0
    assert looks == [5, 10, 20, 40, 80, 160, 320, 640, 1280]


def test_what_comes_to_another_place_is_sent_from_there_at_the_next_look() -> None:
    shop = a_shop()
    order, first = an_order(shop, 2, 2)
    assert take_away.take_away_missed(missed(first)) == 0
    put(shop, a_store(shop.market).id, first.lines[0].variant, 2)
    assert take_away.take_away_missed(missed(first) + timedelta(seconds=59)) == 0
    assert take_away.take_away_missed(missed(first) + timedelta(minutes=1)) == 1
    settle()
    assert [each.state for each in sent(order)] == [ConsignmentState.CANCELLED, ConsignmentState.OPEN]


def test_what_was_begun_is_not_taken_away() -> None:
    shop = a_shop()
    order, first = an_order(shop, 2, 2, elsewhere=2)
    fulfilment.start_picking(first.id, actor=SYSTEM)
    assert take_away.take_away_missed(missed(first)) == 0
    assert [each.state for each in sent(order)] == [ConsignmentState.PICKING]


def test_who_takes_it_in_hand_at_the_last_moment_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = a_shop()
    order, first = an_order(shop, 2, 2, elsewhere=2)

    def begun_meanwhile(parcel: Consignment, at: datetime) -> bool:
        fulfilment.start_picking(parcel.id, actor=SYSTEM)
        return True

    monkeypatch.setattr("oneshelf.modules.orders.actions.take_away.could_send", begun_meanwhile)
    assert take_away.take_away_missed(missed(first)) == 0
    assert [each.state for each in sent(order)] == [ConsignmentState.PICKING]


def test_a_parcel_that_cannot_be_looked_at_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = a_shop()
    (_, broken), (order, _) = [an_order(shop, 2, 2, elsewhere=2) for _ in range(2)]

    def refused(parcel: Consignment, at: datetime) -> bool:
        if parcel.id == broken.id:
            raise UnknownPlace(place=str(parcel.place))
        return could_send(parcel, at)

    monkeypatch.setattr("oneshelf.modules.orders.actions.take_away.could_send", refused)
    assert take_away.take_away_missed(missed(broken) + timedelta(minutes=5)) == 1
    assert [each.state for each in sent(order)] == [ConsignmentState.CANCELLED]
