"""Search finds what people mean: typos, accents, beginnings, SKUs and barcodes; lists come with facets, in pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import NotFound
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import FacetCount, NewVariant, SearchFilters, SearchPage
from tests.catalogue.builders import a_category, a_product

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def shop(db: None) -> None:
    food = a_category("Food", slug="food")
    dairy = a_category("Dairy", food, slug="dairy")
    drinks = a_category("Drinks", slug="drinks")
    a_product(
        "Cheddar cheese 200 g", dairy, [NewVariant(sku="CHE-200-01", barcodes=("4006381333931",))], brand="Polder"
    )
    a_product("Cheesecake", food, brand="Oma")
    a_product("Milk", dairy, brand="Polder")
    a_product("Milkshake vanilla", drinks, brand="Oma")
    a_product("Café Crème", drinks, brand="Łódź Roasters")
    a_product("Grüner Tee", drinks, brand="Polder")


def titles(page: SearchPage) -> list[str]:
    return [hit.title for hit in page.hits]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("chese", "Cheddar cheese 200 g"),
        ("cheddr", "Cheddar cheese 200 g"),
        ("cheese chedar", "Cheddar cheese 200 g"),
        ("cafe", "Café Crème"),
        ("CAFÉ", "Café Crème"),
        ("creme cafe", "Café Crème"),
        ("lodz", "Café Crème"),
        ("gruner", "Grüner Tee"),
        ("grunre", "Grüner Tee"),
        ("mlk", "Milk"),
        ("milk", "Milk"),
        ("milksh", "Milkshake vanilla"),
        ("vanila", "Milkshake vanilla"),
        ("CHE-200-01", "Cheddar cheese 200 g"),
        ("che 200 01", "Cheddar cheese 200 g"),
        ("che20001", "Cheddar cheese 200 g"),
        ("4006381333931", "Cheddar cheese 200 g"),
        ("04006381333931", "Cheddar cheese 200 g"),
        ("400638", "Cheddar cheese 200 g"),
        ("dairy cheddar", "Cheddar cheese 200 g"),
        ("teh gruner", "Grüner Tee"),
    ],
)
def test_search_finds_what_is_meant(shop: None, typed: str, first: str) -> None:
    assert titles(catalogue.search(typed))[:1] == [first]


@pytest.mark.parametrize("typed", ["zzzzqq", "milk zzzzqq", "999999", "!?"[:0] + "q"])
def test_search_finds_nothing_where_nothing_is(shop: None, typed: str) -> None:
    page = catalogue.search(typed)
    assert (page.hits, page.total, page.after, page.understood_as) == ((), 0, None, None)


def test_a_corrected_search_says_so(shop: None) -> None:
    assert catalogue.search("chese").understood_as == "cheese"
    assert catalogue.search("cheese").understood_as is None


def test_what_is_written_right_is_not_corrected(shop: None) -> None:
    assert titles(catalogue.search("milk")) == ["Milk", "Milkshake vanilla"]


def test_facets_count_without_their_own_choice(shop: None) -> None:
    page = catalogue.search("polder", SearchFilters(category="food"))
    assert page.facets is not None
    assert (page.total, page.facets.categories) == (2, (FacetCount("dairy", "Dairy", 2),))
    page = catalogue.list_products(SearchFilters(brands=("Polder",)))
    assert page.facets is not None
    assert page.facets.categories == (FacetCount("food", "Food", 2), FacetCount("drinks", "Drinks", 1))
    assert {brand.value: brand.count for brand in page.facets.brands} == {"Polder": 3, "Oma": 2, "Łódź Roasters": 1}
    assert page.total == 3


def test_pages_follow_each_other_without_gap_or_repetition(shop: None) -> None:
    asked: list[Callable[[str | None], catalogue.SearchPage]] = [
        lambda after: catalogue.list_products(after=after, limit=2),
        lambda after: catalogue.search("food drinks" if after == "" else "m", after=after, limit=1),
    ]
    for ask in asked:
        seen: list[str] = []
        page = ask(None)
        seen += titles(page)
        total = page.total
        while page.after:
            page = ask(page.after)
            assert page.facets is None
            seen += titles(page)
        assert len(seen) == len(set(seen)) == total


def test_lists_are_sorted_by_title_whatever_its_accents(shop: None) -> None:
    assert titles(catalogue.list_products(SearchFilters(category="drinks"))) == [
        "Café Crème",
        "Grüner Tee",
        "Milkshake vanilla",
    ]


@pytest.mark.parametrize("mark", ["x", "WzEsIDJd", "bnVsbA", "é", "W10"])
def test_a_page_mark_that_no_page_gave_is_refused(shop: None, mark: str) -> None:
    with pytest.raises(catalogue.BadPageMark):
        catalogue.list_products(after=mark)
    with pytest.raises(catalogue.BadPageMark):
        catalogue.search("milk", after=mark)


def test_an_unknown_category_is_not_found(shop: None) -> None:
    with pytest.raises(NotFound):
        catalogue.search("milk", SearchFilters(category="nowhere"))


def test_search_counts_its_statements(shop: None) -> None:
    for statements, text, filters in (
        (3, "milk", SearchFilters()),
        (4, "milk", SearchFilters(category="dairy")),
        (3, "zzzzqq", SearchFilters()),
        (5, "milk zzzzqq", SearchFilters()),
        (3, "", SearchFilters()),
    ):
        with CaptureQueriesContext(connection) as queries:
            catalogue.search(text, filters)
        assert len(queries) == statements, text


def test_a_quick_look_counts_nothing(shop: None) -> None:
    looks: list[tuple[int, Callable[[], object], catalogue.SearchPage]] = [
        (2, lambda: catalogue.quick_search("milk").hits, catalogue.search("milk")),
        (1, lambda: catalogue.first_products(), catalogue.list_products()),
        (2, lambda: catalogue.quick_search("").hits, catalogue.list_products()),
    ]
    for statements, look, same in looks:
        with CaptureQueriesContext(connection) as queries:
            assert look() == same.hits
        assert len(queries) == statements


def test_suggestions_name_categories_then_products(shop: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        found = catalogue.suggest("che")
    assert len(queries) == 1
    assert [each.title for each in found] == ["Cheesecake", "Cheddar cheese 200 g"]
    assert [(each.kind, each.slug) for each in catalogue.suggest("drin")][:1] == [("category", "drinks")]
    assert [each.title for each in catalogue.suggest("creme")] == ["Café Crème"]
    assert catalogue.suggest("") == catalogue.suggest("?!") == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(max_size=40))
def test_no_text_breaks_search(shop: None, text: str) -> None:
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        return
    catalogue.search(text)
    catalogue.suggest(text)
    catalogue.find_variant_by_code(text)


def test_a_rebuild_changes_nothing(shop: None) -> None:
    before = catalogue.list_products(limit=100)
    assert catalogue.rebuild_search() == 6
    assert catalogue.list_products(limit=100) == before


def test_a_new_word_is_understood_at_once(shop: None) -> None:
    assert titles(catalogue.search("zuchini")) == []
    a_product("Zucchini")
    assert titles(catalogue.search("zuchini")) == ["Zucchini"]


def test_an_archived_variant_is_not_found_by_its_sku(shop: None) -> None:
    found = catalogue.search("CHE-200-01").hits[0]
    catalogue.archive_variant(found.variants[0], actor=SYSTEM)
    assert titles(catalogue.search("CHE-200-01")) == []
