"""The parity board."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import UnitPrice
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.parity import models
from oneshelf.modules.parity import public as parity
from oneshelf.modules.pricing import public as pricing
from oneshelf.surfaces.backoffice.parity import Names, why
from tests.staff.builders import a_member, sign_in
from tests.surfaces.storefront.builders import WebShop, a_web_shop

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

PAGE = "/backoffice/parity/"


@pytest.fixture
def shop() -> WebShop:
    return a_web_shop()


@pytest.fixture
def owner(client: Client) -> Client:
    return sign_in(client, a_member("owner"))


@pytest.fixture
def gouda(shop: WebShop) -> VariantId:
    """An article that the web shop sells at a price of its own."""
    gouda = shop.product(york=9)
    code = pricing.ListCode("web")
    pricing.open_price_list(shop.market.id, code, "Web", pricing.Scope(channel=shop.web.id), 10, actor=SYSTEM)
    price = UnitPrice(123, shop.market.currency)
    pricing.set_price(shop.market.id, gouda, price, clock.now(), price_list=code, actor=SYSTEM)
    parity.check_all(shop.market.id)
    return gouda


def test_what_differs_is_shown_with_its_reason(shop: WebShop, owner: Client, gouda: VariantId) -> None:
    page = owner.get(PAGE)
    title = catalogue.snapshots([gouda])[gouda].title
    assert {row.article.title for row in page.context["rows"] if row.article} == {title}
    assert "sells by the list “Web”" in page.content.decode()
    only = owner.get(PAGE, {"aspect": "price"}).context["rows"]
    assert [row.finding.difference.aspect for row in only] == [parity.Aspect.PRICE]


def test_methods_of_payment_are_listed_by_the_channels_that_alone_take_them() -> None:
    names = Names({"pos": "Tills", "web": "Web shop", "phone": "Telephone"}, {})
    taken = [("phone", "on_account"), ("pos", "cash"), ("web", "at_collection"), ("web", "on_account")]
    reasons = [parity.Reason(parity.ReasonKind.METHOD, channel, method) for channel, method in taken]
    assert why(names, reasons) == [
        "Only in Telephone, Web shop: on account.",
        "Only in Tills: cash.",
        "Only in Web shop: when it is collected.",
    ]


def test_one_article_stands_side_by_side(owner: Client, gouda: VariantId) -> None:
    sku = catalogue.snapshots([gouda])[gouda].sku
    compared = owner.get(PAGE, {"code": sku}).context["compared"]
    assert compared["article"].sku == sku
    assert [differs for _, _, differs in compared["rows"]][:2] == [True, True]
    assert "No article that is sold" in owner.get(PAGE, {"code": "nothing"}).content.decode()


def test_a_difference_is_meant_and_not_meant_and_looked_after(shop: WebShop, owner: Client, gouda: VariantId) -> None:
    (price,) = parity.findings(shop.market.id, aspect=parity.Aspect.PRICE)
    sent = {"act": "accept", "version": str(price.version), "note": "Web weeks"}
    assert owner.post(f"{PAGE}{price.id}/", sent).status_code == 302
    (row,) = owner.get(PAGE, {"meant": "1"}).context["rows"]
    assert row.finding.note == "Web weeks"
    owner.post(f"{PAGE}{price.id}/", {"act": "reject", "version": str(price.version)})
    owner.post(f"{PAGE}{price.id}/", {"act": "assign", "version": str(price.version)})
    (row,) = owner.get(PAGE, {"aspect": "price"}).context["rows"]
    assert row.owner
    assert row.finding.accepted_at is None


def test_what_was_decided_too_late_or_nonsense_changes_nothing(shop: WebShop, owner: Client, gouda: VariantId) -> None:
    (price,) = parity.findings(shop.market.id, aspect=parity.Aspect.PRICE)
    for version in ("9", "x", "", "99999999999999"):
        said = owner.post(f"{PAGE}{price.id}/", {"act": "accept", "version": version}, follow=True)
        assert "is gone" in said.content.decode()
    assert owner.post(f"{PAGE}{new_id()}/", {"act": "accept", "version": "1"}, follow=True).status_code == 200
    assert parity.get_finding(price.id) == price
    assert owner.get(PAGE, {"after": "nonsense", "aspect": "colour"}).status_code == 200


def test_a_difference_of_another_market_is_not_decided(shop: WebShop, owner: Client, gouda: VariantId) -> None:
    models.Finding.objects.filter(market_id=shop.market.id).update(market_id=new_id())
    for finding in models.Finding.objects.all():
        sent = {"act": "accept", "version": str(finding.version)}
        owner.post(f"{PAGE}{finding.id}/", sent)
    assert set(models.Finding.objects.values_list("accepted_at", flat=True)) == {None}


def test_the_board_asks_so_often(owner: Client, gouda: VariantId, django_assert_num_queries: Any) -> None:
    owner.get(PAGE)
    with django_assert_num_queries(11):
        assert owner.get(PAGE).status_code == 200
