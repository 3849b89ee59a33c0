"""A customer's coupons: on their own pages, and by e-mail."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from oneshelf.modules.offers import public as offers
from oneshelf.modules.offers.public import Telling
from oneshelf.modules.orders import public as orders
from oneshelf.surfaces.storefront import earned
from tests.customers.builders import a_customer, a_shopper
from tests.offers.builders import an_offer, codes
from tests.orders.settling import first_claim_is_tried_again, forget_jobs, settle
from tests.surfaces.storefront.builders import WebShop

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _listening(transactional_db: None) -> None:
    """A subscription that is new begins at the present."""
    forget_jobs()
    settle()
    mail.outbox.clear()


def test_what_was_earned_in_store_stands_on_the_customers_page_and_on_no_others(client: Client, shop: WebShop) -> None:
    an_offer(shop.market)
    ana, variant = a_shopper(client), shop.product(york=9)
    shop.till_sale(variant, customer=ana.id)
    shop.till_sale(variant, customer=a_customer().id)
    assert "No coupons yet" in client.get("/account/coupons/").content.decode()
    settle()
    (code,) = codes(offers.awards_of_customer(ana.id, shop.market.id))
    page = client.get("/account/coupons/").content.decode()
    assert page.count("Good until") == 1
    assert code in page
    for award in offers.awards_of_customer(ana.id, shop.market.id):
        assert award.order is not None
        offers.take_back(award.order)
    page = client.get("/account/coupons/").content.decode()
    assert "taken back" in page
    assert code not in page


def test_whoever_earned_a_coupon_is_written_to_once_in_their_language(
    shop: WebShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_offer(shop.market, told=(Telling.EMAIL,))
    ana = a_customer(email="ana@example.com", language="pl")
    shop.till_sale(shop.product(york=9), customer=ana.id)
    shop.till_sale(shop.product(york=9))
    tries = first_claim_is_tried_again(monkeypatch)
    settle()
    (award,) = offers.awards_of_customer(ana.id, shop.market.id)
    assert earned.tell(award.id)
    assert tries == [str(award.id)] * 2
    (sent,) = mail.outbox
    assert sent.to == ["ana@example.com"]
    assert codes([award])[0] in str(sent.body)
    assert "kupon" in sent.subject


def test_nobody_is_written_to_about_what_they_lost(shop: WebShop) -> None:
    an_offer(shop.market, told=(Telling.EMAIL,))
    ana = a_customer(email="ana@example.com")
    order = shop.till_sale(shop.product(york=9), customer=ana.id).order
    (award,) = offers.earned_by_order(orders.get_order(order))
    offers.take_back(order)
    settle()
    assert not earned.tell(award.id)
    assert mail.outbox == []
