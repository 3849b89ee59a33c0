"""Codes of coupons in the basket of the web shop, and what promotions take off it."""

from __future__ import annotations

import pytest
from django.test import Client

from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import Limits, Terms
from tests.coupons.builders import a_shared, found, singles, used
from tests.promotions.builders import TENTH, a_live_one
from tests.surfaces.storefront.builders import WebShop
from tests.surfaces.storefront.shopping import collecting, fill, placed

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def tail_of(code: str) -> str:
    return code.replace("-", "")[-4:]


WITH_CODE = Terms(reward=compiled.Percent(bp=2_000), needs_coupon=True)


def test_basket_and_checkout_say_line_by_line_what_is_taken_off(client: Client, shop: WebShop) -> None:
    live = a_live_one(shop.market, TENTH)
    fill(client, shop.product(cents=200), "2")
    basket = client.get("/cart/").context["basket"]
    assert ([each.amount.minor for each in basket.rows[0].savings], basket.total.minor) == ([40], 360)
    (row,) = basket.rows
    assert row.listed is not None
    assert (row.amount.minor, row.listed.minor) == (360, 400)
    checkout = client.get("/checkout/")
    assert checkout.context["total"].minor == 360
    assert checkout.content.decode().count(live.plan.name) == 2  # beside its line, and in the sums


def test_a_code_lowers_the_price_goes_with_the_order_and_is_used_up(client: Client, shop: WebShop) -> None:
    batch, (code, *_) = singles(shop.market, promotion=a_live_one(shop.market, WITH_CODE).id)
    fill(client, shop.product(cents=200, york=5), "2")
    client.post("/cart/codes/", {"code": code.lower()})
    basket = client.get("/cart/").context["basket"]
    assert ([(each.tail, why) for each, why in basket.codes], basket.total.minor) == ([(tail_of(code), "")], 320)
    done = client.post("/checkout/", collecting(client, shop))
    assert done.status_code == 302, done.context["form"].errors
    assert [order.total.minor for order in placed(shop)] == [320]
    assert coupons.tallies([batch.id])[batch.id].confirmed == 1


def test_who_goes_back_from_the_checkout_keeps_the_code(client: Client, shop: WebShop) -> None:
    a_live_one(shop.market, TENTH, limits=Limits(uses=1))
    _, (code, *_) = singles(shop.market, promotion=a_live_one(shop.market, WITH_CODE).id)
    variant = shop.product(cents=200, york=5)
    fill(client, variant, "2")
    client.post("/cart/codes/", {"code": code})
    total = client.get("/cart/").context["basket"].total
    assert client.post("/checkout/", collecting(client, shop, card="tok_decline")).status_code == 402
    assert client.get("/cart/").context["basket"].total == total
    fill(client, variant)
    basket = client.get("/cart/").context["basket"]
    done = client.post("/checkout/", collecting(client, shop))
    assert done.status_code == 302, done.context["form"].errors
    assert [order.total for order in placed(shop)] == [basket.total]
    assert basket.total.minor == 432


def test_a_code_that_others_used_up_meanwhile_is_told_with_the_full_price_and_ordered_at_that(
    client: Client, shop: WebShop
) -> None:
    batch = a_shared(shop.market, promotion=a_live_one(shop.market, WITH_CODE).id, in_all=1)
    fill(client, shop.product(cents=200, york=5), "2")
    client.post("/cart/codes/", {"code": "SUMMER26"})
    filled = collecting(client, shop, seen_total="320")
    used(shop.market, *found(shop.market, "SUMMER26"))
    refused = client.post("/checkout/", filled)
    assert (refused.status_code, refused.context["total"].minor) == (422, 400)
    assert "The code that ends in “ER26” does not work here." in refused.content.decode()
    assert placed(shop) == []
    anew = {"checkout": str(refused.context["checkout"].id), "seen_total": "400"}
    assert client.post("/checkout/", filled | anew).status_code == 302
    assert [order.total.minor for order in placed(shop)] == [400]
    assert coupons.tallies([batch.id])[batch.id].confirmed == 1


def test_a_promotion_that_others_used_up_meanwhile_is_told_with_the_full_price(client: Client, shop: WebShop) -> None:
    a_live_one(shop.market, TENTH, limits=Limits(uses=1))
    milk = shop.product(cents=200, york=5)
    fill(client, milk, "2")
    filled = collecting(client, shop, seen_total="360")
    other = Client()
    fill(other, milk, "2")
    assert other.post("/checkout/", collecting(other, shop)).status_code == 302
    refused = client.post("/checkout/", filled)
    assert (refused.status_code, refused.context["total"].minor) == (409, 400)
    anew = {"checkout": str(refused.context["checkout"].id), "seen_total": "400"}
    assert client.post("/checkout/", filled | anew).status_code == 302
    assert [order.total.minor for order in placed(shop)] == [400, 360]


def test_a_code_that_takes_nothing_off_says_why(client: Client, shop: WebShop) -> None:
    terms = Terms(reward=compiled.Percent(2_000), needs_coupon=True, when=compiled.Worth(compiled.EVERYTHING, 1_000))
    a_shared(shop.market, promotion=a_live_one(shop.market, terms).id)
    fill(client, shop.product(cents=200), "2")
    client.post("/cart/codes/", {"code": "SUMMER26"})
    basket = client.get("/cart/").context["basket"]
    assert [why for _, why in basket.codes] == ["It needs goods for $10.00; there are some for $4.00."]
    assert [money for money, _, _ in basket.hints] == ["$6.00"]


def test_a_code_is_taken_out_again(client: Client, shop: WebShop) -> None:
    a_shared(shop.market, promotion=a_live_one(shop.market, WITH_CODE).id)
    fill(client, shop.product(cents=200))
    client.post("/cart/codes/", {"code": "SUMMER26"})
    ((kept, _),) = client.get("/cart/").context["basket"].codes
    client.post(f"/cart/codes/{kept.id}/out/")
    basket = client.get("/cart/").context["basket"]
    assert (basket.codes, basket.total.minor) == ([], 200)


def test_a_code_that_was_taken_out_on_the_way_back_from_the_checkout_is_typed_again(
    client: Client, shop: WebShop
) -> None:
    _, (code, *_) = singles(shop.market, promotion=a_live_one(shop.market, WITH_CODE).id)
    fill(client, shop.product(cents=200, york=5))
    client.post("/cart/codes/", {"code": code})
    assert client.post("/checkout/", collecting(client, shop, card="tok_decline")).status_code == 402
    ((kept, _),) = client.get("/cart/").context["basket"].codes
    client.post(f"/cart/codes/{kept.id}/out/")
    client.post("/cart/codes/", {"code": code})
    assert client.get("/cart/").context["basket"].total.minor == 160


@pytest.mark.parametrize("typed", ["", "WINTER", "SUMMER26" * 20])
def test_a_wrong_code_is_told_from_no_other_wrong_code(client: Client, shop: WebShop, typed: str) -> None:
    fill(client, shop.product(cents=200))
    answer = client.post("/cart/codes/", {"code": typed})
    assert answer.status_code == 422
    assert answer.context["wrong"].startswith("The code that ends in “")
    assert (answer.context["basket"].codes, answer.context["typed"]) == ([], typed[:60])


def test_an_empty_basket_has_no_field_for_codes_and_says_so_all_the_same(client: Client, shop: WebShop) -> None:
    answer = client.post("/cart/codes/", {"code": "WINTER"}, follow=True)
    (told,) = answer.context["messages"]
    assert (told.level_tag, "does not work here" in str(told)) == ("error", True)


def test_a_gift_is_put_into_the_basket_in_one_press(client: Client, shop: WebShop) -> None:
    gift, bought = shop.product(cents=400), shop.product(cents=1_000)
    a_live_one(shop.market, Terms(reward=compiled.Gift(f"v:{gift}"), when=compiled.Worth(compiled.EVERYTHING, 1_000)))
    fill(client, bought)
    page = client.get("/cart/")
    (open_gift,) = page.context["basket"].gifts
    assert f'name="variant" value="{gift}"' in page.content.decode()
    client.post("/cart/add/", {"variant": str(open_gift.snapshot.variant), "quantity": str(open_gift.pieces)})
    basket = client.get("/cart/").context["basket"]
    assert (basket.gifts, basket.total.minor, len(basket.rows)) == ((), 1_000, 2)
