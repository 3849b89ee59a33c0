"""One sale at a till: some goods are taken along, the rest goes on to where its buyer wants it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.idempotency.public import Claim
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.modules.catalogue.public import Component, Tracks, VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.checkout.public import Onward, Tender, Wanted
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentState
from oneshelf.modules.fulfilment.public import Method as Way
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import AheadKind, AheadTerms, OutOfStock
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Contact, Method, OrderId, OrderState
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places.public import Place, PlaceKind
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.sourcing import public as sourcing
from tests.checkout.builders import ANA, Shop, a_shop
from tests.checkout.test_bringing import hours
from tests.checkout.test_parcels import a_kit, books_agree, hand_over, levels, put
from tests.lots.builders import a_tracked_variant, serial
from tests.orders.settling import forget_jobs, settle
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

BY_PHONE = Contact(name="Ana", phone="+1 555 0100")


@dataclass(frozen=True)
class Chain:
    """A shop with a warehouse that sends parcels, and whose van drives to every store."""

    shop: Shop
    warehouse: Place

    def article(self, *, here: int, there: int) -> VariantId:
        variant = self.shop.offered(here) if here else _none_here(self.shop)
        if there:
            put(self.shop, self.warehouse.id, variant, there)
        return variant

    def sell(self, lines: list[Wanted], onward: Onward, *, key: str = "", **fields: Any) -> checkout.PlacedOrder:
        return checkout.place_order(self.purchase(lines, onward, **fields), actor=SYSTEM, once=_once(key))

    def purchase(self, lines: list[Wanted], onward: Onward, **fields: Any) -> checkout.Purchase:
        bare = self.shop.purchase(lines[0].variant, lines=tuple(lines), onward=onward, till=new_id(), tenders=())
        charge = checkout.preview_onward(bare, onward, checkout.quote(self.shop.market, lines)).charge
        items = checkout.quote(self.shop.market, lines).items
        return replace(bare, **({"tenders": (Tender("cash", items + charge),)} | fields))


def _none_here(shop: Shop) -> VariantId:
    variant = shop.offered(1)
    inventory.adjust(
        shop.market.id, shop.store.id, variant, -1, reason=inventory.AdjustmentReason.DAMAGED, actor=SYSTEM
    )
    return variant


def _once(key: str) -> Claim | None:
    return Claim("till", "tills.sell", key, key.encode()) if key else None


def sent(*goods: Wanted, **fields: Any) -> Onward:
    return replace(Onward(Method.SHIP, goods, ANA), **fields)


def collected(place: Place, *goods: Wanted, **fields: Any) -> Onward:
    return replace(Onward(Method.COLLECT, goods, BY_PHONE, place.id), **fields)


def parcels(order: OrderId) -> dict[Way, Consignment]:
    return {each.method: each for each in fulfilment.consignments_of([order])[order]}


def goods(parcel: Consignment) -> dict[VariantId, tuple[int, int]]:
    return {line.variant: (line.quantity, line.picked) for line in parcel.lines}


@pytest.fixture
def chain(transactional_db: None) -> Chain:
    forget_jobs()
    shop = a_shop()
    warehouse = a_store(shop.market, kind=PlaceKind.WAREHOUSE, sells=False, collects=False)
    delivery.set_lane(delivery.Lane(warehouse.id, None), actor=SYSTEM)
    return Chain(shop, warehouse)


def test_one_sale_takes_some_along_and_has_the_rest_sent(chain: Chain) -> None:
    shop = chain.shop
    delivery.set_standard_service(shop.market.id, carrier="Parcel Post", amount=390, free_from=None, actor=SYSTEM)
    milk, bread = chain.article(here=2, there=5), chain.article(here=4, there=0)
    placed = chain.sell([Wanted(milk, 3), Wanted(bread, 1)], sent(Wanted(milk, 1)))
    found = orders.get_order(placed.order)
    assert (found.summary.method, found.summary.state, found.summary.place) == (
        *(Method.SHIP, OrderState.PLACED),
        shop.store.id,
    )
    assert (found.items.minor, found.delivery.minor, found.summary.total.minor) == (1000, 390, 1390)
    now, later = parcels(placed.order)[Way.TAKE_NOW], parcels(placed.order)[Way.SHIP]
    assert (now.state, now.place, goods(now)) == (
        *(ConsignmentState.COLLECTED, shop.store.id),
        {milk: (2, 2), bread: (1, 1)},
    )
    assert (later.state, later.place, goods(later)) == (ConsignmentState.OPEN, chain.warehouse.id, {milk: (1, 0)})
    assert levels(shop, milk) == {shop.store.id: (0, 0), chain.warehouse.id: (5, 1)}
    assert found.promised_by is not None
    assert found.promised_by > later.due_at, "when it is there, not when it is packed"
    (note,) = sourcing.decisions_of(placed.order)
    assert note.decision.places == (chain.warehouse.id,)
    (paid,) = payments.payments_of([placed.order])[placed.order]
    assert (paid.method, paid.captured) == (payments.Method.CASH, 1390)
    settle()
    assert books_agree(shop)
    hand_over(later)
    settle()
    assert orders.get_order(placed.order).summary.state is OrderState.COMPLETED
    assert books_agree(shop)


def test_what_is_collected_later_makes_its_store_the_orders(chain: Chain) -> None:
    shop = chain.shop
    milk, bread = chain.article(here=1, there=0), chain.article(here=1, there=0)
    leeds = a_store(shop.market, name="Leeds")
    put(shop, leeds.id, milk, 1)
    placed = chain.sell([Wanted(milk, 2), Wanted(bread, 1)], collected(leeds, Wanted(milk, 1)))
    found = orders.get_order(placed.order)
    assert (found.summary.place, found.summary.method, found.contact) == (leeds.id, Method.COLLECT, BY_PHONE)
    assert goods(parcels(placed.order)[Way.COLLECT]) == {milk: (1, 0)}
    settle()
    assert found.summary.state is OrderState.PLACED
    assert books_agree(shop)


def test_what_is_taken_along_cannot_be_promised_for_later(chain: Chain) -> None:
    """Two lie here and one in the warehouse: who takes both along has the third brought, not kept from the two."""
    shop = chain.shop
    milk = chain.article(here=2, there=1)
    placed = chain.sell([Wanted(milk, 3)], collected(shop.store, Wanted(milk, 1)))
    brought = parcels(placed.order)[Way.BRING]
    assert (brought.place, brought.bring_to, goods(brought)) == (chain.warehouse.id, shop.store.id, {milk: (1, 0)})
    assert levels(shop, milk) == {shop.store.id: (0, 0), chain.warehouse.id: (1, 1)}
    last = chain.article(here=2, there=0)
    with pytest.raises(checkout.NowhereInStock):
        chain.sell([Wanted(last, 3)], collected(shop.store, Wanted(last, 1)))


def test_what_lies_here_may_be_fetched_later_too(chain: Chain) -> None:
    shop = chain.shop
    milk = chain.article(here=3, there=0)
    placed = chain.sell([Wanted(milk, 3)], collected(shop.store, Wanted(milk, 1)))
    assert levels(shop, milk)[shop.store.id] == (1, 1)
    kept = parcels(placed.order)[Way.COLLECT]
    fulfilment.start_picking(kept.id, actor=SYSTEM)
    fulfilment.record_pick(kept.id, 1, 1, actor=SYSTEM)
    fulfilment.mark_ready(kept.id, actor=SYSTEM)
    fulfilment.hand_over(kept.id, fulfilment.pin_for(kept.id), actor=SYSTEM)
    settle()
    assert orders.get_order(placed.order).summary.state is OrderState.COMPLETED
    assert levels(shop, milk)[shop.store.id] == (0, 0)
    assert orders.returnable_units(orders.get_order(placed.order)) == {1: 3}
    assert books_agree(shop)


def test_all_of_a_sale_may_be_sent(chain: Chain) -> None:
    milk = chain.article(here=0, there=2)
    placed = chain.sell([Wanted(milk, 2)], sent(Wanted(milk, 2)))
    assert list(parcels(placed.order)) == [Way.SHIP]
    settle()
    assert books_agree(chain.shop)


def test_what_is_sold_ahead_waits_beside_what_is_taken_along(chain: Chain) -> None:
    shop = chain.shop
    milk = chain.article(here=1, there=0)
    terms = AheadTerms(AheadKind.BACKORDER, 5, expected_on=clock.now().date() + timedelta(days=9))
    inventory.sell_ahead(shop.market.id, shop.store.id, milk, terms, actor=SYSTEM)
    placed = chain.sell([Wanted(milk, 3)], collected(shop.store, Wanted(milk, 2)))
    waiting = parcels(placed.order)[Way.COLLECT]
    assert (waiting.state, goods(waiting)) == (ConsignmentState.AWAITED, {milk: (2, 0)})
    assert levels(shop, milk)[shop.store.id] == (0, 2)
    settle()
    assert books_agree(shop)


def test_a_kit_and_named_units_leave_in_both_ways(chain: Chain) -> None:
    shop, phone = chain.shop, a_tracked_variant(Tracks.SERIALS)
    pricing.set_price(shop.market.id, phone, UnitPrice(250, "USD"), clock.now(), actor=SYSTEM)
    told = [serial(phone, "S1"), serial(phone, "S2")]
    inventory.receive(shop.market.id, shop.store.id, {phone: 2}, cause=new_id(), at=clock.now(), told=told)
    there = [serial(phone, "S3")]
    inventory.receive(shop.market.id, chain.warehouse.id, {phone: 1}, cause=new_id(), at=clock.now(), told=there)
    milk = chain.article(here=2, there=2)
    hamper = a_kit(shop, Component(milk, 2))
    lines = [Wanted(phone, 2, ("S2",)), Wanted(hamper, 2)]
    with pytest.raises(checkout.SerialsNeeded):
        chain.sell([Wanted(phone, 2), lines[1]], sent(Wanted(phone, 1), Wanted(hamper, 1)))
    placed = chain.sell(lines, sent(Wanted(phone, 1), Wanted(hamper, 1)))
    assert orders.units_out(orders.get_order(placed.order)) == {1: {"S2": phone}}
    assert levels(shop, milk) == {shop.store.id: (0, 0), chain.warehouse.id: (2, 2)}
    settle()
    assert books_agree(shop)


def test_the_rest_is_cancelled_alone_and_its_money_goes_back(chain: Chain) -> None:
    shop = chain.shop
    milk = chain.article(here=1, there=1)
    placed = chain.sell([Wanted(milk, 2)], sent(Wanted(milk, 1)))
    settle()
    fulfilment.reject(parcels(placed.order)[Way.SHIP].id, fulfilment.Reason.NO_TIME, actor=SYSTEM)
    settle()
    (paid,) = payments.payments_of([placed.order])[placed.order]
    assert (orders.get_order(placed.order).summary.state, paid.refunded) == (OrderState.COMPLETED, 250)
    assert books_agree(shop)


def test_a_sale_of_which_some_was_taken_along_is_not_cancelled_whole(chain: Chain) -> None:
    milk = chain.article(here=1, there=1)
    placed = chain.sell([Wanted(milk, 2)], sent(Wanted(milk, 1)))
    with pytest.raises(orders.GoodsHaveLeft):
        orders.cancel_order(placed.order, actor=SYSTEM)
    assert orders.get_order(placed.order).summary.state is OrderState.PLACED
    assert levels(chain.shop, milk) == {chain.shop.store.id: (0, 0), chain.warehouse.id: (1, 1)}


def test_the_same_sale_is_rung_up_once(chain: Chain) -> None:
    milk = chain.article(here=1, there=3)
    purchase = chain.purchase([Wanted(milk, 2)], sent(Wanted(milk, 1)))
    first, again = (checkout.place_order(purchase, actor=SYSTEM, once=_once("k")) for _ in range(2))
    assert (again.order, again.repeated) == (first.order, True)
    assert levels(chain.shop, milk) == {chain.shop.store.id: (0, 0), chain.warehouse.id: (3, 1)}


def test_a_card_that_is_declined_holds_and_sells_nothing(chain: Chain) -> None:
    milk = chain.article(here=1, there=1)
    card = (Tender("test_card", Money(500, "USD"), "tok_decline"),)
    with pytest.raises(checkout.CardDeclined):
        chain.sell([Wanted(milk, 2)], sent(Wanted(milk, 1)), key="k", tenders=card)
    assert levels(chain.shop, milk) == {chain.shop.store.id: (1, 0), chain.warehouse.id: (1, 0)}
    placed = chain.sell(
        [Wanted(milk, 2)], sent(Wanted(milk, 1)), tenders=(Tender("test_card", Money(500, "USD"), "tok_approve"),)
    )
    assert levels(chain.shop, milk) == {chain.shop.store.id: (0, 0), chain.warehouse.id: (1, 1)}
    assert placed.total.minor == 500


def test_a_card_pays_at_once_so_that_what_was_taken_along_can_come_back(chain: Chain) -> None:
    milk = chain.article(here=2, there=2)
    card = (Tender("test_card", Money(1000, "USD"), "tok_approve"),)
    placed = chain.sell([Wanted(milk, 4)], sent(Wanted(milk, 2)), tenders=card)
    settle()
    (paid,) = payments.payments_of([placed.order])[placed.order]
    assert (paid.captured, paid.refunded) == (1000, 0), "the goods left, and what comes later is bought as well"
    orders.refund_order(
        *(placed.order, Money(250, "USD")), cause=new_id(), actor=SYSTEM, goods={1: 1}, to_place=chain.shop.store.id
    )
    fulfilment.reject(parcels(placed.order)[Way.SHIP].id, fulfilment.Reason.NO_TIME, actor=SYSTEM)
    settle()
    (paid,) = payments.payments_of([placed.order])[placed.order]
    assert paid.refunded == 750, "one came back, two never came"
    assert books_agree(chain.shop)


def test_a_card_holds_what_is_sent_whole_until_it_leaves(chain: Chain) -> None:
    milk = chain.article(here=0, there=2)
    card = (Tender("test_card", Money(500, "USD"), "tok_approve"),)
    placed = chain.sell([Wanted(milk, 2)], sent(Wanted(milk, 2)), tenders=card)
    settle()
    (paid,) = payments.payments_of([placed.order])[placed.order]
    assert (paid.amount, paid.captured) == (500, 0)


def test_a_promise_that_has_become_later_is_told_before_it_is_paid(chain: Chain) -> None:
    milk = chain.article(here=1, there=1)
    onward = sent(Wanted(milk, 1))
    purchase = chain.purchase([Wanted(milk, 2)], onward)
    arranged = checkout.preview_onward(purchase, onward, checkout.quote(chain.shop.market, purchase.lines))
    early = replace(onward, told_by=arranged.promised_by - timedelta(hours=1))
    with pytest.raises(checkout.PromiseMoved):
        checkout.place_order(replace(purchase, onward=early), actor=SYSTEM)
    assert levels(chain.shop, milk)[chain.shop.store.id] == (1, 0)
    soon = arranged.promised_by - timedelta(minutes=10)
    placed = checkout.place_order(replace(purchase, onward=replace(onward, told_by=soon)), actor=SYSTEM)
    assert orders.get_order(placed.order).promised_by == soon


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"goods": (Wanted(VariantId(new_id()), 1),)}, "not_bought"),
        ({"goods": ()}, "empty_basket"),
        ({"contact": Contact(name="Ana", email="ana@example.com")}, "contact_missing"),
        ({"contact": replace(ANA, email="", phone=" ")}, "contact_missing"),
        ({"method": Method.COLLECT}, "choose_store"),
        ({"service": "rocket"}, "not_by_that_service"),
    ],
)
def test_what_cannot_go_onward_is_refused(chain: Chain, change: dict[str, Any], code: str) -> None:
    milk = chain.article(here=1, there=1)
    onward = replace(sent(Wanted(milk, 1)), **change)
    bare = chain.shop.purchase(milk, 2, onward=onward)
    with pytest.raises(Refusal) as refused:
        checkout.place_order(bare, actor=SYSTEM)
    assert refused.value.code == code
    assert levels(chain.shop, milk)[chain.shop.store.id] == (1, 0)


def test_goods_come_later_only_beside_what_is_taken_now(chain: Chain) -> None:
    milk = chain.article(here=1, there=1)
    with pytest.raises(checkout.NotTakenNow):
        checkout.place_order(
            chain.shop.purchase(milk, 2, method=Method.SHIP, contact=ANA, onward=sent(Wanted(milk, 1))), actor=SYSTEM
        )


def test_tills_side_by_side_sell_neither_here_nor_there_what_is_not_there(chain: Chain) -> None:
    shop = chain.shop
    milk = chain.article(here=5, there=4)
    purchase = chain.purchase([Wanted(milk, 2)], sent(Wanted(milk, 1)))

    def sell(_: int) -> str:
        try:
            checkout.place_order(purchase, actor=SYSTEM)
        except (OutOfStock, checkout.NowhereInStock) as refused:
            return refused.code
        finally:
            connection.close()
        return "sold"

    with ThreadPoolExecutor(8) as pool:
        ended = list(pool.map(sell, range(12)))
    left = {place: on_hand - reserved for place, (on_hand, reserved) in levels(shop, milk).items()}
    assert left[shop.store.id] == 0, "as long as one can take a unit along, another is found for later"
    assert sum(left.values()) == 9 - 2 * ended.count("sold") >= 0
    settle()
    assert books_agree(shop)


def test_what_is_brought_takes_an_hour_of_its_sender_and_of_its_store(chain: Chain) -> None:
    at = [chain.warehouse, chain.shop.store]
    for each in at:
        sourcing.set_limit(each.id, 1, actor=SYSTEM)
    milk = chain.article(here=0, there=2)
    for _ in range(2):
        chain.sell([Wanted(milk, 1)], collected(chain.shop.store, Wanted(milk, 1)))
    assert hours(*at) == [[1, 1], [1, 1]]
    assert books_agree(chain.shop)
