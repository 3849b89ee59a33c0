"""Coupons that people take when they visit, that are given by hand, and that were a guest's before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.customers import public as customers
from oneshelf.modules.offers import public as offers
from oneshelf.modules.offers.public import Award, Telling, Terms, Trigger
from oneshelf.modules.orders.public import Contact
from tests.checkout.builders import Shop, a_shop
from tests.customers.builders import a_customer
from tests.offers.builders import an_offer, codes, sold, terms
from tests.orders.settling import forget_jobs

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

PAGES = (Telling.ACCOUNT,)


@pytest.fixture
def shop() -> Shop:
    forget_jobs()
    return a_shop()


def visited(shop: Shop, **said: Any) -> offers.Offer:
    return an_offer(shop.market, trigger=Trigger.VISITED, told=PAGES, **said)


def asked(shop: Shop, **said: Any) -> offers.Offer:
    return an_offer(shop.market, trigger=Trigger.ASKED, told=(Telling.EMAIL, Telling.ACCOUNT), **said)


def test_a_visitor_takes_a_coupon_once_and_another_visitor_another(shop: Shop) -> None:
    visited(shop)
    visitor = new_id()
    (taken,) = offers.earned_by_visit(shop.web, visitor, None)
    assert offers.earned_by_visit(shop.web, visitor, None) == [taken]
    (other,) = offers.earned_by_visit(shop.web, new_id(), None)
    assert codes([taken]) != codes([other])
    assert (taken.customer, taken.email, taken.order) == (None, "", None)


def test_a_customer_takes_it_once_a_day_on_all_their_devices(shop: Shop) -> None:
    visited(shop)
    ana = a_customer().id
    (taken,) = offers.earned_by_visit(shop.web, new_id(), ana)
    assert offers.earned_by_visit(shop.web, new_id(), ana) == [taken]
    at = clock.now() + timedelta(days=1)
    with clock.told_by(lambda: at):
        (tomorrow,) = offers.earned_by_visit(shop.web, new_id(), ana)
    assert tomorrow.id != taken.id
    assert offers.awards_of_customer(ana, shop.market.id) == [tomorrow, taken]


def test_where_customers_have_to_wait_visitors_are_offered_nothing(shop: Shop) -> None:
    visited(shop, wait=offers.ONCE)
    ana, now = a_customer().id, clock.now()
    assert offers.open_to_visitors(shop.market.id, shop.web.id, None, now) == []
    assert len(offers.open_to_visitors(shop.market.id, shop.web.id, ana, now)) == 1
    assert offers.earned_by_visit(shop.web, new_id(), None) == []


def test_a_visit_earns_in_the_channels_of_its_offer_only(shop: Shop) -> None:
    visited(shop, channels=(shop.till.id,))
    assert offers.earned_by_visit(shop.web, new_id(), None) == []


def test_a_cause_is_given_one_coupon_however_often_it_is_asked_for(shop: Shop) -> None:
    offer, cause = asked(shop), new_id()
    given = offers.issue(offer.id, shop.web.id, cause=cause, email=" Ana@Example.com ")
    assert (given.email, given.customer) == ("ana@example.com", None)
    assert offers.issue(offer.id, shop.web.id, cause=cause) == given
    assert offers.issue(offer.id, shop.web.id, cause=new_id()) != given


def _refused(offer: offers.Offer, shop: Shop, **who: Any) -> str:
    with pytest.raises(offers.OfferGivesNothing) as refused:
        offers.issue(offer.id, shop.web.id, cause=new_id(), **who)
    return refused.value.reason


def test_what_is_not_given_by_hand_or_not_now_or_not_to_them_is_refused(shop: Shop) -> None:
    bought, once = an_offer(shop.market), asked(shop, wait=30)
    ana = a_customer().id
    assert _refused(bought, shop) == "offer_not_asked"
    assert _refused(once, shop) == "offer_not_for_them", "a guest is nobody who could wait"
    offers.issue(once.id, shop.web.id, cause=new_id(), customer=ana)
    assert _refused(once, shop, customer=ana) == "offer_waits"
    offers.pause(once.id, actor=SYSTEM)
    assert _refused(once, shop, customer=a_customer().id) == "offer_not_live"
    assert len(offers.awards_of_customer(ana, shop.market.id)) == 1


@pytest.mark.parametrize("said", [{"least": 100}, {"first_order": True}])
def test_where_nothing_is_bought_nothing_is_asked_of_goods(shop: Shop, said: dict[str, Any]) -> None:
    wrong: Terms = terms(shop.market, trigger=Trigger.VISITED, told=PAGES, **said)
    with pytest.raises(offers.BadOffer):
        offers.draft(shop.market.id, "Come by", wrong, actor=SYSTEM)


def a_guests(shop: Shop, email: str) -> Award:
    """Return what a guest earned who left an address."""
    (award,) = offers.earned_by_order(sold(shop, contact=Contact(name="Ana", email=email)))
    return award


def test_a_guests_coupon_comes_along_when_their_address_is_proved(shop: Shop) -> None:
    an_offer(shop.market)
    hers, his = a_guests(shop, "Ana@example.com"), a_guests(shop, "ben@example.com")
    assert hers.email == "ana@example.com"
    ana = a_customer().id
    assert offers.claim(ana, verified_email="ANA@example.com") == 1
    assert offers.claim(ana, verified_email="ANA@example.com") == 0
    (claimed,) = offers.awards_of_customer(ana, shop.market.id)
    assert (claimed.id, claimed.email) == (hers.id, "")
    assert offers.get_award(his.id) == his
    assert offers.audit() == []
    (code,) = codes([claimed])
    assert isinstance(coupons.look_up([code], shop.market.id, None, clock.now())[code], coupons.Found)


def test_no_address_claims_nothing(shop: Shop) -> None:
    visited(shop)
    offers.earned_by_visit(shop.web, new_id(), None)
    assert offers.claim(a_customer().id, verified_email="") == 0
    with pytest.raises(customers.InvalidEmail):
        offers.claim(a_customer().id, verified_email="ana")


def test_addresses_are_forgotten_when_coupons_work_no_more(shop: Shop) -> None:
    an_offer(shop.market, days=3)
    award = a_guests(shop, "ana@example.com")
    assert offers.forget_addresses(award.expires_at - timedelta(seconds=1)) == 0
    assert offers.forget_addresses(award.expires_at) == 1
    assert offers.get_award(award.id).email == ""
    assert offers.claim(a_customer().id, verified_email="ana@example.com") == 0
