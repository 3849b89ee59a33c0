"""Kits: sold as one thing, taken from the shelves as several."""

from __future__ import annotations

import pytest

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import BadKit, BadKitQuantity, Component, VariantId
from tests.catalogue.builders import a_variant

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def parts(variant: VariantId) -> set[tuple[VariantId, int]]:
    return set(catalogue.snapshots([variant])[variant].parts)


def test_a_kit_takes_its_components_from_the_shelves() -> None:
    hamper, cheese, wine = a_variant("Hamper"), a_variant("Cheese"), a_variant("Wine")
    catalogue.compose_kit(hamper, [Component(cheese, 2), Component(wine, 1)], actor=SYSTEM)
    assert parts(hamper) == {(cheese, 2), (wine, 1)}
    assert parts(cheese) == {(cheese, 1)}


def test_a_kit_without_components_is_an_article_again() -> None:
    hamper, cheese = a_variant("Hamper"), a_variant("Cheese")
    catalogue.compose_kit(hamper, [Component(cheese, 2)], actor=SYSTEM)
    catalogue.compose_kit(hamper, [], actor=SYSTEM)
    assert parts(hamper) == {(hamper, 1)}


def test_a_kit_holds_no_kits_whichever_was_made_first() -> None:
    outer, inner, cheese = a_variant("Outer"), a_variant("Inner"), a_variant("Cheese")
    catalogue.compose_kit(inner, [Component(cheese, 1)], actor=SYSTEM)
    with pytest.raises(BadKit):
        catalogue.compose_kit(outer, [Component(inner, 1)], actor=SYSTEM)
    with pytest.raises(BadKit):
        catalogue.compose_kit(cheese, [Component(outer, 1)], actor=SYSTEM)
    assert parts(outer) == {(outer, 1)}
    assert parts(cheese) == {(cheese, 1)}


def test_only_pieces_can_be_kits_and_never_of_themselves() -> None:
    loose, cheese = a_variant("Loose", unit=Unit.KILOGRAM), a_variant("Cheese")
    with pytest.raises(BadKit):
        catalogue.compose_kit(loose, [Component(cheese, 1)], actor=SYSTEM)
    with pytest.raises(BadKit):
        catalogue.compose_kit(cheese, [Component(cheese, 1)], actor=SYSTEM)


@pytest.mark.parametrize("counts", [(0,), (-1,), (10_001,), (1, 1)])
def test_bad_contents_change_nothing(counts: tuple[int, ...]) -> None:
    hamper, cheese, wine = a_variant("Hamper"), a_variant("Cheese"), a_variant("Wine")
    catalogue.compose_kit(hamper, [Component(wine, 3)], actor=SYSTEM)
    with pytest.raises(BadKitQuantity):
        catalogue.compose_kit(hamper, [Component(cheese, count) for count in counts], actor=SYSTEM)
    assert parts(hamper) == {(wine, 3)}


def test_a_kit_of_nothing_known_is_refused() -> None:
    with pytest.raises(NotFound):
        catalogue.compose_kit(a_variant(), [Component(VariantId(new_id()), 1)], actor=SYSTEM)
