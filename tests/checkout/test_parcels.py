"""Orders that leave in several parcels, and kits that leave whole."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from oneshelf.kernel import clock
from oneshelf.kernel.actors import ANONYMOUS, SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import Component, VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.checkout.public import NowhereInStock, Wanted
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import OutOfStock
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.surfaces.console.audit.proof import reserved_and_awaited, returned_and_taken_back
from tests.catalogue.builders import a_variant
from tests.checkout.builders import ANA, Shop, a_shop
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

DAY = timedelta(days=1)


def put(shop: Shop, place: PlaceId, variant: VariantId, units: int) -> None:
    inventory.receive(shop.market.id, place, {variant: units}, cause=new_id(), at=clock.now())


def a_kit(shop: Shop, *components: Component) -> VariantId:
    kit = a_variant("Hamper")
    catalogue.compose_kit(kit, components, actor=SYSTEM)
    pricing.set_price(shop.market.id, kit, UnitPrice(900, "USD"), clock.now(), actor=SYSTEM)
    return kit


def levels(shop: Shop, variant: VariantId) -> dict[PlaceId, tuple[int, int]]:
    return {each.place: (each.on_hand, each.reserved) for each in inventory.levels(shop.market.id, [variant])}


def shipped(shop: Shop, *wanted: Wanted) -> checkout.Checkout:
    begun = checkout.start(shop.market, shop.web.id, wanted)
    return checkout.ship_to(begun.id, ANA)


def placed(shop: Shop, chosen: checkout.Checkout) -> orders.OrderId:
    checkout.pay(chosen.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    return checkout.complete(chosen.id, actor=ANONYMOUS).order


def books_agree(shop: Shop) -> bool:
    proof = [*shop.audit(), *orders.audit(), *fulfilment.audit(), *reserved_and_awaited(), *returned_and_taken_back()]
    return proof == []


def hand_over(consignment: fulfilment.Consignment) -> None:
    fulfilment.start_picking(consignment.id, actor=SYSTEM)
    for line in consignment.lines:
        fulfilment.record_pick(consignment.id, line.line, line.quantity, actor=SYSTEM)
    fulfilment.pack(consignment.id, actor=SYSTEM)
    fulfilment.ship(consignment.id, carrier="carrier", tracking="track", actor=SYSTEM)


def test_what_no_place_has_alone_leaves_in_parcels() -> None:
    shop = a_shop()
    other = a_store(shop.market, ships=True)
    milk = shop.offered(3)
    put(shop, other.id, milk, 4)
    chosen = shipped(shop, Wanted(milk, 5))
    assert sum(part.quantity for parcel in chosen.parcels for part in parcel.parts) == 5
    assert {parcel.place for parcel in chosen.parcels} == {shop.store.id, other.id}
    order = placed(shop, chosen)
    sent = fulfilment.consignments_of([order])[order]
    assert {each.place: each.lines[0].quantity for each in sent} == {
        parcel.place: parcel.parts[0].quantity for parcel in chosen.parcels
    }
    assert books_agree(shop)
    hand_over(sent[0])
    assert books_agree(shop)
    hand_over(sent[1])
    assert levels(shop, milk) in (
        {shop.store.id: (0, 0), other.id: (2, 0)},
        {shop.store.id: (2, 0), other.id: (0, 0)},
        {shop.store.id: (1, 0), other.id: (1, 0)},
    )
    assert books_agree(shop)


def test_a_decision_is_kept_with_its_order() -> None:
    shop = a_shop()
    order = placed(shop, shipped(shop, Wanted(shop.offered(3), 2)))
    (note,) = sourcing.decisions_of(order)
    assert (note.cause, note.decision.places) == (sourcing.Cause.PLACED, (shop.store.id,))


def test_an_order_knows_by_which_service_it_was_to_come() -> None:
    shop = a_shop()
    begun = checkout.start(shop.market, shop.web.id, [Wanted(shop.offered(3), 1)])
    order = placed(shop, checkout.ship_to(begun.id, ANA, service=delivery.STANDARD))
    assert orders.get_order(order).service == delivery.STANDARD
    assert orders.get_order(placed(shop, shipped(shop, Wanted(shop.offered(3), 1)))).service == ""


def test_an_order_is_promised_when_it_is_chosen() -> None:
    shop = a_shop()
    chosen = shop.paid_checkout(shop.offered(3))
    order = checkout.complete(chosen.id, actor=ANONYMOUS).order
    assert chosen.promised_by is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT promised_by FROM orders_order WHERE id = %s", [order])
        assert cursor.fetchone() == (chosen.promised_by,)


def taken_hours(shop: Shop) -> list[int]:
    now = clock.now()
    return [each.taken for each in sourcing.hours_of_places([shop.store.id], now - DAY, now + 14 * DAY) if each.taken]


def test_an_hour_takes_as_many_orders_as_it_has_room_for() -> None:
    shop = a_shop()
    sourcing.set_limit(shop.store.id, 1, actor=SYSTEM)
    milk = shop.offered(5)
    first = shipped(shop, Wanted(milk, 1))
    assert taken_hours(shop) == [1]
    checkout.ship_to(first.id, ANA)  # choosing again gives the hour back first
    assert taken_hours(shop) == [1]
    second = shipped(shop, Wanted(milk, 1))
    assert taken_hours(shop) == [1, 1]
    orders.cancel_order(placed(shop, second), actor=SYSTEM)
    assert taken_hours(shop) == [1]


def test_a_place_that_takes_no_orders_promises_none() -> None:
    shop = a_shop()
    sourcing.set_limit(shop.store.id, 0, actor=SYSTEM)
    milk = shop.offered(5)
    begun = checkout.start(shop.market, shop.web.id, [Wanted(milk, 1)])
    with pytest.raises(sourcing.PlaceBusy):
        checkout.collect_at(begun.id, shop.store.id, ANA)
    assert levels(shop, milk) == {shop.store.id: (5, 0)}


def test_a_kit_takes_what_it_is_made_of() -> None:
    shop = a_shop()
    cheese, wine = shop.offered(10), shop.offered(10)
    kit = a_kit(shop, Component(cheese, 2), Component(wine, 1))
    order = placed(shop, shipped(shop, Wanted(kit, 3), Wanted(cheese, 1)))
    assert levels(shop, cheese) == {shop.store.id: (10, 7)}
    assert levels(shop, wine) == {shop.store.id: (10, 3)}
    assert books_agree(shop)
    hand_over(fulfilment.consignments_of([order])[order][0])
    assert levels(shop, cheese) == {shop.store.id: (3, 0)}
    assert levels(shop, wine) == {shop.store.id: (7, 0)}
    assert books_agree(shop)


def test_kits_that_share_a_component_are_counted_together() -> None:
    shop = a_shop()
    cheese = shop.offered(5)
    small, large = a_kit(shop, Component(cheese, 2)), a_kit(shop, Component(cheese, 4))
    begun = checkout.start(shop.market, shop.web.id, [Wanted(small, 1), Wanted(large, 1)])
    with pytest.raises(OutOfStock) as refusal:
        checkout.collect_at(begun.id, shop.store.id, ANA)
    assert (refusal.value.wanted, refusal.value.available) == (6, 5)
    assert levels(shop, cheese) == {shop.store.id: (5, 0)}


def test_a_kit_sold_at_the_till_comes_back_as_its_components() -> None:
    shop = a_shop()
    cheese, wine = shop.offered(10), shop.offered(10)
    kit = a_kit(shop, Component(cheese, 2), Component(wine, 1))
    purchase = shop.purchase(kit, 2, tenders=(checkout.Tender("cash", Money(1800, "USD")),))
    order = checkout.place_order(purchase, actor=SYSTEM).order
    assert (levels(shop, cheese), levels(shop, wine)) == ({shop.store.id: (6, 0)}, {shop.store.id: (8, 0)})
    orders.refund_order(order, Money(900, "USD"), goods={1: 1}, to_place=shop.store.id, cause=new_id(), actor=SYSTEM)
    assert (levels(shop, cheese), levels(shop, wine)) == ({shop.store.id: (8, 0)}, {shop.store.id: (9, 0)})
    assert books_agree(shop)


def test_a_kit_keeps_its_components_when_it_is_composed_anew() -> None:
    shop = a_shop()
    cheese, wine = shop.offered(10), shop.offered(10)
    kit = a_kit(shop, Component(cheese, 2))
    order = placed(shop, shipped(shop, Wanted(kit, 2)))
    catalogue.compose_kit(kit, [Component(wine, 5)], actor=SYSTEM)
    hand_over(fulfilment.consignments_of([order])[order][0])
    assert (levels(shop, cheese), levels(shop, wine)) == ({shop.store.id: (6, 0)}, {shop.store.id: (10, 0)})
    assert books_agree(shop)


def test_a_kit_is_not_torn_apart() -> None:
    shop = a_shop()
    other = a_store(shop.market, ships=True)
    cheese, wine = shop.offered(4), shop.offered(0 + 1)
    put(shop, other.id, wine, 4)
    kit = a_kit(shop, Component(cheese, 1), Component(wine, 1))
    with pytest.raises(NowhereInStock):
        shipped(shop, Wanted(kit, 3))
    put(shop, other.id, cheese, 3)
    chosen = shipped(shop, Wanted(kit, 3))
    assert [parcel.place for parcel in chosen.parcels] == [other.id]


def test_a_short_kit_leaves_with_fewer_and_frees_the_rest() -> None:
    shop = a_shop()
    cheese, wine = shop.offered(10), shop.offered(10)
    kit = a_kit(shop, Component(cheese, 2), Component(wine, 1))
    order = placed(shop, shipped(shop, Wanted(kit, 3)))
    (sent,) = fulfilment.consignments_of([order])[order]
    fulfilment.start_picking(sent.id, actor=SYSTEM)
    fulfilment.record_pick(sent.id, 1, 1, actor=SYSTEM)
    fulfilment.record_short(sent.id, 1, actor=SYSTEM)
    assert (levels(shop, cheese), levels(shop, wine)) == ({shop.store.id: (10, 2)}, {shop.store.id: (10, 1)})
    assert books_agree(shop)
    assert fulfilment.get_consignment(sent.id).state is ConsignmentState.PICKING


def test_buyers_of_kits_and_components_are_promised_each_unit_once() -> None:
    shop = a_shop()
    cheese, wine = shop.offered(30), shop.offered(30)
    kit = a_kit(shop, Component(cheese, 2), Component(wine, 1))
    purchases = [
        shop.purchase(kit, tenders=(checkout.Tender("cash", Money(900, "USD")),)),
        shop.purchase(cheese),
        replace(shop.purchase(kit), method=Method.COLLECT, contact=ANA),
    ]
    purchases[2] = replace(purchases[2], tenders=(checkout.Tender("external", Money(900, "USD")),))

    def buy(number: int) -> tuple[int, int]:
        try:
            checkout.place_order(purchases[number % 3], actor=SYSTEM)
        except OutOfStock:
            return (0, 0)
        finally:
            connection.close()
        return (1, 0) if number % 3 == 1 else (2, 1)

    with ThreadPoolExecutor(8) as pool:
        sold = list(pool.map(buy, range(60)))
    (of_cheese,), (of_wine,) = levels(shop, cheese).values(), levels(shop, wine).values()
    assert sum(units for units, _ in sold) == 30 - of_cheese[0] + of_cheese[1]
    assert sum(units for _, units in sold) == 30 - of_wine[0] + of_wine[1]
    assert of_cheese[0] == of_cheese[1]
    assert books_agree(shop)
