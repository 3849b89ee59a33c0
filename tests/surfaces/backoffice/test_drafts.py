"""An order by telephone: the customer is found, the basket filled, and a link sent that pays exactly it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from django.core import mail
from django.test import Client

from oneshelf.modules.carts import public as carts
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.customers import public as customers
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import ChannelKind
from oneshelf.modules.orders import public as orders
from tests.checkout.later import may_pay_at_collection
from tests.coupons.builders import a_shared
from tests.customers.builders import a_customer
from tests.markets.builders import a_channel
from tests.staff.builders import a_member, sign_in
from tests.surfaces.storefront.builders import WebShop, a_web_shop
from tests.surfaces.storefront.shopping import collecting, placed

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@dataclass(frozen=True)
class Call:
    """A member of staff at the telephone, a customer, and what they want."""

    shop: WebShop
    phone: Client
    ana: customers.Customer
    gouda: VariantId

    def begun(self) -> str:
        return str(self.phone.post("/backoffice/drafts/new/", {"customer": str(self.ana.id)})["Location"])

    def filled(self) -> str:
        page = self.begun()
        assert self.phone.post(page, {"act": "add", "code": "Gouda"}).status_code == 302
        return page

    def draft(self) -> carts.Cart:
        (found,) = carts.drafts(self.shop.market.id)
        return found


@pytest.fixture
def call() -> Call:
    shop = a_web_shop()
    a_channel(shop.market, ChannelKind.PHONE)
    return Call(
        shop,
        sign_in(Client(), a_member("manager")),
        a_customer(name="Ana Kowalska", email="ana@example.com"),
        shop.product("Gouda", york=5),
    )


def test_the_customer_pays_what_was_agreed_by_the_link(call: Call, client: Client) -> None:
    page = call.filled()
    call.phone.post(page, {"act": "way", "way": call.shop.york.code})
    sent = call.phone.post(f"{page}send/")
    assert sent.status_code == 200
    (letter,) = mail.outbox
    assert letter.to == ["ana@example.com"]
    (link,) = re.findall(r"https?://\S+/cart/prepared/\S+", str(letter.body))
    assert link in sent.content.decode()
    path = "/" + link.split("/", 3)[3]
    assert "Gouda" in client.get(path).content.decode()
    assert client.post(path)["Location"] == "/checkout/"
    assert client.get("/checkout/").context["form"]["store"].value() == call.shop.york.code
    assert client.post("/checkout/", collecting(client, call.shop)).status_code == 302
    (order,) = placed(call.shop)
    assert order.customer == call.ana.id
    (channel,) = [each for each in markets.list_channels(call.shop.market.id) if each.id == order.channel]
    assert channel.kind is ChannelKind.PHONE
    assert "This order was paid" in call.phone.get(page).content.decode()


def test_a_caller_who_is_new_is_registered(call: Call) -> None:
    found = call.phone.get("/backoffice/drafts/", {"q": "Zofia"}).content.decode()
    assert "Nobody is called like that" in found
    new = {"name": "Zofia", "email": "zofia@example.com", "phone": ""}
    assert call.phone.post("/backoffice/drafts/new/", new).status_code == 302
    assert call.draft().customer is not None
    assert "Zofia" in call.phone.get("/backoffice/drafts/").content.decode()


def test_a_draft_is_in_one_pair_of_hands(call: Call) -> None:
    page = call.filled()
    other = sign_in(Client(), a_member("manager"))
    stolen = other.post(page, {"act": "add", "code": "Gouda"})
    assert stolen.status_code == 409
    assert "in other hands" in stolen.content.decode()
    assert other.post(page, {"act": "reopen"}).status_code == 302
    assert call.phone.post(page, {"act": "add", "code": "Gouda"}).status_code == 409


def test_a_line_that_another_window_has_changed_is_shown_as_it_is(call: Call) -> None:
    page = call.filled()
    version = call.draft().version
    line = {"act": "line", "variant": str(call.gouda), "version": str(version)}
    assert call.phone.post(page, line | {"quantity": "3"}).status_code == 302
    stale = call.phone.post(page, line | {"quantity": "9"})
    assert stale.status_code == 409
    assert call.draft().quantities == {call.gouda: 3}


BAD: list[tuple[str, dict[str, str], int]] = [
    ("nothing to do", {}, 422),
    ("an article of nobody", {"act": "add", "code": "xyzzy-nothing"}, 422),
    ("no article", {"act": "add", "code": ""}, 422),
    ("a line that is not there", {"act": "line", "variant": "x", "quantity": "1", "version": "1"}, 422),
    ("another place", {"act": "way", "way": "nowhere"}, 404),
]


@pytest.mark.parametrize(("fields", "status"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_what_cannot_be_done_to_a_draft(call: Call, fields: dict[str, str], status: int) -> None:
    page = call.filled()
    before = call.draft()
    assert call.phone.post(page, fields).status_code == status
    assert call.draft() == before


@pytest.mark.parametrize(
    ("quantity", "version"), [("x", None), ("-1", None), ("1", "x"), ("1", "٣"), ("99999999999", None)]
)
def test_a_quantity_that_is_none(call: Call, quantity: str, version: str | None) -> None:
    page = call.filled()
    before = call.draft()
    said = str(before.version) if version is None else version
    sent = {"act": "line", "variant": str(call.gouda), "quantity": quantity, "version": said}
    assert call.phone.post(page, sent).status_code == 422
    assert call.draft() == before


def test_an_empty_draft_and_a_customer_without_an_address_get_no_link(call: Call) -> None:
    assert call.phone.post(f"{call.begun()}send/").status_code == 422
    silent = a_customer(name="Silent", email="")
    page = call.phone.post("/backoffice/drafts/new/", {"customer": str(silent.id)})["Location"]
    call.phone.post(page, {"act": "add", "code": "Gouda"})
    assert call.phone.post(f"{page}send/").status_code == 422
    assert mail.outbox == []


def test_without_a_channel_by_telephone_nothing_is_begun() -> None:
    a_web_shop()
    phone = sign_in(Client(), a_member("manager"))
    assert phone.post("/backoffice/drafts/new/", {"customer": str(a_customer().id)}).status_code == 409


def test_a_shoppers_own_basket_is_no_draft(call: Call) -> None:
    own = carts.open_for_customer(call.shop.market.id, call.shop.web.id, call.ana.id)
    assert call.phone.get(f"/backoffice/drafts/{own.id}/").status_code == 404


def test_dropping_ends_it(call: Call) -> None:
    page = call.filled()
    call.phone.post(page, {"act": "drop"})
    assert carts.drafts(call.shop.market.id) == []
    assert "was dropped" in call.phone.get(page).content.decode()


def test_a_present_is_noted_on_the_telephone(call: Call) -> None:
    page = call.filled()
    assert call.phone.post(page, {"act": "gift", "gift": "1", "message": "For Ida"}).status_code == 302
    assert call.draft().gift == carts.Gift("For Ida")
    assert "For Ida" in call.phone.get(page).content.decode()
    assert call.phone.post(page, {"act": "gift", "gift": "1", "message": "x" * 501}).status_code == 422
    assert call.phone.post(page, {"act": "gift"}).status_code == 302
    assert call.draft().gift is None


def reserved(shop: WebShop) -> int:
    """How many units in York are promised to somebody."""
    return sum(each.reserved for each in inventory.levels_at(shop.market.id, shop.york.id))


def test_staff_order_what_is_paid_when_it_is_collected(call: Call) -> None:
    page = call.filled()
    call.phone.post(page, {"act": "way", "way": call.shop.york.code})
    assert "Order now" not in call.phone.get(page).content.decode()
    before = reserved(call.shop)
    refused = call.phone.post(f"{page}place/")
    assert (refused.status_code, placed(call.shop), reserved(call.shop)) == (422, [], before)  # nobody waits for it
    assert call.draft().state is carts.CartState.DRAFT
    may_pay_at_collection(call.shop.market.id)
    assert "Order now, paid when collected" in call.phone.get(page).content.decode()
    answer = call.phone.post(f"{page}place/", follow=True).content.decode()
    (order,) = placed(call.shop)
    whole = orders.get_order(order.id)
    assert (order.customer, order.place, whole.terms) == (call.ana.id, call.shop.york.id, orders.Terms.AT_COLLECTION)
    assert "$2.50 due when collected" in answer
    assert whole.staff is not None
    assert whole.contact is not None
    assert whole.contact.email == "ana@example.com"
    again = call.phone.post(f"{page}place/")
    assert (again.status_code >= 400, len(placed(call.shop))) == (True, 1)


def test_nobody_orders_for_later_what_is_to_be_sent_or_is_empty(call: Call) -> None:
    may_pay_at_collection(call.shop.market.id)
    empty = call.begun()
    call.phone.post(empty, {"act": "way", "way": call.shop.york.code})
    assert call.phone.post(f"{empty}place/").status_code == 422
    call.phone.post(empty, {"act": "add", "code": "Gouda"})
    call.phone.post(empty, {"act": "way", "way": "ship"})
    assert call.phone.post(f"{empty}place/").status_code == 409
    assert placed(call.shop) == []


def test_a_code_that_is_read_out_lowers_the_price_and_is_used_with_the_order(call: Call) -> None:
    may_pay_at_collection(call.shop.market.id)
    batch = a_shared(call.shop.market, a_customer=1)
    page = call.filled()
    call.phone.post(page, {"act": "way", "way": call.shop.york.code})
    assert call.phone.post(page, {"act": "code", "code": "summer-26"}).status_code == 302
    shown = call.phone.get(page)
    assert [why for _, why in shown.context["codes"]] == [""]
    total = shown.context["sums"].total
    assert total < shown.context["sums"].goods
    assert call.phone.post(f"{page}place/").status_code == 302
    (order,) = placed(call.shop)
    assert (order.total, coupons.tallies([batch.id])[batch.id].confirmed) == (total, 1)
    again = call.filled()
    refused = call.phone.post(again, {"act": "code", "code": "SUMMER26"})
    assert refused.status_code == 422
    assert "This customer has used it as often as one may." in refused.content.decode()


def test_an_order_that_is_refused_holds_no_coupon(call: Call) -> None:
    may_pay_at_collection(call.shop.market.id)
    batch = a_shared(call.shop.market)
    page = call.filled()
    call.phone.post(page, {"act": "way", "way": call.shop.york.code})
    call.phone.post(page, {"act": "code", "code": "SUMMER26"})
    line = {"act": "line", "variant": str(call.gouda), "version": str(call.draft().version), "quantity": "6"}
    assert call.phone.post(page, line).status_code == 302
    assert call.phone.post(f"{page}place/").status_code == 409
    assert coupons.tallies([batch.id]).get(batch.id, coupons.Tally(0, 0, 0)) == coupons.Tally(0, 0, 0)
    call.phone.post(page, {"act": "drop_code", "coupon": str(call.draft().coupons[0])})
    assert call.draft().coupons == ()


def test_the_customer_pays_by_the_link_with_the_coupon_that_staff_took(call: Call, client: Client) -> None:
    batch = a_shared(call.shop.market, a_customer=1)
    page = call.filled()
    call.phone.post(page, {"act": "way", "way": call.shop.york.code})
    call.phone.post(page, {"act": "code", "code": "SUMMER26"})
    link = call.phone.post(f"{page}send/").context["link"]
    path = "/" + link.split("/", 3)[3]
    shown = client.get(path).context["basket"]
    client.post(path)
    done = client.post("/checkout/", collecting(client, call.shop))
    assert done.status_code == 302, done.context["form"].errors
    (order,) = placed(call.shop)
    assert (order.total, coupons.tallies([batch.id])[batch.id].confirmed) == (shown.total, 1)
