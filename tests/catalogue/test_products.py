"""Products as they are created, changed and archived; each refusal leaves everything as it was."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import NotFound, Refusal
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.kernel.outbox.models import Event
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue import models
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import CategoryId, Content, NewVariant, ProductDescription, ProductId
from tests.catalogue.builders import a_category, a_product, a_variant

pytestmark = [pytest.mark.database, pytest.mark.django_db]

TEE = ProductDescription(title="Tee", category=CategoryId(UUID(int=0)), option_names=("size", "colour"))
SMALL_RED = NewVariant(sku="TEE-S-RED", option_values=("S", "red"))


def told() -> list[tuple[str, int]]:
    return list(Event.objects.filter(type__contains=".product_").order_by("id").values_list("type", "sequence"))


def test_a_product_is_created_whole() -> None:
    dairy = a_category("Dairy", slug="dairy")
    cheese = a_category("Cheese", dairy, slug="cheese")
    product = a_product(
        "Café Gouda",
        cheese,
        [NewVariant(sku="GOUDA", unit=Unit.KILOGRAM, weight_g=1000, barcodes=("4006381333931", "96385074"))],
        brand="Polder",
        minimum_age=18,
        attributes={"milk": "cow", "fat_percent": 48, "organic": True, "allergens": ["milk"]},
    )
    with CaptureQueriesContext(connection) as queries:
        page = catalogue.product_page("cafe-gouda")
    assert len(queries) == 4
    assert (page.id, page.title, page.brand, page.minimum_age, page.version) == (product, "Café Gouda", "Polder", 18, 1)
    assert page.attributes == {"milk": "cow", "fat_percent": 48, "organic": True, "allergens": ["milk"]}
    assert [category.slug for category in page.trail] == ["dairy", "cheese"]
    assert [(v.sku, v.unit, v.barcodes) for v in page.variants] == [
        ("GOUDA", Unit.KILOGRAM, ("04006381333931", "00000096385074"))
    ]
    assert told() == [("catalogue.product_created.v1", 1)]


def test_products_of_one_title_have_addresses_of_their_own() -> None:
    a_product("Gouda")
    a_product("Gouda")
    assert len(set(models.Product.objects.values_list("slug", flat=True))) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("description", "variants", "refusal"),
    [
        ({"title": " "}, [SMALL_RED], catalogue.BadText),
        ({"title": "x" * 201}, [SMALL_RED], catalogue.BadText),
        ({"minimum_age": 0}, [SMALL_RED], catalogue.BadMeasure),
        ({"attributes": {"Bad Key": "x"}}, [SMALL_RED], catalogue.BadAttribute),
        ({"attributes": {"ratio": 0.5}}, [SMALL_RED], catalogue.BadAttribute),
        ({"category": CategoryId(new_id())}, [SMALL_RED], NotFound),
        ({}, [NewVariant(sku="A", option_values=("S",))], catalogue.OptionsDiffer),
        ({}, [SMALL_RED, NewVariant(sku="B", option_values=("S", "red"))], catalogue.OptionsDiffer),
        ({}, [SMALL_RED, NewVariant(sku="TEE-S-RED", option_values=("M", "red"))], catalogue.SkuTaken),
        ({}, [NewVariant(sku="A", option_values=("S", "red"), barcodes=("4006381333932",))], catalogue.WrongCheckDigit),
        ({}, [NewVariant(sku="A", option_values=("S", "red"), weight_g=-5)], catalogue.BadMeasure),
    ],
)
def test_what_is_wrong_is_refused_whole(
    description: dict[str, Any], variants: list[NewVariant], refusal: type[Refusal]
) -> None:
    tee = ProductDescription(title="Tee", category=a_category(), option_names=("size", "colour"))
    with pytest.raises(refusal):
        catalogue.create_product(replace(tee, **description), variants, actor=SYSTEM)
    assert models.Product.objects.count() == models.Variant.objects.count() == models.Search.objects.count() == 0
    assert told() == []


@pytest.mark.django_db(transaction=True)
def test_a_slug_and_a_barcode_name_one_thing() -> None:
    a_product("Gouda", slug="gouda", variants=[NewVariant(sku="GOUDA", barcodes=("4006381333931",))])
    with pytest.raises(catalogue.SlugTaken) as slug:
        a_product("Another", slug="gouda")
    assert slug.value.value == "gouda"
    edam = a_variant("Edam")
    with pytest.raises(catalogue.BarcodeTaken) as barcode:
        catalogue.add_barcode(edam, "04006381333931", actor=SYSTEM)
    assert (barcode.value.value, barcode.value.sku) == ("04006381333931", "GOUDA")
    assert models.Barcode.objects.count() == 1


def test_a_revision_is_seen_at_once_and_numbered() -> None:
    product = a_product("Gouda", slug="gouda")
    category = models.Product.objects.get().category_id
    revised = ProductDescription(title="Old Gouda", category=CategoryId(category), brand="Polder")
    catalogue.revise_product(product, revised, seen=1, actor=SYSTEM)
    assert catalogue.product_page("gouda").title == "Old Gouda"
    assert [hit.product for hit in catalogue.search("polder").hits] == [product]
    with pytest.raises(catalogue.ProductChangedMeanwhile) as refusal:
        catalogue.revise_product(product, revised, seen=1, actor=SYSTEM)
    assert refusal.value.version == 2
    assert told() == [("catalogue.product_created.v1", 1), ("catalogue.product_revised.v1", 2)]


def test_an_archived_product_is_not_sold_but_remembered() -> None:
    variant = a_variant("Gouda", sku="GOUDA")
    product = catalogue.snapshots([variant])[variant].product
    catalogue.archive_product(product, actor=SYSTEM)
    catalogue.archive_product(product, actor=SYSTEM)
    assert not catalogue.snapshots([variant])[variant].sellable
    assert catalogue.search("gouda").hits == ()
    with pytest.raises(NotFound):
        catalogue.product_page("gouda")
    catalogue.restore_product(product, actor=SYSTEM)
    assert catalogue.snapshots([variant])[variant].sellable
    assert [hit.product for hit in catalogue.search("gouda").hits] == [product]
    assert [sequence for _, sequence in told()] == [1, 2, 3]


def test_variants_come_and_go() -> None:
    product = a_product("Tee", variants=[SMALL_RED], option_names=("size", "colour"))
    large = catalogue.add_variant(product, NewVariant(sku="TEE-L", option_values=("L", "red")), actor=SYSTEM)
    assert catalogue.search("tee").hits[0].variants[1] == large
    catalogue.archive_variant(large, actor=SYSTEM)
    assert len(catalogue.search("tee").hits[0].variants) == 1
    again = catalogue.add_variant(product, NewVariant(sku="TEE-L2", option_values=("L", "red")), actor=SYSTEM)
    with pytest.raises(catalogue.OptionsDiffer):
        catalogue.revise_variant(again, NewVariant(sku="TEE-L2", option_values=("L",)), actor=SYSTEM)
    catalogue.revise_variant(again, NewVariant(sku="TEE-L3", option_values=("XL", "red"), weight_g=90), actor=SYSTEM)
    catalogue.restore_variant(large, actor=SYSTEM)
    assert [v.sku for v in catalogue.product_page("tee").variants] == ["TEE-S-RED", "TEE-L", "TEE-L3"]


def test_a_barcode_is_added_once_and_can_be_taken_off() -> None:
    gouda = a_variant("Gouda")
    assert catalogue.add_barcode(gouda, "978-0-471-11709-4", actor=SYSTEM) == "09780471117094"
    catalogue.add_barcode(gouda, "9780471117094", actor=SYSTEM)
    assert [hit.variants for hit in catalogue.search("9780471117094").hits] == [(gouda,)]
    catalogue.remove_barcode(gouda, "9780471117094", actor=SYSTEM)
    assert catalogue.find_variant_by_barcode("9780471117094") is None
    with pytest.raises(NotFound):
        catalogue.remove_barcode(gouda, "9780471117094", actor=SYSTEM)


@pytest.mark.parametrize("unknown", [ProductId(new_id())])
def test_what_is_not_there_cannot_be_changed(unknown: ProductId) -> None:
    for change in (
        lambda: catalogue.archive_product(unknown, actor=SYSTEM),
        lambda: catalogue.add_variant(unknown, SMALL_RED, actor=SYSTEM),
        lambda: catalogue.revise_product(unknown, TEE, actor=SYSTEM),
        lambda: catalogue.add_barcode(catalogue.VariantId(unknown), "96385074", actor=SYSTEM),
    ):
        with pytest.raises(NotFound):
            change()


def test_a_net_content_is_of_a_piece_and_measured() -> None:
    described = ProductDescription(title="Jam", category=a_category())
    jam = NewVariant("JAM", content=Content(250, Unit.KILOGRAM))
    for wrong in (
        NewVariant("JAM", unit=Unit.KILOGRAM, content=Content(250, Unit.KILOGRAM)),
        NewVariant("JAM", content=Content(250, Unit.EACH)),
    ):
        with pytest.raises(catalogue.BadContent):
            catalogue.create_product(described, [wrong], actor=SYSTEM)
    with pytest.raises(catalogue.BadMeasure):
        catalogue.create_product(described, [NewVariant("JAM", content=Content(0, Unit.LITRE))], actor=SYSTEM)
    catalogue.create_product(described, [jam], actor=SYSTEM)
    variant = catalogue.variants_by_sku(["JAM"])["JAM"]
    assert catalogue.contents([variant]) == {variant: Content(250, Unit.KILOGRAM)}
    assert Content(250, Unit.KILOGRAM).price(UnitPrice(300, "USD")).times(1000) == Money(1200, "USD")
    catalogue.revise_variant(variant, NewVariant("JAM"), actor=SYSTEM)
    assert catalogue.contents([variant]) == {}
