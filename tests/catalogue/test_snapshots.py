"""Snapshots: what baskets, tills and the API read of variants, in one statement each."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel.ids import new_id
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.models import Barcode, Category, Picture, Product, Variant
from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def cheese() -> Variant:
    category = Category.objects.create(slug="dairy", name="Dairy", path="dairy/")
    product = Product.objects.create(
        slug="gouda", title="Gouda", brand="Polder", category=category, tax_class="reduced", minimum_age=None
    )
    variant = Variant.objects.create(product=product, sku="GOUDA-KG", title="aged", unit="kg")
    Barcode.objects.create(variant=variant, value="04006381333931", position=1)
    Barcode.objects.create(variant=variant, value="00000096385074", position=0)
    Picture.objects.create(product=product, path="static:a.svg", alt="Gouda", width=10, height=10, position=2)
    Picture.objects.create(product=product, path="static:b.svg", alt="Gouda", width=10, height=10, position=1)
    return variant


def test_a_basket_is_read_in_one_statement(cheese: Variant) -> None:
    variant = VariantId(cheese.id)
    expected = VariantSnapshot(
        variant=variant,
        product=catalogue.ProductId(cheese.product_id),
        sku="GOUDA-KG",
        title="Gouda, aged",
        gtin="00000096385074",
        picture="static:b.svg",
        unit=Unit.KILOGRAM,
        tax_class="reduced",
        minimum_age=None,
        sellable=True,
    )
    with CaptureQueriesContext(connection) as queries:
        assert catalogue.snapshots([variant, VariantId(new_id())]) == {variant: expected}
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        assert catalogue.snapshots_by_sku(["GOUDA-KG", "UNKNOWN"]) == {"GOUDA-KG": expected}
    assert len(queries) == 1
    assert catalogue.snapshots([variant])[variant].unit is Unit.KILOGRAM


@pytest.mark.parametrize("text", ["4006381333931", "04006381333931", "400-6381-333931", "96385074", "GOUDA-KG"])
def test_a_till_finds_a_variant_by_whatever_names_it(cheese: Variant, text: str) -> None:
    assert catalogue.find_variant_by_code(text) == cheese.id


@pytest.mark.parametrize("text", ["4006381333932", "036000291452", "GOUDA", ""])
def test_a_till_finds_nothing_by_other_codes(cheese: Variant, text: str) -> None:
    assert catalogue.find_variant_by_code(text) is None


def test_a_misread_barcode_says_so(cheese: Variant) -> None:
    assert catalogue.find_variant_by_barcode("036000291452") is None
    with pytest.raises(catalogue.WrongCheckDigit):
        catalogue.find_variant_by_barcode("4006381333932")


@pytest.mark.parametrize("value", ["04006381333932", "4006381333931", "0400638133393X", ""])
def test_the_database_refuses_a_wrong_barcode(cheese: Variant, value: str) -> None:
    with pytest.raises(IntegrityError, match="barcode_has_its_check_digit"), transaction.atomic():
        Barcode.objects.create(variant=cheese, value=value)
    assert Barcode.objects.count() == 2
