"""Orders of goods that are not there yet: promised for a day, waiting, brought in once, told when the day moves."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel import caches, clock
from oneshelf.kernel.actors import ANONYMOUS, SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.ids import new_id
from oneshelf.modules.cases import public as cases
from oneshelf.modules.cases.public import Kind, Way
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.checkout.public import Wanted
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.models import Consignment as ConsignmentRow
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.models import Reservation
from oneshelf.modules.inventory.public import AheadKind, AheadTerms, Expected, OutOfStock
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId, OrderState
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places.models import Place
from oneshelf.surfaces.console.audit.proof import checks
from tests.checkout.builders import ANA, Shop, a_shop
from tests.orders.settling import forget_jobs, settle
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _no_jobs_of_others(transactional_db: None) -> None:
    forget_jobs()


def in_days(days: int) -> date:
    return clock.now().date() + days * DAY


def sell_ahead(shop: Shop, variant: VariantId, units: int = 9, **terms: Any) -> None:
    told = AheadTerms(AheadKind.BACKORDER, units, **({"lead_days": 5} | terms))
    inventory.sell_ahead(shop.market.id, shop.store.id, variant, told, actor=SYSTEM)


def gone(shop: Shop) -> VariantId:
    """Return a variant of which the store has none."""
    variant = shop.offered(1)
    damaged = inventory.AdjustmentReason.DAMAGED
    inventory.adjust(shop.market.id, shop.store.id, variant, -1, reason=damaged, actor=SYSTEM)
    return variant


def sold_out(shop: Shop, **terms: Any) -> VariantId:
    """Return a variant of which the store has none, sold ahead."""
    variant = gone(shop)
    sell_ahead(shop, variant, **terms)
    return variant


def placed(shop: Shop, *wanted: Wanted, sent: bool = False) -> OrderId:
    begun = checkout.start(shop.market, shop.web.id, wanted)
    chosen = checkout.ship_to(begun.id, ANA) if sent else checkout.collect_at(begun.id, shop.store.id, ANA)
    checkout.pay(chosen.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    return checkout.complete(chosen.id, actor=ANONYMOUS).order


def of(order: OrderId) -> list[Consignment]:
    return fulfilment.consignments_of([order])[order]


def states(*placed: OrderId) -> list[ConsignmentState]:
    return [each.state for order in placed for each in of(order)]


def receive(shop: Shop, variant: VariantId, units: int) -> None:
    inventory.receive(shop.market.id, shop.store.id, {variant: units}, cause=new_id(), at=clock.now())


def the_proof_holds() -> bool:
    return [(check.title, found) for check in checks() for found in check.find()] == []


def test_who_was_to_wait_before_goods_were_sold_ahead_comes_first_and_is_served_from_the_shelf() -> None:
    """Releases before wrote such a promise as any other, beyond the shelf: open, and not `ahead`."""
    shop = a_shop()
    variant = sold_out(shop)
    old, new = placed(shop, Wanted(variant, 2)), placed(shop, Wanted(variant, 2))
    Reservation.objects.filter(owner_id=old).update(ahead=False)
    ConsignmentRow.objects.filter(order_id=old).update(state="open", expected_on=None)
    settle()
    assert [found.check for check in checks() for found in check.find()] == [
        "what was promised from the shelf is on it"
    ]
    receive(shop, variant, 3)
    settle()
    assert the_proof_holds()
    assert states(old, new) == [ConsignmentState.OPEN, ConsignmentState.AWAITED]
    (parcel,) = of(old)
    fulfilment.start_picking(parcel.id, actor=SYSTEM)
    fulfilment.record_pick(parcel.id, 1, 2, actor=SYSTEM)
    fulfilment.mark_ready(parcel.id, actor=SYSTEM)
    fulfilment.hand_over(parcel.id, fulfilment.pin_for(parcel.id), actor=SYSTEM)
    receive(shop, variant, 1)
    settle()
    assert states(new) == [ConsignmentState.OPEN]
    assert the_proof_holds()


def test_what_is_there_is_made_ready_and_the_rest_waits_for_its_day() -> None:
    shop = a_shop()
    here, later = shop.offered(5), sold_out(shop)
    order = placed(shop, Wanted(later, 2), Wanted(here, 1))
    now, then = of(order)
    assert [(each.state, each.expected_on) for each in (now, then)] == [
        (ConsignmentState.OPEN, None),
        (ConsignmentState.AWAITED, in_days(5)),
    ]
    assert [(line.variant, line.quantity) for each in (now, then) for line in each.lines] == [(here, 1), (later, 2)]
    promised = orders.get_order(order).promised_by
    assert promised is not None
    assert promised.date() >= in_days(5)
    assert [each.id for each in fulfilment.queue(shop.store.id)] == [now.id]
    settle()
    assert the_proof_holds()
    receive(shop, later, 2)
    settle()
    assert states(order) == [ConsignmentState.OPEN, ConsignmentState.OPEN]
    assert the_proof_holds()


def test_what_is_sent_waits_where_it_comes_in() -> None:
    shop = a_shop()
    other = a_store(shop.market)
    later, here = sold_out(shop), gone(shop)
    inventory.receive(shop.market.id, other.id, {here: 3}, cause=new_id(), at=clock.now())
    order = placed(shop, Wanted(later, 1), Wanted(here, 3), sent=True)
    assert sorted((each.state, each.place == shop.store.id) for each in of(order)) == [
        (ConsignmentState.AWAITED, True),
        (ConsignmentState.OPEN, False),
    ]
    assert the_proof_holds()


def test_a_till_sells_nothing_that_is_not_there() -> None:
    shop = a_shop()
    variant = sold_out(shop)
    receive(shop, variant, 2)
    placed(shop, Wanted(variant, 3))
    with pytest.raises(OutOfStock):
        checkout.place_order(shop.purchase(variant), actor=SYSTEM)


def test_no_more_is_sold_ahead_than_may_be_and_choosing_again_takes_no_more() -> None:
    shop = a_shop()
    variant = sold_out(shop, units=2)
    begun = checkout.start(shop.market, shop.web.id, [Wanted(variant, 2)])
    for _ in range(2):
        checkout.ship_to(begun.id, ANA)
        checkout.collect_at(begun.id, shop.store.id, ANA)
    assert shop.level(variant).reserved == 2
    second = checkout.start(shop.market, shop.web.id, [Wanted(variant, 1)])
    with pytest.raises(OutOfStock):
        checkout.collect_at(second.id, shop.store.id, ANA)
    with pytest.raises(checkout.NowhereInStock):
        checkout.ship_to(second.id, ANA)
    assert shop.level(variant).reserved == 2


def test_whoever_was_promised_first_is_served_first_and_nobody_overtakes() -> None:
    shop = a_shop()
    variant = sold_out(shop)
    first, second, third = (
        placed(shop, Wanted(variant, 3)),
        placed(shop, Wanted(variant, 1)),
        placed(shop, Wanted(variant, 2)),
    )
    receive(shop, variant, 2)
    settle()
    assert states(first, second, third) == [ConsignmentState.AWAITED] * 3
    receive(shop, variant, 2)
    settle()
    assert states(first, second, third) == [ConsignmentState.OPEN, ConsignmentState.OPEN, ConsignmentState.AWAITED]
    orders.cancel_order(first, actor=SYSTEM)
    settle()
    assert states(third) == [ConsignmentState.OPEN]
    assert the_proof_holds()


def test_goods_that_come_in_twice_at_once_among_those_who_cancel_serve_each_order_once() -> None:
    shop = a_shop()
    variant = sold_out(shop)
    waiting = [placed(shop, Wanted(variant, 1)) for _ in range(8)]

    def act(number: int) -> None:
        try:
            if number < 4:
                receive(shop, variant, 1)
                fulfilment.bring_in(shop.market.id, shop.store.id)
            else:
                orders.cancel_order(waiting[number - 4], actor=SYSTEM)
        except Refusal:
            raise AssertionError("nobody is in nobody's way") from None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as hands:
        list(hands.map(act, range(8)))
    fulfilment.bring_in(shop.market.id, shop.store.id)
    settle()
    found = states(*waiting)
    assert found[:4] == [ConsignmentState.CANCELLED] * 4
    assert found[4:] == [ConsignmentState.OPEN] * 4
    level = shop.level(variant)
    assert (level.on_hand, level.reserved) == (4, 4)
    assert the_proof_holds()


def test_a_later_day_moves_the_promise_and_asks_whoever_waits() -> None:
    shop = a_shop()
    variant, source = sold_out(shop), new_id()

    def expect(days: int) -> None:
        rows = [Expected(1, shop.store.id, variant, in_days(days), 5)]
        inventory.expect(shop.market.id, "purchase_order", source, rows)
        settle()

    expect(4)
    patient, hurried = placed(shop, Wanted(variant, 1)), placed(shop, Wanted(variant, 1))
    before = orders.get_order(patient).promised_by
    expect(9)
    (consignment,) = of(patient)
    after = orders.get_order(patient).promised_by
    assert before is not None
    assert after is not None
    assert after - before == 5 * DAY
    assert consignment.expected_on == in_days(9)
    assert len([sent for sent in mail.outbox if "later than we told you" in sent.body]) == 2
    (asked,) = cases.cases_of(hurried)
    assert (asked.kind, [each.way for each in asked.alternatives]) == (Kind.DELAYED, [Way.WAIT, Way.REFUND])
    cases.choose(asked.id, 2, actor=ANONYMOUS)
    expect(6)
    settle()
    assert (orders.get_order(hurried).summary.state, states(hurried)) == (
        OrderState.CANCELLED,
        [ConsignmentState.CANCELLED],
    )
    assert of(patient)[0].expected_on == in_days(6)  # sooner: nobody is asked again
    assert len(cases.cases_of(patient)) == 1
    receive(shop, variant, 1)
    settle()
    assert (states(patient), cases.cases_of(patient)[0].solution) == ([ConsignmentState.OPEN], "by_itself")
    assert the_proof_holds()


def test_who_waits_for_two_things_is_asked_about_each_that_comes_later() -> None:
    shop = a_shop()
    one, two = sold_out(shop), sold_out(shop, lead_days=8)
    order = placed(shop, Wanted(one, 1), Wanted(two, 1))
    for variant, days in ((one, 9), (two, 12)):
        rows = [Expected(1, shop.store.id, variant, in_days(days), 5)]
        inventory.expect(shop.market.id, "purchase_order", new_id(), rows)
        settle()
    assert {each.line for each in cases.cases_of(order) if not each.settled} == {1, 2}


def test_who_has_one_of_two_lines_cancelled_waits_for_the_other() -> None:
    shop = a_shop()
    one, two = sold_out(shop), sold_out(shop)
    order = placed(shop, Wanted(one, 1), Wanted(two, 2))
    (waiting,) = of(order)
    fulfilment.withdraw(waiting.id, {1: 1}, actor=SYSTEM)
    orders.amend(orders.get_order(order), orders.Change(cancel={1: 1}), reason="other", actor=SYSTEM)
    assert (shop.level(one).reserved, shop.level(two).reserved) == (0, 2)
    assert states(order) == [ConsignmentState.AWAITED]
    settle()
    assert the_proof_holds()


def paid(shop: Shop, *wanted: Wanted, sent: bool = False) -> checkout.Checkout:
    """Return a checkout that is paid, and whose hold was over before that."""
    begun = checkout.start(shop.market, shop.web.id, wanted)
    chosen = checkout.ship_to(begun.id, ANA) if sent else checkout.collect_at(begun.id, shop.store.id, ANA)
    checkout.pay(chosen.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    inventory.release(inventory.Owner.CHECKOUT, chosen.id)
    return chosen


@pytest.mark.parametrize("sent", [False, True], ids=["collected", "sent"])
def test_money_that_comes_late_is_for_goods_that_are_still_sold_ahead(sent: bool) -> None:
    shop = a_shop()
    here, later = shop.offered(5), sold_out(shop, units=2)
    order = checkout.complete(paid(shop, Wanted(later, 2), Wanted(here, 1), sent=sent).id, actor=ANONYMOUS).order
    assert [(each.state, each.expected_on, [line.line for line in each.lines]) for each in of(order)] == [
        (ConsignmentState.OPEN, None, [2]),
        (ConsignmentState.AWAITED, in_days(5), [1]),
    ]
    assert (shop.level(here).reserved, shop.level(later).reserved) == (1, 2)
    settle()
    receive(shop, later, 2)
    settle()
    assert states(order) == [ConsignmentState.OPEN] * 2
    assert the_proof_holds()


def test_a_day_is_over_where_the_goods_come_in() -> None:
    shop = a_shop()
    Place.objects.filter(id=shop.store.id).update(time_zone="Pacific/Auckland")
    caches.forget_all()
    day = in_days(3)
    order = placed(shop, Wanted(sold_out(shop, expected_on=day, lead_days=None), 1))
    with time_machine.travel(datetime.combine(day, time(20), UTC), tick=True):  # the next morning in Auckland
        fulfilment.bring_in(shop.market.id, shop.store.id)
    (waiting,) = of(order)
    assert waiting.expected_on == day + 8 * DAY  # a week from the day that it is there


@pytest.mark.parametrize("sent", [False, True], ids=["collected", "sent"])
def test_money_that_comes_late_is_promised_the_day_that_holds_then(sent: bool) -> None:
    shop = a_shop()
    later = sold_out(shop)
    chosen = paid(shop, Wanted(later, 2), sent=sent)
    (rule,) = inventory.list_ahead(shop.market.id)
    terms = AheadTerms(AheadKind.BACKORDER, 9, lead_days=20)
    inventory.revise_ahead(rule.id, terms, version=rule.version, actor=SYSTEM)
    order = orders.get_order(checkout.complete(chosen.id, actor=ANONYMOUS).order)
    assert chosen.promised_by is not None
    assert order.promised_by is not None
    assert order.promised_by.date() >= in_days(20) > chosen.promised_by.date()
    assert the_proof_holds()


@pytest.mark.parametrize("sent", [False, True], ids=["collected", "sent"])
def test_money_that_comes_late_is_for_goods_that_came_meanwhile(sent: bool) -> None:
    shop = a_shop()
    variant = sold_out(shop)
    chosen = paid(shop, Wanted(variant, 2), sent=sent)
    receive(shop, variant, 2)
    order = checkout.complete(chosen.id, actor=ANONYMOUS).order
    assert (states(order), shop.level(variant).reserved) == ([ConsignmentState.OPEN], 2)
    assert the_proof_holds()


@pytest.mark.parametrize("sent", [False, True], ids=["collected", "sent"])
def test_money_that_comes_when_others_were_promised_it_all_goes_back(sent: bool) -> None:
    shop = a_shop()
    here, later = shop.offered(5), sold_out(shop, units=2)
    chosen = paid(shop, Wanted(later, 2), Wanted(here, 1), sent=sent)
    placed(shop, Wanted(later, 1))
    with pytest.raises(inventory.HoldExpired):
        checkout.complete(chosen.id, actor=ANONYMOUS)
    assert (shop.level(here).reserved, shop.level(later).reserved) == (0, 1)
    assert [each.state for each in payments.attempts_for(chosen.id)] == [payments.PaymentState.VOIDED]


def test_orders_of_goods_that_are_there_ask_nothing_more() -> None:
    shop = a_shop()
    variant = shop.offered(5)
    sell_ahead(shop, variant)
    begun = checkout.start(shop.market, shop.web.id, [Wanted(variant, 1)])
    asked = []
    for step in (
        lambda: checkout.collect_at(begun.id, shop.store.id, ANA),
        lambda: checkout.pay(begun.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS),
        lambda: checkout.complete(begun.id, actor=ANONYMOUS),
    ):
        with CaptureQueriesContext(connection) as queries:
            step()
        asked += [query["sql"] for query in queries.captured_queries]
    assert not [each for each in asked if "ahead" in each or "await" in each]
