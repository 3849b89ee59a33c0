"""The phone names units on a shelf one by one."""

from __future__ import annotations

import pytest
from django.test import Client

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from tests.inventory.builders import Shop, a_shop
from tests.lots.builders import by_lot
from tests.lots.test_naming import came_before
from tests.staff.builders import a_member, sign_in
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

GTIN = "5901234123457"


@pytest.fixture
def shop() -> Shop:
    return a_shop()


@pytest.fixture
def phone(shop: Shop) -> VariantId:
    variant = came_before(shop, 2)
    catalogue.add_barcode(variant, GTIN, actor=SYSTEM)
    return variant


def test_each_scan_names_a_unit_until_all_have_their_number(shop: Shop, phone: VariantId) -> None:
    manager = sign_in(Client(), a_member("manager", at=shop.store.id))
    article = f"/associate/at/{shop.store.id}/stock/{phone}/"
    page = f"{article}numbers/"
    assert page in manager.get(article).content.decode()
    for code in (f"]d201{GTIN.zfill(14)}21S1", "S2"):
        assert manager.post(page, {"code": code})["Location"] == page
    shown = manager.get(page).context
    assert (shown["nameless"], [part.code for part in shown["named"]]) == (0, ["S2", "S1"])
    assert by_lot(shop, phone) == {"S1": 1, "S2": 1}
    assert page not in manager.get(article).content.decode()
    assert manager.post(page, {"code": "S2"}).status_code == 302, "a scan that is sent twice"


@pytest.mark.parametrize(
    ("code", "status"),
    [("", 422), ("x" * 300, 422), ("a\x07", 422), (GTIN, 422), ("]d201040063813339312 1S1", 422)],
)
def test_what_names_no_unit_of_the_article_is_said(shop: Shop, phone: VariantId, code: str, status: int) -> None:
    manager = sign_in(Client(), a_member("manager", at=shop.store.id))
    page = f"/associate/at/{shop.store.id}/stock/{phone}/numbers/"
    with nothing_changes():
        assert manager.post(page, {"code": code}).status_code == status


def test_only_who_corrects_stock_there_names_units(shop: Shop, phone: VariantId) -> None:
    page = f"/associate/at/{shop.store.id}/stock/{phone}/numbers/"
    picker = sign_in(Client(), a_member("picker", at=shop.store.id))
    elsewhere = sign_in(Client(), a_member("manager", at=a_shop().store.id))
    with nothing_changes():
        assert picker.post(page, {"code": "S1"}).status_code == 403
        assert elsewhere.post(page, {"code": "S1"}).status_code == 403
