"""The editor of promotions: groups of conditions, bundles of several parts, and what others wrote by the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.customers import public as customers
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Promotion, Terms
from tests.promotions.builders import TENTH, a_draft, a_group
from tests.staff.builders import a_member, sign_in
from tests.surfaces.backoffice.test_promotions import Office
from tests.surfaces.storefront.builders import a_web_shop
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

NEW = "/backoffice/promotions/new/"
WEB, CASH, FIRST = compiled.Channel(("web",)), compiled.Pays(("cash",)), compiled.FirstOrder()


@pytest.fixture
def office(transactional_db: None) -> Office:
    shop = a_web_shop()
    gouda = shop.product("Gouda", york=5)
    sku = catalogue.snapshots([gouda])[gouda].sku
    return Office(shop, sign_in(Client(), a_member("merchandiser")), a_group(shop.market), sku)


def tag(sku: str) -> compiled.Match:
    return compiled.Match(any_of=(f"v:{catalogue.variants_by_sku([sku])[sku]}",))


def group(at: int, how: str, *rows: dict[str, Any]) -> dict[str, Any]:
    """A group of conditions as it is sent."""
    sent: dict[str, Any] = {f"c{at}-how": how}
    for row, gaps in enumerate(rows):
        sent |= {f"c{at}-{row}-{name}": value for name, value in gaps.items()}
    return sent


def shown_again(office: Office, known: Promotion) -> Any:
    return office.desk.get(f"/backoffice/promotions/{known.id}/").context["form"]


def sent_again(office: Office, known: Promotion, **fields: Any) -> Promotion:
    """Send the form of a promotion as a browser would, with some gaps filled otherwise."""
    form, sent = shown_again(office, known), dict[str, Any]()
    for each in (form, *form.parts, *(part for one in form.together for part in one.forms)):
        for name in each.fields:
            value = each[name].value()
            if value not in (None, False, [], ""):
                sent[each.add_prefix(name)] = each[name].field.prepare_value(value)
    sent |= {"version": str(known.version)} | fields
    answer = office.desk.post(f"/backoffice/promotions/{known.id}/", sent)
    assert answer.status_code == 302, list(answer.context["form"].open_gaps())
    return promotions.get_promotion(known.id)


def test_groups_of_conditions_are_written_and_said(office: Office) -> None:
    fields = group(0, "any", {"kind": "channel", "channels": ["web"]}, {"kind": "pays", "payments": ["cash"]})
    fields |= group(1, "none", {"kind": "first_order"}, {"kind": ""})
    fields |= group(
        2, "all", {"kind": "holds", "least": "2", "most": "9", "skus": office.sku}, {"kind": "worth", "worth": "5"}
    )
    given = office.drafted(worth="1", **fields)
    both = compiled.All((compiled.Holds(tag(office.sku), 2, 9), compiled.Worth(compiled.EVERYTHING, 500)))
    parts = (compiled.Worth(compiled.EVERYTHING, 100), compiled.Any((WEB, CASH)), compiled.Not(FIRST), both)
    assert given.plan.terms.when == compiled.All(parts)
    page = office.text(f"/backoffice/promotions/{given.id}/")
    assert "or when paid by <strong>Cash</strong>)" in page
    assert "unless on a customer’s <strong>first order</strong>" in page
    form = shown_again(office, given)
    assert [each.head["how"].value() for each in form.together] == ["any", "all", "none"]
    assert form.kept.when == ()


SAYABLE: list[compiled.Condition] = [
    compiled.Any((WEB, FIRST)),
    compiled.Not(compiled.Any((CASH, FIRST))),
    compiled.All((compiled.Not(FIRST), compiled.Not(CASH), WEB)),
    compiled.All((CASH, WEB, compiled.All((WEB, FIRST)), compiled.Any((CASH, FIRST)), compiled.Any((WEB, CASH)))),
    compiled.All((compiled.Hours((0, 4), 600, 1_200), compiled.Hours((1,), 1_320, 120), compiled.Segment(("club",)))),
    compiled.All((compiled.Holds(compiled.EVERYTHING, 1, 3), compiled.Worth(compiled.EVERYTHING, 1, 3, reduced=True))),
]


@pytest.mark.parametrize("when", SAYABLE)
def test_what_others_wrote_is_opened_and_kept_when_nothing_is_changed(office: Office, when: compiled.Condition) -> None:
    customers.open_group("club", "Club", actor=SYSTEM)
    draft = a_draft(office.shop.market, Terms(TENTH.reward, when=when), office.group)
    assert shown_again(office, draft).kept.when == ()
    again = sent_again(office, draft, name="Renamed")
    assert (again.plan.name, again.plan.terms) == ("Renamed", draft.plan.terms)
    changed = sent_again(office, again, worth="9").plan.terms.when
    assert changed is not None
    whole = compiled.All((compiled.Worth(compiled.EVERYTHING, 900), when))
    assert promotions.alike(changed, whole)


def test_a_condition_that_names_another_promotion_is_written_by_its_code(office: Office) -> None:
    other = a_draft(office.shop.market, TENTH, office.group, code="FIRST")
    row = {"kind": "applied", "applied": "FIRST"}
    answer = office.desk.post(NEW, office.form(code="P2", priority="101", **group(0, "all", row)))
    assert answer.status_code == 302
    found = promotions.find_promotion(office.shop.market.id, "P2")
    assert found is not None
    assert found.plan.terms.when == compiled.Applied(str(other.id))
    assert shown_again(office, found).together[0].rows[0]["applied"].value() == "FIRST"


def test_a_bundle_has_several_parts(office: Office) -> None:
    brie = office.shop.product("Brie", york=5)
    other = catalogue.snapshots([brie])[brie].sku
    fields = {"reward": "bundle", "pieces": "2", "amount": "5", "skus": office.sku, "b0-pieces": "3", "b0-skus": other}
    given = office.drafted(**fields)
    both = (compiled.Part(tag(office.sku), 2), compiled.Part(tag(other), 3))
    assert given.plan.terms == Terms(compiled.Bundle(both, 500))
    assert [each["pieces"].value() for each in shown_again(office, given).parts] == [3]
    page = office.preview(code="P2", **fields)
    assert ("2 × <span translate" in page, "3 × <span translate" in page, "It is applied." in page) == (True,) * 3
    again = sent_again(office, given, amount="6", **{"b1-pieces": "1"})
    assert again.plan.terms == Terms(compiled.Bundle((*both, compiled.Part(compiled.EVERYTHING, 1)), 600))


BAD: list[tuple[str, dict[str, Any]]] = [
    ("c0-0-least", group(0, "any", {"kind": "holds"})),
    ("c0-0-most", group(0, "any", {"kind": "holds", "least": "3", "most": "2"})),
    ("c0-0-worth", group(0, "any", {"kind": "worth"})),
    ("c0-0-worth_most", group(0, "any", {"kind": "worth", "worth": "3", "worth_most": "2"})),
    ("c0-1-channels", group(0, "any", {"kind": "first_order"}, {"kind": "channel"})),
    ("c0-0-stores", group(0, "any", {"kind": "place", "stores": "nowhere"})),
    ("c0-0-segments", group(0, "any", {"kind": "segment"})),
    ("c0-0-payments", group(0, "any", {"kind": "pays"})),
    ("c0-0-applied", group(0, "any", {"kind": "applied", "applied": "NONE"})),
    ("c0-0-after", group(0, "any", {"kind": "hours", "after": "noon"})),
    ("c0-0-skus", group(0, "any", {"kind": "holds", "least": "1", "skus": "none"})),
    ("c0-0-brands", group(0, "any", {"kind": "holds", "least": "1", "brands": "Nobody"})),
    ("c0-0-kind", group(0, "any", {"kind": "moon"})),
    ("c0-how", group(0, "some", {"kind": "first_order"})),
    ("b0-pieces", {"reward": "bundle", "pieces": "2", "amount": "5", "b0-categories": "set below"}),
]


@pytest.mark.parametrize(("name", "fields"), BAD)
def test_what_is_wrong_in_a_group_or_a_part_is_said_at_its_gap(
    office: Office, name: str, fields: dict[str, Any]
) -> None:
    cheese = f"c:{catalogue.category_tree()[0].id}"
    sent = {key: [cheese] if value == "set below" else value for key, value in fields.items()}
    with nothing_changes():
        answer = office.desk.post(NEW, office.form(**sent))
    form = answer.context["form"]
    wrong = [each.add_prefix(field) for each in form.inner for field in each.errors]
    assert (answer.status_code, wrong) == (422, [name])
    assert f'id="id_{name}-error"' in answer.content.decode()
    assert len(list(form.open_gaps())) == 1


def test_groups_rows_and_parts_are_added_without_a_script_and_nothing_typed_is_lost(office: Office) -> None:
    sent = office.form(code="", name="", **group(0, "none", {"kind": "first_order"}, {"kind": "pays"}))
    with nothing_changes():
        for more, sizes, parts in (("group", [2, 2], 1), ("row-0", [3], 1), ("part", [2], 2), ("nonsense", [2], 1)):
            answer = office.desk.post(NEW, sent | {"more": more})
            form, page = answer.context["form"], answer.content.decode()
            assert (answer.status_code, [len(each.rows) for each in form.together]) == (200, sizes), more
            assert (len(form.parts), "ui-error" in page) == (parts, False), more
            assert form.together[0].head["how"].value() == "none"
            assert form.together[0].rows[0]["kind"].value() == "first_order"
            assert page.count("autofocus") == (more != "nonsense"), more


def test_what_is_left_out_says_nothing(office: Office) -> None:
    given = office.drafted(**group(0, "any", {"kind": "", "least": "2"}, {"kind": ""}), **group(2, "all", {"kind": ""}))
    assert given.plan.terms == Terms(compiled.Percent(2_000))


def test_the_example_fits_groups(office: Office) -> None:
    brie = office.shop.product("Brie", york=5)
    other = catalogue.snapshots([brie])[brie].sku
    rows = ({"kind": "holds", "least": "3", "skus": other}, {"kind": "channel", "channels": ["web"]})
    whole_day = {"kind": "hours", "days": ["0", "1", "2", "3", "4", "5"]}
    page = office.preview(
        skus=office.sku, **group(0, "all", *rows), **group(1, "none", {"kind": "first_order"}, whole_day)
    )
    assert ("3 × <span translate" in page, "It is applied." in page) == (True, True)


def test_an_open_form_is_not_sent_as_if_it_were_new(office: Office) -> None:
    draft = office.drafted()
    page = f"/backoffice/promotions/{draft.id}/"
    promotions.change(draft.id, draft.plan, version=1, actor=SYSTEM)
    for fields in ({"percent": "0"}, {"more": "group"}, {}):
        answer = office.desk.post(page, office.form(version="1") | fields)
        assert '<input type="hidden" name="version" value="1">' in answer.content.decode(), fields
