"""Sets of articles in the back office: opened, filled by category, brand, set and SKU, lessened, and promoted."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import SetId, VariantId
from oneshelf.surfaces.backoffice import set_forms, sets
from tests.staff.builders import a_member, sign_in
from tests.surfaces.doors import NOWHERE
from tests.surfaces.storefront.builders import a_web_shop
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

PAGE = "/backoffice/sets/"


@dataclass(frozen=True)
class Office:
    """A merchandiser's desk and two cheeses, of which Brie is of another brand."""

    desk: Client
    gouda: VariantId
    brie: VariantId

    def sku(self, variant: VariantId) -> str:
        return catalogue.snapshots([variant])[variant].sku

    def chosen(self, **fields: str) -> str:
        return self.desk.post(f"{PAGE}choose/", fields).content.decode()

    def opened(self, **fields: str) -> tuple[str, SetId]:
        answer = self.desk.post(f"{PAGE}new/", {"name": "Easter", "code": "easter"} | fields)
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"]), catalogue.list_sets()[0].id


@pytest.fixture
def office(transactional_db: None) -> Office:
    shop = a_web_shop()
    gouda, brie = shop.product("Gouda", york=1), shop.product("Brie", york=1, brand="Other Dairy")
    return Office(sign_in(Client(), a_member("merchandiser")), gouda, brie)


def test_a_set_is_opened_with_a_brand_and_a_single_article(office: Office) -> None:
    page, kept = office.opened(brand="other dairy", skus=f"{office.sku(office.gouda)},\n")
    assert catalogue.members_of_set(kept) == sorted([office.gouda, office.brie])
    shown = office.desk.get(page).content.decode()
    assert ("Gouda" in shown, "Brie" in shown, "The set holds 2 articles now." in shown) == (True, True, True)


def test_what_is_named_is_met_at_once_and_counted_while_it_is_written(office: Office) -> None:
    (cheese, *_) = catalogue.category_tree()
    assert "2 articles" in office.chosen(category=cheese.slug)
    narrowed = office.chosen(category=cheese.slug, brand="Other Dairy")
    assert ("1 article<" in narrowed, "Brie" in narrowed, "Gouda" in narrowed) == (True, True, False)
    catalogue.open_set("yellow", "Yellow", [office.gouda], actor=SYSTEM)
    assert "Gouda" in office.chosen(other="yellow")
    assert "Nothing so far." in office.chosen(), "with nothing named, not everything is meant"


def test_many_are_counted_and_some_are_shown(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sets, "A_SAMPLE", 1)
    (cheese, *_) = catalogue.category_tree()
    assert "and 1 more" in office.chosen(category=cheese.slug)


def test_articles_are_put_in_and_taken_out(office: Office) -> None:
    page, kept = office.opened()
    (cheese, *_) = catalogue.category_tree()
    office.desk.post(page, {"act": "put", "category": cheese.slug})
    assert catalogue.get_set(kept).size == 2
    office.desk.post(page, {"act": "out", "brand": "Other Dairy"})
    assert catalogue.members_of_set(kept) == [office.gouda]
    office.desk.post(page, {"act": "drop", "variant": str(office.gouda)})
    office.desk.post(page, {"act": "name", "name": "Spring"})
    found = catalogue.get_set(kept)
    assert (found.name, found.code, found.size) == ("Spring", "easter", 0)


@pytest.mark.parametrize(
    "given",
    [
        {"act": "put"},
        {"act": "put", "skus": "nothing"},
        {"act": "out", "other": "nothing"},
        {"act": "put", "brand": "Nobody"},
        {"act": "drop", "variant": "x"},
        {"act": "name", "name": " "},
        {"act": "else"},
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(office: Office, given: dict[str, str]) -> None:
    page, _kept = office.opened(skus=office.sku(office.gouda))
    with nothing_changes():
        assert office.desk.post(page, given).status_code == 422
        assert office.desk.post(f"{PAGE}new/", {"name": "Again", "code": "Easter"}).status_code == 422


def test_too_many_at_once_are_refused(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(set_forms, "MOST_AT_ONCE", 1)
    page, kept = office.opened()
    (cheese, *_) = catalogue.category_tree()
    assert office.desk.post(page, {"act": "put", "category": cheese.slug}).status_code == 422
    assert catalogue.get_set(kept).size == 0


def test_long_lists_go_on(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sets, "A_PAGE", 1)
    page, kept = office.opened()
    catalogue.put_into_set(kept, [office.gouda, office.brie], actor=SYSTEM)
    first, second = sorted([office.gouda, office.brie])
    assert f"?after={first}" in office.desk.get(page).content.decode()
    rest = office.desk.get(page, {"after": str(first)}).content.decode()
    assert (str(second) in rest, "More articles" in rest) == (True, False)
    catalogue.open_set("later", "Later", actor=SYSTEM)
    assert "after=easter" in office.desk.get(PAGE).content.decode()
    assert "Later" in office.desk.get(PAGE, {"after": "easter"}).content.decode()


def test_a_promotion_is_drafted_about_a_set(office: Office) -> None:
    page, _kept = office.opened()
    assert "/backoffice/promotions/new/?sets=easter" in office.desk.get(page).content.decode()


def test_who_may_only_see_changes_nothing(office: Office) -> None:
    page, _kept = office.opened(skus=office.sku(office.gouda))
    manager = sign_in(Client(), a_member("manager"))
    assert "Put in" not in manager.get(page).content.decode()
    with nothing_changes():
        for act in ("put", "out", "drop", "name"):
            assert manager.post(page, {"act": act}).status_code == 403
        assert manager.post(f"{PAGE}new/", {"name": "A", "code": "a"}).status_code == 403
    assert manager.get(f"{PAGE}{NOWHERE}/").status_code == 404
