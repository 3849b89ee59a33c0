"""What the back office does: cancelling, refunding, correcting stock, changing prices. Refused, it changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method, OrderState
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places import public as places
from oneshelf.modules.pricing import public as pricing
from tests.checkout.builders import ANA
from tests.staff.builders import a_member, sign_in
from tests.surfaces.storefront.builders import WebShop, a_web_shop

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def shop() -> WebShop:
    return a_web_shop()


@pytest.fixture
def owner(client: Client) -> Client:
    return sign_in(client, a_member("owner"))


def to_collect(shop: WebShop, variant: VariantId) -> checkout.PlacedOrder:
    """Order for collection in York, paid elsewhere."""
    return checkout.place_order(
        checkout.Purchase(
            market=shop.market.id,
            channel=shop.web.id,
            method=Method.COLLECT,
            place=shop.york.id,
            contact=ANA,
            lines=(checkout.Wanted(variant, 2),),
            tenders=(checkout.Tender("external", Money(500, "USD")),),
        ),
        actor=SYSTEM,
    )


def given_back(order: UUID) -> int:
    (payment,) = payments.payments_of([order])[order]
    return sum(refund.amount for refund in payments.refunds_of([payment.id])[payment.id])


def test_cancelling_twice_cancels_once(shop: WebShop, owner: Client) -> None:
    gouda = shop.product(york=5)
    order = to_collect(shop, gouda).order
    assert shop.available(gouda) == 3
    for said in ("is cancelled. Its goods", "is cancelled already"):
        page = owner.post(f"/backoffice/orders/{order}/cancel/", follow=True)
        assert said in page.content.decode()
    assert orders.get_order(order).summary.state is OrderState.CANCELLED
    assert shop.available(gouda) == 5


def test_what_has_left_cannot_be_cancelled(shop: WebShop, owner: Client) -> None:
    order = shop.till_sale(shop.product(york=5)).order
    page = owner.post(f"/backoffice/orders/{order}/cancel/", follow=True)
    assert "cannot be cancelled" in page.content.decode()
    assert orders.get_order(order).summary.state is OrderState.COMPLETED


def test_a_refund_is_looked_at_then_paid_once(shop: WebShop, owner: Client) -> None:
    gouda = shop.product(york=5)
    order = shop.till_sale(gouda, 3).order
    address = f"/backoffice/orders/{order}/refund/"
    asked = {"goods_1": "2", "place": shop.york.code, "amount": ""}
    preview = owner.get(address, asked)
    assert preview.context["plan"].amount == Money(500, "USD")
    assert (given_back(order), shop.available(gouda)) == (0, 2)
    sent = {**asked, "cause": preview.context["cause"]}
    for _ in range(2):
        assert owner.post(address, sent).status_code == 302
    assert (given_back(order), shop.available(gouda)) == (500, 4)


def test_money_alone_can_be_given_back(shop: WebShop, owner: Client) -> None:
    order = shop.till_sale(shop.product(york=5), 3).order
    address = f"/backoffice/orders/{order}/refund/"
    cause = owner.get(address, {"amount": "1,20"}).context["cause"]
    owner.post(address, {"amount": "1,20", "cause": cause})
    assert given_back(order) == 120


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"amount": "-1"}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"amount": "7.51"}, "amount"),
        ({"amount": "1.234"}, "amount"),
        ({"amount": "all"}, "amount"),
        ({}, "amount"),
        ({"amount": "1", "place": "nowhere"}, "place"),
        ({"amount": "1", "place": "york"}, "place"),
        ({"amount": "1", "goods_1": "1"}, "place"),
        ({"goods_1": "4", "place": "york"}, "goods_1"),
        ({"goods_1": "-1", "place": "york"}, "goods_1"),
        ({"goods_1": "some", "place": "york"}, "goods_1"),
    ],
)
def test_a_bad_refund_changes_nothing(shop: WebShop, owner: Client, asked: dict[str, str], field: str) -> None:
    gouda = shop.product(york=5)
    order = shop.till_sale(gouda, 3).order
    address = f"/backoffice/orders/{order}/refund/"
    sent = {key: shop.york.code if value == "york" else value for key, value in asked.items()}
    cause = owner.get(address).context["cause"]
    page = owner.post(address, sent | {"cause": cause})
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert (given_back(order), shop.available(gouda)) == (0, 2)


def test_a_forged_or_foreign_form_pays_nothing(shop: WebShop, owner: Client) -> None:
    gouda = shop.product(york=5)
    order, other = shop.till_sale(gouda).order, shop.till_sale(gouda).order
    foreign = owner.get(f"/backoffice/orders/{other}/refund/").context["cause"]
    for cause in ("", "forged", foreign):
        page = owner.post(f"/backoffice/orders/{order}/refund/", {"amount": "1", "cause": cause})
        assert page.status_code == 422
    assert given_back(order) == 0


def test_a_picker_gives_nothing_back(shop: WebShop, client: Client) -> None:
    order = shop.till_sale(shop.product(york=5)).order
    sign_in(client, a_member("picker"))
    for act in ("cancel", "refund"):
        assert client.post(f"/backoffice/orders/{order}/{act}/", {"amount": "1"}).status_code == 403
    assert given_back(order) == 0


def correct(owner: Client, shop: WebShop, variant: VariantId, **fields: Any) -> Any:
    address = f"/backoffice/stock/{shop.york.code}/{variant}/"
    given = {"reason": "damaged", "cause": owner.get(address).context["cause"]} | fields
    return owner.post(address, given)


def test_stock_is_corrected_once(shop: WebShop, owner: Client) -> None:
    gouda = shop.product(york=5)
    address = f"/backoffice/stock/{shop.york.code}/{gouda}/"
    sent = {"change": "-2", "reason": "damaged", "cause": owner.get(address).context["cause"]}
    for _ in range(2):
        assert owner.post(address, sent).status_code == 302
    assert shop.available(gouda) == 3
    assert correct(owner, shop, gouda, change="+4", reason="found").status_code == 302
    assert shop.available(gouda) == 7


@pytest.mark.parametrize(
    "fields",
    [
        {"change": "0"},
        {"change": "-6"},
        {"change": "many"},
        {"change": ""},
        {"change": "1.5"},
        {"change": "1", "reason": "bored"},
        {"change": "1", "cause": "forged"},
    ],
)
@pytest.mark.django_db(transaction=True)
def test_a_bad_correction_changes_nothing(shop: WebShop, owner: Client, fields: dict[str, str]) -> None:
    gouda = shop.product(york=5)
    page = correct(owner, shop, gouda, **fields)
    assert page.status_code == 422
    assert page.context["form"].errors
    assert shop.available(gouda) == 5


def test_nothing_is_corrected_where_nothing_is_counted_any_more(shop: WebShop, owner: Client) -> None:
    gouda = shop.product(york=5)
    cause = owner.get(f"/backoffice/stock/{shop.york.code}/{gouda}/").context["cause"]
    places.archive_place(shop.york.id, actor=SYSTEM)
    supplier = places.get_place(places.virtual_places(shop.market.id).supplier)
    for code in (shop.york.code, supplier.code):
        address, sent = f"/backoffice/stock/{code}/{gouda}/", {"change": "1", "reason": "found", "cause": cause}
        assert owner.post(address, sent).status_code == 404
    (level,) = inventory.levels(shop.market.id, [gouda], [shop.york.id])
    assert level.on_hand == 5


def test_who_only_looks_at_stock_corrects_none(shop: WebShop, client: Client) -> None:
    gouda = shop.product(york=5)
    sign_in(client, a_member("picker"))
    page = client.get(f"/backoffice/stock/{shop.york.code}/{gouda}/")
    assert not page.context["may_adjust"]
    sent = {"change": "1", "reason": "found", "cause": page.context["cause"]}
    assert client.post(f"/backoffice/stock/{shop.york.code}/{gouda}/", sent).status_code == 403
    (level,) = inventory.levels(shop.market.id, [gouda], [shop.york.id])
    assert level.on_hand == 5


def costs(shop: WebShop, variant: VariantId, *, later: timedelta = timedelta()) -> int:
    return pricing.prices(shop.market.id, [variant], clock.now() + later)[variant].unit_price.minor


def test_a_price_changes_now_or_later_and_a_plan_is_taken_back(shop: WebShop, owner: Client) -> None:
    gouda = shop.product(cents=250)
    address = f"/backoffice/prices/{gouda}/"
    assert owner.post(address, {"amount": "1,99"}).status_code == 302
    assert costs(shop, gouda) == 199
    tomorrow = (clock.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    assert owner.post(address, {"amount": "1.50", "starts": tomorrow}).status_code == 302
    assert (costs(shop, gouda), costs(shop, gouda, later=timedelta(days=2))) == (199, 150)
    planned = owner.get(address).context["history"][0]
    assert planned[1] == "planned"
    owner.post(f"{address}cancel/", {"price": str(planned[0].id)})
    assert costs(shop, gouda, later=timedelta(days=2)) == 199


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"amount": ""}, "amount"),
        ({"amount": "-1"}, "amount"),
        ({"amount": "1.999"}, "amount"),
        ({"amount": "cheap"}, "amount"),
        ({"amount": "99999999999999"}, "amount"),
        ({"amount": "1", "starts": "2020-01-01T10:00"}, "starts"),
        ({"amount": "1", "starts": "soon"}, "starts"),
        ({"amount": "1", "ends": "2020-01-01T10:00"}, "ends"),
    ],
)
def test_a_bad_price_changes_nothing(shop: WebShop, owner: Client, given: dict[str, str], field: str) -> None:
    gouda = shop.product(cents=250)
    page = owner.post(f"/backoffice/prices/{gouda}/", given)
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert costs(shop, gouda) == 250


def test_a_price_that_was_never_planned_cannot_be_taken_back(shop: WebShop, owner: Client) -> None:
    gouda = shop.product()
    assert owner.post(f"/backoffice/prices/{gouda}/cancel/", {"price": "x"}).status_code == 404
    page = owner.post(f"/backoffice/prices/{gouda}/cancel/", {"price": str(gouda)}, follow=True)
    assert "There is no planned price" in page.content.decode()
