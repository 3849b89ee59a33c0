"""Transfers: what left and did not arrive stays in transit until somebody says what became of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.states import WrongState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.places import public as places
from oneshelf.modules.supply import public as supply
from oneshelf.modules.supply.actions.receive import place_for_damaged
from oneshelf.modules.supply.public import Arrived, Damage, Outcome, Sent, TransferState
from tests.places.builders import a_store
from tests.supply.builders import Chain, a_chain, a_receiver

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def chain() -> Chain:
    return a_chain()


def test_goods_leave_are_in_transit_and_arrive(chain: Chain) -> None:
    milk = chain.variant(warehouse=10)
    transfer = chain.sent((milk, 6))
    road = chain.virtual.in_transit
    assert [chain.on_hand(milk, at) for at in (chain.warehouse.id, road, chain.store.id)] == [4, 6, 0]
    assert [each.id for each in supply.on_the_way(chain.market.id)] == [transfer.id]
    done = supply.receive_transfer(transfer.id, [Arrived(1, 6)], receipt=new_id(), actor=a_receiver())
    assert done.state is TransferState.RECEIVED
    assert [chain.on_hand(milk, at) for at in (chain.warehouse.id, road, chain.store.id)] == [4, 0, 6]
    assert supply.on_the_way(chain.market.id) == []
    assert chain.audit() == []


def test_a_place_stays_while_transfers_and_deliveries_head_for_it(chain: Chain) -> None:
    milk = chain.variant(warehouse=10)
    ordered, transfer = chain.ordered((milk, 10)), chain.sent((milk, 10))
    road = places.get_place(chain.virtual.in_transit)
    for place in (chain.store, chain.warehouse):  # what is found at its source comes back there
        with pytest.raises(places.PlaceExpectsGoods) as refused:
            places.archive_place(place.id, actor=SYSTEM)
        found = refused.value
        assert (found.name, found.kind, found.number) == (place.name, "transfer", transfer.number)
        assert found.where == road.name
    supply.receive_transfer(transfer.id, [Arrived(1, 10)], receipt=new_id(), actor=a_receiver())
    with pytest.raises(places.PlaceExpectsGoods) as refused:
        places.archive_place(chain.store.id, actor=SYSTEM)
    assert (refused.value.kind, refused.value.number) == ("purchase order", ordered.number)
    assert refused.value.where == ordered.supplier.name
    places.archive_place(chain.warehouse.id, actor=SYSTEM)
    supply.close_short(ordered.id, actor=SYSTEM)
    places.archive_place(chain.store.id, actor=SYSTEM)
    assert places.list_places(chain.market.id, {places.PlaceKind.STORE, places.PlaceKind.WAREHOUSE}) == []


def test_broken_goods_go_where_their_own_place_keeps_such_or_to_the_nearest_that_is_nobodys(chain: Chain) -> None:
    market, kind = chain.market, places.PlaceKind.QUARANTINE
    nobodys: dict[str, Any] = {"kind": kind, "sells": False, "collects": False, "ships": False}
    york, leeds = places.Position(53.96, -1.08), places.Position(53.80, -1.55)
    store = a_store(market, position=york)
    a_store(market, code="z-far", position=leeds, **nobodys)
    near = a_store(market, code="z-near", position=york, **nobodys)
    places.open_quarantine(chain.warehouse.id)  # another place's own one
    assert place_for_damaged(store.id) == near.id
    assert place_for_damaged(chain.store.id) == chain.quarantine.id, "the first by code, without a position"
    own = places.open_quarantine(store.id)
    assert place_for_damaged(store.id) == own.id
    places.archive_place(own.id, actor=SYSTEM)
    assert place_for_damaged(store.id) == near.id
    for each in places.list_places(market.id, {kind}):
        places.archive_place(each.id, actor=SYSTEM)
    assert place_for_damaged(store.id) == chain.virtual.loss


def test_what_did_not_arrive_stays_until_it_is_settled(chain: Chain) -> None:
    milk = chain.variant(warehouse=10)
    transfer = chain.sent((milk, 10))
    now = supply.receive_transfer(transfer.id, [Arrived(1, 3, 1, Damage.BROKEN)], receipt=new_id(), actor=a_receiver())
    assert (now.state, now.in_transit) == (TransferState.UNSETTLED, 6)
    for outcome, units in (
        (Outcome.FOUND_HERE, 1),
        (Outcome.FOUND_AT_SOURCE, 2),
        (Outcome.LOST, 2),
        (Outcome.NEVER_SENT, 1),
    ):
        now = supply.settle_transfer(transfer.id, 1, units, outcome, settlement=new_id(), actor=SYSTEM)
    assert (now.state, now.in_transit) == (TransferState.RECEIVED, 0)
    assert [chain.on_hand(milk, at) for at in (chain.warehouse, chain.store, chain.quarantine)] == [2, 4, 1]
    assert (chain.balance(milk, chain.virtual.loss), chain.balance(milk, chain.virtual.discrepancy)) == (2, 1)
    assert chain.on_hand(milk, chain.virtual.in_transit) == 0
    assert [each.outcome for each in supply.settlements_of(transfer.id)] == [
        Outcome.NEVER_SENT,
        Outcome.LOST,
        Outcome.FOUND_AT_SOURCE,
        Outcome.FOUND_HERE,
    ]
    assert chain.audit() == []


def test_settling_is_done_once_and_never_beyond_what_is_missing(chain: Chain) -> None:
    milk = chain.variant(warehouse=5)
    transfer = chain.sent((milk, 5))
    settlement = new_id()
    with pytest.raises(WrongState):
        supply.settle_transfer(transfer.id, 1, 1, Outcome.LOST, settlement=settlement, actor=SYSTEM)
    supply.receive_transfer(transfer.id, [Arrived(1, 3)], receipt=new_id(), actor=SYSTEM)
    for _ in range(2):
        supply.settle_transfer(transfer.id, 1, 1, Outcome.LOST, settlement=settlement, actor=SYSTEM)
    with pytest.raises(supply.ReceivedOtherwise):
        supply.settle_transfer(transfer.id, 1, 1, Outcome.FOUND_HERE, settlement=settlement, actor=SYSTEM)
    for units in (0, 2, -1):
        with pytest.raises(supply.NotMissing):
            supply.settle_transfer(transfer.id, 1, units, Outcome.LOST, settlement=new_id(), actor=SYSTEM)
    with pytest.raises(supply.NotOnList):
        supply.settle_transfer(transfer.id, 7, 1, Outcome.LOST, settlement=new_id(), actor=SYSTEM)
    assert supply.get_transfer(transfer.id).in_transit == 1
    assert chain.audit() == []


def test_more_than_was_sent_takes_authority_and_comes_out_of_the_discrepancies(chain: Chain) -> None:
    milk = chain.variant(warehouse=5)
    transfer = chain.sent((milk, 5))
    with pytest.raises(supply.TooMuchArrived):
        supply.receive_transfer(transfer.id, [Arrived(1, 6)], receipt=new_id(), actor=a_receiver())
    receipt = new_id()
    manager = a_receiver("supply.receive_over")
    for _ in range(2):
        now = supply.receive_transfer(transfer.id, [Arrived(1, 6)], receipt=receipt, actor=manager)
    assert (now.state, now.lines[0].over) == (TransferState.RECEIVED, 1)
    assert (chain.on_hand(milk, chain.store), chain.balance(milk, chain.virtual.discrepancy)) == (6, -1)
    with pytest.raises(supply.ReceivedOtherwise):
        supply.receive_transfer(transfer.id, [Arrived(1, 5)], receipt=receipt, actor=manager)
    with pytest.raises(WrongState):
        supply.receive_transfer(transfer.id, [Arrived(1, 6)], receipt=new_id(), actor=manager)
    assert chain.audit() == []


def test_a_transfer_is_put_together_scan_by_scan(chain: Chain) -> None:
    milk, eggs = chain.variant(store=5), chain.variant(store=5)
    draft = supply.draft_transfer(chain.store.id, chain.warehouse.id, actor=SYSTEM)
    with pytest.raises(supply.NothingOrdered):
        supply.send_transfer(draft.id, actor=SYSTEM)
    for variant in (milk, milk, eggs):
        supply.put_in(draft.id, variant)
    supply.correct_line(draft.id, 2, 4)
    assert [line.quantity for line in supply.get_transfer(draft.id).lines] == [2, 4]
    supply.correct_line(draft.id, 1, 0)
    with pytest.raises(supply.NotOnList):
        supply.correct_line(draft.id, 1, 3)
    supply.send_transfer(draft.id, actor=SYSTEM)
    assert (chain.on_hand(milk, chain.store), chain.on_hand(eggs, chain.store)) == (5, 1)
    with pytest.raises(WrongState):
        supply.put_in(draft.id, milk)
    with pytest.raises(WrongState):
        supply.cancel_transfer(draft.id, actor=SYSTEM)


def test_what_is_not_there_cannot_be_sent(chain: Chain) -> None:
    milk = chain.variant(warehouse=3)
    draft = supply.draft_transfer(chain.warehouse.id, chain.store.id, [Sent(milk, 4)], actor=SYSTEM)
    with pytest.raises(inventory.OutOfStock):
        supply.send_transfer(draft.id, actor=SYSTEM)
    assert supply.get_transfer(draft.id).state is TransferState.DRAFT
    assert supply.cancel_transfer(draft.id, actor=SYSTEM).state is TransferState.CANCELLED
    assert chain.on_hand(milk, chain.warehouse) == 3
    assert chain.audit() == []


def test_what_is_counted_at_the_door_is_received(chain: Chain) -> None:
    milk, eggs = chain.variant(warehouse=5), chain.variant(warehouse=5)
    transfer = chain.sent((milk, 2), (eggs, 3))
    supply.scan_transferred(transfer.id, milk)
    supply.scan_transferred(transfer.id, milk)
    supply.count_transferred(transfer.id, Arrived(2, 1, 1))
    now = supply.receive_transfer(transfer.id, receipt=new_id(), actor=a_receiver())
    assert [(line.good, line.damaged, line.missing) for line in now.lines] == [(2, 0, 0), (1, 1, 1)]
    with pytest.raises(WrongState):
        supply.scan_transferred(transfer.id, milk)


def test_nowhere_and_nothing_are_refused(chain: Chain) -> None:
    for source, target in (
        (chain.store.id, chain.store.id),
        (chain.store.id, chain.virtual.loss),
        (chain.store.id, a_chain().store.id),
    ):
        with pytest.raises(supply.SamePlace):
            supply.draft_transfer(source, target, actor=SYSTEM)
    transfer = chain.sent((chain.variant(warehouse=5), 2))
    for arrived, refusal in (
        ([], supply.NothingArrived),
        ([Arrived(4, 1)], supply.NotOnList),
        ([Arrived(1, 0, 3)], supply.TooMuchArrived),
    ):
        with pytest.raises(refusal):
            supply.receive_transfer(transfer.id, arrived, receipt=new_id(), actor=SYSTEM)
    assert supply.transfer_by_number(chain.market.id, transfer.number.lower()).id == transfer.id
    with pytest.raises(supply.UnknownTransfer):
        supply.transfer_by_number(chain.market.id, "nothing")


def test_the_audit_names_a_line_that_did_not_leave_so(chain: Chain) -> None:
    milk = chain.variant(warehouse=5)
    chain.sent((milk, 2))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE supply_transfer_line SET quantity = 3")
    (moved,) = supply.audit()
    assert (moved.found, moved.expected) == ("3 units", "2 units moved")
    assert supply.in_transit() == {(chain.market.id, milk): 3}


def test_what_is_on_its_way_can_be_promised_where_it_goes(chain: Chain) -> None:
    milk = chain.variant(warehouse=10)
    transfer = chain.sent((milk, 6))

    def promised() -> int:
        day = transfer.expected_on
        (found,) = inventory.availability(chain.market.id, None, [milk], [chain.store.id], by=day)
        return found.units[0]

    assert promised() == 6
    supply.receive_transfer(transfer.id, [Arrived(1, 4)], receipt=new_id(), actor=SYSTEM)
    assert promised() == 4
