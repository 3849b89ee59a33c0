"""What a sale earned, on its receipt."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.offers import public as offers
from oneshelf.modules.orders.public import OrderId
from tests.offers.builders import an_offer, codes
from tests.surfaces.till.builders import a_counter

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_a_receipt_shows_what_its_sale_earned_as_soon_as_it_is_there() -> None:
    counter = a_counter()
    an_offer(counter.shop.market)
    variant = counter.shop.offered(3)
    sold = counter.sell((variant, 2), total=500).json()
    awards = offers.awards_of_order(OrderId(sold["order"]))
    (code,) = codes(awards)
    page = f"/till/receipts/{sold['order']}/"
    assert code in sold["html"]
    assert code in counter.client.get(page).content.decode()
    assert code not in counter.client.get(f"{page}?gift").content.decode(), "it is the buyer's, not the present's"
    pdf = PdfReader(BytesIO(counter.client.get(f"/till/receipts/{sold['order']}.pdf").content))
    assert code in "".join(each.extract_text() for each in pdf.pages)
    coupons.revoke_coupon(awards[0].coupon, actor=SYSTEM)
    offers.take_back(OrderId(sold["order"]))
    assert code not in counter.client.get(page).content.decode()


def test_what_is_told_elsewhere_does_not_stand_on_the_receipt() -> None:
    counter = a_counter()
    an_offer(counter.shop.market, told=(offers.Telling.EMAIL, offers.Telling.ACCOUNT))
    sold = counter.sell((counter.shop.offered(3), 2), total=500).json()
    assert "receipt-coupon" not in sold["html"]
