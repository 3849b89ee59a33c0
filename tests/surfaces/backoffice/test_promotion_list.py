"""What the list of promotions begins with, and what of a promotion is said without opening a part of the editor."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.promotions import public as promotions
from oneshelf.surfaces.backoffice.promoting import pages
from tests.catalogue.builders import a_category
from tests.promotions.builders import a_group, a_live_one
from tests.staff.builders import a_member, sign_in
from tests.surfaces.backoffice.test_promotions import Office
from tests.surfaces.storefront.builders import a_web_shop

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(transactional_db: None) -> Office:
    shop = a_web_shop()
    return Office(shop, sign_in(Client(), a_member("merchandiser")), a_group(shop.market), sku="")


def test_the_list_begins_with_what_holds_and_goes_on(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "A_PAGE", 1)
    market = office.shop.market
    for state in ("ended", "live"):
        each = a_live_one(market, group=office.group, name=f"Cheese {state}", code="AB"[state == "live"])
        if state == "ended":
            promotions.end(each.id, actor=SYSTEM)
    listed = office.text("/backoffice/promotions/")
    assert ("Cheese live" in listed, "Cheese ended" in listed) == (True, False)
    more = re.findall(r'href="(\?[^"]*after=[^"]+)"', listed)
    assert "Cheese ended" in office.text(f"/backoffice/promotions/{html.unescape(more[0])}")
    assert office.desk.get("/backoffice/promotions/?after=running.x").status_code == 404


def test_what_stands_in_a_folded_part_or_needs_a_word_is_said(office: Office) -> None:
    group = f'Stacking group: <span translate="no">{office.group.name}</span>'
    assert group in office.preview()
    draft = office.drafted()
    shown = office.text(f"/backoffice/promotions/{draft.id}/")
    for said in (group, "Empty: what they get is free.", "Put this draft aside?", "It can never go live then."):
        assert said in shown, said
    office.act(draft, "go_live")
    live = office.text(f"/backoffice/promotions/{draft.id}/")
    assert "End this promotion?" in live
    assert "Put this draft aside?" not in live


def test_categories_of_one_name_are_told_apart_by_what_is_above_them(office: Office) -> None:
    milk, juice = a_category("Milk"), a_category("Juice")
    low, other = a_category("Low fat", milk), a_category("Low fat", juice)
    editor = office.text("/backoffice/promotions/new/")
    for category, name in ((low, "Milk › Low fat"), (other, "Juice › Low fat")):
        assert f'<option value="c:{category}">{name}</option>' in editor
    assert "Milk › Low fat" in office.preview(categories=[f"c:{low}"])
    draft = office.drafted(categories=[f"c:{other}"])
    assert "<strong>Juice › Low fat</strong>" in office.text("/backoffice/promotions/")
    assert catalogue.categories_by_id([other]) == {other: ("Juice", "Low fat")}
    assert draft.plan.terms.match.any_of == (f"c:{other}",)
