"""A basket goes from the customer's phone to somebody on the floor, and on to the till or back."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.carts import public as carts
from oneshelf.modules.carts.public import Cart, HolderKind
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.offers import public as offers
from tests.coupons.builders import a_shared
from tests.customers.builders import a_customer
from tests.offers.builders import an_offer, codes, sold
from tests.places.builders import a_store
from tests.staff.builders import a_member, sign_in
from tests.surfaces.associate.builders import Work, a_work, somebody
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@dataclass(frozen=True)
class Floor:
    """Somebody at a store, and a basket on a customer's phone."""

    work: Work
    phone: Client
    filled: Cart

    @property
    def page(self) -> str:
        return f"/associate/at/{self.work.shop.store.id}/baskets/"

    @property
    def code(self) -> str:
        return carts.show_code(self.filled.id).code

    @property
    def now(self) -> Cart:
        return carts.load(self.filled.id)


@pytest.fixture
def floor() -> Floor:
    work = a_work()
    filled, _secret = carts.open_for_guest(work.shop.market.id, work.shop.web.id)
    return Floor(work, somebody("picker", work.shop.store), carts.add_line(filled.id, work.milk, 2))


@pytest.mark.parametrize("written", ["{}", "https://shop.example/cart/take/{}/", " {} "])
def test_a_basket_is_taken_by_its_code_and_parked_for_the_till(floor: Floor, written: str) -> None:
    assert floor.phone.post(floor.page, {"code": written.format(floor.code)}).status_code == 302
    assert floor.now.holder.kind is HolderKind.STAFF
    assert "Oat milk" in floor.phone.get(floor.page).content.decode()
    parked = floor.phone.post(f"{floor.page}{floor.filled.id}/park", {"label": "Blue coat"})
    assert parked.status_code == 302
    assert (floor.now.holder.kind, floor.now.holder.id) == (HolderKind.PARKED, floor.work.shop.store.id)
    assert (floor.now.label, floor.now.quantities) == ("Blue coat", {floor.work.milk: 2})


def test_scan_leads_to_the_basket_and_it_goes_back(floor: Floor) -> None:
    answer = floor.phone.post(f"/associate/at/{floor.work.shop.store.id}/scan/", {"code": floor.code})
    assert answer.headers["Location"] == floor.page
    assert floor.phone.post(f"{floor.page}{floor.filled.id}/give-back").status_code == 302
    assert floor.now.is_with_shopper


def test_bad_input_and_other_hands_change_nothing(floor: Floor) -> None:
    here = f"{floor.page}{floor.filled.id}/"
    with nothing_changes():
        for code in ("", "nothing", "CART-00000-00000", "x" * 500):
            assert floor.phone.post(floor.page, {"code": code}).status_code in {404, 409, 422}, code
        assert floor.phone.post(f"{here}park", {"label": "Mine"}).status_code == 409
        assert floor.phone.post(f"{floor.page}{new_id()}/park", {"label": "Mine"}).status_code == 404
    floor.phone.post(floor.page, {"code": floor.code})
    other = somebody("picker", floor.work.shop.store)
    with nothing_changes():
        for label in ("", "x" * 50):
            assert floor.phone.post(f"{here}park", {"label": label}).status_code == 422
        assert other.post(f"{here}park", {"label": "Mine"}).status_code == 409
        assert other.post(f"{here}give-back").status_code == 409


def test_only_who_serves_there_takes_baskets(floor: Floor) -> None:
    code, elsewhere = floor.code, a_store(floor.work.shop.market)
    stranger = sign_in(Client(), a_member("picker", at=elsewhere.id))
    with nothing_changes():
        assert stranger.get(floor.page).status_code == 403
        assert stranger.post(floor.page, {"code": code}).status_code == 403
        assert stranger.post(f"{floor.page}{floor.filled.id}/park", {"label": "Mine"}).status_code == 403


def test_the_page_asks_as_often_however_many_there_are(floor: Floor) -> None:
    def asked() -> int:
        floor.phone.get(floor.page)
        with CaptureQueriesContext(connection) as queries:
            assert floor.phone.get(floor.page).status_code == 200
        return len(queries)

    floor.phone.post(floor.page, {"code": floor.code})
    few = asked()
    for _ in range(3):
        more, _secret = carts.open_for_guest(floor.work.shop.market.id, floor.work.shop.web.id)
        carts.add_line(more.id, floor.work.apples, 500)
        floor.phone.post(floor.page, {"code": carts.show_code(more.id).code})
    assert asked() == few <= 14


def test_the_coupons_of_a_baskets_customer_go_into_it_by_a_press(floor: Floor) -> None:
    shop, ana = floor.work.shop, a_customer().id
    an_offer(shop.market)
    (award,) = offers.earned_by_order(sold(shop, customer=ana))
    (others,) = offers.earned_by_order(sold(shop, customer=a_customer().id))
    theirs = carts.add_line(carts.open_for_customer(shop.market.id, shop.web.id, ana).id, floor.work.milk, 1)
    floor.phone.post(floor.page, {"code": carts.show_code(theirs.id).code})
    use = f"{floor.page}{theirs.id}/coupons/"
    shown = floor.phone.get(floor.page).content.decode()
    assert f"{use}{award.coupon}" in shown
    assert codes([award])[0] not in shown
    with nothing_changes():
        assert floor.phone.post(f"{use}{others.coupon}").status_code == 404
    assert floor.phone.post(f"{use}{award.coupon}").status_code == 302
    assert carts.load(theirs.id).coupons == (award.coupon,)
    assert f"{use}{award.coupon}" not in floor.phone.get(floor.page).content.decode()


def test_a_coupon_is_taken_on_the_floor_says_why_it_takes_nothing_off_and_goes_to_the_till(floor: Floor) -> None:
    batch = a_shared(floor.work.shop.market)
    floor.phone.post(floor.page, {"code": floor.code})
    codes = f"{floor.page}{floor.filled.id}/codes"
    refused = floor.phone.post(codes, {"code": "NOSUCH26"})
    assert refused.status_code == 422
    assert "There is no such code here." in refused.content.decode()
    assert floor.phone.post(codes, {"code": "summer26"}).status_code == 302
    (kept,) = floor.now.coupons
    coupons.pause(batch.id, actor=SYSTEM)
    assert "Its batch is paused." in floor.phone.get(floor.page).content.decode()
    with nothing_changes():
        assert floor.phone.post(codes, {"coupon": str(new_id())}).status_code == 404
    floor.phone.post(f"{floor.page}{floor.filled.id}/park", {"label": "7"})
    assert floor.now.coupons == (kept,)


def test_a_coupon_is_taken_out_on_the_floor(floor: Floor) -> None:
    a_shared(floor.work.shop.market)
    floor.phone.post(floor.page, {"code": floor.code})
    codes = f"{floor.page}{floor.filled.id}/codes"
    floor.phone.post(codes, {"code": "SUMMER26"})
    floor.phone.post(codes, {"coupon": str(floor.now.coupons[0])})
    assert floor.now.coupons == ()
