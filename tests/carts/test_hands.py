"""A cart is in one pair of hands: it moves by a code that works once, and only who holds it changes it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta

import pytest
import time_machine
from django.db import connection

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.carts import models
from oneshelf.modules.carts import public as carts
from oneshelf.modules.carts.actions.forget import CODES_KEPT_FOR, forget_codes
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.places import public as places
from tests.carts.builders import a_floor, a_member, a_till, a_variant
from tests.customers.builders import a_customer

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_a_till_takes_a_cart_over_and_its_shopper_sees_where_it_is() -> None:
    floor, till = a_floor(), a_till("Till 2, Leeds")
    cart = floor.cart(a=2)
    shown = carts.show_code(cart.id)
    assert carts.load(cart.id) == cart  # showing moves nothing
    taken = carts.take_over(shown.code, till, market=floor.market.id)
    assert (taken.id, taken.holder, taken.lines) == (cart.id, till, cart.lines)
    with pytest.raises(carts.CartElsewhere) as refusal:
        carts.add_line(cart.id, a_variant(), 1)
    assert (refusal.value.kind, refusal.value.where) == ("till", "Till 2, Leeds")
    with pytest.raises(carts.CartElsewhere):
        carts.show_code(cart.id)


def test_a_code_works_once_and_a_repeated_reading_gives_the_same() -> None:
    floor, till = a_floor(), a_till()
    code = carts.show_code(floor.cart(a=2).id).code
    taken = carts.take_over(code, till, market=floor.market.id)
    assert carts.take_over(code, till, market=floor.market.id) == taken
    for other in (a_till(), a_member(), carts.SHOPPER):
        with pytest.raises(carts.BadCartCode):
            carts.take_over(code, other, market=floor.market.id)
    carts.give_back(taken.id, by=till)
    with pytest.raises(carts.BadCartCode):
        carts.take_over(code, till, market=floor.market.id)


def test_every_code_that_was_shown_before_is_used_up_by_a_move() -> None:
    floor = a_floor()
    cart = floor.cart(a=1)
    first, second = carts.show_code(cart.id).code, carts.show_code(cart.id).code
    carts.take_over(second, a_till(), market=floor.market.id)
    carts.take_back(cart.id)
    with pytest.raises(carts.BadCartCode):
        carts.take_over(first, a_till(), market=floor.market.id)


@pytest.mark.parametrize("text", ["", "CART-", "CART-00000-00000", "https://example.org/", "x" * 1000])
def test_what_is_no_code_gets_the_one_answer(text: str) -> None:
    floor = a_floor()
    with pytest.raises(carts.BadCartCode):
        carts.take_over(text, a_till(), market=floor.market.id)
    with pytest.raises(carts.BadCartCode):
        carts.cart_of_code(text, market=floor.market.id)


def test_an_old_code_and_one_of_another_market_move_nothing() -> None:
    floor = a_floor()
    cart = floor.cart(a=1)
    code = carts.show_code(cart.id).code
    with pytest.raises(carts.BadCartCode):
        carts.take_over(code, a_till(), market=a_floor().market.id)
    with time_machine.travel(clock.now() + carts.CODE_FOR), pytest.raises(carts.BadCartCode):
        carts.take_over(code, a_till(), market=floor.market.id)
    assert carts.load(cart.id) == cart


def test_codes_are_kept_as_a_hash_and_forgotten() -> None:
    code = carts.show_code(a_floor().cart(a=1).id).code
    assert code.encode() not in bytes(models.HandOver.objects.get().digest)
    assert forget_codes() == 0
    with time_machine.travel(clock.now() + carts.CODE_FOR + CODES_KEPT_FOR + timedelta(seconds=1)):
        assert forget_codes() == 1


def test_of_many_tills_that_read_one_code_at_once_one_has_the_cart() -> None:
    floor = a_floor()
    code = carts.show_code(floor.cart(a=1).id).code

    def take(till: carts.Holder) -> carts.Holder | None:
        try:
            return carts.take_over(code, till, market=floor.market.id).holder
        except carts.BadCartCode:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as tills:
        having = [each for each in tills.map(take, [a_till(f"Till {n}") for n in range(8)]) if each]
    assert len(having) == 1


def test_a_shopper_takes_their_cart_back_and_the_till_cannot_sell_it() -> None:
    floor, till = a_floor(), a_till()
    cart = floor.cart(a=1)
    carts.take_over(carts.show_code(cart.id).code, till, market=floor.market.id)
    assert carts.take_back(cart.id).is_with_shopper
    assert carts.take_back(cart.id) == carts.load(cart.id)
    with pytest.raises(carts.CartElsewhere):
        carts.begin_sale(cart.id, "sale", by=till)


def test_while_it_is_being_paid_nobody_takes_a_cart() -> None:
    floor, till = a_floor(), a_till()
    cart = floor.cart(a=1)
    carts.take_over(carts.show_code(cart.id).code, till, market=floor.market.id)
    code = carts.show_code(cart.id, by=till).code
    assert carts.begin_sale(cart.id, "sale", by=till)
    assert not carts.begin_sale(cart.id, "sale", by=till)
    tries = (
        lambda: carts.take_back(cart.id),
        lambda: carts.take_over(code, a_till(), market=floor.market.id),
        lambda: carts.begin_sale(cart.id, "another", by=till),
        lambda: carts.give_back(cart.id, by=till),
        lambda: carts.show_code(cart.id, by=till),
    )
    for attempt in tries:
        with pytest.raises(carts.CartBeingPaid):
            attempt()
    carts.let_go(cart.id, "sale")
    assert carts.take_back(cart.id).is_with_shopper


def test_a_cart_that_was_paid_is_closed_for_good() -> None:
    floor, till = a_floor(), a_till()
    cart = floor.cart(a=1)
    carts.take_over(carts.show_code(cart.id).code, till, market=floor.market.id)
    carts.begin_sale(cart.id, "sale", by=till)
    carts.finish_sale(cart.id, "sale")
    carts.finish_sale(cart.id, "sale")
    carts.let_go(cart.id, "sale")
    assert carts.load(cart.id).state is carts.CartState.ORDERED
    assert not carts.begin_sale(cart.id, "sale", by=till)  # the repeated sale gives its receipt again
    with pytest.raises(carts.UnknownCart):
        carts.begin_sale(cart.id, "another", by=till)
    with pytest.raises(carts.UnknownCart):
        carts.take_back(cart.id)


def test_a_parked_basket_goes_on_at_any_till_of_the_store_and_at_one_only() -> None:
    floor = a_floor()
    basket = floor.parked("Ana, blue coat")
    assert [each.id for each in carts.held_by(basket.holder)] == [basket.id]

    def resume(till: carts.Holder) -> carts.Holder | None:
        try:
            return carts.resume(basket.id, floor.store.id, by=till).holder
        except carts.CartElsewhere:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as tills:
        having = [each for each in tills.map(resume, [a_till(f"Till {n}") for n in range(4)]) if each]
    assert len(having) == 1
    assert carts.held_by(basket.holder) == []
    assert carts.resume(basket.id, floor.store.id, by=having[0]).holder == having[0]


def test_a_basket_that_is_parked_elsewhere_is_not_resumed_here() -> None:
    floor, other = a_floor(), a_floor()
    with pytest.raises(carts.CartElsewhere):
        carts.resume(floor.parked().id, other.store.id, by=a_till())


@pytest.mark.parametrize("label", ["", "   ", "x" * 41])
def test_a_parked_basket_is_called_something(label: str) -> None:
    floor = a_floor()
    with pytest.raises(carts.LabelMissing):
        floor.parked(label)
    assert not models.Cart.objects.exists()


def test_a_shoppers_cart_that_is_parked_stays_theirs_with_what_the_till_added() -> None:
    floor, till = a_floor(), a_till()
    cart, salt = floor.cart(a=1), a_variant()
    carts.take_over(carts.show_code(cart.id).code, till, market=floor.market.id)
    lines = [*cart.lines, carts.CartLine(salt, 1)]
    parked = carts.park(floor.store.id, floor.tills.id, lines, label="7", by=till, staff=new_id(), cart=cart.id)
    assert (parked.id, parked.state, parked.label) == (cart.id, carts.CartState.OPEN, "7")
    assert carts.take_back(cart.id).quantities == cart.quantities | {salt: 1}


def test_after_closing_parked_baskets_are_dropped_and_shoppers_get_theirs_back() -> None:
    floor, till = a_floor(), a_till()
    week = [places.Opening(day, time(0), time(23)) for day in range(7)]
    places.set_hours(floor.store.id, week, actor=SYSTEM)
    cart = floor.cart(a=1)
    carts.take_over(carts.show_code(cart.id).code, till, market=floor.market.id)
    carts.park(floor.store.id, floor.tills.id, cart.lines, label="7", by=till, staff=new_id(), cart=cart.id)
    draft = floor.parked()
    assert draft.kept_until
    with time_machine.travel(draft.kept_until - timedelta(minutes=1)):
        assert carts.end_what_is_over() == 0
    with time_machine.travel(max(draft.kept_until, carts.load(cart.id).kept_until or clock.now())):
        assert carts.end_what_is_over() == 2
        assert carts.end_what_is_over() == 0
    assert carts.load(draft.id).state is carts.CartState.DROPPED
    home = carts.load(cart.id)
    assert (home.is_with_shopper, home.label, home.quantities) == (True, "", cart.quantities)


def test_giving_back_drops_what_the_till_began_and_returns_what_it_took() -> None:
    floor, till = a_floor(), a_till()
    cart, draft = floor.cart(a=1), floor.parked()
    carts.take_over(carts.show_code(cart.id).code, till, market=floor.market.id)
    carts.resume(draft.id, floor.store.id, by=till)
    assert carts.give_back(cart.id, by=till).is_with_shopper
    assert carts.give_back(draft.id, by=till).state is carts.CartState.DROPPED
    assert carts.give_back(draft.id, by=till).state is carts.CartState.DROPPED


def test_a_phone_takes_a_parked_basket_home_into_its_own() -> None:
    floor = a_floor()
    parked, own = floor.parked(), floor.cart(a=1)
    code = carts.show_code(parked.id, by=parked.holder, until=parked.kept_until).code
    assert carts.cart_of_code(code, market=floor.market.id).lines == parked.lines
    home = checkout.take_home_cart(code, own, market=floor.market.id)
    assert (home.id, home.quantities) == (own.id, own.quantities | parked.quantities)
    assert carts.load(parked.id).merged_into == own.id
    with pytest.raises(carts.BadCartCode):
        checkout.take_home_cart(code, own, market=floor.market.id)


def test_a_cart_that_cannot_take_it_leaves_the_code_good() -> None:
    floor, till = a_floor(), a_till()
    parked, own = floor.parked(), floor.cart(a=1)
    carts.take_over(carts.show_code(own.id).code, till, market=floor.market.id)
    code = carts.show_code(parked.id, by=parked.holder).code
    with pytest.raises(carts.CartElsewhere):
        checkout.take_home_cart(code, own, market=floor.market.id)
    assert carts.load(parked.id) == parked
    assert carts.take_over(code, till, market=floor.market.id).id == parked.id


def test_a_draft_by_phone_stands_beside_the_customers_own_cart() -> None:
    floor, anna, ana = a_floor(), a_member(), a_customer()
    own = carts.open_for_customer(floor.market.id, floor.web.id, ana.id)
    draft = carts.draft(floor.market.id, floor.web.id, customer=ana.id, by=anna)
    assert (draft.staff, draft.customer, draft.state) == (anna.id, ana.id, carts.CartState.DRAFT)
    carts.add_line(draft.id, a_variant(), 1, by=anna)
    assert carts.wish(draft.id, collect_at=floor.store.id, by=anna).collect_at == floor.store.id
    token = carts.send(draft.id, by=anna)
    found = carts.cart_of_token(token)
    assert found is not None
    assert (found.id, found.is_with_shopper) == (draft.id, True)
    assert carts.cart_of_customer(floor.market.id, ana.id) == own
    with pytest.raises(carts.CartElsewhere):
        carts.add_line(draft.id, a_variant(), 1, by=anna)
    assert carts.reopen(draft.id, by=anna).holder == anna
    assert carts.send(draft.id, by=anna) != token
    assert carts.cart_of_token(token) is None


def test_a_link_that_nobody_paid_ends_with_its_draft() -> None:
    floor, anna = a_floor(), a_member()
    draft = carts.draft(floor.market.id, floor.web.id, customer=a_customer().id, by=anna)
    token = carts.send(draft.id, by=anna)
    with time_machine.travel(clock.now() + carts.LINK_FOR + timedelta(seconds=1)):
        assert carts.end_what_is_over() == 1
    assert carts.cart_of_token(token) is None


def test_a_sale_that_was_cut_off_is_told_after_a_while() -> None:
    floor, till = a_floor(), a_till()
    basket = carts.resume(floor.parked().id, floor.store.id, by=till)
    carts.begin_sale(basket.id, "sale", by=till)
    assert carts.unfinished_sales() == []
    with time_machine.travel(clock.now() + carts.SALE_AT_MOST):
        assert carts.unfinished_sales() == [carts.UnfinishedSale(basket.id, "sale")]
