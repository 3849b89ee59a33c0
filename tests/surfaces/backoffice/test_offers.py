"""Offers in the back office: drafted as a sentence, live, changed, paused, and what they brought."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from oneshelf.modules.offers import public as offers
from oneshelf.modules.offers.public import State
from tests.checkout.builders import Shop, a_shop
from tests.coupons.builders import a_promotion
from tests.offers.builders import an_offer, bought_with, codes, sold
from tests.orders.settling import forget_jobs, settle
from tests.staff.builders import a_member, sign_in

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

DESK = "/backoffice/offers/"


@pytest.fixture
def shop() -> Shop:
    forget_jobs()
    return a_shop()


@pytest.fixture
def desk(shop: Shop) -> Client:
    return sign_in(Client(), a_member("manager"))


def said(shop: Shop, **given: Any) -> dict[str, Any]:
    """Return the sentence: who buys in the store for 5.00 gets a tenth off, for 30 days."""
    sentence = {"trigger": "bought", "channels": [str(shop.till.id)], "least": "5", "days": "30", "told": ["receipt"]}
    return {**sentence, "promotion": str(a_promotion(shop.market).id), "name": "Next time", "takes_back": "on"} | given


def test_from_a_draft_to_what_it_brought_from_the_store_to_the_web(shop: Shop, desk: Client) -> None:
    page = desk.post(f"{DESK}new/", said(shop))["Location"]
    assert offers.earned_by_order(sold(shop)) == []
    desk.post(f"{page}change/", {"act": "go_live"})
    too_small, earned = sold(shop, 1), sold(shop)
    assert offers.earned_by_order(too_small) == []
    bought_with(shop, *codes(offers.earned_by_order(earned)), channel=shop.web.id)
    settle()
    (brought,) = desk.get(DESK).context["brought"]
    told = (brought.earned_in, brought.used_in, brought.revenue.minor, brought.discount.minor, brought.days)
    assert told == (shop.till.name, shop.web.name, 900, 100, 0)
    assert "$9.00" in desk.get(DESK).content.decode()


def test_it_shows_what_it_says_and_says_something_else_from_now_on(shop: Shop, desk: Client) -> None:
    offer = an_offer(shop.market, channels=(shop.till.id,), least=500)
    page = f"{DESK}{offer.id}/"
    shown = desk.get(page).context["form"].initial
    assert (shown["channels"], str(shown["least"]), shown["days"]) == ([str(shop.till.id)], "5.00", 30)
    changed = said(shop, days="7", version=str(offer.version))
    assert desk.post(page, changed).status_code == 302
    assert desk.post(page, changed).status_code == 409, "somebody changed it since"
    assert [run.terms.days for run in offers.runs_of(offer.id)] == [7, 30]
    for act, state in (("pause", State.PAUSED), ("go_live", State.LIVE), ("end", State.ENDED)):
        assert desk.post(f"{page}change/", {"act": act}).status_code == 302
        assert offers.get_offer(offer.id).state is state
    assert desk.post(f"{page}change/", {"act": "go_live"}).status_code == 409


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": "0"},
        {"days": "x"},
        {"told": []},
        {"told": ["parcel"]},
        {"trigger": "parcel"},
        {"trigger": "left", "told": ["email"]},
        {"trigger": "sneezes"},
        {"promotion": "none"},
        {"channels": ["x"]},
        {"least": "-1"},
        {"wait": "0"},
        {"name": ""},
    ],
)
def test_what_it_cannot_say_is_sent_back(shop: Shop, desk: Client, wrong: dict[str, Any]) -> None:
    assert desk.post(f"{DESK}new/", said(shop) | wrong).status_code == 422
    assert offers.list_offers(shop.market.id) == []


def test_an_act_that_nobody_knows_is_refused(shop: Shop, desk: Client) -> None:
    offer = an_offer(shop.market)
    assert desk.post(f"{DESK}{offer.id}/change/", {"act": "dance"}).status_code == 422
