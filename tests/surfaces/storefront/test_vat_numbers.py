"""A business of the EU names its VAT number in the web shop: what it is shown, and pays, and what a wrong one does."""

from __future__ import annotations

import pytest
from django.test import Client

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.orders import public as orders
from oneshelf.modules.tax import public as tax
from tests.surfaces.storefront.builders import WebShop
from tests.surfaces.storefront.shopping import ADDRESS, fill, form, placed
from tests.tax.builders import a_rate

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

VAT_ID = "DE136695976"
BERLIN = ADDRESS | {"postal_code": "10115", "city": "Berlin", "country": "DE"}
SPARED = "Reverse charge: no tax is charged, your business accounts for it."


def in_poland(shop: WebShop) -> None:
    """Let a shop's goods leave from Poland, and be taxed at 25 % there."""
    tax.set_regime(shop.market.id, tax.Regime("PL"), actor=SYSTEM)
    a_rate(shop.market.id, 2_500)


def test_a_business_abroad_sees_what_it_is_spared_before_it_pays_and_on_its_order(
    client: Client, shop: WebShop
) -> None:
    in_poland(shop)
    fill(client, shop.product(york=5, cents=500))
    asked = client.get("/checkout/").content.decode()
    assert 'name="vat_id"' in asked
    seen = client.get("/checkout/summary/", BERLIN | {"method": "ship", "vat_id": "de 136.695.976"})
    assert (seen.context["total"].minor, SPARED in seen.content.decode()) == (899, True)
    filled = form(client, method="ship", vat_id="de 136.695.976", seen_total="1124", **BERLIN)
    answer = client.post("/checkout/", filled)
    assert answer.status_code == 409, "without script the page had shown another total"
    assert (len(placed(shop)), answer.context["total"].minor) == (0, 899)
    again = filled | {"seen_total": "899"}
    said = client.post("/checkout/", again, follow=True).content.decode()
    (order,) = placed(shop)
    kept = orders.get_order(order.id)
    assert (order.total.minor, kept.vat_id) == (899, VAT_ID)
    assert VAT_ID in said
    assert SPARED in said


@pytest.mark.parametrize("number", ["DE136695977", "136695976", "nonsense"])
def test_a_wrong_number_is_said_at_its_field_and_changes_nothing(client: Client, shop: WebShop, number: str) -> None:
    in_poland(shop)
    fill(client, shop.product(york=5, cents=500))
    answer = client.post("/checkout/", form(client, method="ship", vat_id=number, **BERLIN))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["vat_id"]
    assert f"“{number}” is no VAT id of the EU." in answer.content.decode()
    assert placed(shop) == []
    shown = client.get("/checkout/summary/", BERLIN | {"method": "ship", "vat_id": number})
    assert (shown.context["total"].minor, SPARED in shown.content.decode()) == (1_124, False)


def test_who_collects_is_asked_for_no_number_and_a_wrong_one_does_not_hinder(client: Client, shop: WebShop) -> None:
    in_poland(shop)
    fill(client, shop.product(york=5, cents=500))
    filled = form(client, method="collect", store=shop.york.code, vat_id="nonsense")
    assert client.post("/checkout/", filled).status_code == 302
    (order,) = placed(shop)
    assert (order.total.minor, orders.get_order(order.id).vat_id) == (500, "")


def test_only_a_shop_in_the_eu_asks_for_it(client: Client, shop: WebShop) -> None:
    fill(client, shop.product(york=5, cents=500))
    assert 'name="vat_id"' not in client.get("/checkout/").content.decode()
    asked = BERLIN | {"method": "ship", "services": "1"}
    room = 'id="vat-wrong"'
    assert room not in client.get("/checkout/summary/", asked).content.decode(), "its page has no place for it"
    assert room in client.get("/checkout/summary/", asked | {"vat_id": ""}).content.decode()
    assert client.post("/checkout/", form(client, method="ship", vat_id="nonsense", **BERLIN)).status_code == 302
    (order,) = placed(shop)
    assert orders.get_order(order.id).vat_id == ""
