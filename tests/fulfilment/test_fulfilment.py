"""Goods go their way step by step, and the stock goes with them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox.models import Event
from oneshelf.kernel.states import WrongState
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentId, ConsignmentState, Method
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.models import Reservation
from tests.fulfilment.builders import Parcel, open_one
from tests.inventory.builders import a_shop

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def stock(parcel: Parcel) -> tuple[int, int]:
    level = parcel.shop.level(parcel.variant)
    return level.on_hand, level.reserved


def told(parcel: Parcel) -> list[str]:
    """What the outbox says of it, in order."""
    rows = Event.objects.filter(aggregate=parcel.id).order_by("sequence").values_list("sequence", "type")
    assert [sequence for sequence, _ in rows] == list(range(1, parcel.now.version + 1))
    return [kind.removeprefix("fulfilment.").removesuffix(".v1") for _, kind in rows]


def test_goods_are_picked_made_ready_and_handed_over() -> None:
    parcel = open_one()
    ready = parcel.pick_and_make_ready()
    assert ready.collect_by is not None
    assert ready.ready_at is not None
    assert ready.collect_by - ready.ready_at == fulfilment.COLLECT_WITHIN
    assert stock(parcel) == (5, 3)
    done = fulfilment.hand_over(parcel.id, fulfilment.pin_for(parcel.id), actor=SYSTEM)
    assert (done.state, done.pin_attempts) == (ConsignmentState.COLLECTED, 0)
    assert stock(parcel) == (2, 0)
    assert told(parcel) == ["consignment_opened", "picking_started", "ready", "collected"]
    assert parcel.shop.audit() == []


def test_a_parcel_is_packed_shipped_and_delivered() -> None:
    parcel = open_one(Method.SHIP)
    parcel.pick()
    fulfilment.pack(parcel.id, actor=SYSTEM)
    assert stock(parcel) == (5, 3)
    shipped = fulfilment.ship(parcel.id, carrier="DHL", tracking="JD0146", actor=SYSTEM)
    assert (shipped.carrier, shipped.tracking) == ("DHL", "JD0146")
    assert stock(parcel) == (2, 0)
    fulfilment.deliver(parcel.id, actor=SYSTEM)
    assert told(parcel) == ["consignment_opened", "picking_started", "packed", "shipped", "delivered"]


def test_what_is_taken_at_once_is_collected_already() -> None:
    parcel = open_one(Method.TAKE_NOW)
    assert (parcel.now.state, parcel.now.picked) == (ConsignmentState.COLLECTED, 3)
    assert told(parcel) == ["collected"]


def test_a_qr_code_proves_who_collects() -> None:
    parcel = open_one()
    parcel.pick_and_make_ready()
    token = fulfilment.token_for(parcel.id)
    assert fulfilment.consignment_in(token) == parcel.id
    assert fulfilment.hand_over_by_token(parcel.id, token, actor=SYSTEM).state is ConsignmentState.COLLECTED


def test_a_qr_code_of_another_order_opens_nothing() -> None:
    parcel, other = open_one(), open_one()
    parcel.pick_and_make_ready()
    with pytest.raises(fulfilment.WrongToken):
        fulfilment.hand_over_by_token(parcel.id, fulfilment.token_for(other.id), actor=SYSTEM)
    assert parcel.now.state is ConsignmentState.READY


def test_a_line_of_which_a_unit_is_not_reserved_does_not_leave_short() -> None:
    parcel = open_one()
    parcel.pick_and_make_ready()
    Reservation.objects.filter(owner_id=parcel.order).update(quantity=2)
    before = stock(parcel)
    with pytest.raises(AssertionError, match="would leave with units unreserved"):
        fulfilment.hand_over(parcel.id, fulfilment.pin_for(parcel.id), actor=SYSTEM)
    assert (parcel.now.state, stock(parcel)) == (ConsignmentState.READY, before)
    assert not inventory.movements_of(parcel.id)


def test_goods_are_handed_over_once() -> None:
    parcel = open_one()
    parcel.pick_and_make_ready()
    pin = fulfilment.pin_for(parcel.id)
    fulfilment.hand_over(parcel.id, pin, actor=SYSTEM)
    with pytest.raises(WrongState):
        fulfilment.hand_over(parcel.id, pin, actor=SYSTEM)
    assert stock(parcel) == (2, 0)


def test_nothing_is_ready_while_something_is_missing() -> None:
    parcel = open_one()
    parcel.pick(2)
    with pytest.raises(fulfilment.ShortPick) as refused:
        fulfilment.mark_ready(parcel.id, actor=SYSTEM)
    assert refused.value.missing == 1
    assert parcel.now.state is ConsignmentState.PICKING
    assert told(parcel) == ["consignment_opened", "picking_started"]


def test_what_is_not_found_is_neither_promised_nor_handed_over() -> None:
    parcel = open_one()
    parcel.pick(2)
    short = fulfilment.record_short(parcel.id, 1, actor=SYSTEM)
    assert (short.lines[0].picked, short.lines[0].short) == (2, 1)
    assert stock(parcel) == (4, 2)
    assert fulfilment.record_short(parcel.id, 1, actor=SYSTEM) == short
    key = (parcel.shop.store.id, parcel.variant)
    assert inventory.confidence(parcel.shop.market.id, [key])[key].rejections == 1
    fulfilment.mark_ready(parcel.id, actor=SYSTEM)
    fulfilment.hand_over(parcel.id, fulfilment.pin_for(parcel.id), actor=SYSTEM)
    assert stock(parcel) == (2, 0)
    assert told(parcel) == ["consignment_opened", "picking_started", "line_short", "ready", "collected"]
    assert parcel.shop.audit() == []


def test_who_waits_for_goods_does_not_keep_a_picker_from_what_is_there() -> None:
    parcel = open_one()
    shop = parcel.shop
    terms = inventory.AheadTerms(inventory.AheadKind.BACKORDER, 9, lead_days=5)
    inventory.sell_ahead(shop.market.id, shop.store.id, parcel.variant, terms, actor=SYSTEM)
    inventory.hold_ahead(
        shop.market.id,
        [shop.demand(parcel.variant, 11)],
        checkout=new_id(),
        expires_at=clock.now() + timedelta(hours=1),
    )
    assert stock(parcel) == (5, 14)
    parcel.pick(1)
    fulfilment.record_short(parcel.id, 1, actor=SYSTEM)
    assert stock(parcel) == (3, 12)
    fulfilment.mark_ready(parcel.id, actor=SYSTEM)
    fulfilment.hand_over(parcel.id, fulfilment.pin_for(parcel.id), actor=SYSTEM)
    assert stock(parcel) == (2, 11)
    assert shop.audit() == []


def test_nothing_found_is_nothing_to_hand_over() -> None:
    parcel = open_one()
    fulfilment.start_picking(parcel.id, actor=SYSTEM)
    fulfilment.record_short(parcel.id, 1, actor=SYSTEM)
    with pytest.raises(fulfilment.NothingPicked):
        fulfilment.mark_ready(parcel.id, actor=SYSTEM)
    assert stock(parcel) == (2, 0)


@pytest.mark.parametrize("quantity", [-1, 4])
def test_a_line_holds_what_was_ordered(quantity: int) -> None:
    parcel = open_one()
    fulfilment.start_picking(parcel.id, actor=SYSTEM)
    with pytest.raises(fulfilment.BadPick):
        fulfilment.record_pick(parcel.id, 1, quantity, actor=SYSTEM)
    assert parcel.now.picked == 0


def test_only_what_is_being_picked_takes_picks() -> None:
    parcel = open_one()
    with pytest.raises(WrongState):
        fulfilment.record_pick(parcel.id, 1, 1, actor=SYSTEM)
    with pytest.raises(WrongState):
        fulfilment.record_short(parcel.id, 1, actor=SYSTEM)
    fulfilment.start_picking(parcel.id, actor=SYSTEM)
    with pytest.raises(fulfilment.NoSuchLine):
        fulfilment.record_pick(parcel.id, 2, 1, actor=SYSTEM)


def test_two_pickers_do_not_take_the_same_order() -> None:
    parcel = open_one()
    fulfilment.start_picking(parcel.id, actor=SYSTEM)
    with pytest.raises(WrongState):
        fulfilment.start_picking(parcel.id, actor=SYSTEM)


def test_an_order_to_collect_is_never_shipped() -> None:
    parcel = open_one()
    parcel.pick()
    with pytest.raises(fulfilment.WrongMethod):
        fulfilment.pack(parcel.id, actor=SYSTEM)
    with pytest.raises(fulfilment.WrongMethod):
        fulfilment.ship(parcel.id, carrier="DHL", tracking="", actor=SYSTEM)


def test_a_cancelled_consignment_frees_its_stock() -> None:
    parcel = open_one()
    parcel.pick()
    fulfilment.cancel(parcel.id, actor=SYSTEM)
    assert stock(parcel) == (5, 0)
    with pytest.raises(WrongState):
        fulfilment.cancel(parcel.id, actor=SYSTEM)


def test_what_has_left_is_not_cancelled() -> None:
    parcel = open_one(Method.SHIP)
    parcel.pick()
    fulfilment.pack(parcel.id, actor=SYSTEM)
    fulfilment.ship(parcel.id, carrier="DHL", tracking="", actor=SYSTEM)
    with pytest.raises(WrongState):
        fulfilment.cancel(parcel.id, actor=SYSTEM)
    assert stock(parcel) == (2, 0)


def test_goods_that_nobody_collects_are_free_again() -> None:
    parcel = open_one()
    parcel.pick_and_make_ready()
    assert fulfilment.expire_no_shows(clock.now()) == 0
    assert fulfilment.expire_no_shows(clock.now() + fulfilment.COLLECT_WITHIN + timedelta(seconds=1)) == 1
    assert parcel.now.state is ConsignmentState.EXPIRED
    assert stock(parcel) == (5, 0)
    with pytest.raises(WrongState):
        fulfilment.hand_over(parcel.id, fulfilment.pin_for(parcel.id), actor=SYSTEM)


def test_the_oldest_clock_is_on_top_of_the_queue() -> None:
    shop = a_shop()
    later = open_one(shop=shop, due_in=timedelta(hours=2))
    sooner = open_one(shop=shop, due_in=timedelta(hours=1))
    done = open_one(shop=shop)
    fulfilment.cancel(done.id, actor=SYSTEM)
    with CaptureQueriesContext(connection) as queries:
        assert [each.id for each in fulfilment.queue(shop.store.id)] == [sooner.id, later.id]
    assert len(queries) == 2
    sooner.pick()
    assert [each.id for each in fulfilment.queue(shop.store.id, {ConsignmentState.OPEN})] == [later.id]


def test_orders_find_their_consignments_together() -> None:
    parcel, other, nothing = open_one(), open_one(), new_id()
    found = fulfilment.consignments_of([parcel.order, other.order, nothing])
    assert found == {parcel.order: [parcel.now], other.order: [other.now], nothing: []}


def test_an_unknown_consignment_is_not_found() -> None:
    with pytest.raises(NotFound):
        fulfilment.start_picking(ConsignmentId(new_id()), actor=SYSTEM)


def test_pages_about_the_place_and_the_order_hear_of_it() -> None:
    parcel = open_one()
    row = Event.objects.get(aggregate=parcel.id)
    event = fulfilment.ConsignmentOpened.decoded(row.data)
    assert event.topics(parcel.id)[1:] == [f"place:{parcel.shop.store.id}", f"order:{parcel.order}"]


def test_a_history_loads_once() -> None:
    shop, order = a_shop(), new_id()
    line = fulfilment.Line(line=1, variant=shop.stocked(1), title="Oat milk", sku="OAT-1", quantity=2)
    past = fulfilment.LoadedConsignment(
        ConsignmentId(new_id()), shop.store.id, order, "K7Q2M9", clock.now() - timedelta(days=50), (line,)
    )
    assert fulfilment.bulk_load_consignments(shop.market.id, [past]) == 1
    assert fulfilment.bulk_load_consignments(shop.market.id, [past]) == 0
    (loaded,) = fulfilment.consignments_of([order])[order]
    assert (loaded.state, loaded.picked, loaded.method) == (ConsignmentState.COLLECTED, 2, Method.TAKE_NOW)
    assert fulfilment.audit() == []


def test_the_audit_names_what_does_not_agree() -> None:
    parcel = open_one()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE fulfilment_consignment SET state = 'packed', version = 4 WHERE id = %s", [parcel.id])
    found = fulfilment.audit()
    assert {row.check for row in found} == {"what is ready is picked", "every change of a consignment has its event"}
    assert all(str(parcel.id) in row.subject for row in found)


def test_due_times_follow_the_hours_of_the_place() -> None:
    shop = a_shop()
    placed = clock.now()
    due = fulfilment.due_times([shop.store.id], placed)[shop.store.id]
    assert due >= placed + fulfilment.PICK_LEAD
