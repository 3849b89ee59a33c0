"""Sets of articles, and the tags by which rules know an article."""

from __future__ import annotations

import pytest
from django.db import transaction

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import BadText, SetCodeTaken, SetId, SetRow, VariantId
from tests.catalogue.builders import a_category, a_product, a_variant

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_an_article_is_known_by_itself_its_product_brand_categories_and_sets() -> None:
    food = a_category("Food")
    cheese = a_category("Cheese", food)
    product = a_product("Gouda", cheese, brand="  Groß  Molkerei ")
    variant = catalogue.hits([product])[product].variants[0]
    both = {catalogue.open_set(code, code, [variant], actor=SYSTEM) for code in ("easter", "picnic")}
    catalogue.open_set("other", "Other", [a_variant()], actor=SYSTEM)
    expected = {f"v:{variant}", f"p:{product}", f"c:{food}", f"c:{cheese}", "b:gross molkerei"}
    assert catalogue.tags([variant, VariantId(new_id())]) == {
        variant: tuple(sorted(expected | {f"s:{each}" for each in both}))
    }


def test_an_article_without_a_brand_has_no_tag_of_one() -> None:
    variant = a_variant()
    assert {tag[0] for tag in catalogue.tags([variant])[variant]} == {"v", "p", "c"}


def test_a_set_holds_what_was_put_in_and_not_what_was_taken_out() -> None:
    one, two, three = a_variant(), a_variant(), a_variant()
    kept = catalogue.open_set("Easter 2026", " Easter ", [one], actor=SYSTEM)
    catalogue.put_into_set(kept, [one, two, three], actor=SYSTEM)
    catalogue.take_out_of_set(kept, [one, one], actor=SYSTEM)
    catalogue.rename_set(kept, "Easter week", actor=SYSTEM)
    found = catalogue.get_set(kept)
    assert (found.code, found.name, found.size, found.version) == ("easter-2026", "Easter week", 2, 4)
    assert catalogue.members_of_set(kept) == sorted([two, three])
    assert catalogue.members_of_set(kept, after=min(two, three)) == [max(two, three)]


def test_sets_are_found_by_words_and_listed_by_code() -> None:
    for code in ("b", "a", "c"):
        catalogue.open_set(code, f"Name of {code}", actor=SYSTEM)
    assert [each.code for each in catalogue.list_sets()] == ["a", "b", "c"]
    assert [each.code for each in catalogue.list_sets(after="a", limit=1)] == ["b"]
    assert [each.code for each in catalogue.list_sets(text="OF C")] == ["c"]


def test_what_cannot_be_a_set_changes_nothing() -> None:
    kept = catalogue.open_set("easter", "Easter", actor=SYSTEM)
    with pytest.raises(SetCodeTaken):
        catalogue.open_set("Easter", "Another", actor=SYSTEM)
    with pytest.raises(BadText):
        catalogue.open_set(" ", "No code", actor=SYSTEM)
    with pytest.raises(NotFound):
        catalogue.put_into_set(kept, [a_variant(), VariantId(new_id())], actor=SYSTEM)
    for act in (catalogue.put_into_set, catalogue.take_out_of_set):
        with pytest.raises(NotFound):
            act(SetId(new_id()), [], actor=SYSTEM)
    assert [(each.code, each.name, each.size, each.version) for each in catalogue.list_sets()] == [
        ("easter", "Easter", 0, 1)
    ]


def test_a_load_that_runs_twice_adds_nothing() -> None:
    rows = [SetRow(new_id(), "loaded", "Loaded", (a_variant(), a_variant()))]
    assert [_load(rows), _load(rows)] == [1, 0]
    assert catalogue.get_set(SetId(rows[0].id)).size == 2


def _load(rows: list[SetRow]) -> int:
    with transaction.atomic():
        return catalogue.bulk_load_sets(rows)
