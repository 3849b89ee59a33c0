"""Money that comes when the hold is over: the goods are taken anew, or the money goes back and that is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from oneshelf.kernel import clock
from oneshelf.kernel.actors import ANONYMOUS, SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.checkout.public import Wanted
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.delivery.models import Service, Zone
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import HoldExpired, Owner
from oneshelf.modules.orders import public as orders
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import PaymentState, ProviderFact
from oneshelf.modules.places import public as places
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.surfaces.console.audit.proof import reserved_and_awaited
from tests.checkout.builders import ANA, Shop, a_shop
from tests.delivery.builders import a_service
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

FIVE_MINUTES = timedelta(minutes=5)


def lost_checkouts(shop: Shop) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM outbox_event WHERE type = 'checkout.lost.v1' AND data::jsonb->>'market' = %s",
            [str(shop.market.id)],
        )
        (count,) = cursor.fetchone()
    return int(count)


def lose_the_hold(shop: Shop, chosen: checkout.Checkout, variant: VariantId) -> None:
    """Let the hold of a checkout go, and somebody else have all that there is."""
    inventory.release(Owner.CHECKOUT, chosen.id)
    level = shop.level(variant)
    demand = inventory.Demand(1, shop.store.id, variant, level.available)
    inventory.allocate(shop.market.id, [demand], order=new_id())


def paid(shop: Shop, variant: VariantId) -> checkout.Checkout:
    begun = checkout.start(shop.market, shop.web.id, [Wanted(variant, 2)])
    chosen = checkout.ship_to(begun.id, ANA)
    checkout.pay(begun.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    return chosen


def test_what_is_gone_in_one_place_is_shipped_from_another() -> None:
    shop = a_shop()
    milk = shop.offered(2)
    chosen = paid(shop, milk)
    lose_the_hold(shop, chosen, milk)
    other = a_store(shop.market, ships=True)
    inventory.receive(shop.market.id, other.id, {milk: 2}, cause=new_id(), at=clock.now())
    order = checkout.complete(chosen.id, actor=ANONYMOUS).order
    (sent,) = fulfilment.consignments_of([order])[order]
    assert (sent.place, sent.lines[0].quantity) == (other.id, 2)
    (payment,) = payments.payments_of([order])[order]
    assert payment.state is PaymentState.AUTHORISED
    assert [each for each in reserved_and_awaited() if str(order) in each.subject] == []


def test_goods_that_are_taken_anew_come_by_the_service_that_was_paid() -> None:
    shop = a_shop()
    delivery.open_service(shop.market.id, a_service(code="express", transit_max=1), actor=SYSTEM)
    milk = shop.offered(2)
    begun = checkout.start(shop.market, shop.web.id, [Wanted(milk, 2)])
    chosen = checkout.ship_to(begun.id, ANA, service="express")
    assert (chosen.service, chosen.quote.delivery.minor) == ("express", 490)
    checkout.pay(begun.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    lose_the_hold(shop, chosen, milk)
    other = a_store(shop.market, ships=True)
    inventory.receive(shop.market.id, other.id, {milk: 2}, cause=new_id(), at=clock.now())
    placed = checkout.complete(chosen.id, actor=ANONYMOUS)
    assert placed.total.minor == 500 + 490


@pytest.mark.parametrize("chosen_by", ["the shopper", "the shop"])
def test_when_nobody_brings_it_any_more_as_it_was_paid_the_money_goes_back(chosen_by: str) -> None:
    shop = a_shop()
    for code in ("express", "parcel"):
        delivery.open_service(shop.market.id, a_service(code=code), actor=SYSTEM)
    begun = checkout.start(shop.market, shop.web.id, [Wanted(shop.offered(4), 2)])
    chosen = checkout.ship_to(begun.id, ANA, service="express" if chosen_by == "the shopper" else "")
    payment = checkout.pay(begun.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    inventory.release(Owner.CHECKOUT, chosen.id)
    if chosen_by == "the shopper":
        Service.objects.filter(market=shop.market.id, code="express").update(active=False)
    else:
        Zone.objects.filter(service__market=shop.market.id).update(country="PL")
    with pytest.raises(HoldExpired):
        checkout.complete(chosen.id, actor=ANONYMOUS)
    assert payments.get_payment(payment.id).state is PaymentState.VOIDED
    assert lost_checkouts(shop) == 1
    assert orders.list_orders(shop.market.id) == []


def test_nobody_pays_for_goods_at_a_place_that_was_archived_meanwhile() -> None:
    shop = a_shop()
    milk = shop.offered(2)
    begun = checkout.start(shop.market, shop.web.id, [Wanted(milk, 2)])
    checkout.collect_at(begun.id, shop.store.id, ANA)
    places.archive_place(shop.store.id, actor=SYSTEM)
    with pytest.raises(checkout.PlaceDoesNot):
        checkout.pay(begun.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    assert payments.attempts_for(begun.id) == []


def test_when_a_store_is_archived_that_was_paid_for_the_money_goes_back() -> None:
    shop = a_shop()
    chosen = shop.paid_checkout(shop.offered(2))
    assert chosen.payment is not None
    places.archive_place(shop.store.id, actor=SYSTEM)
    with pytest.raises(checkout.PlaceDoesNot):
        checkout.complete(chosen.id, actor=ANONYMOUS)
    assert payments.get_payment(chosen.payment).state is PaymentState.VOIDED
    assert (lost_checkouts(shop), orders.list_orders(shop.market.id)) == (1, [])


def test_what_an_archived_place_was_to_send_is_shipped_from_another() -> None:
    shop = a_shop()
    milk = shop.offered(2)
    chosen = paid(shop, milk)
    other = a_store(shop.market, ships=True)
    inventory.receive(shop.market.id, other.id, {milk: 2}, cause=new_id(), at=clock.now())
    places.archive_place(shop.store.id, actor=SYSTEM)
    order = checkout.complete(chosen.id, actor=ANONYMOUS).order
    (sent,) = fulfilment.consignments_of([order])[order]
    assert (sent.place, shop.level(milk).reserved) == (other.id, 0)
    assert [each for each in reserved_and_awaited() if str(order) in each.subject] == []


def test_a_place_that_was_archived_appoints_nothing() -> None:
    """Whoever saw it open a moment ago is refused like anybody else."""
    shop = a_shop()
    places.archive_place(shop.store.id, actor=SYSTEM)
    with pytest.raises(places.UnknownPlace):
        sourcing.appointments(shop.market.id, [shop.store.id], clock.now())


def test_another_service_is_another_thing_to_pay_for() -> None:
    shop = a_shop()
    for code in ("express", "tomorrow"):
        delivery.open_service(shop.market.id, a_service(code=code, transit_max=1), actor=SYSTEM)
    begun = checkout.start(shop.market, shop.web.id, [Wanted(shop.offered(2), 2)])
    checkout.ship_to(begun.id, ANA, service="express")
    first = checkout.pay(begun.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    checkout.ship_to(begun.id, ANA, service="tomorrow")
    second = checkout.pay(begun.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    assert first.id != second.id


def test_when_the_goods_are_gone_the_money_goes_back_and_that_is_told() -> None:
    shop = a_shop()
    milk = shop.offered(2)
    chosen = shop.paid_checkout(milk, 2)
    lose_the_hold(shop, chosen, milk)
    with pytest.raises(HoldExpired):
        checkout.complete(chosen.id, actor=ANONYMOUS)
    assert chosen.payment is not None
    assert payments.get_payment(chosen.payment).state is PaymentState.VOIDED
    assert lost_checkouts(shop) == 1
    assert orders.list_orders(shop.market.id) == []


@pytest.mark.parametrize("fact", [ProviderFact.AUTHORISED, ProviderFact.CAPTURED])
def test_who_paid_and_left_gets_the_order(fact: ProviderFact) -> None:
    """Also when the bank took the money by itself."""
    shop = a_shop()
    chosen = shop.paid_checkout(shop.offered(2))
    assert chosen.payment is not None
    total = chosen.quote.total.minor
    payments.receive(payments.ProviderEvent("test", f"{fact}-{chosen.id}", chosen.payment, fact, total, ""))
    assert checkout.complete_paid() == 0
    with time_machine.travel(clock.now() + FIVE_MINUTES, tick=False):
        checkout.complete_paid()
    (order,) = orders.list_orders(shop.market.id)
    assert order.id == chosen.order
    assert checkout.complete(chosen.id, actor=SYSTEM).repeated


def test_who_has_not_paid_gets_none() -> None:
    shop = a_shop()
    begun = checkout.start(shop.market, shop.web.id, [Wanted(shop.offered(2), 1)])
    checkout.collect_at(begun.id, shop.store.id, ANA)
    with time_machine.travel(clock.now() + FIVE_MINUTES, tick=False):
        checkout.complete_paid()
    assert orders.list_orders(shop.market.id) == []


def test_stranded_money_is_told_of_too() -> None:
    shop = a_shop()
    milk = shop.offered(2)
    chosen = shop.paid_checkout(milk, 2)
    lose_the_hold(shop, chosen, milk)
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        checkout.expire_checkouts()
        checkout.give_back_stranded()
    assert chosen.payment is not None
    assert payments.get_payment(chosen.payment).state is PaymentState.VOIDED
    assert lost_checkouts(shop) == 1
