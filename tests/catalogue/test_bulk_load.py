"""Loads bring in whole catalogues, and a second run changes nothing."""

from __future__ import annotations

import pytest
from django.db import transaction
from psycopg.errors import CheckViolation

from oneshelf.kernel.ids import new_id
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue import models
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import CategoryRow, PictureRow, ProductRow, SearchFilters, VariantRow

pytestmark = [pytest.mark.database, pytest.mark.django_db]

FOOD = CategoryRow(new_id(), None, "food", "Food")
DAIRY = CategoryRow(new_id(), FOOD.id, "dairy", "Dairy")
GOUDA = ProductRow(
    new_id(), "gouda", "Gouda", DAIRY.id, brand="Polder", attributes={"fat_percent": 48}, made_up=("minimum_age",)
)
BY_WEIGHT = VariantRow(new_id(), GOUDA.id, "GOUDA", unit=Unit.KILOGRAM, weight_g=1000, barcode="04006381333931")
PICTURE = PictureRow(new_id(), GOUDA.id, "static:openmoji/1F9C0.svg", "Cheese", 72, 72)


def load() -> list[int]:
    return [
        catalogue.bulk_load_categories([FOOD, DAIRY]),
        catalogue.bulk_load_products([GOUDA]),
        catalogue.bulk_load_variants([BY_WEIGHT]),
        catalogue.bulk_load_pictures([PICTURE]),
    ]


def test_a_load_is_whole_and_happens_once() -> None:
    assert load() == [2, 1, 1, 1]
    assert load() == [0, 0, 0, 0]
    assert catalogue.rebuild_search() == 1
    page = catalogue.product_page("gouda")
    assert (page.attributes, page.made_up, page.version) == ({"fat_percent": 48}, ("minimum_age",), 1)
    assert [(v.id, v.unit, v.barcodes) for v in page.variants] == [(BY_WEIGHT.id, Unit.KILOGRAM, ("04006381333931",))]
    assert [category.path for category in page.trail] == ["food/", "food/dairy/"]
    assert catalogue.search("guoda", SearchFilters(category="food")).hits[0].picture == PICTURE.path


def test_a_later_load_grows_the_same_tree() -> None:
    load()
    cheese = CategoryRow(new_id(), DAIRY.id, "cheese", "Cheese")
    assert catalogue.bulk_load_categories([cheese]) == 1
    assert catalogue.category_page("cheese").category.path == "food/dairy/cheese/"


def test_a_wrong_barcode_stops_the_load() -> None:
    wrong = VariantRow(new_id(), GOUDA.id, "OTHER", barcode="04006381333932")
    load()
    with pytest.raises(CheckViolation, match="barcode_has_its_check_digit"), transaction.atomic():
        catalogue.bulk_load_variants([wrong])
    assert models.Variant.objects.count() == 1
