"""A basket that goes from hand to hand takes along what was held for it, and nobody comes between."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from oneshelf.kernel import clock
from oneshelf.kernel.actors import ANONYMOUS, SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.idempotency.public import Claim
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.carts import public as carts
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.checkout.public import Tender, Wanted
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import Owner
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.modules.tills import public as tills
from tests.checkout.builders import ANA, Shop, a_shop
from tests.customers.builders import a_customer
from tests.places.builders import a_store
from tests.promotions.builders import a_live_one

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

MINUTE = timedelta(minutes=1)


class Journey:
    """A basket with the last two units of a store, on its way."""

    def __init__(self) -> None:
        self.shop: Shop = a_shop()
        self.variant = self.shop.offered(2)
        opened, _ = carts.open_for_guest(self.shop.market.id, self.shop.web.id)
        self.cart = carts.add_line(opened.id, self.variant, 2).id
        self.till, _ = tills.enrol_till(self.shop.store.id, self.shop.till.id, "Till 1", actor=SYSTEM)
        self.colleague = carts.Holder(carts.HolderKind.STAFF, new_id(), "Ana")

    def hold(self, place: PlaceId | None = None) -> checkout.CheckoutId:
        revision = carts.load(self.cart).revision
        begun = checkout.start(self.shop.market, self.shop.web.id, [Wanted(self.variant, 2)], cart=revision)
        checkout.collect_at(begun.id, place or self.shop.store.id, ANA)
        return begun.id

    def order(self) -> checkout.PlacedOrder:
        begun = self.hold()
        checkout.pay(begun, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
        return checkout.complete(begun, actor=ANONYMOUS)

    def take(self, by: carts.Holder | None = None, *, shown_by: carts.Holder = carts.SHOPPER) -> carts.Cart:
        code = carts.show_code(self.cart, by=shown_by).code
        return checkout.take_over_cart(code, by or tills.hands_of(self.till), market=self.shop.market.id)

    def sell(self, quantity: int = 2, key: str = "a") -> tills.Receipt:
        paid = (Tender("cash", Money(250 * quantity, "USD")),)
        sale = tills.Sale((Wanted(self.variant, quantity),), paid, staff=new_id(), cart=self.cart)
        return tills.sell(self.till, sale, actor=SYSTEM, once=Claim(str(self.till.id), "tills.sell", key, b""))

    def somebody_else_wants(self, quantity: int = 1) -> bool:
        try:
            checkout.place_order(self.shop.purchase(self.variant, quantity), actor=SYSTEM)
        except inventory.OutOfStock:
            return False
        return True

    @property
    def held(self) -> int:
        return sum(each.units for each in inventory.held(Owner.CART, self.cart))

    @property
    def shelf(self) -> tuple[int, int]:
        level = self.shop.level(self.variant)
        return level.on_hand, level.reserved

    def is_proved(self) -> bool:
        return self.shop.audit() == [] and sourcing.audit() == []


def test_from_the_web_to_the_till() -> None:
    journey = Journey()
    begun = journey.hold()
    journey.take()
    assert (journey.held, journey.shelf) == (2, (2, 2))
    assert checkout.get_checkout(begun).state is checkout.CheckoutState.EXPIRED
    assert not journey.somebody_else_wants()
    journey.sell()
    assert (journey.held, journey.shelf) == (0, (0, 0))
    assert journey.is_proved()


def test_who_holds_the_last_use_of_a_promotion_takes_it_to_the_till() -> None:
    journey = Journey()
    last = a_live_one(journey.shop.market, limits=promotions.Limits(uses=1))
    journey.hold()
    assert promotions.taken_of([last.id])[last.id].uses == 1
    journey.take()
    assert promotions.taken_of([last.id])[last.id].uses == 0
    paid = (Tender("cash", Money(450, "USD")),)
    sale = tills.Sale((Wanted(journey.variant, 2),), paid, staff=new_id(), cart=journey.cart)
    tills.sell(journey.till, sale, actor=SYSTEM, once=Claim(str(journey.till.id), "tills.sell", "a", b""))
    assert promotions.taken_of([last.id])[last.id].uses == 1
    assert promotions.audit() == []
    assert journey.is_proved()


def test_from_the_web_by_a_colleague_to_the_till_and_back_to_the_web() -> None:
    journey = Journey()
    journey.hold()
    journey.take(journey.colleague)
    journey.take(shown_by=journey.colleague)
    carts.give_back(journey.cart, by=tills.hands_of(journey.till))
    assert (journey.held, journey.somebody_else_wants()) == (2, False)
    journey.order()
    assert (journey.held, journey.shelf) == (0, (2, 2))
    assert journey.is_proved()


def test_parked_and_resumed_it_is_held_anew_for_as_long() -> None:
    journey = Journey()
    journey.hold()
    journey.take()
    mine = tills.hands_of(journey.till)
    with time_machine.travel(clock.now() + checkout.CARRIED_FOR - MINUTE, tick=False):
        store, till, lines = journey.shop.store.id, journey.shop.till.id, carts.load(journey.cart).lines
        carts.park(store, till, lines, label="Blue coat", by=mine, staff=new_id(), cart=journey.cart)
        carts.resume(journey.cart, store, by=mine)
        checkout.keep_hold(journey.cart)
        assert not journey.somebody_else_wants()
    with time_machine.travel(clock.now() + checkout.CARRIED_FOR + MINUTE, tick=False):
        assert not journey.somebody_else_wants()
        journey.sell()
    assert journey.shelf == (0, 0)
    assert journey.is_proved()


def test_past_its_time_anybody_may_have_it() -> None:
    journey = Journey()
    journey.hold()
    journey.take()
    with time_machine.travel(clock.now() + checkout.CARRIED_FOR + MINUTE):
        assert journey.held == 0
        checkout.keep_hold(journey.cart)
        assert journey.somebody_else_wants(2)
        with pytest.raises(inventory.OutOfStock):
            journey.sell()
    assert journey.shelf == (0, 0)
    assert journey.is_proved()


def test_a_refused_sale_leaves_the_basket_what_it_holds() -> None:
    journey = Journey()
    journey.hold()
    journey.take()
    with pytest.raises(inventory.OutOfStock):
        journey.sell(3)
    assert (journey.held, journey.shelf) == (2, (2, 2))
    journey.sell(1, key="b")
    assert (journey.held, journey.shelf) == (0, (1, 0))
    assert journey.sell(1, key="b").order == journey.sell(1, key="b").order
    assert journey.is_proved()


def test_what_was_held_elsewhere_is_free_again_when_it_is_sold_here() -> None:
    journey = Journey()
    york = a_store(journey.shop.market)
    inventory.receive(journey.shop.market.id, york.id, {journey.variant: 2}, cause=new_id(), at=clock.now())
    journey.hold(york.id)
    journey.take()
    journey.sell()
    (there,) = inventory.levels(journey.shop.market.id, [journey.variant], [york.id])
    assert (journey.shelf, there.reserved, there.available) == ((0, 0), 0, 2)
    assert journey.is_proved()


def test_a_paid_checkout_keeps_its_goods_and_a_rush_changes_nothing() -> None:
    journey = Journey()
    inventory.mark_hot(journey.shop.market.id, journey.variant, actor=SYSTEM)
    begun = journey.hold()
    journey.take(journey.colleague)
    assert journey.held == 2
    carts.give_back(journey.cart, by=journey.colleague)
    begun = journey.hold()
    checkout.pay(begun, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    journey.take()
    assert (journey.held, journey.shelf) == (0, (2, 2))
    assert checkout.get_checkout(begun).state is checkout.CheckoutState.OPEN
    assert journey.is_proved()


def test_two_windows_with_the_same_basket_hold_it_once_when_it_moves() -> None:
    journey = Journey()
    inventory.receive(
        journey.shop.market.id, journey.shop.store.id, {journey.variant: 2}, cause=new_id(), at=clock.now()
    )
    journey.hold()
    journey.hold()
    assert journey.shelf == (4, 4)
    journey.take()
    assert (journey.held, journey.shelf) == (2, (4, 2))
    assert journey.is_proved()


def test_a_guest_who_signs_in_before_choosing_again_keeps_what_was_held() -> None:
    journey, ana = Journey(), a_customer()
    journey.hold()
    own = carts.open_for_customer(journey.shop.market.id, journey.shop.web.id, ana.id)
    journey.cart = checkout.merge_carts(carts.load(journey.cart), own).id
    assert (journey.cart, journey.held, journey.shelf) == (own.id, 2, (2, 2))
    assert not journey.somebody_else_wants()
    revision = carts.load(journey.cart).revision
    begun = checkout.start(journey.shop.market, journey.shop.web.id, [Wanted(journey.variant, 2)], cart=revision)
    checkout.ship_to(begun.id, ANA)
    assert (journey.held, journey.shelf) == (0, (2, 2))
    assert journey.is_proved()


def test_what_two_carts_held_is_held_by_the_one_they_became() -> None:
    journey = Journey()
    journey.hold()
    journey.take(journey.colleague)
    carts.give_back(journey.cart, by=journey.colleague)
    first, other = journey.cart, journey.shop.offered(3)
    opened, _ = carts.open_for_guest(journey.shop.market.id, journey.shop.web.id)
    carts.add_line(opened.id, other, 3)
    begun = checkout.start(
        journey.shop.market, journey.shop.web.id, [Wanted(other, 3)], cart=carts.load(opened.id).revision
    )
    checkout.collect_at(begun.id, journey.shop.store.id, ANA)
    code = carts.show_code(first).code
    home = checkout.take_home_cart(code, carts.load(opened.id), market=journey.shop.market.id)
    held = {each.variant: each.units for each in inventory.held(Owner.CART, home.id)}
    assert held == {journey.variant: 2, other: 3}
    assert inventory.held(Owner.CART, first) == []
    begun = checkout.start(
        journey.shop.market, journey.shop.web.id, [Wanted(other, 3)], cart=carts.load(home.id).revision
    )
    assert checkout.merge_carts(carts.load(first), home) == home, "a late twin of the request changes nothing"
    assert checkout.get_checkout(begun.id).state is checkout.CheckoutState.OPEN
    assert journey.is_proved()


@pytest.mark.slow
def test_moving_choosing_and_buying_at_once_strand_nothing() -> None:
    """The shopper chooses again while the till takes the basket and others want its units."""
    for _ in range(8):
        journey = Journey()
        journey.hold()
        code = carts.show_code(journey.cart).code

        def at_the_till(journey: Journey = journey, code: str = code) -> object:
            checkout.take_over_cart(code, tills.hands_of(journey.till), market=journey.shop.market.id)
            return journey.sell()

        deeds: list[Callable[[], object]] = [at_the_till, journey.hold, journey.somebody_else_wants, journey.order]

        def run(number: int, deeds: list[Callable[[], object]] = deeds) -> object:
            try:
                return deeds[number]()
            except Refusal as refusal:
                return refusal
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(run, range(4)))
        on_hand, reserved = journey.shelf
        assert on_hand >= reserved >= 0
        with time_machine.travel(clock.now() + timedelta(hours=2)):
            checkout.expire_checkouts()
            inventory.expire_holds()
        level = journey.shop.level(journey.variant)
        orders_hold = sum(each.fewest for each in inventory.allocated_demand() if each.place == journey.shop.store.id)
        assert level.reserved == orders_hold, "nothing is held for nobody"
        assert journey.is_proved()
