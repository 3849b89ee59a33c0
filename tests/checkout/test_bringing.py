"""Collected in a store that lacks the goods: another place brings them, and the order says so from its first moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine

from oneshelf.kernel import clock
from oneshelf.kernel.actors import ANONYMOUS, SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.kernel.outbox import public as outbox
from oneshelf.modules.catalogue.public import Component, Tracks, VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.checkout.public import NowhereInStock, Wanted
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentState
from oneshelf.modules.fulfilment.public import Method as Way
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.actions import take_away
from oneshelf.modules.orders.public import Method, OrderId, OrderState
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places import models as places_models
from oneshelf.modules.places.public import Place, PlaceKind
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.surfaces.console.audit.proof import on_the_road
from tests.checkout.builders import ANA, Shop, a_shop
from tests.checkout.test_parcels import a_kit, books_agree, levels, placed, put
from tests.lots.builders import a_tracked_variant, serial
from tests.orders.settling import forget_jobs, settle
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@dataclass(frozen=True)
class Supplied:
    """A shop with a warehouse whose van drives to every store."""

    shop: Shop
    warehouse: Place

    def article(self, *, here: int, there: int) -> VariantId:
        """Return an article of which so many lie in the store, and in the warehouse."""
        variant = self.shop.offered(max(here, 1))
        if not here:
            reason = inventory.AdjustmentReason.DAMAGED
            inventory.adjust(self.shop.market.id, self.shop.store.id, variant, -1, reason=reason, actor=SYSTEM)
        if there:
            put(self.shop, self.warehouse.id, variant, there)
        return variant

    def brought(self, *wanted: Wanted) -> checkout.Checkout:
        begun = checkout.start(self.shop.market, self.shop.web.id, wanted)
        return checkout.bring_to(begun.id, self.shop.store.id, ANA)


@pytest.fixture
def supplied(transactional_db: None) -> Supplied:
    forget_jobs()
    shop = a_shop()
    warehouse = a_store(shop.market, kind=PlaceKind.WAREHOUSE, sells=False, collects=False)
    delivery.set_lane(delivery.Lane(warehouse.id, None), actor=SYSTEM)
    return Supplied(shop, warehouse)


def sent(order: OrderId) -> list[Consignment]:
    return fulfilment.consignments_of([order])[order]


def travel(consignment: Consignment, lost: dict[int, int] | None = None) -> Consignment:
    """Pick it, send it off, and take it in."""
    fulfilment.start_picking(consignment.id, actor=SYSTEM)
    for line in consignment.lines:
        fulfilment.record_pick(consignment.id, line.line, line.quantity, actor=SYSTEM)
    fulfilment.pack(consignment.id, actor=SYSTEM)
    settle()
    fulfilment.send_off(consignment.id, actor=SYSTEM)
    settle()
    return fulfilment.arrive(consignment.id, lost, actor=SYSTEM)


def test_what_the_store_lacks_is_brought_collected_and_paid(supplied: Supplied) -> None:
    shop = supplied.shop
    milk = supplied.article(here=0, there=3)
    chosen = supplied.brought(Wanted(milk, 2))
    assert (chosen.method, chosen.place, chosen.is_brought) == (Method.COLLECT, shop.store.id, True)
    assert chosen.quote.delivery.minor == 0
    assert levels(shop, milk)[supplied.warehouse.id] == (3, 2)
    order = placed(shop, chosen)
    found = orders.get_order(order)
    assert (found.summary.place, found.summary.method, found.promised_by) == (
        shop.store.id,
        Method.COLLECT,
        chosen.promised_by,
    )
    (parcel,) = sent(order)
    assert (parcel.method, parcel.place, parcel.bring_to) == (Way.BRING, supplied.warehouse.id, shop.store.id)
    assert parcel.there_by is not None
    assert parcel.due_at < parcel.there_by == chosen.promised_by
    settle()
    travel(parcel)
    settle()
    found = orders.get_order(order)
    assert (found.summary.state, found.promise_kept) == (OrderState.READY, True)
    fulfilment.hand_over(parcel.id, fulfilment.pin_for(parcel.id), actor=SYSTEM)
    settle()
    found = orders.get_order(order)
    assert found.summary.state is OrderState.COMPLETED
    assert payments.payments_of([order])[order][0].captured == found.summary.total.minor
    assert levels(shop, milk)[supplied.warehouse.id] == (1, 0)
    assert books_agree(shop)


def test_an_order_waits_for_what_is_on_the_way(supplied: Supplied) -> None:
    milk = supplied.article(here=0, there=2)
    order = placed(supplied.shop, supplied.brought(Wanted(milk, 2)))
    (parcel,) = sent(order)
    fulfilment.start_picking(parcel.id, actor=SYSTEM)
    fulfilment.record_pick(parcel.id, 1, 2, actor=SYSTEM)
    for step in (fulfilment.pack, fulfilment.send_off):
        step(parcel.id, actor=SYSTEM)
        settle()
        assert orders.get_order(order).summary.state is OrderState.PLACED
    late = parcel.there_by
    assert late is not None
    assert orders.note_broken_promises(late - timedelta(seconds=1)) == 0
    assert orders.note_broken_promises(late + timedelta(seconds=1)) == 1
    assert orders.get_order(order).promise_kept is False


def test_only_the_lines_that_are_lacking_are_brought(supplied: Supplied) -> None:
    shop = supplied.shop
    milk, bread = supplied.article(here=0, there=5), supplied.article(here=4, there=0)
    order = placed(shop, supplied.brought(Wanted(bread, 2), Wanted(milk, 1)))
    parcels = {each.method: each for each in sent(order)}
    assert [line.variant for line in parcels[Way.BRING].lines] == [milk]
    assert (parcels[Way.COLLECT].place, [line.variant for line in parcels[Way.COLLECT].lines]) == (
        shop.store.id,
        [bread],
    )
    assert orders.get_order(order).summary.place == shop.store.id
    assert books_agree(shop)


def test_a_kit_is_brought_whole(supplied: Supplied) -> None:
    shop = supplied.shop
    milk, bread = supplied.article(here=0, there=4), supplied.article(here=5, there=5)
    kit = a_kit(shop, Component(milk, 2), Component(bread, 1))
    order = placed(shop, supplied.brought(Wanted(kit, 2)))
    (parcel,) = sent(order)
    settle()
    travel(parcel, {1: 1})
    settle()
    assert levels(shop, milk)[shop.store.id] == (2, 2)
    assert levels(shop, bread)[shop.store.id] == (6, 1)
    assert list(on_the_road()) == []
    assert books_agree(shop)


def test_a_store_that_has_everything_gets_nothing_brought(supplied: Supplied) -> None:
    milk = supplied.article(here=2, there=2)
    chosen = supplied.brought(Wanted(milk, 2))
    assert (chosen.is_brought, chosen.parcels[0].place) == (False, supplied.shop.store.id)


def test_what_nobody_drives_there_is_refused_and_holds_nothing(supplied: Supplied) -> None:
    shop = supplied.shop
    milk = supplied.article(here=0, there=1)
    other = a_store(shop.market)
    put(shop, other.id, milk, 9)
    with pytest.raises(NowhereInStock) as refused:
        supplied.brought(Wanted(milk, 2))
    assert refused.value.wanted == 2
    assert {reserved for _, reserved in levels(shop, milk).values()} == {0}


def test_choosing_again_gives_back_what_was_held_elsewhere(supplied: Supplied) -> None:
    shop = supplied.shop
    milk = supplied.article(here=0, there=2)
    chosen = supplied.brought(Wanted(milk, 2))
    again = checkout.bring_to(chosen.id, shop.store.id, ANA)  # both units are its own
    assert again.is_brought
    assert levels(shop, milk)[supplied.warehouse.id] == (2, 2)
    with pytest.raises(inventory.OutOfStock):
        checkout.collect_at(chosen.id, shop.store.id, ANA)
    assert levels(shop, milk)[supplied.warehouse.id] == (2, 2)


def test_money_that_comes_late_has_the_goods_brought_all_the_same(supplied: Supplied) -> None:
    milk = supplied.article(here=0, there=2)
    chosen = supplied.brought(Wanted(milk, 2))
    checkout.pay(chosen.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    inventory.release(inventory.Owner.CHECKOUT, chosen.id)
    order = checkout.complete(chosen.id, actor=ANONYMOUS).order
    (parcel,) = sent(order)
    assert (parcel.method, parcel.bring_to) == (Way.BRING, supplied.shop.store.id)
    assert books_agree(supplied.shop)


def test_another_place_brings_what_the_first_rejects_or_never_sees_arrive(supplied: Supplied) -> None:
    shop = supplied.shop
    milk = supplied.article(here=0, there=2)
    second = a_store(shop.market, kind=PlaceKind.WAREHOUSE, sells=False, collects=False)
    third = a_store(shop.market, kind=PlaceKind.WAREHOUSE, sells=False, collects=False)
    order = placed(shop, supplied.brought(Wanted(milk, 2)))
    for source in (second, third):
        put(shop, source.id, milk, 2)
        delivery.set_lane(delivery.Lane(source.id, shop.store.id), actor=SYSTEM)
    fulfilment.reject(sent(order)[0].id, fulfilment.Reason.NO_TIME, actor=SYSTEM)
    settle()
    again = sent(order)[1]
    assert (again.method, again.bring_to, again.place in (second.id, third.id)) == (Way.BRING, shop.store.id, True)
    travel(again, {1: 2})
    settle()
    last = sent(order)[2]
    assert {again.place, last.place} == {second.id, third.id}
    travel(last)
    settle()
    assert orders.get_order(order).summary.state is OrderState.READY
    assert books_agree(shop)


def test_what_is_lost_in_part_is_left_to_its_shopper(supplied: Supplied) -> None:
    shop = supplied.shop
    milk = supplied.article(here=0, there=9)
    order = placed(shop, supplied.brought(Wanted(milk, 3)))
    travel(sent(order)[0], {1: 1})
    settle()
    assert orders.unassigned(orders.get_order(order)) == {1: 1}
    assert [each.state for each in sent(order)] == [ConsignmentState.READY]
    assert books_agree(shop)


def test_a_cancelled_order_leaves_its_goods_to_the_store_they_come_to(supplied: Supplied) -> None:
    shop = supplied.shop
    milk = supplied.article(here=0, there=2)
    order = placed(shop, supplied.brought(Wanted(milk, 2)))
    (parcel,) = sent(order)
    fulfilment.start_picking(parcel.id, actor=SYSTEM)
    fulfilment.record_pick(parcel.id, 1, 2, actor=SYSTEM)
    fulfilment.pack(parcel.id, actor=SYSTEM)
    fulfilment.send_off(parcel.id, actor=SYSTEM)
    orders.cancel_order(order, actor=SYSTEM)
    settle()
    fulfilment.arrive(parcel.id, actor=SYSTEM)
    settle()
    assert levels(shop, milk)[shop.store.id] == (2, 0)
    assert orders.get_order(order).summary.state is OrderState.CANCELLED
    assert books_agree(shop)


def test_missed_clocks_are_given_to_another_bringer(supplied: Supplied) -> None:
    shop = supplied.shop
    milk = supplied.article(here=0, there=2)
    order = placed(shop, supplied.brought(Wanted(milk, 2)))
    second = a_store(shop.market, kind=PlaceKind.WAREHOUSE, sells=False, collects=False)
    put(shop, second.id, milk, 2)
    delivery.set_lane(delivery.Lane(second.id, shop.store.id), actor=SYSTEM)
    (first,) = sent(order)
    with time_machine.travel(first.due_at + timedelta(minutes=1)):
        assert take_away.take_away_missed(clock.now()) == 1
        settle()
    assert [each.place for each in sent(order)] == [supplied.warehouse.id, second.id]
    (note,) = sourcing.decisions_of(order)
    assert (note.cause, note.decision.places) == (sourcing.Cause.MISSED_CLOCK, (second.id,))
    lost = {each.place: each.lost for each in note.decision.alternatives}
    assert lost == {supplied.warehouse.id: sourcing.Lost.EXCLUDED}


def test_each_line_of_a_missed_parcel_finds_its_own_bringer(supplied: Supplied) -> None:
    shop = supplied.shop
    milk, bread = supplied.article(here=0, there=1), supplied.article(here=0, there=1)
    order = placed(shop, supplied.brought(Wanted(milk, 1), Wanted(bread, 1)))
    for variant in (milk, bread):
        source = a_store(shop.market, kind=PlaceKind.WAREHOUSE, sells=False, collects=False)
        put(shop, source.id, variant, 1)
        delivery.set_lane(delivery.Lane(source.id, shop.store.id), actor=SYSTEM)
    (first,) = sent(order)
    with time_machine.travel(first.due_at + timedelta(minutes=1)):
        assert take_away.take_away_missed(clock.now()) == 1
        settle()
    assert [[line.variant for line in each.lines] for each in sent(order)[1:]] == [[milk], [bread]]
    assert books_agree(shop)


def test_what_is_to_come_to_a_store_that_has_closed_is_left_to_its_shopper(supplied: Supplied) -> None:
    shop = supplied.shop
    milk = supplied.article(here=0, there=2)
    order = placed(shop, supplied.brought(Wanted(milk, 2)))
    places_models.Place.objects.filter(id=shop.store.id).update(
        archived_at=clock.now()
    )  # in the very moment of the order
    (parcel,) = sent(order)
    assert take_away.take_away_missed(parcel.due_at + timedelta(minutes=1)) == 0
    fulfilment.reject(parcel.id, fulfilment.Reason.NO_TIME, actor=SYSTEM)
    settle()
    assert "orders.line_unfillable.v1" in [each.type for each in outbox.history([order])]


def test_units_that_were_brought_come_back_one_by_one(supplied: Supplied) -> None:
    shop, phone = supplied.shop, a_tracked_variant(Tracks.SERIALS)
    pricing.set_price(shop.market.id, phone, UnitPrice(250, "USD"), clock.now(), actor=SYSTEM)
    told = [serial(phone, "S1"), serial(phone, "S2"), serial(phone, "S3")]
    units = {phone: len(told)}
    inventory.receive(shop.market.id, supplied.warehouse.id, units, cause=new_id(), at=clock.now(), told=told)
    order = placed(shop, supplied.brought(Wanted(phone, 3)))
    (parcel,) = sent(order)
    travel(parcel, {1: 1})
    fulfilment.hand_over(parcel.id, fulfilment.pin_for(parcel.id), actor=SYSTEM)
    settle()
    out = orders.units_out(orders.get_order(order))
    assert set(out[1]) == {"S2", "S3"}, "the one that was lost is not to come back"
    for number in out[1]:
        orders.refund_order(
            *(order, Money(10, "USD")),
            cause=new_id(),
            actor=SYSTEM,
            goods={1: 1},
            to_place=shop.store.id,
            serials={1: [number]},
        )
    assert levels(shop, phone)[shop.store.id] == (2, 0)
    assert orders.units_out(orders.get_order(order)) == {}
    assert books_agree(shop)


def hours(*at: Place) -> list[list[int]]:
    """How much of each hour of places is taken, where anything is."""
    now = clock.now()
    found = sourcing.hours_of_places([each.id for each in at], now - timedelta(hours=1), now + timedelta(days=9))
    return [[each.taken for each in found if each.taken and each.place == place.id] for place in at]


def test_what_is_brought_takes_an_hour_of_its_sender_and_of_its_store(supplied: Supplied) -> None:
    shop, sender = supplied.shop, supplied.warehouse
    sourcing.set_limit(sender.id, 1, actor=SYSTEM)
    sourcing.set_limit(shop.store.id, 1, actor=SYSTEM)
    milk = supplied.article(here=0, there=5)
    first = supplied.brought(Wanted(milk, 1))
    checkout.bring_to(first.id, shop.store.id, ANA)  # choosing again gives the hours back first
    assert hours(sender, shop.store) == [[1], [1]]
    second = supplied.brought(Wanted(milk, 1))
    assert hours(sender, shop.store) == [[1, 1], [1, 1]]
    order = placed(shop, second)
    assert hours(sender, shop.store) == [[1, 1], [1, 1]]
    orders.cancel_order(order, actor=SYSTEM)
    assert hours(sender, shop.store) == [[1], [1]]
    assert books_agree(shop)


def test_what_its_sender_rejects_takes_the_hours_of_another(supplied: Supplied) -> None:
    shop, other = supplied.shop, a_store(supplied.shop.market, sells=False, collects=False)
    for place in (supplied.warehouse, other, shop.store):
        sourcing.set_limit(place.id, 1, actor=SYSTEM)
    milk = supplied.article(here=0, there=1)
    order = placed(shop, supplied.brought(Wanted(milk, 1)))
    (parcel,) = sent(order)
    put(shop, other.id, milk, 1)
    delivery.set_lane(delivery.Lane(other.id, None), actor=SYSTEM)
    fulfilment.reject(parcel.id, fulfilment.Reason.NO_TIME, actor=SYSTEM)
    settle()
    assert hours(supplied.warehouse, other, shop.store) == [[], [1], [1]]
    assert books_agree(shop)
