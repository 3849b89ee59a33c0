"""Deliveries and transfers of articles whose units are told apart: each lot and serial number comes in as itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue.public import Tracks, VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots import public as lots
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.supply import public as supply
from oneshelf.modules.supply.public import Arrived, Batch
from tests.lots.builders import a_tracked_variant, in_days
from tests.supply.builders import Chain, a_chain, a_receiver
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def chain() -> Chain:
    return a_chain()


def by_lot(chain: Chain, variant: VariantId, place: PlaceId | None = None) -> dict[str | None, int]:
    at = chain.store.id if place is None else place
    return {each.code: each.quantity for each in lots.parts(chain.market.id, [variant], [at])}


def test_lots_are_counted_at_the_door_and_received(chain: Chain) -> None:
    milk, eggs = a_tracked_variant(), chain.variant()
    order = chain.ordered((milk, 10), (eggs, 4))
    for batch in (Batch("A", 2, expires_on=in_days(5)), Batch("B", 3), Batch("A"), Batch("WRONG", 9)):
        supply.add_delivered(order.id, 1, batch)
    supply.drop_delivered(order.id, 1, "WRONG")
    supply.drop_delivered(order.id, 1, "NEVER")
    supply.scan_delivered(order.id, eggs)
    assert supply.get_purchase(order.id).lines[0].tallied == 6
    assert supply.batches_of(order.id) == {1: (Batch("A", 3, expires_on=in_days(5)), Batch("B", 3))}
    receipt = new_id()
    for _ in range(2):
        supply.receive(order.id, receipt=receipt, actor=a_receiver())
    assert by_lot(chain, milk) == {"A": 3, "B": 3}
    assert chain.on_hand(eggs, chain.store) == 1
    assert supply.batches_of(order.id) == {}
    assert chain.audit() == []


def test_serial_numbers_come_in_one_by_one(chain: Chain) -> None:
    phone = a_tracked_variant(Tracks.SERIALS)
    order = chain.ordered((phone, 10))
    for code in ("S1", "S2"):
        supply.add_delivered(order.id, 1, Batch(code, serial=True))
    with nothing_changes(), pytest.raises(supply.CountedAtDoor):
        supply.add_delivered(order.id, 1, Batch("S1", serial=True))
    supply.receive(order.id, receipt=new_id(), actor=a_receiver())
    assert by_lot(chain, phone) == {"S1": 1, "S2": 1}
    again = [Arrived(1, 1, batches=(Batch("S2", serial=True),))]
    with nothing_changes(), pytest.raises(lots.SerialElsewhere):
        supply.receive(order.id, again, receipt=new_id(), actor=a_receiver())


BAD: list[tuple[type[Exception], Callable[[supply.PurchaseId], object]]] = [
    (lots.BadLot, lambda order: supply.add_delivered(order, 1, Batch(""))),
    (lots.BadLot, lambda order: supply.add_delivered(order, 1, Batch("A", 0))),
    (lots.BadLot, lambda order: supply.add_delivered(order, 1, Batch("x" * 49))),
    (lots.BadLot, lambda order: supply.add_delivered(order, 1, Batch("S", 2, serial=True))),
    (supply.NotOnList, lambda order: supply.add_delivered(order, 7, Batch("A"))),
    (supply.NotOnList, lambda order: supply.drop_delivered(order, 7, "A")),
    (lots.LotDiffers, lambda order: supply.add_delivered(order, 1, Batch("A", 1, expires_on=in_days(9)))),
    (lots.LotNeeded, lambda order: supply.receive(order, [Arrived(1, 3)], receipt=new_id(), actor=a_receiver())),
    (
        lots.LotNeeded,
        lambda order: supply.receive(
            order, [Arrived(1, 3, batches=(Batch("A", 2),))], receipt=new_id(), actor=a_receiver()
        ),
    ),
]


@pytest.mark.parametrize(("error", "act"), BAD)
def test_what_is_not_said_rightly_changes_nothing(
    chain: Chain, error: type[Exception], act: Callable[[supply.PurchaseId], object]
) -> None:
    order = chain.ordered((a_tracked_variant(), 10))
    supply.add_delivered(order.id, 1, Batch("A", 1, expires_on=in_days(5)))
    with nothing_changes(), pytest.raises(error):
        act(order.id)


def test_damaged_units_need_no_lot(chain: Chain) -> None:
    milk = a_tracked_variant()
    order = chain.ordered((milk, 10))
    supply.receive(order.id, [Arrived(1, 2, 3, batches=(Batch("A", 2),))], receipt=new_id(), actor=a_receiver())
    assert by_lot(chain, milk) == {"A": 2}
    assert chain.on_hand(milk, chain.quarantine) == 3
    assert chain.audit() == []


def test_a_transfer_brings_the_lots_that_were_scanned(chain: Chain) -> None:
    milk = a_tracked_variant()
    told = [lots.Told(1, milk, 4, lot=code, expires_on=in_days(day)) for code, day in (("A", 3), ("B", 9))]
    inventory.receive(chain.market.id, chain.warehouse.id, {milk: 8}, cause=new_id(), at=clock.now(), told=told)
    moved = chain.sent((milk, 8))
    supply.add_transferred(moved.id, 1, Batch("B", 3))
    supply.receive_transfer(moved.id, receipt=new_id(), actor=a_receiver())
    assert by_lot(chain, milk) == {"B": 3}
    assert by_lot(chain, milk, chain.virtual.in_transit) == {"A": 4, "B": 1}
    assert chain.audit() == []


def test_a_transfer_without_a_word_brings_what_expires_first(chain: Chain) -> None:
    milk = a_tracked_variant()
    told = [lots.Told(1, milk, 4, lot=code, expires_on=in_days(day)) for code, day in (("A", 3), ("B", 9))]
    inventory.receive(chain.market.id, chain.warehouse.id, {milk: 8}, cause=new_id(), at=clock.now(), told=told)
    moved = chain.sent((milk, 6))
    supply.receive_transfer(moved.id, [Arrived(1, 5)], receipt=new_id(), actor=a_receiver())
    assert by_lot(chain, milk) == {"A": 4, "B": 1}
    with nothing_changes(), pytest.raises(Exception, match="received"):
        supply.add_transferred(moved.id, 1, Batch("B"))
