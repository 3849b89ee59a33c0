"""The basket moves by code between the web, tills and staff, and from a link that staff sent."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.test import Client

from oneshelf.connectors.test_gateway.gateway import DELAY_LASTS, report_due
from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.modules.carts import public as carts
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.markets.public import ChannelKind
from oneshelf.modules.payments import public as payments
from oneshelf.surfaces.storefront.visits import CHECKOUT
from tests.customers.builders import a_customer, a_shopper
from tests.markets.builders import a_channel
from tests.surfaces.storefront.builders import WebShop
from tests.surfaces.storefront.shopping import collecting, fill, placed

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

TILL = carts.Holder(carts.HolderKind.TILL, new_id(), "Till 2, York Minster")
ANNA = carts.Holder(carts.HolderKind.STAFF, new_id(), "Anna")
EXCHANGE = {"HX-Request": "true"}


def shown_code(client: Client) -> str:
    return str(client.post("/cart/code/").context["shown"].code)


def taken_by_till(client: Client, shop: WebShop) -> carts.Cart:
    return carts.take_over(shown_code(client), TILL, market=shop.market.id)


def a_parked_basket(shop: WebShop, variant: VariantId) -> tuple[carts.Cart, str]:
    lines = [carts.CartLine(variant, 2)]
    parked = carts.park(shop.york.id, shop.till.id, lines, label="7", by=TILL, staff=new_id())
    return parked, carts.show_code(parked.id, by=parked.holder).code


def a_prepared_basket(shop: WebShop, variant: VariantId) -> tuple[carts.Cart, str]:
    phone = a_channel(shop.market, ChannelKind.PHONE)
    draft = carts.draft(shop.market.id, phone.id, customer=a_customer().id, by=ANNA)
    carts.add_line(draft.id, variant, 1, by=ANNA)
    return draft, carts.send(draft.id, by=ANNA)


def test_a_code_is_shown_and_the_page_leads_on_once_it_was_read(client: Client, shop: WebShop) -> None:
    fill(client, shop.product())
    code = shown_code(client)
    waiting = client.get("/cart/whereabouts/", headers=EXCHANGE)
    assert (waiting.status_code, "HX-Redirect" in waiting) == (204, False)
    carts.take_over(code, TILL, market=shop.market.id)
    assert client.get("/cart/whereabouts/", headers=EXCHANGE)["HX-Redirect"] == "/cart/"
    assert "Your basket is at Till 2, York Minster" in client.get("/cart/").content.decode()


def test_an_empty_basket_has_no_code(client: Client, shop: WebShop) -> None:
    assert client.post("/cart/code/")["Location"] == "/cart/"


def test_what_is_at_a_till_is_neither_changed_nor_paid_here(client: Client, shop: WebShop) -> None:
    variant = shop.product(york=5)
    fill(client, variant)
    taken_by_till(client, shop)
    assert fill(client, variant).status_code == 409
    change = {"variant": str(variant), "quantity": "4", "seen": "1"}
    assert client.post("/cart/change/", change).status_code == 409
    assert client.post("/cart/code/").status_code == 409
    assert client.get("/checkout/")["Location"] == "/cart/"
    assert client.post("/cart/take-back/")["Location"] == "/cart/"
    assert fill(client, variant).status_code == 302


def test_a_guest_who_signs_in_while_the_basket_is_at_a_till_finds_it_again(client: Client, shop: WebShop) -> None:
    variant = shop.product()
    fill(client, variant)
    cart = taken_by_till(client, shop)
    a_shopper(client)
    assert "Till 2" in client.get("/cart/").content.decode()
    carts.give_back(cart.id, by=TILL)
    page = client.get("/cart/")
    assert [row.quantity for row in page.context["basket"].rows] == [1]
    assert page.context["visit"].cart.customer is not None


def test_a_parked_basket_comes_to_the_phone_once_and_looking_takes_nothing(client: Client, shop: WebShop) -> None:
    variant = shop.product()
    fill(client, variant)
    parked, code = a_parked_basket(shop, variant)
    for _ in range(2):
        assert client.get(f"/cart/take/{code}/").context["offered"].id == parked.id
    assert client.post(f"/cart/take/{code}/")["Location"] == "/cart/"
    assert [row.quantity for row in client.get("/cart/").context["basket"].rows] == [3]
    again = Client().post(f"/cart/take/{code}/")
    assert again.status_code == 404
    assert "Let a new code be shown" in again.content.decode()


def test_a_code_can_be_typed(client: Client, shop: WebShop) -> None:
    _parked, code = a_parked_basket(shop, shop.product())
    assert client.get("/cart/take/").status_code == 200
    offered = client.get("/cart/take/", {"code": code.lower().replace("-", " ")})
    assert "Put it into my basket" in offered.content.decode()


@pytest.mark.parametrize("code", ["x", "CART-00000-00000", "zażółć", "%00"])
def test_a_wrong_code_gets_the_one_answer(client: Client, shop: WebShop, code: str) -> None:
    assert client.get(f"/cart/take/{code}/").status_code in {400, 404}
    assert client.post("/cart/take/", {"code": code}).status_code in {400, 404}
    assert client.get("/cart/").context["visit"].cart is None or not client.get("/cart/").context["basket"].rows


def test_ones_own_code_brings_ones_own_basket_home(client: Client, shop: WebShop) -> None:
    fill(client, shop.product())
    cart = taken_by_till(client, shop)
    code = carts.show_code(cart.id, by=TILL).code
    assert client.post(f"/cart/take/{code}/").status_code in {302, 409}
    client.post("/cart/take-back/")
    assert carts.load(cart.id).is_with_shopper


def test_a_prepared_basket_is_paid_as_it_is_beside_ones_own(client: Client, shop: WebShop) -> None:
    own, ordered = shop.product("Own"), shop.product("Ordered", york=3)
    fill(client, own)
    draft, token = a_prepared_basket(shop, ordered)
    assert client.get(f"/cart/prepared/{token}/").status_code == 200
    assert client.post(f"/cart/prepared/{token}/")["Location"] == "/checkout/"
    answer = client.post("/checkout/", collecting(client, shop))
    assert answer.status_code == 302
    (order,) = placed(shop)
    assert (order.channel, order.customer) == (draft.channel, draft.customer)
    assert carts.load(draft.id).state is carts.CartState.ORDERED
    assert [row.snapshot.variant for row in client.get("/cart/").context["basket"].rows] == [own]
    assert client.get(f"/cart/prepared/{token}/").status_code == 404


def test_a_prepared_basket_that_staff_took_back_waits(client: Client, shop: WebShop) -> None:
    draft, token = a_prepared_basket(shop, shop.product())
    client.post(f"/cart/prepared/{token}/")
    carts.reopen(draft.id, by=ANNA)
    assert client.get("/checkout/")["Location"] == "/cart/"
    client.post("/cart/take-back/")
    assert carts.load(draft.id).holder == ANNA
    client.post("/cart/prepared/leave/")
    assert client.get("/cart/").context["visit"].cart is None


@pytest.mark.parametrize("token", ["x", "A" * 200])
def test_a_link_that_nobody_sent_opens_nothing(client: Client, shop: WebShop, token: str) -> None:
    assert client.get(f"/cart/prepared/{token}/").status_code == 404
    assert client.post(f"/cart/prepared/{token}/").status_code == 404


def test_a_basket_that_changes_while_the_bank_thinks_is_not_ordered_and_the_money_is_given_back(
    client: Client, shop: WebShop
) -> None:
    variant = shop.product(york=5)
    fill(client, variant)
    assert client.post("/checkout/", collecting(client, shop, card="tok_delay"))["Location"] == "/checkout/waiting/"
    begun = checkout.CheckoutId(UUID(client.session[CHECKOUT]))
    fill(client, variant, "2")
    with time_machine.travel(clock.now() + DELAY_LASTS + timedelta(seconds=1)):
        report_due()
        assert client.post("/checkout/finish/")["Location"] == "/cart/"
    assert placed(shop) == []
    assert "changed or moved while it was being paid" in client.get("/cart/").content.decode()
    paid = checkout.get_checkout(begun).payment
    assert paid is not None
    assert payments.get_payment(paid).state is payments.PaymentState.VOIDED
