"""Many prices in the back office: chosen, looked at, applied, taken back; lists and groups; files in and out."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.money import UnitPrice
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.customers import public as customers
from oneshelf.modules.places import public as places
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import ListCode, Scope
from tests.customers.builders import a_customer
from tests.places.builders import a_store
from tests.staff.builders import a_member, sign_in
from tests.surfaces.storefront.builders import WebShop, a_web_shop

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

CHANGES = "/backoffice/prices/changes/"
GIVEN = {
    "name": "Spring",
    "brand": "Other Dairy",
    "by": "percent",
    "value": "-10",
    "ending": "any",
    "price_list": "base",
}


@dataclass(frozen=True)
class Desk:
    """A manager who changes prices, and two cheeses: Brie at 3.00 is of another brand."""

    shop: WebShop
    browser: Client
    gouda: VariantId
    brie: VariantId

    def begun(self, **more: Any) -> str:
        """Begin a change and return its page."""
        answer = self.browser.post(CHANGES, GIVEN | more)
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"])

    def text(self, page: str) -> str:
        return self.browser.get(page).content.decode()

    def costs(self, variant: VariantId, later: timedelta = timedelta()) -> int:
        found = pricing.prices(self.shop.market.id, [variant], clock.now() + later)
        return found[variant].unit_price.minor

    def sku(self, variant: VariantId) -> str:
        return catalogue.snapshots([variant])[variant].sku


@pytest.fixture
def desk(transactional_db: None) -> Desk:
    shop = a_web_shop()
    manager = sign_in(Client(), a_member("manager"))
    gouda, brie = shop.product("Gouda", york=1, cents=500), shop.product("Brie", york=1, cents=300, brand="Other Dairy")
    return Desk(shop, manager, gouda, brie)


def test_a_change_is_looked_at_applied_and_taken_back(desk: Desk) -> None:
    page = desk.begun(ending="nine")
    shown = desk.browser.get(page)
    (row,) = shown.context["rows"]
    assert (row.row.old.minor, row.row.new.minor, row.step) == (300, 269, "-10 %")
    assert row.lowest.minor == 300, "beside the reduction stands what was asked before"
    assert "Apply 1 new price" in shown.content.decode()
    assert desk.costs(desk.brie) == 300
    desk.browser.post(page, {"act": "apply"})
    assert (desk.costs(desk.brie), desk.costs(desk.gouda)) == (269, 500)
    desk.browser.post(page, {"act": "undo"})
    assert desk.costs(desk.brie) == 300
    assert "Taken back" in desk.browser.get(CHANGES).content.decode()


def test_what_applying_and_taking_back_will_do_is_said_before_they_are_done(desk: Desk) -> None:
    page = desk.begun(starts="2090-01-01T10:00", ends="2090-02-01T10:00")
    asked = desk.text(page)
    for said in ('data-dialog-open="apply"', "Apply 1 new price?", "They hold from", "They end on", "Jan 1, 2090"):
        assert said in asked, said
    desk.browser.post(page, {"act": "apply"})
    asked = desk.text(page)
    assert "1 new price has not begun to hold, and never will." in asked
    assert "ends now" not in asked
    desk.browser.post(page, {"act": "undo"})
    gone = desk.text(page)
    assert "Taken back: none of its prices holds any more." in gone
    assert "2090" not in gone
    at_once = desk.begun()
    assert "They hold at once." in desk.text(at_once)
    desk.browser.post(at_once, {"act": "apply"})
    assert "1 price ends now, and what held before holds again." in desk.text(at_once)


def test_what_was_changed_meanwhile_is_shown_with_both_prices_and_drafted_again(desk: Desk) -> None:
    page = desk.begun()
    pricing.set_price(desk.shop.market.id, desk.brie, UnitPrice(400, "USD"), clock.now(), actor=SYSTEM)
    assert "It costs $4.00 now." in desk.browser.get(page).content.decode()
    desk.browser.post(page, {"act": "apply"})
    assert desk.costs(desk.brie) == 400
    shown = desk.browser.get(f"{page}?show=problems")
    (row,) = shown.context["rows"]
    assert (row.row.old.minor, row.row.new.minor, row.row.found.minor) == (300, 270, 400)
    text = shown.content.decode()
    assert "Its price was changed again since; it stays as it is." in text
    assert "It costs $4.00 now." in text
    assert "Draft it again for 1 that was changed meanwhile" in text
    (told,) = csv.DictReader(io.StringIO(desk.browser.get(f"{page}rows.csv").content.decode()))
    assert (told["old_price"], told["price"], told["changed_to"]) == ("3.00", "2.70", "4.00")
    again = str(desk.browser.post(page, {"act": "again"})["Location"])
    (row,) = desk.browser.get(again).context["rows"]
    assert (row.row.old.minor, row.row.new.minor) == (400, 360)
    desk.browser.post(again, {"act": "apply"})
    assert desk.costs(desk.brie) == 360
    assert "Draft it again" not in desk.browser.get(again).content.decode()


def test_the_file_of_a_change_can_be_corrected_and_brought_back(desk: Desk) -> None:
    page = desk.begun(brand="", value="-50")
    rows = list(csv.DictReader(io.StringIO(desk.browser.get(f"{page}rows.csv").content.decode())))
    assert {(row["old_price"], row["price"], row["margin_percent"]) for row in rows} == {
        ("5.00", "2.50", ""),
        ("3.00", "1.50", ""),
    }
    text = "sku;price\n" + "".join(f"{row['sku']};{row['price'].replace('.5', ',7')}\n" for row in rows)
    own = desk.begun(by="given", value="", file=SimpleUploadedFile("prices.csv", text.encode()))
    desk.browser.post(own, {"act": "apply"})
    assert (desk.costs(desk.gouda), desk.costs(desk.brie)) == (270, 170)


def test_every_fault_of_a_file_names_its_line_field_value_and_cure(desk: Desk) -> None:
    text = f"sku,price\nNOTHING,1.00\n{desk.sku(desk.brie)},1.234\n{desk.sku(desk.brie)},-1\n{desk.sku(desk.gouda)}\n"
    file = SimpleUploadedFile("prices.csv", text.encode())
    answer = desk.browser.post(CHANGES, GIVEN | {"by": "given", "value": "", "file": file})
    assert answer.status_code == 422
    assert [str(each) for each in answer.context["form"].faults] == [
        "Line 2, SKU “NOTHING”: There is no such article.",
        "Line 3, price “1.234”: Write an amount like 12.34, zero or more.",
        "Line 4, price “-1”: Write an amount like 12.34, zero or more.",
        "Line 5, price “”: Write an amount like 12.34, zero or more.",
    ]
    assert pricing.list_changes(desk.shop.market.id, limit=9) == []


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        ("NAMED,999999999999999999\n", 1, "price"),
        ('sku,price\n"' + "never closed\n" * 20_000, 2, "sku"),
        ("NAMED,1.00\n" * 200_002, 200_002, "sku"),
    ],
    ids=["higher than prices are", "a quotation mark that nothing closes", "too many lines"],
)
def test_a_file_that_no_list_can_hold_is_refused_at_its_line(desk: Desk, text: str, line: int, field: str) -> None:
    file = SimpleUploadedFile("prices.csv", text.replace("NAMED", desk.sku(desk.brie)).encode())
    answer = desk.browser.post(CHANGES, GIVEN | {"by": "given", "value": "", "file": file})
    assert answer.status_code == 422
    assert [(each.line, each.field) for each in answer.context["form"].faults] == [(line, field)]
    assert pricing.list_changes(desk.shop.market.id, limit=9) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": ""}, "name"),
        ({"by": "half"}, "by"),
        ({"value": ""}, "value"),
        ({"value": "ten"}, "value"),
        ({"value": "-10.001"}, "value"),
        ({"value": "-100.01"}, "value"),
        ({"value": "1e999999"}, "value"),
        ({"value": "NaN"}, "value"),
        ({"by": "fixed", "value": "-1"}, "value"),
        ({"by": "fixed", "value": "1.234"}, "value"),
        ({"by": "given", "value": ""}, "file"),
        ({"ending": "pretty"}, "ending"),
        ({"price_list": "nowhere"}, "price_list"),
        ({"category": "nowhere"}, "category"),
        ({"product_set": "nowhere"}, "product_set"),
        ({"brand": "Nobody's"}, "__all__"),
        ({"starts": "2020-01-01T10:00"}, "starts"),
        ({"starts": "2031-01-01T10:00", "ends": "2031-01-01T10:00"}, "ends"),
        ({"starts": "2031-03-30T01:30"}, "starts"),
        ({"starts": "2031-10-26T01:30"}, "starts"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_bad_input_is_said_at_its_field(desk: Desk, given: dict[str, str], field: str) -> None:
    answer = desk.browser.post(CHANGES, GIVEN | given)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert pricing.list_changes(desk.shop.market.id, limit=9) == []


def test_a_set_is_named_by_its_code_however_many_there_are(desk: Desk) -> None:
    catalogue.open_set("zz-last", "Cheeses of the leaflet", [desk.brie], actor=SYSTEM)
    for number in range(25):
        catalogue.open_set(f"set-{number:02}", f"Set {number}", actor=SYSTEM)
    suggest = "/backoffice/sets/suggest/"
    assert '<option value="zz-last">Cheeses of the leaflet</option>' in desk.text(f"{suggest}?product_set=leaflet")
    assert desk.text(f"{suggest}?product_set=").count("<option") == 20
    assert desk.text(f"{suggest}?product_set=nothing").strip() == ""
    page = desk.begun(brand="", product_set="zz-last")
    assert ("Brie" in desk.text(page), "Gouda" in desk.text(page)) == (True, False)


def test_what_has_a_problem_says_which_and_is_left_alone(desk: Desk) -> None:
    soon = clock.now() + timedelta(hours=1)
    price = pricing.prices(desk.shop.market.id, [desk.brie], clock.now())[desk.brie].unit_price
    pricing.plan_price(desk.shop.market.id, desk.brie, price, soon, soon + timedelta(hours=1), actor=SYSTEM)
    pricing.plan_price(
        desk.shop.market.id, desk.gouda, UnitPrice(1, "USD"), soon, soon + timedelta(hours=1), actor=SYSTEM
    )
    page = desk.begun(brand="")
    shown = desk.browser.get(page, {"show": "problems"})
    assert [row.article.title for row in shown.context["rows"]] == ["Gouda"]
    assert "Another price is planned in that time" in shown.content.decode()
    for act in ("apply", "fly"):
        desk.browser.post(page, {"act": act})
    assert (desk.costs(desk.gouda), desk.costs(desk.brie)) == (500, 270)
    desk.browser.post(page, {"act": "drop"})
    assert "cannot become" in desk.browser.get(page).content.decode(), "what was applied is not dropped"
    assert len(desk.browser.get(f"{page}?after=nonsense").context["rows"]) == 2
    assert desk.browser.get(f"{CHANGES}?before=nonsense").status_code == 404


def test_a_list_is_opened_priced_and_closed(desk: Desk) -> None:
    lists, web = "/backoffice/prices/lists/", str(desk.shop.web.id)
    given = {"name": "Web only", "code": "web-only", "rank": "10", "channel": web}
    assert desk.browser.post(lists, given | {"rank": "0"}).status_code == 422
    assert desk.browser.post(lists, given | {"code": "base"}).status_code == 422
    assert desk.browser.post(lists, given | {"channel": "nowhere"}).status_code == 422
    assert desk.browser.post(lists, given).status_code == 302
    again = desk.browser.post(lists, given | {"code": "other"})
    assert list(again.context["form"].errors) == ["rank"]
    page = f"/backoffice/prices/{desk.brie}/?list=web-only"
    assert desk.browser.post(page, {"amount": "2.50"}).status_code == 302
    assert desk.costs(desk.brie) == 300
    shop = Client().get(f"/product/{desk.shop.slug(desk.brie)}/").content.decode()
    assert "$2.50" in shop
    (price,) = pricing.price_history(desk.shop.market.id, desk.brie, price_list=ListCode("web-only"))
    assert price.unit_price.minor == 250
    assert desk.browser.post(f"{lists}base/close/").status_code == 302
    assert desk.browser.post(f"{lists}web-only/close/").status_code == 302
    assert [each.code for each in pricing.price_lists(desk.shop.market.id)] == ["base"]


def test_a_list_of_a_place_that_was_archived_is_still_shown_and_closed(desk: Desk) -> None:
    store, market = a_store(desk.shop.market, name="Harbour"), desk.shop.market.id
    pricing.open_price_list(market, "harbour", "Harbour prices", Scope(place=store.id), 7, actor=SYSTEM)
    places.archive_place(store.id, actor=SYSTEM)
    lists = "/backoffice/prices/lists/"
    (shown, _base) = desk.browser.get(lists).context["rows"]
    assert (shown.known.code, shown.place) == ("harbour", "Harbour")
    assert desk.browser.post(f"{lists}harbour/close/").status_code == 302
    assert [each.code for each in pricing.price_lists(market)] == ["base"]


def test_a_group_is_opened_filled_and_emptied(desk: Desk) -> None:
    groups, ana = "/backoffice/groups/", a_customer(name="Ana", email="ana@example.com")
    assert desk.browser.post(groups, {"name": "Trade", "code": "Trade!"}).status_code == 422
    page = str(desk.browser.post(groups, {"name": "Trade", "code": "trade"})["Location"])
    assert desk.browser.post(page, {"act": "add", "customer": "nobody"}).status_code == 422
    assert desk.browser.post(page, {"act": "fly"}).status_code == 422
    desk.browser.post(page, {"act": "add", "customer": "ANA@example.com "})
    assert "ana@example.com" in desk.browser.get(page).content.decode()
    assert customers.groups_of(ana.id) == {customers.group_by_code("trade").id}
    desk.browser.post(page, {"act": "name", "name": "Trade customers"})
    assert desk.browser.post(page, {"act": "name", "name": " "}).status_code == 422
    desk.browser.post(page, {"act": "drop", "customer": str(ana.id)})
    assert customers.groups_of(ana.id) == frozenset()
    assert "Trade customers" in desk.browser.get(groups).content.decode()
    assert desk.browser.get(f"{page}?after=nonsense").status_code == 404
