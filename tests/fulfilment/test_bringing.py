"""Goods that another place brings to the shopper's store: on the road, lost, unwanted, and collected."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox.models import Event
from oneshelf.kernel.states import WrongState
from oneshelf.modules.catalogue.models import Variant
from oneshelf.modules.catalogue.public import Tracks
from oneshelf.modules.fulfilment import events
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import BadPick, ConsignmentState, Method, NoSuchLine, Reason, WrongMethod
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots import models
from oneshelf.modules.lots import public as lots
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place, PlaceExpectsGoods
from oneshelf.surfaces.console.audit.proof import on_the_road, reserved_and_awaited
from tests.fulfilment.builders import Brought, bring_one, open_one
from tests.inventory.builders import a_shop
from tests.lots.builders import a_tracked_variant, by_lot, lot, receive
from tests.places.builders import a_store
from tests.supply.test_races import at_once

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def told(brought: Brought) -> list[str]:
    """What the outbox says of it, in order."""
    rows = Event.objects.filter(aggregate=brought.id).order_by("sequence").values_list("sequence", "type")
    assert [sequence for sequence, _ in rows] == list(range(1, brought.now.version + 1))
    return [kind.removeprefix("fulfilment.").removesuffix(".v1") for _, kind in rows]


def books_agree(brought: Brought) -> bool:
    return [*brought.shop.audit(), *fulfilment.audit(), *reserved_and_awaited(), *on_the_road()] == []


def test_goods_are_the_orders_all_the_way_to_its_shopper() -> None:
    brought = bring_one()
    store = brought.to.id
    assert (brought.now.method, brought.now.desk, brought.now.place) == (Method.BRING, store, brought.shop.store.id)
    sent = brought.send()
    assert (sent.state, sent.place, sent.sent_from) == (
        ConsignmentState.ON_THE_WAY,
        brought.road,
        brought.shop.store.id,
    )
    assert sent.due_at == sent.there_by
    assert (brought.at(brought.shop.store.id), brought.at(brought.road)) == ((2, 0), (3, 3))
    assert [each.id for each in fulfilment.arriving(brought.to)] == [brought.id]
    assert books_agree(brought)
    ready = fulfilment.arrive(brought.id, actor=SYSTEM)
    assert (ready.state, ready.place) == (ConsignmentState.READY, store)
    assert ready.collect_by is not None
    assert (brought.at(brought.road), brought.at(store)) == ((0, 0), (3, 3))
    assert [each.id for each in fulfilment.queue(store)] == [brought.id]
    assert fulfilment.arriving(brought.to) == []
    assert books_agree(brought)
    fulfilment.hand_over(brought.id, fulfilment.pin_for(brought.id), actor=SYSTEM)
    assert brought.at(store) == (0, 0)
    assert told(brought) == ["consignment_opened", "picking_started", "packed", "sent", "ready", "collected"]
    assert books_agree(brought)


def test_nobody_else_is_promised_what_is_brought() -> None:
    brought = bring_one()
    store = brought.to.id
    demand = inventory.Demand(1, store, brought.variant, 1)
    for step in (brought.send, partial(fulfilment.arrive, brought.id, actor=SYSTEM)):
        step()
        with pytest.raises(inventory.OutOfStock):
            inventory.allocate(brought.shop.market.id, [demand], order=new_id())


def test_what_was_lost_on_the_way_is_written_off_and_told() -> None:
    brought = bring_one()
    brought.send()
    ready = fulfilment.arrive(brought.id, {1: 1}, actor=SYSTEM)
    assert [(line.picked, line.short) for line in ready.lines] == [(2, 1)]
    assert (brought.at(brought.road), brought.at(brought.to.id)) == ((0, 0), (2, 2))
    assert told(brought)[-2:] == ["ready", "line_short"]
    assert books_agree(brought)
    with pytest.raises(WrongState):  # said a second time
        fulfilment.arrive(brought.id, {1: 3}, actor=SYSTEM)


def test_what_never_arrives_is_rejected_for_its_sender() -> None:
    brought = bring_one()
    brought.send()
    gone = fulfilment.arrive(brought.id, {1: 3}, actor=SYSTEM)
    assert (gone.state, gone.sender) == (ConsignmentState.CANCELLED, brought.shop.store.id)
    assert (brought.at(brought.road), brought.at(brought.to.id)) == ((0, 0), (0, 0))
    (rejected,) = Event.objects.filter(aggregate=brought.id, type="fulfilment.rejected.v1")
    assert f'"{Reason.LOST}"' in rejected.data
    assert fulfilment.arriving(brought.to) == []
    assert books_agree(brought)


def test_what_was_cancelled_on_the_road_is_free_where_it_arrives() -> None:
    brought = bring_one()
    brought.send()
    fulfilment.cancel(brought.id, actor=SYSTEM)
    assert brought.at(brought.road) == (3, 0)
    assert [each.state for each in fulfilment.arriving(brought.to)] == [ConsignmentState.CANCELLED]
    assert books_agree(brought)
    taken_in = fulfilment.arrive(brought.id, {1: 1}, actor=SYSTEM)
    assert taken_in.state is ConsignmentState.CANCELLED
    assert (brought.at(brought.road), brought.at(brought.to.id)) == ((0, 0), (2, 0))
    assert told(brought)[-2:] == ["cancelled", "goods_arrived"]
    assert books_agree(brought)
    with pytest.raises(WrongState):
        fulfilment.arrive(brought.id, actor=SYSTEM)


def test_what_does_not_come_in_time_is_late_where_it_is_waited_for() -> None:
    brought = bring_one()
    sent = brought.send()
    late = sent.due_at + timedelta(seconds=1)
    assert [each.id for each in fulfilment.late([brought.to.id], late)] == [brought.id]
    assert fulfilment.late([brought.road, brought.shop.store.id], late) == []
    fulfilment.cancel(brought.id, actor=SYSTEM)
    assert [each.id for each in fulfilment.late([brought.to.id], late)] == [brought.id]
    fulfilment.arrive(brought.id, actor=SYSTEM)
    assert fulfilment.late([brought.to.id], late) == []


def test_of_goods_on_the_road_sender_and_store_hear() -> None:
    brought = bring_one()

    def who_hears() -> set[str]:
        topics = events.became(brought.now).event.topics(brought.id)
        return {each for each in topics if each.startswith("place:")}

    sender, store = f"place:{brought.shop.store.id}", f"place:{brought.to.id}"
    brought.send()
    assert who_hears() == {sender, store}
    fulfilment.cancel(brought.id, actor=SYSTEM)
    assert who_hears() == {store}


def test_each_step_has_its_place_in_the_row() -> None:
    brought = bring_one()
    for act in (fulfilment.arrive, fulfilment.send_off, fulfilment.mark_ready):
        with pytest.raises(WrongState):
            act(brought.id, actor=SYSTEM)
    with pytest.raises(WrongMethod):
        fulfilment.ship(brought.id, carrier="c", tracking="", actor=SYSTEM)
    brought.send()
    for late in (fulfilment.mark_ready, partial(fulfilment.reject, reason=Reason.NO_TIME)):
        with pytest.raises(WrongState):
            late(brought.id, actor=SYSTEM)
    for lost, refusal in (({1: 4}, BadPick), ({1: -1}, BadPick), ({2: 1}, NoSuchLine)):
        with pytest.raises(refusal):
            fulfilment.arrive(brought.id, lost, actor=SYSTEM)
    assert brought.now.version == 4
    with pytest.raises(WrongMethod):
        fulfilment.send_off(open_one().id, actor=SYSTEM)


def test_it_arrives_or_is_cancelled_or_one_after_the_other() -> None:
    shop = a_shop()
    to = a_store(shop.market)
    for _ in range(4):
        brought = bring_one(shop=shop, to=to)
        brought.send()
        at_once(
            partial(fulfilment.arrive, brought.id, actor=SYSTEM),
            partial(fulfilment.arrive, brought.id, actor=SYSTEM),
            partial(fulfilment.cancel, brought.id, actor=SYSTEM),
        )
        assert brought.now.state is ConsignmentState.CANCELLED
        if brought.now.is_on_the_road:
            fulfilment.arrive(brought.id, actor=SYSTEM)
        assert (brought.at(brought.road), brought.at(to.id)) == ((0, 0), (3, 0))
        assert books_agree(brought)


def test_units_that_are_told_apart_stay_the_same_ones() -> None:
    brought = bring_one()
    shop, market = brought.shop, brought.shop.market.id
    cheese = a_tracked_variant()
    receive(shop, cheese, lot(cheese, "A", 2), lot(cheese, "B", 2))
    inventory.allocate(market, [shop.demand(cheese, 2, line=2)], order=brought.order)
    line = fulfilment.Line(line=2, variant=cheese, title="Cheese", sku="C-1", quantity=2)
    assert fulfilment.add_lines(brought.id, [line])
    fulfilment.start_picking(brought.id, actor=SYSTEM)
    for number, units in ((1, 3), (2, 2)):
        fulfilment.record_pick(brought.id, number, units, actor=SYSTEM)
    lots.tell_one_more(market, shop.store.id, brought.id, lots.Told(2, cheese, 2, lot="B"))
    receive(shop, cheese, lot(cheese, "A", 2), place=brought.to.id)
    fulfilment.pack(brought.id, actor=SYSTEM)
    fulfilment.send_off(brought.id, actor=SYSTEM)
    fulfilment.arrive(brought.id, actor=SYSTEM)
    fulfilment.hand_over(brought.id, fulfilment.pin_for(brought.id), actor=SYSTEM)
    parts = lots.parts(market, [cheese], [shop.store.id, brought.to.id])
    left = {(part.place, part.code): part.quantity for part in parts}
    assert left == {(shop.store.id, "A"): 2, (brought.to.id, "A"): 2}
    assert books_agree(brought)


@pytest.mark.parametrize("cancelled", [False, True], ids=["wanted", "cancelled"])
def test_a_parcel_loses_units_of_its_own(cancelled: bool) -> None:
    shop = a_shop()
    to, cheese = a_store(shop.market), a_tracked_variant()
    parcels = {}
    for code in ("A", "B"):
        receive(shop, cheese, lot(cheese, code, 3))
        parcels[code] = bring_one(shop=shop, to=to, variant=cheese)
        parcels[code].send()
    first, other = parcels["B"], parcels["A"]  # A expires no later and is older, so that the house would take it first
    if cancelled:
        fulfilment.cancel(first.id, actor=SYSTEM)
    fulfilment.arrive(first.id, {1: 1}, actor=SYSTEM)
    assert (by_lot(shop, cheese, to.id), by_lot(shop, cheese, first.road)) == ({"B": 2}, {"A": 3})
    fulfilment.arrive(other.id, {1: 3}, actor=SYSTEM)
    assert by_lot(shop, cheese, first.road) == {}
    assert books_agree(first)
    if not cancelled:
        fulfilment.hand_over(first.id, fulfilment.pin_for(first.id), actor=SYSTEM)
        assert by_lot(shop, cheese, to.id) == {}


@pytest.mark.parametrize("tracked", [True, False], ids=["found without a lot", "sent before lots were asked for"])
def test_units_of_unknown_lots_that_are_lost_are_no_lots_of_another_parcel(tracked: bool) -> None:
    shop = a_shop()
    to, cheese = a_store(shop.market), a_tracked_variant()
    if tracked:
        inventory.adjust(
            shop.market.id, shop.store.id, cheese, 3, reason=inventory.AdjustmentReason.FOUND, actor=SYSTEM
        )
    else:
        Variant.objects.filter(id=cheese).update(tracks=Tracks.NOTHING)
        inventory.receive(shop.market.id, shop.store.id, {cheese: 3}, cause=new_id(), at=clock.now())
    unknown = bring_one(shop=shop, to=to, variant=cheese)
    unknown.send()
    Variant.objects.filter(id=cheese).update(tracks=Tracks.LOTS)
    receive(shop, cheese, lot(cheese, "B", 3))
    known = bring_one(shop=shop, to=to, variant=cheese)
    known.send()
    fulfilment.arrive(unknown.id, {1: 1}, actor=SYSTEM)
    assert (by_lot(shop, cheese, to.id), by_lot(shop, cheese, known.road)) == ({"?": 2}, {"B": 3})
    fulfilment.arrive(known.id, actor=SYSTEM)
    fulfilment.hand_over(unknown.id, fulfilment.pin_for(unknown.id), actor=SYSTEM)
    assert by_lot(shop, cheese, to.id) == {"B": 3}
    assert models.Told.objects.count() == 0
    assert books_agree(known)


def test_a_place_stays_while_goods_head_for_it_or_wait_there() -> None:
    brought = bring_one()
    store, sender = brought.to, brought.shop.store
    road = places.get_place(brought.road)

    def kept_by(place: Place) -> str:
        with pytest.raises(PlaceExpectsGoods) as refused:
            places.archive_place(place.id, actor=SYSTEM)
        found = refused.value
        assert (found.name, found.kind, found.number) == (place.name, "order", "K7Q2M9")
        return found.where

    assert (kept_by(store), kept_by(sender)) == (sender.name, sender.name)
    brought.send()
    assert kept_by(store) == road.name
    places.archive_place(sender.id, actor=SYSTEM)  # nothing is left to do there
    fulfilment.arrive(brought.id, actor=SYSTEM)
    assert kept_by(store) == store.name
    fulfilment.hand_over(brought.id, fulfilment.pin_for(brought.id), actor=SYSTEM)
    places.archive_place(store.id, actor=SYSTEM)


def test_a_place_stays_while_what_was_cancelled_is_on_the_road_to_it() -> None:
    brought = bring_one()
    brought.send()
    fulfilment.cancel(brought.id, actor=SYSTEM)
    with pytest.raises(PlaceExpectsGoods):
        places.archive_place(brought.to.id, actor=SYSTEM)
    fulfilment.arrive(brought.id, actor=SYSTEM)
    places.archive_place(brought.to.id, actor=SYSTEM)
    assert places.get_place(brought.to.id).archived


def test_the_audit_asks_once_for_all_that_is_on_the_road(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    shop = a_shop()
    to = a_store(shop.market)
    for _ in range(2):
        bring_one(shop=shop, to=to).send()
    with django_assert_num_queries(2):
        assert sum(fulfilment.on_the_road().values()) == 6


def test_the_audit_names_goods_that_lie_elsewhere() -> None:
    brought = bring_one()
    brought.send()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE fulfilment_consignment SET place_id = bring_to_id WHERE id = %s", [brought.id])
    (found,) = [each for each in fulfilment.audit() if "lies where" in each.check]
    assert (found.found, found.expected) == ("in the store", "on the road")
    assert [each.found for each in on_the_road()] == ["3 in transit"]
