"""Offers: each damage is named by the check that watches it, and by no other."""

from __future__ import annotations

import pytest

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.offers import public as offers
from tests.checkout.builders import a_shop
from tests.offers.builders import an_offer, bought_with, codes, sold
from tests.orders.settling import forget_jobs, settle
from tests.surfaces.console.damage import Damages, misnamed

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

USED, EVENTS = (
    "an earned coupon was used by the order that says so",
    "every change of an offer and of what it gave has its event",
)

DAMAGES: Damages = [
    ("nothing", [], set()),
    ("an offer's version", ["UPDATE offers_offer SET version = version + 1"], {EVENTS}),
    ("an award's version", ["UPDATE offers_award SET version = version + 1 WHERE used_at IS NULL"], {EVENTS}),
    ("an award without its event", ["DELETE FROM outbox_event WHERE type = 'offers.coupon_earned.v1'"], {EVENTS}),
    ("an order that brought more", ["UPDATE offers_award SET revenue = revenue + 1 WHERE revenue > 0"], {USED}),
    ("a coupon that cost less than nothing", ["UPDATE offers_award SET discount = -1 WHERE revenue > 0"], {USED}),
    (
        "an order that used another's",
        ["UPDATE offers_award SET used_order_id = order_id WHERE used_at IS NOT NULL"],
        {USED},
    ),
    ("an award without a coupon", ["UPDATE offers_award SET coupon_id = NULL WHERE used_at IS NULL"], {USED}),
]


def test_each_damage_is_reported_by_its_check_and_by_no_other() -> None:
    forget_jobs()
    shop = a_shop()
    offer = an_offer(shop.market, channels=(shop.till.id,))
    earned = sold(shop)
    bought_with(shop, *codes(offers.earned_by_order(earned)), channel=shop.web.id)
    sold(shop)
    settle()
    offers.pause(offer.id, actor=SYSTEM)
    assert misnamed(DAMAGES) == []
