"""The tree of categories, and products that move with it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import NotFound
from oneshelf.modules.catalogue import models
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import SearchFilters
from tests.catalogue.builders import a_category, a_product

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def paths() -> list[str]:
    return sorted(models.Category.objects.values_list("path", flat=True))


def test_a_category_knows_its_place() -> None:
    food = a_category("Food", slug="food")
    dairy = a_category("Dairy", food, slug="dairy", position=2)
    a_category("Bakery", food, slug="bakery", position=1)
    a_category("Cheese", dairy, slug="cheese")
    with CaptureQueriesContext(connection) as queries:
        page = catalogue.category_page("dairy")
    assert len(queries) == 3
    assert page.category.path == "food/dairy/"
    assert [each.slug for each in page.trail] == ["food", "dairy"]
    assert [each.slug for each in page.children] == ["cheese"]
    with CaptureQueriesContext(connection) as queries:
        tree = catalogue.category_tree(depth=2)
    assert len(queries) == 1
    assert [(each.slug, each.depth) for each in tree] == [("food", 0), ("bakery", 1), ("dairy", 1)]


def test_a_moved_category_takes_all_below_it_along() -> None:
    food, other = a_category("Food", slug="food"), a_category("Other", slug="other")
    dairy = a_category("Dairy", food, slug="dairy")
    cheese = a_category("Cheese", dairy, slug="cheese")
    a_category("Dairy-free", food, slug="dairy-free")
    product = a_product("Gouda", cheese)
    catalogue.move_category(dairy, other, actor=SYSTEM)
    assert paths() == ["food/", "food/dairy-free/", "other/", "other/dairy/", "other/dairy/cheese/"]
    assert [hit.product for hit in catalogue.list_products(SearchFilters(category="other")).hits] == [product]
    assert catalogue.list_products(SearchFilters(category="food")).hits == ()
    catalogue.move_category(cheese, None, actor=SYSTEM)
    assert "cheese/" in paths()


def test_a_category_cannot_lie_within_itself() -> None:
    food = a_category("Food", slug="food")
    dairy = a_category("Dairy", food, slug="dairy")
    for parent in (food, dairy):
        with pytest.raises(catalogue.CategoryIntoItself):
            catalogue.move_category(food, parent, actor=SYSTEM)
    assert paths() == ["food/", "food/dairy/"]


def test_a_renamed_category_is_found_by_its_new_name() -> None:
    dairy = a_category("Dairy", slug="dairy")
    product = a_product("Gouda", a_category("Cheese", dairy, slug="cheese"))
    catalogue.revise_category(dairy, name="Molkerei", slug="molkerei", actor=SYSTEM)
    assert paths() == ["molkerei/", "molkerei/cheese/"]
    assert [hit.product for hit in catalogue.search("molkerei").hits] == [product]
    assert catalogue.search("dairy").hits == ()
    with pytest.raises(NotFound):
        catalogue.category_page("dairy")


@pytest.mark.django_db(transaction=True)
def test_an_address_has_one_category() -> None:
    a_category("Dairy", slug="dairy")
    with pytest.raises(catalogue.SlugTaken):
        a_category("Other", slug="dairy")
    assert paths() == ["dairy/"]
