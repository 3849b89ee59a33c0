"""Earning coupons: once for what happened, whoever asks first, however often and however many at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.actors import ANONYMOUS, SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.kernel.outbox import relay, subscriptions
from oneshelf.modules.carts import public as carts
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.offers import public as offers
from oneshelf.modules.offers.public import Standing, Telling, Trigger
from oneshelf.modules.orders import public as orders
from oneshelf.modules.payments import public as payments
from oneshelf.modules.pricing.public import compiled
from tests.checkout.builders import ANA, Shop, a_shop
from tests.coupons.builders import why_not
from tests.customers.builders import a_customer
from tests.offers.builders import an_offer, codes, sold, terms
from tests.orders.settling import forget_jobs, settle
from tests.supply.test_races import at_once

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shop() -> Shop:
    forget_jobs()
    return a_shop()


def test_a_sale_earns_a_code_that_works_for_its_days(shop: Shop) -> None:
    an_offer(shop.market, days=30, told=(Telling.RECEIPT,))
    (award,) = offers.earned_by_order(sold(shop))
    (code,) = codes([award])
    assert award.expires_at == award.given_at + timedelta(days=30)
    assert why_not(shop.market, code) is None
    assert why_not(shop.market, code, at=award.expires_at) == "ended"
    assert offers.audit() == coupons.audit() == []


def test_the_receipt_and_the_listener_give_the_same_one_however_often(shop: Shop) -> None:
    an_offer(shop.market)
    order = sold(shop)
    relay.drain()
    (heard,) = offers.awards_of_order(order.summary.id)
    assert offers.earned_by_order(order) == [heard]
    subscriptions.rewind("offers-orders", since=clock.now() - timedelta(hours=1))
    relay.drain()
    assert offers.awards_of_order(order.summary.id) == [heard]
    assert offers.audit() == []


def test_a_dozen_who_ask_at_once_get_one_code(shop: Shop) -> None:
    an_offer(shop.market)
    order = sold(shop)
    assert at_once(*[partial(offers.earned_by_order, order)] * 12) == {"done": 12}
    (award,) = offers.awards_of_order(order.summary.id)
    assert [each.id for each in coupons.coupons_of(offers.runs_of(award.offer)[0].batch)] == [award.coupon]
    assert offers.audit() == coupons.audit() == []


def test_one_that_breaks_off_gives_nothing_and_the_next_one_all(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    an_offer(shop.market)
    order = sold(shop)
    with monkeypatch.context() as broken:
        broken.setattr("oneshelf.modules.offers.actions.give.outbox.emit", _falls_over)
        with pytest.raises(ConnectionError):
            offers.earned_by_order(order)
    assert offers.awards_of_order(order.summary.id) == []
    (award,) = offers.earned_by_order(order)
    assert coupons.get_coupon(award.coupon).serial == 1
    assert coupons.audit() == []


def _falls_over(*_args: object, **_given: object) -> None:
    raise ConnectionError


def test_who_has_to_wait_gets_one_of_many_orders_at_once(shop: Shop) -> None:
    an_offer(shop.market, wait=7)
    ana = a_customer().id
    bought = [sold(shop, customer=ana) for _ in range(6)]
    assert at_once(*[partial(offers.earned_by_order, each) for each in bought]) == {"done": 6}
    (award,) = offers.awards_of_customer(ana, shop.market.id)
    assert award.customer == ana
    assert offers.audit() == []


def test_a_known_customers_code_is_theirs_alone(shop: Shop) -> None:
    an_offer(shop.market)
    ana = a_customer().id
    (code,) = codes(offers.earned_by_order(sold(shop, customer=ana)))
    assert (why_not(shop.market, code), why_not(shop.market, code, ana)) == ("other_customer", None)


def test_a_first_order_earns_and_a_second_does_not(shop: Shop) -> None:
    an_offer(shop.market, first_order=True, told=(Telling.ACCOUNT,))
    ana = a_customer().id
    first, second = sold(shop, customer=ana), sold(shop, customer=ana)
    assert [len(offers.earned_by_order(each)) for each in (second, first)] == [0, 1]


def test_what_articles_earn_and_where(shop: Shop) -> None:
    milk = shop.offered(9)
    match = compiled.Match(any_of=(f"v:{milk}",))
    an_offer(shop.market, match=match, least=750, channels=(shop.till.id,), places=(shop.store.id,))
    bought = [orders.get_order(checkout.place_order(shop.purchase(milk, n), actor=SYSTEM).order) for n in (2, 3)]
    assert [len(offers.earned_by_order(each)) for each in (*bought, sold(shop, 4))] == [0, 1, 0]


def test_what_happened_is_judged_by_what_was_said_then(shop: Shop) -> None:
    before = sold(shop)
    offer = an_offer(shop.market, days=10)
    during = sold(shop)
    offers.change(offer.id, offer.name, terms(shop.market, days=20), version=offer.version, actor=SYSTEM)
    changed = sold(shop)
    offers.pause(offer.id, actor=SYSTEM)
    paused = sold(shop)
    offers.go_live(offer.id, actor=SYSTEM)
    resumed = sold(shop)
    offers.end(offer.id, actor=SYSTEM)
    settle()
    days = [
        [(award.expires_at - award.given_at).days for award in offers.awards_of_order(order.summary.id)]
        for order in (before, during, changed, paused, resumed, sold(shop))
    ]
    assert days == [[], [10], [20], [], [20], []]
    assert len({run.batch for run in offers.runs_of(offer.id)}) == 1
    assert offers.audit() == []


def test_a_revoked_batch_gives_nothing_and_holds_nobody_up(shop: Shop) -> None:
    offer = an_offer(shop.market)
    (run,) = offers.runs_of(offer.id)
    coupons.revoke(run.batch, actor=SYSTEM)
    order = sold(shop)
    settle()
    assert offers.earned_by_order(order) == []
    assert offers.audit() == []


def test_each_parcel_has_a_code_of_its_own_printed_before_it_is_packed(shop: Shop) -> None:
    an_offer(shop.market, trigger=Trigger.PARCEL, told=(Telling.PARCEL,))
    begun = checkout.start(shop.market, shop.web.id, [checkout.Wanted(shop.offered(2), 2)])
    checkout.ship_to(begun.id, ANA)
    checkout.pay(begun.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    order = orders.get_order(checkout.complete(begun.id, actor=ANONYMOUS).order)
    (parcel,) = fulfilment.consignments_of([order.summary.id])[order.summary.id]
    (slip,) = offers.earned_by_parcel(parcel, order)
    other = replace(parcel, id=fulfilment.ConsignmentId(begun.id))
    (second,) = offers.earned_by_parcel(other, order)
    assert codes([slip]) != codes([second])
    fulfilment.start_picking(parcel.id, actor=SYSTEM)
    fulfilment.record_pick(parcel.id, 1, 2, actor=SYSTEM)
    fulfilment.pack(parcel.id, actor=SYSTEM)
    settle()
    assert offers.awards_of_order(order.summary.id) == [slip, second]
    known = replace(order, summary=replace(order.summary, customer=a_customer().id))
    parcels = [replace(parcel, id=fulfilment.ConsignmentId(new_id())) for _ in range(2)]
    (own,), (unpacked,) = (
        offers.earned_by_parcel(each, replace(known, gift=gift)) for each, gift in zip(parcels, (None, ""), strict=True)
    )
    assert (own.customer, unpacked.customer) == (known.summary.customer, None), "a present is for whoever unpacks it"
    collected = replace(parcel, method=fulfilment.Method.COLLECT)
    assert offers.earned_by_parcel(collected, order) == []


def test_a_basket_left_alone_earns_once(shop: Shop) -> None:
    an_offer(shop.market, trigger=Trigger.LEFT, told=(Telling.ACCOUNT,))
    ana, milk = a_customer().id, shop.offered(1)
    carts.add_line(carts.open_for_customer(shop.market.id, shop.web.id, ana).id, milk, 1)
    guest, _secret = carts.open_for_guest(shop.market.id, shop.web.id)
    carts.add_line(guest.id, milk, 1)
    carts.open_for_customer(shop.market.id, shop.web.id, a_customer().id)
    now = clock.now()
    assert offers.give_for_left_baskets(now + timedelta(minutes=59)) == 0
    assert [offers.give_for_left_baskets(now + timedelta(minutes=each)) for each in (61, 71)] == [1, 1]
    (award,) = offers.awards_of_customer(ana, shop.market.id)
    assert award.standing_at(now) is Standing.GIVEN
    assert offers.give_for_left_baskets(now + timedelta(days=2)) == 0


@pytest.mark.parametrize(("takes_back", "standing"), [(True, Standing.TAKEN_BACK), (False, Standing.GIVEN)])
def test_an_order_that_is_undone_loses_what_it_earned(shop: Shop, takes_back: bool, standing: Standing) -> None:
    an_offer(shop.market, wait=offers.ONCE, takes_back=takes_back)
    ana = a_customer().id
    order = sold(shop, 2, ana)
    (code,) = codes(offers.earned_by_order(order))
    settle()
    _refund(order, 400)
    assert why_not(shop.market, code, ana) is None
    _refund(order, 100)
    (award,) = offers.awards_of_order(order.summary.id)
    assert award.standing_at(clock.now()) is standing
    assert (why_not(shop.market, code, ana) == "revoked") is takes_back
    again = offers.earned_by_order(sold(shop, 2, ana))
    assert bool(again) is takes_back, "who lost it need not wait for the next one"
    assert offers.audit() == coupons.audit() == []


def _refund(order: orders.Order, cents: int) -> None:
    orders.refund_order(order.summary.id, Money(cents, "USD"), cause=new_id(), actor=SYSTEM)
    settle()
