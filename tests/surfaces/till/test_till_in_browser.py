"""A customer is served at the till, in a real browser: scan, find, weigh, know the customer, pay, receipt."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.customers import public as customers
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots import public as lots
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.staff import public as staff
from oneshelf.modules.tills import public as tills
from tests.browser import Visitor, axe_violations
from tests.catalogue.builders import a_variant
from tests.customers.builders import a_customer
from tests.places.builders import a_store
from tests.staff.builders import a_member
from tests.surfaces.till.builders import Counter, a_counter
from tests.surfaces.till.screens import opened
from tests.surfaces.till.test_serials import phones

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GTIN = "4006381333931"


def _offer(counter: Counter, title: str, cents: int, units: int = 20, **fields: Any) -> VariantId:
    variant = a_variant(title, **fields)
    market, store = counter.shop.market.id, counter.shop.store.id
    per = 1 if fields.get("unit", Unit.EACH) is Unit.EACH else 1000
    pricing.set_price(market, variant, UnitPrice(cents, "USD", per), clock.now(), actor=SYSTEM)
    inventory.receive(market, store, {variant: units * per}, cause=new_id(), at=clock.now())
    return variant


def _scan(page: Page, code: str) -> None:
    """Type as a scanner does, wherever the focus is: in one burst, without a round trip for each key."""
    page.evaluate(
        """code => {
          for (const key of [...code, "Enter"]) {
            const target = document.activeElement ?? document.body;
            target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
          }
        }""",
        code,
    )


def test_a_customer_is_served(live_server: LiveServer, page: Page) -> None:
    counter = a_counter(unlocked=False)
    gouda = _offer(counter, "Gouda", 449, barcodes=(GTIN,))
    _offer(counter, "Tomatoes", 400, unit=Unit.KILOGRAM)
    ana = a_customer(name="Ana Kowalska")
    (card,) = customers.cards_of(ana.id) or [customers.issue_card(ana.id, actor=SYSTEM)]
    opened(page, live_server, counter)
    basket, total = page.locator(".till-lines"), page.locator(".till-sum-total")

    _scan(page, GTIN)
    expect(total).to_contain_text("$4.49")
    page.keyboard.press("F2")
    _scan(page, GTIN)
    expect(total).to_contain_text("$8.98")
    expect(page.locator("#q")).to_have_value("")

    page.keyboard.type("tomat", delay=200)
    tile = page.get_by_role("button", name="Tomatoes")
    expect(page.locator(".till-tile")).to_have_count(1)
    tile.click()
    page.get_by_label("Quantity", exact=True).fill("0.5")
    page.keyboard.press("Enter")
    expect(basket).to_contain_text("0.5 kg")
    expect(total).to_contain_text("$10.98")

    _scan(page, card)
    expect(page.locator(".till-regular")).to_contain_text("Ana Kowalska")

    page.keyboard.press("F9")
    page.get_by_role("button", name="Card is declined").click()
    expect(page.get_by_role("alert")).to_contain_text("The card was declined.")
    page.get_by_role("textbox", name="Customer gives").fill("20")
    expect(page.locator("#change")).to_contain_text("$9.02")
    page.keyboard.press("Enter")
    done = page.get_by_role("dialog", name="Sold")
    expect(done.locator(".till-done-change")).to_contain_text("$9.02")
    expect(done.locator(".receipt")).to_contain_text("Receipt 1")
    expect(total).to_contain_text("$0.00")
    page.keyboard.press("Enter")
    expect(done).to_be_hidden()
    assert [receipt.total for receipt in tills.receipts_of(counter.till.id)] == [1098]
    assert counter.shop.level(gouda).on_hand == 18


def test_lines_are_changed_by_key_and_come_back(live_server: LiveServer, page: Page) -> None:
    counter = a_counter(unlocked=False)
    _offer(counter, "Gouda", 449, barcodes=(GTIN,))
    opened(page, live_server, counter)
    total = page.locator(".till-sum-total")
    _scan(page, GTIN)
    expect(total).to_contain_text("$4.49")
    page.wait_for_timeout(200)
    page.keyboard.press("+")
    expect(total).to_contain_text("$8.98")
    page.keyboard.press("Delete")
    expect(total).to_contain_text("$0.00")
    page.get_by_role("button", name="Undo").click()
    expect(total).to_contain_text("$8.98")
    page.reload()
    expect(total).to_contain_text("$8.98")
    page.keyboard.press("F10")
    expect(page.get_by_role("heading", name="Who is at the till?")).to_be_visible()


def test_each_unit_with_a_number_is_named_before_it_is_sold(live_server: LiveServer, page: Page) -> None:
    counter = a_counter(unlocked=False)
    phone = phones(counter.shop, "SN-1", "SN-2", "SN-3")
    opened(page, live_server, counter)
    asked = page.get_by_role("dialog", name="Serial number")
    _scan(page, GTIN)
    expect(asked).to_contain_text("PHONE")
    asked.get_by_role("textbox").fill("SN-9")
    asked.get_by_role("button", name="Take this unit").click()
    expect(asked.get_by_role("alert")).to_contain_text("Nobody knows a unit")
    assert axe_violations(page) == []
    asked.get_by_role("textbox").fill("SN-1")
    page.keyboard.press("Enter")
    expect(asked).to_be_hidden()
    _scan(page, f"(01)0{GTIN}(21)SN-3")
    expect(page.locator(".till-serial")).to_have_text(["SN-1", "SN-3"])
    page.get_by_role("button", name="Take out the unit SN-1").click()
    expect(page.locator(".till-serial")).to_have_text(["SN-3"])
    page.get_by_role("button", name="One more").click()
    expect(page.get_by_role("button", name="Serial number is missing")).to_be_visible()
    assert axe_violations(page) == []
    page.keyboard.press("F9")
    expect(asked).to_be_visible()
    _scan(page, f"(01)0{GTIN}(21)SN-2")
    expect(page.get_by_role("textbox", name="Customer gives")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Sold")).to_be_visible()
    left = lots.parts(counter.shop.market.id, [phone], [counter.shop.store.id])
    assert [part.code for part in left] == ["SN-1"]


def test_a_price_is_checked_without_selling(live_server: LiveServer, page: Page) -> None:
    counter = a_counter(unlocked=False)
    _offer(counter, "Gouda", 449, barcodes=(GTIN,))
    opened(page, live_server, counter)
    page.keyboard.press("F7")
    dialog = page.get_by_role("dialog", name="Price check")
    _scan(page, GTIN)
    expect(dialog).to_contain_text("$4.49")
    expect(dialog).to_contain_text("20 on the shelf here")
    dialog.get_by_role("textbox").fill("nothing")
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("Nothing has the code “nothing”.")
    assert axe_violations(page) == []
    dialog.get_by_role("button", name="Done").click()
    expect(page.locator(".till-sum-total")).to_contain_text("$0.00")


def test_the_last_ones_are_sold_after_a_kind_word(live_server: LiveServer, page: Page) -> None:
    counter = a_counter(unlocked=False)
    gouda = _offer(counter, "Gouda", 500, units=2, barcodes=(GTIN,))
    opened(page, live_server, counter)
    for times in (1, 2, 3):
        _scan(page, GTIN)
        expect(page.locator(".till-line-price")).to_contain_text(f"{times} ×")
    expect(page.locator(".till-lines")).to_contain_text("Only 2 here")
    expect(page.locator(".till-sum")).to_contain_text("3 pieces")
    page.keyboard.press("F9")
    page.get_by_role("button", name="Card is approved").click()
    expect(page.get_by_role("alert")).to_contain_text("Only 2 of Gouda are left, not 3")
    page.get_by_role("button", name="Sell what is left").click()
    expect(page.locator(".till-due-total")).to_contain_text("$10.00")
    page.get_by_role("button", name="Card is approved").click()
    expect(page.get_by_role("dialog", name="Sold")).to_be_visible()
    assert counter.shop.level(gouda).on_hand == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_colleague_lets_go_what_a_rule_keeps_back(
    live_server: LiveServer, visitor: Visitor, width: int, scheme: str
) -> None:
    counter = a_counter(unlocked=False)
    gouda = _offer(counter, "Gouda", 500, units=2, barcodes=(GTIN,))
    scope, amount = inventory.Scope(variant=gouda), inventory.Amount(units=2, hard=True)
    inventory.set_rule(counter.shop.market.id, scope, amount, begins=clock.now(), actor=SYSTEM)
    page = opened(visitor(width, 800, color_scheme=scheme), live_server, counter)
    manager = a_member("manager", at=counter.shop.store.id)
    staff.set_pin(manager.id, "1470", actor=SYSTEM)
    _scan(page, GTIN)
    expect(page.locator(".till-sum-total")).to_contain_text("$5.00")
    page.keyboard.press("F9")
    page.get_by_role("button", name="Exactly $5.00").click()
    told = page.get_by_role("alert")
    expect(told).to_contain_text(
        f"Gouda: 2 here, of which 2 kept back by a rule. Ask who may let it go all the same: {manager.name}"
    )
    expect(page.get_by_label("Who lets it go")).to_have_value(str(manager.id))
    assert axe_violations(page) == []
    page.get_by_label("Their PIN").fill("9999")
    page.keyboard.press("Enter")
    expect(told).to_contain_text("tries left: 4")
    page.get_by_label("Their PIN").fill("1470")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Sold")).to_be_visible()
    assert counter.shop.level(gouda).on_hand == 1


def test_who_may_overrule_sells_at_once(live_server: LiveServer, page: Page) -> None:
    counter = a_counter(unlocked=False, role="manager")
    gouda = _offer(counter, "Gouda", 500, units=2, barcodes=(GTIN,))
    inventory.set_fence(counter.shop.market.id, counter.shop.store.id, gouda, counter.shop.web.id, 2, actor=SYSTEM)
    opened(page, live_server, counter)
    _scan(page, GTIN)
    expect(page.locator(".till-sum-total")).to_contain_text("$5.00")
    page.keyboard.press("F9")
    page.get_by_role("button", name="Card is approved").click()
    expect(page.get_by_role("alert")).to_contain_text("of which 2 set apart for")
    expect(page.get_by_label("Their PIN")).to_be_hidden()
    assert axe_violations(page) == []
    page.get_by_role("button", name="Sell it all the same").click()
    expect(page.get_by_role("dialog", name="Sold")).to_be_visible()
    assert counter.shop.level(gouda).on_hand == 1


def test_an_answer_that_is_lost_sells_once(live_server: LiveServer, page: Page) -> None:
    counter = a_counter(unlocked=False)
    _offer(counter, "Gouda", 500, barcodes=(GTIN,))
    opened(page, live_server, counter)
    _scan(page, GTIN)
    expect(page.locator(".till-sum-total")).to_contain_text("$5.00")

    def lose(route: Route) -> None:
        route.fetch()  # the house sells, the answer never arrives
        route.abort()

    page.route("**/till/sales/", lose, times=1)
    page.keyboard.press("F9")
    page.get_by_role("button", name="Exactly $5.00").click()
    expect(page.get_by_role("alert")).to_contain_text("never sold twice")
    page.get_by_role("button", name="Exactly $5.00").click()
    expect(page.get_by_role("dialog", name="Sold")).to_be_visible()
    assert len(tills.receipts_of(counter.till.id)) == 1


def test_nothing_is_sold_offline(live_server: LiveServer, page: Page) -> None:
    counter = a_counter(unlocked=False)
    _offer(counter, "Gouda", 500, barcodes=(GTIN,))
    opened(page, live_server, counter)
    _scan(page, GTIN)
    pay = page.get_by_role("button", name="Pay", exact=False)
    expect(pay).to_be_enabled()
    page.context.set_offline(True)
    expect(pay).to_be_disabled()
    expect(page.get_by_text("Selling needs the connection.")).to_be_visible()
    page.context.set_offline(False)
    expect(pay).to_be_enabled()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1024, 1280])
def test_everybody_can_use_it(live_server: LiveServer, visitor: Visitor, width: int, scheme: str) -> None:
    counter = a_counter(unlocked=False)
    _offer(counter, "Gouda", 500, barcodes=(GTIN,))
    page = opened(visitor(width, 800, color_scheme=scheme), live_server, counter)
    assert axe_violations(page) == []
    _scan(page, GTIN)
    expect(page.locator(".till-sum-total")).to_contain_text("$5.00")
    if width < 768:
        page.get_by_role("button", name="Basket 1").click()
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    targets = page.locator(".till button:visible, .till-bar :is(a, button):visible")
    sizes = targets.evaluate_all("all => all.map(each => each.getBoundingClientRect().height)")
    assert min(sizes) >= 56
    page.keyboard.press("F9")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Exactly $5.00").click()
    expect(page.get_by_role("dialog", name="Sold")).to_be_visible()
    assert axe_violations(page) == []
    page.goto(f"{live_server.url}/till/receipts/")
    assert axe_violations(page) == []
    page.get_by_role("link", name="Receipt 1").click()
    expect(page.locator(".receipt")).to_be_visible()
    assert axe_violations(page) == []


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_what_is_missing_comes_later_in_the_same_sale(
    live_server: LiveServer, visitor: Visitor, width: int, scheme: str
) -> None:
    counter = a_counter(unlocked=False)
    shop, shots = counter.shop, os.environ.get("ONESHELF_SHOTS")
    gouda = _offer(counter, "Gouda", 449, units=1, barcodes=(GTIN,))
    other = a_store(shop.market, name="Leeds Briggate")
    inventory.receive(shop.market.id, other.id, {gouda: 5}, cause=new_id(), at=clock.now())
    delivery.set_lane(delivery.Lane(other.id, None), actor=SYSTEM)
    page = opened(visitor(width, color_scheme=scheme), live_server, counter)

    def look(name: str) -> None:
        assert axe_violations(page) == []
        if shots:
            page.screenshot(path=Path(shots) / f"till-later-{name}-{width}-{scheme}.png")

    for _ in range(2):
        _scan(page, GTIN)
    if width < 600:
        page.locator("[data-view-name=basket]").click()
    expect(page.get_by_role("button", name="How to get what is missing")).to_be_visible()
    page.keyboard.press("Alt+s")
    dialog = page.get_by_role("dialog", name="Send it, or keep it for collection")
    expect(dialog).to_contain_text("1 of 2 missing")
    expect(dialog).to_contain_text("Brought there from another of our places")
    dialog.get_by_role("button", name="One more").click()
    expect(dialog.get_by_label("So many of Gouda come later")).to_have_value("2")
    dialog.get_by_role("button", name="One less").click()
    dialog.get_by_role("radio", name="Leeds Briggate").check()
    look("ways")
    dialog.get_by_label("Customer’s name").fill("Ana Kowalska")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("missing")
    dialog.get_by_label("Telephone").fill("555 0100")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("region", name="What comes later")).to_contain_text("Ana Kowalska, Leeds Briggate")
    look("basket")
    page.keyboard.press("F6")
    expect(page.get_by_text("What was to come later is not parked with it")).to_be_visible()
    look("parking")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Empty the basket").click()
    expect(page.get_by_role("region", name="What comes later")).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("region", name="What comes later")).to_contain_text("Ana Kowalska, Leeds Briggate")
    page.reload()
    expect(page.locator(".till-sum-total")).to_contain_text("$8.98")
    page.keyboard.press("F9")
    page.get_by_role("button", name="Exactly $8.98").click()
    done = page.get_by_role("dialog", name="Sold")
    expect(done.locator(".receipt-later")).to_contain_text("Leeds Briggate")
    look("sold")
    assert counter.shop.level(gouda).on_hand == 0
    page.keyboard.press("Enter")
    _scan(page, GTIN)
    expect(page.locator(".till-sum-total")).to_contain_text("$4.49")
    page.context.set_offline(True)
    page.keyboard.press("Alt+s")
    expect(page.get_by_text("What is sent or collected later needs the connection.")).to_be_visible()
