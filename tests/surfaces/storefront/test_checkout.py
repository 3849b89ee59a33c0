"""From the shelf to the order, and what stands in the way. What is refused changes nothing."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.test import Client

from oneshelf.connectors.test_gateway.gateway import DELAY_LASTS, report_due
from oneshelf.kernel import clock
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import PaymentState, ProviderFact
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import Terms
from oneshelf.surfaces.storefront.orders import link_to
from tests.checkout.later import may_pay_at_collection
from tests.customers.builders import a_shopper
from tests.promotions.builders import a_live_one
from tests.surfaces.storefront.builders import WebShop
from tests.surfaces.storefront.companies import a_buyer
from tests.surfaces.storefront.shopping import ADDRESS, collecting, fill, form, led_to, placed

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_a_guest_collects_in_a_store(client: Client, shop: WebShop) -> None:
    variant = shop.product(york=5)
    fill(client, variant, "2")
    answer = client.post("/checkout/", collecting(client, shop), follow=True)
    (order,) = placed(shop)
    assert (order.total.minor, order.place, order.customer) == (500, shop.york.id, None)
    (parcel,) = answer.context["purchase"].parcels
    assert f"data-pin>{parcel.pin}<" in answer.content.decode()
    assert shop.available(variant) == 3
    assert client.get("/cart/").context["basket"].rows == ()


def test_a_guest_has_it_brought(client: Client, shop: WebShop) -> None:
    fill(client, shop.product(leeds=5))
    answer = client.post("/checkout/", form(client, method="ship", **ADDRESS), follow=True)
    (order,) = placed(shop)
    assert (order.method, order.place) == (Method.SHIP, shop.leeds.id)
    assert "High St 1" in answer.content.decode()
    assert "data-pin" not in answer.content.decode()


def test_a_customer_finds_the_order_among_the_others(client: Client, shop: WebShop) -> None:
    customer = a_shopper(client)
    fill(client, shop.product(york=5))
    client.post("/checkout/", collecting(client, shop))
    (order,) = placed(shop)
    assert order.customer == customer.id
    assert order.number in client.get(f"/account/purchases/{order.id}/").content.decode()


def test_what_is_gone_at_the_store_is_said_at_the_store(client: Client, shop: WebShop) -> None:
    variant = shop.product("Gouda", york=2, leeds=9)
    fill(client, variant, "2")
    filled = collecting(client, shop)
    shop.till_sale(variant)
    answer = client.post("/checkout/", filled)
    assert answer.status_code == 409
    said = answer.content.decode()
    assert "Only 1 of “Gouda” left there" in said
    assert "Leeds Briggate" in said
    assert (len(placed(shop)), shop.available(variant), shop.available(variant, shop.leeds)) == (1, 1, 9)
    answer = client.post("/checkout/", filled | {"store": shop.leeds.code})
    assert (answer.status_code, len(placed(shop))) == (302, 2)


def test_a_declined_card_orders_nothing_and_another_one_does(client: Client, shop: WebShop) -> None:
    variant = shop.product(york=5)
    fill(client, variant)
    filled = collecting(client, shop, card="tok_decline")
    answer = client.post("/checkout/", filled)
    assert answer.status_code == 402
    assert "The card was declined" in answer.content.decode()
    assert placed(shop) == []
    assert client.post("/checkout/", filled | {"card": "tok_approve"}).status_code == 302
    (order,) = placed(shop)
    (payment,) = payments.payments_of([order.id])[order.id]
    assert payment.state is PaymentState.AUTHORISED


def test_a_slow_bank_is_waited_for(client: Client, shop: WebShop) -> None:
    fill(client, shop.product(york=5))
    answer = client.post("/checkout/", collecting(client, shop, card="tok_delay"))
    assert answer["Location"] == "/checkout/waiting/"
    assert client.get("/checkout/waiting/").status_code == 200
    assert client.post("/checkout/finish/", headers={"HX-Request": "true"}).status_code == 204
    assert placed(shop) == []
    with time_machine.travel(clock.now() + DELAY_LASTS + timedelta(seconds=1)):
        report_due()
        answer = client.post("/checkout/finish/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"].startswith("/order/")
    assert len(placed(shop)) == 1


@pytest.mark.parametrize("then", ["on_account", "tok_approve"])
def test_who_does_not_want_to_wait_for_a_bank_pays_otherwise(shop: WebShop, then: str) -> None:
    buyer = a_buyer(shop)
    fill(buyer.browser, shop.product(york=5))
    filled = collecting(buyer.browser, shop, card="tok_delay")
    buyer.browser.post("/checkout/", filled)
    assert 'href="/checkout/"' in buyer.browser.get("/checkout/waiting/").content.decode()
    again = buyer.browser.get("/checkout/").context["form"].initial
    assert {name: again[name] for name in ("name", "email", "method", "store")} == {
        name: filled[name] for name in ("name", "email", "method", "store")
    }
    answer = buyer.browser.post("/checkout/", filled | {"card": then})
    (order,) = placed(shop)
    assert led_to(answer["Location"]) == led_to(link_to(order.id))
    assert tried(filled) == [*([PaymentState.AUTHORISED] if then == "tok_approve" else []), PaymentState.VOIDED]
    assert buyer.now.ordered.minor == (250 if then == "on_account" else 0)
    assert led_to(buyer.browser.post("/checkout/finish/")["Location"]) == led_to(link_to(order.id))


def test_a_slow_bank_that_says_no_by_itself_is_not_asked_anew(client: Client, shop: WebShop) -> None:
    fill(client, shop.product(york=5))
    filled = collecting(client, shop, card="tok_delay")
    client.post("/checkout/", filled)
    (waits,) = payments.attempts_for(UUID(filled["checkout"]))
    payments.receive(payments.ProviderEvent("test", "no", waits.id, ProviderFact.DECLINED, 0, ""))
    answer = client.post("/checkout/finish/", follow=True)
    assert answer.redirect_chain == [("/checkout/", 302)]
    assert "The card was declined" in answer.content.decode()
    assert tried(filled) == [PaymentState.DECLINED]


def test_a_slow_bank_holds_nothing_for_what_was_chosen_before(client: Client, shop: WebShop) -> None:
    fill(client, shop.product(york=5))
    filled = collecting(client, shop, card="tok_delay")
    client.post("/checkout/", filled)
    client.post("/checkout/", form(client, method="ship", card="tok_delay", **ADDRESS))
    assert tried(filled) == [PaymentState.PENDING, PaymentState.VOIDED]


def tried(filled: dict[str, str]) -> list[PaymentState]:
    """What became of all that was tried for a checkout, the latest first."""
    return [each.state for each in payments.attempts_for(UUID(filled["checkout"]))]


def test_what_was_filled_in_is_shown_as_long_as_the_checkout_is_open(client: Client, shop: WebShop) -> None:
    fill(client, shop.product(york=5))
    filled = collecting(client, shop, card="tok_decline")
    client.post("/checkout/", filled)
    for later, shown in ((timedelta(0), filled["name"]), (checkout.OPEN_FOR + timedelta(minutes=1), "")):
        with time_machine.travel(clock.now() + later):
            assert client.get("/checkout/").context["form"].initial["name"] == shown


def test_an_expired_checkout_begins_again_with_what_was_filled_in(client: Client, shop: WebShop) -> None:
    variant = shop.product(york=5)
    fill(client, variant)
    filled = collecting(client, shop)
    with time_machine.travel(clock.now() + checkout.OPEN_FOR + timedelta(minutes=1)):
        answer = client.post("/checkout/", filled)
        assert answer.status_code == 409
        assert "Ana Kowalska" in answer.content.decode()
        assert (placed(shop), shop.available(variant)) == ([], 5)
        again = filled | {"checkout": str(answer.context["checkout"].id)}
        assert client.post("/checkout/", again).status_code == 302


def test_a_basket_changed_in_another_window_is_shown_before_it_is_paid(client: Client, shop: WebShop) -> None:
    variant = shop.product(york=5)
    fill(client, variant)
    filled = collecting(client, shop)
    fill(client, variant, "2")
    answer = client.post("/checkout/", filled)
    assert answer.status_code == 409
    assert answer.context["total"].minor == 750
    assert placed(shop) == []


def test_an_empty_basket_is_not_checked_out(client: Client, shop: WebShop) -> None:
    assert client.get("/checkout/")["Location"] == "/cart/"
    assert client.post("/checkout/", {"card": "tok_approve"})["Location"] == "/cart/"


def test_the_total_follows_the_way_of_delivery(client: Client, shop: WebShop) -> None:
    fill(client, shop.product(york=5), "2")
    client.get("/checkout/")
    answer = client.get("/checkout/summary/", {"method": "ship"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.context["total"].minor == 500 + 399


def test_a_present_is_said_in_the_basket_and_on_the_order(shop: WebShop, client: Client) -> None:
    fill(client, shop.product(york=5))
    assert client.post("/cart/gift/", {"gift": "1", "message": "For <Ida>"}).headers["Location"] == "/cart/"
    page = client.get("/cart/").content.decode()
    assert "For &lt;Ida&gt;" in page
    assert 'name="gift" value="1" checked' in page, "noting it again leaves it a present"
    answer = client.post("/checkout/", collecting(client, shop), follow=True)
    assert "For &lt;Ida&gt;" in answer.content.decode()
    (order,) = placed(shop)
    assert orders.get_order(order.id).gift == "For <Ida>"


def test_a_guest_pays_when_collecting(client: Client, shop: WebShop) -> None:
    variant = shop.product(york=5)
    fill(client, variant, "2")
    assert "at_collection" not in client.get("/checkout/").content.decode()
    may_pay_at_collection(shop.market.id)
    offered = client.get("/checkout/").content.decode()
    assert "Pay when you collect" in offered
    summary = client.get("/checkout/summary/?method=collect&card=at_collection&store=" + shop.york.code)
    assert "Order, and pay $5.00 when you collect" in summary.content.decode()
    by_parcel = client.post("/checkout/", form(client, method="ship", card="at_collection", **ADDRESS))
    assert (by_parcel.status_code, placed(shop)) == (422, [])
    page = client.post("/checkout/", collecting(client, shop, card="at_collection"), follow=True).content.decode()
    (order,) = placed(shop)
    assert "$5.00 to be paid when you collect" in page
    assert payments.payments_of([order.id])[order.id] == []
    assert shop.available(variant) == 3


def test_where_it_may_not_be_paid_later_it_is_said_at_the_payment(client: Client, shop: WebShop) -> None:
    fill(client, shop.product(york=5), "2")
    refused = client.post("/checkout/", collecting(client, shop, card="at_collection"))
    assert (refused.status_code, placed(shop)) == (422, [])
    assert "cannot be paid when it is collected" in str(refused.context["form"].errors["card"])


def test_the_total_is_that_of_the_way_to_pay_that_is_chosen(client: Client, shop: WebShop) -> None:
    may_pay_at_collection(shop.market.id)
    a_live_one(shop.market, Terms(reward=compiled.Percent(bp=1_000), when=compiled.Pays(("test_card",))))
    fill(client, shop.product(york=5), "2")
    assert client.get("/checkout/").context["total"].minor == 450
    summary = f"/checkout/summary/?method=collect&store={shop.york.code}&card="
    assert client.get(summary + "at_collection").context["total"].minor == 500
    seen_by_card = {"card": "at_collection", "seen_total": "450"}
    refused = client.post("/checkout/", collecting(client, shop, **seen_by_card))
    assert (refused.status_code, placed(shop)) == (409, [])
    done = client.post("/checkout/", collecting(client, shop, card="tok_approve", seen_total="450"))
    assert (done.status_code, [order.total.minor for order in placed(shop)]) == (302, [450])


@pytest.mark.parametrize("card", ["tok_approve", "tok_decline", "at_collection"])
def test_what_costs_nothing_is_ordered_without_asking_a_card(client: Client, shop: WebShop, card: str) -> None:
    may_pay_at_collection(shop.market.id)
    a_live_one(shop.market, Terms(reward=compiled.Percent(bp=10_000)))
    fill(client, shop.product(york=5), "2")
    done = client.post("/checkout/", collecting(client, shop, card=card, seen_total="0"))
    (order,) = placed(shop)
    assert (done.status_code, order.total.minor) == (302, 0)
    assert orders.get_order(order.id).terms is None
    assert payments.payments_of([order.id])[order.id] == []
