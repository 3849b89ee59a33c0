"""Purchase orders: written, sent, received in parts, over, short and damaged."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.states import WrongState
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.supply import public as supply
from oneshelf.modules.supply.public import Arrived, Damage, PurchaseState, Wanted
from tests.markets.builders import a_market
from tests.supply.builders import Chain, a_chain, a_receiver

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def chain() -> Chain:
    return a_chain()


def test_an_order_is_written_sent_and_received(chain: Chain) -> None:
    milk, eggs = chain.variant(), chain.variant()
    order = chain.ordered((milk, 10), (eggs, 4))
    assert (order.state, order.total) == (PurchaseState.SENT, Money(2800, "USD"))
    assert order.expected_on == clock.now().astimezone(ZoneInfo(chain.store.time_zone)).date() + timedelta(days=3)
    assert [each.id for each in supply.expected_at(chain.store.id)] == [order.id]
    receipt = new_id()
    supply.receive(order.id, [Arrived(1, 10)], receipt=receipt, actor=a_receiver())
    assert supply.get_purchase(order.id).state is PurchaseState.PARTLY_RECEIVED
    supply.receive(order.id, [Arrived(2, 3, 1, Damage.SPOILED)], receipt=new_id(), actor=a_receiver())
    assert supply.get_purchase(order.id).state is PurchaseState.RECEIVED
    assert (chain.on_hand(milk, chain.store), chain.on_hand(eggs, chain.store)) == (10, 3)
    assert chain.on_hand(eggs, chain.quarantine) == 1
    assert [each.quantity for each in inventory.movements_of(receipt)] == [10]
    assert supply.expected_at(chain.store.id) == []
    assert chain.audit() == []


def test_every_change_has_its_event(chain: Chain) -> None:
    order = chain.ordered((chain.variant(), 10))
    supply.receive(order.id, [Arrived(1, 4)], receipt=new_id(), actor=SYSTEM)
    supply.close_short(order.id, actor=SYSTEM)
    told = [each.type for each in outbox.history([order.id])]
    assert told == [
        "supply.purchase_drafted.v1",
        "supply.purchase_sent.v1",
        "supply.goods_received.v1",
        "supply.purchase_closed_short.v1",
    ]
    acts = [each.action for each in trail.of_subject(trail.Subject("purchase_order", order.id))]
    assert set(acts) >= {"supply.purchase_drafted", "supply.purchase_sent", "supply.purchase_received"}


def test_the_same_receipt_counts_once(chain: Chain) -> None:
    milk = chain.variant()
    order, receipt = chain.ordered((milk, 10)), new_id()
    first = supply.receive(order.id, [Arrived(1, 4)], receipt=receipt, actor=SYSTEM)
    again = supply.receive(order.id, [Arrived(1, 4)], receipt=receipt, actor=SYSTEM)
    assert first == again
    assert chain.on_hand(milk, chain.store) == 4
    with pytest.raises(supply.ReceivedOtherwise):
        supply.receive(order.id, [Arrived(1, 5)], receipt=receipt, actor=SYSTEM)
    with pytest.raises(supply.ReceivedOtherwise):
        supply.receive(chain.ordered((milk, 10)).id, [Arrived(1, 4)], receipt=receipt, actor=SYSTEM)
    assert chain.on_hand(milk, chain.store) == 4


def test_more_than_the_tolerance_takes_authority(chain: Chain) -> None:
    milk = chain.variant()
    order = chain.ordered((milk, 20))
    with pytest.raises(supply.TooMuchArrived) as refused:
        supply.receive(order.id, [Arrived(1, 23)], receipt=new_id(), actor=a_receiver())
    assert (refused.value.arrived, refused.value.most) == (23, 22)
    assert chain.on_hand(milk, chain.store) == 0
    supply.receive(order.id, [Arrived(1, 22)], receipt=new_id(), actor=a_receiver())
    assert supply.get_purchase(order.id).state is PurchaseState.RECEIVED
    bigger = chain.ordered((milk, 20))
    supply.receive(bigger.id, [Arrived(1, 50)], receipt=new_id(), actor=a_receiver("supply.receive_over"))
    assert chain.on_hand(milk, chain.store) == 72


def test_what_does_not_come_is_closed_short(chain: Chain) -> None:
    milk, eggs = chain.variant(), chain.variant()
    order = chain.ordered((milk, 10), (eggs, 5))
    supply.receive(order.id, [Arrived(1, 4)], receipt=new_id(), actor=SYSTEM)
    partly = supply.close_short(order.id, lines=[2], actor=SYSTEM)
    assert (partly.state, [line.open for line in partly.lines]) == (PurchaseState.PARTLY_RECEIVED, [6, 0])
    supply.receive(order.id, [Arrived(2, 1)], receipt=new_id(), actor=SYSTEM)
    assert [line.closed for line in supply.get_purchase(order.id).lines] == [0, 4]
    done = supply.close_short(order.id, actor=SYSTEM)
    assert (done.state, [line.closed for line in done.lines]) == (PurchaseState.RECEIVED, [6, 4])
    with pytest.raises(WrongState):
        supply.receive(order.id, [Arrived(1, 1)], receipt=new_id(), actor=SYSTEM)
    assert chain.audit() == []


def test_an_order_of_which_nothing_came_is_cancelled(chain: Chain) -> None:
    milk = chain.variant()
    assert supply.close_short(chain.ordered((milk, 10)).id, actor=SYSTEM).state is PurchaseState.CANCELLED
    sent = chain.ordered((milk, 10))
    assert supply.cancel_purchase(sent.id, actor=SYSTEM).state is PurchaseState.CANCELLED
    begun = chain.ordered((milk, 10))
    supply.receive(begun.id, [Arrived(1, 1)], receipt=new_id(), actor=SYSTEM)
    with pytest.raises(WrongState):
        supply.cancel_purchase(begun.id, actor=SYSTEM)
    assert chain.audit() == []


def test_a_draft_can_be_revised_and_a_sent_order_cannot(chain: Chain) -> None:
    milk, eggs = chain.variant(), chain.variant()
    draft = chain.drafted((milk, 1))
    with pytest.raises(supply.BelowMinimum) as refused:
        supply.send_purchase(draft.id, actor=SYSTEM)
    assert (refused.value.total, refused.value.minimum) == (Money(200, "USD"), Money(1000, "USD"))
    wanted = [Wanted(eggs, 3, UnitPrice(400, "USD")), Wanted(eggs, 2, UnitPrice(400, "USD"))]
    revised = supply.revise_purchase(draft.id, wanted, actor=SYSTEM)
    assert [(line.variant, line.quantity) for line in revised.lines] == [(eggs, 5)]
    supply.send_purchase(draft.id, actor=SYSTEM)
    with pytest.raises(WrongState):
        supply.revise_purchase(draft.id, wanted, actor=SYSTEM)


def test_what_is_counted_at_the_door_is_received_once(chain: Chain) -> None:
    milk, eggs = chain.variant(), chain.variant()
    order = chain.ordered((milk, 10), (eggs, 5))
    for _ in range(3):
        supply.scan_delivered(order.id, milk)
    supply.count_delivered(order.id, Arrived(2, 4, 1, Damage.BROKEN))
    with pytest.raises(supply.NotOnList):
        supply.scan_delivered(order.id, chain.variant())
    supply.receive(order.id, receipt=new_id(), actor=SYSTEM)
    with pytest.raises(supply.NothingArrived):
        supply.receive(order.id, receipt=new_id(), actor=SYSTEM)
    assert (chain.on_hand(milk, chain.store), chain.on_hand(eggs, chain.store)) == (3, 4)
    assert not supply.get_purchase(order.id).tallied


@pytest.mark.parametrize(
    ("arrived", "refusal"),
    [
        ([], supply.NothingArrived),
        ([Arrived(1, 0, 0)], supply.NothingArrived),
        ([Arrived(1, -1, 2)], supply.NothingArrived),
        ([Arrived(1, 1), Arrived(1, 1)], supply.NothingArrived),
        ([Arrived(9, 1)], supply.NotOnList),
        ([Arrived(1, 10**12)], supply.NothingArrived),
    ],
)
def test_a_receipt_that_cannot_be_changes_nothing(
    chain: Chain, arrived: list[Arrived], refusal: type[Exception]
) -> None:
    milk = chain.variant()
    order = chain.ordered((milk, 10))
    with pytest.raises(refusal):
        supply.receive(order.id, arrived, receipt=new_id(), actor=SYSTEM)
    assert supply.receipts_of(order.id) == []
    assert chain.on_hand(milk, chain.store) == 0


def test_an_order_of_nothing_or_for_nowhere_is_refused(chain: Chain) -> None:
    milk, dollar = chain.variant(), UnitPrice(100, "USD")
    for lines in (
        [],
        [Wanted(milk, 0, dollar)],
        [Wanted(VariantId(new_id()), 1, dollar)],
        [Wanted(milk, 1, UnitPrice(1, "EUR"))],
    ):
        with pytest.raises(supply.NothingOrdered):
            supply.draft_purchase(chain.supplier.id, chain.store.id, lines, actor=SYSTEM)
    with pytest.raises(supply.SamePlace):
        supply.draft_purchase(chain.supplier.id, chain.virtual.loss, [Wanted(milk, 1, dollar)], actor=SYSTEM)
    with pytest.raises(supply.SamePlace):
        supply.draft_purchase(chain.supplier.id, a_chain().store.id, [Wanted(milk, 1, dollar)], actor=SYSTEM)


def test_a_number_is_found_as_people_write_it(chain: Chain) -> None:
    order = chain.ordered((chain.variant(), 10))
    written = f" {order.number[:3].lower()}-{order.number[3:].lower()} "
    assert supply.purchase_by_number(chain.market.id, written).id == order.id
    for wrong in ("", "AAAAAA", order.number[:-1], "\x00"):
        with pytest.raises(supply.UnknownPurchase):
            supply.purchase_by_number(chain.market.id, wrong)


def test_a_unit_costs_what_it_cost_last(chain: Chain) -> None:
    milk, eggs = chain.variant(), chain.variant()
    for cents in (200, 250):
        order = chain.ordered((milk, 10), cents=cents)
        supply.receive(order.id, [Arrived(1, 10)], receipt=new_id(), actor=SYSTEM)
    assert supply.unit_costs(chain.market.id, [milk, eggs]) == {milk: UnitPrice(250, "USD")}


def test_a_supplier_has_a_code_of_its_own(chain: Chain) -> None:
    assert supply.supplier_by_code(chain.market.id, chain.supplier.code) == chain.supplier
    with pytest.raises(supply.SupplierCodeTaken):
        supply.add_supplier(chain.market.id, code=chain.supplier.code, name="Other", actor=SYSTEM)
    supply.archive_supplier(chain.supplier.id, actor=SYSTEM)
    assert supply.list_suppliers(chain.market.id) == []
    assert supply.get_supplier(chain.supplier.id).archived
    with pytest.raises(supply.UnknownSupplier):
        supply.supplier_by_code(chain.market.id, "\x00")


def test_what_is_ordered_can_be_promised_by_its_day(chain: Chain) -> None:
    milk = chain.variant()
    order = chain.ordered((milk, 10))

    def by(days: int) -> int:
        day = order.expected_on + timedelta(days=days)
        (found,) = inventory.availability(chain.market.id, None, [milk], [chain.store.id], by=day)
        return found.units[0]

    assert (by(-1), by(0)) == (0, 10)
    supply.receive(order.id, [Arrived(1, 4)], receipt=new_id(), actor=SYSTEM)
    assert (by(-1), by(0)) == (4, 10)
    supply.close_short(order.id, actor=SYSTEM)
    assert (by(-1), by(0)) == (4, 4)


@pytest.mark.parametrize("code", ["", "x" * 33, "two words", "line\n"])
def test_a_code_that_is_none_is_refused(code: str) -> None:
    market = a_market()
    with pytest.raises(supply.BadSupplierCode):
        supply.add_supplier(market.id, code=code, name="Dairy", actor=SYSTEM)
    assert supply.add_supplier(market.id, code="x" * 32, name="Dairy", actor=SYSTEM).code == "x" * 32
