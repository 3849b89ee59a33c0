"""Who visits the web shop takes a coupon along, with an account or without one, and uses it in a store."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from oneshelf.kernel import clock
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.offers import public as offers
from oneshelf.modules.offers.models import Award
from oneshelf.modules.offers.public import AwardId, Telling, Trigger
from oneshelf.surfaces.storefront.orders import link_to
from oneshelf.surfaces.storefront.taking import MOST_BY_ADDRESS
from tests.customers.builders import a_shopper
from tests.offers.builders import an_offer, codes
from tests.orders.settling import forget_jobs, settle
from tests.surfaces.storefront.builders import WebShop
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

PAGE = "/coupons/"


@pytest.fixture(autouse=True)
def _from_now_on(transactional_db: None) -> None:
    forget_jobs()
    settle()


def a_visits(shop: WebShop, **said: Any) -> offers.Offer:
    return an_offer(shop.market, trigger=Trigger.VISITED, told=(Telling.ACCOUNT,), **said)


def the_code() -> str:
    (row,) = Award.objects.all()
    (code,) = codes([offers.get_award(AwardId(row.id))])
    return code


def test_a_guest_takes_a_code_on_a_press_keeps_it_and_it_works_at_the_till(client: Client, shop: WebShop) -> None:
    a_visits(shop)
    with nothing_changes():
        assert "Take it along" in client.get(PAGE).content.decode(), "looking takes nothing"
    assert PAGE in client.get("/").content.decode()
    for _ in range(2):
        assert client.post(PAGE).status_code == 302
    page, code = client.get(PAGE).content.decode(), the_code()
    assert code in page
    assert page.count("<svg") > 2, "a barcode and a QR code beside the icons"
    assert "Take it along" not in page
    assert code not in Client().get(PAGE).content.decode()
    found = coupons.look_up([code], shop.market.id, None, clock.now())[code]
    assert isinstance(found, coupons.Found)


def test_a_customer_has_it_on_their_pages_and_on_each_device(client: Client, shop: WebShop) -> None:
    a_visits(shop)
    ana = a_shopper(client)
    assert "There is a coupon for your visit" in client.get("/account/coupons/").content.decode()
    client.post(PAGE)
    (award,) = offers.awards_of_customer(ana.id, shop.market.id)
    for page in (PAGE, "/account/coupons/"):
        assert codes([award])[0] in client.get(page).content.decode()


def test_where_there_is_no_offer_nothing_is_given(client: Client, shop: WebShop) -> None:
    assert PAGE not in client.get("/").content.decode()
    said = client.post(PAGE, follow=True).content.decode()
    assert "There is no coupon to take at the moment." in said
    assert "No coupons at the moment" in said
    assert not Award.objects.exists()


def test_a_program_does_not_take_them_all(shop: WebShop) -> None:
    a_visits(shop)
    for _ in range(MOST_BY_ADDRESS + 3):
        assert Client().post(PAGE).status_code == 302
    assert Award.objects.count() == MOST_BY_ADDRESS


def test_a_guest_finds_what_they_earned_on_the_page_of_their_order(client: Client, shop: WebShop) -> None:
    an_offer(shop.market)
    order = shop.till_sale(shop.product(york=9)).order
    page = client.get(link_to(order)).content.decode()
    (award,) = offers.awards_of_order(order)
    (code,) = codes([award])
    assert code in page
    offers.take_back(order)
    assert code not in client.get(link_to(order)).content.decode()
