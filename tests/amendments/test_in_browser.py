"""Changes of orders in a real browser: shown while they are filled in, agreed to, paid; open to everybody."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from oneshelf.app.sessions import STAFF_COOKIE
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.money import Money
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.public import AmendmentState
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import NewVariant, ProductDescription, VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method, OrderId
from oneshelf.surfaces.storefront.orders import link_to
from tests.browser import Visitor, axe_violations
from tests.checkout.builders import ANA
from tests.staff.builders import a_member, sign_in
from tests.surfaces.storefront.builders import WebShop, a_web_shop

pytestmark = [pytest.mark.database, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHOTS = os.environ.get("ONESHELF_SHOTS")
LOOKS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]


def seen(page: Page, name: str) -> None:
    """Let axe look at the page as it stands, and keep a picture where somebody asked for them."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
    assert axe_violations(page) == [], name
    wide = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert wide, f"{name} scrolls sideways"


def in_two_sizes(shop: WebShop) -> VariantId:
    """Sell a cheese in pieces of two sizes; return the small one."""
    sizes = [NewVariant(f"BRIE-{size}", f"{size} g", option_values=(f"{size} g",)) for size in (250, 500)]
    described = ProductDescription(title="Brie de Meaux", category=shop.category, option_names=("Size",))
    catalogue.create_product(described, sizes, actor=SYSTEM)
    found = catalogue.variants_by_sku([each.sku for each in sizes])
    for each, cents in zip(sizes, (799, 999), strict=True):
        shop.stock(found[each.sku], cents=cents, york=5, leeds=5)
    return found["BRIE-250"]


def ordered(shop: WebShop, method: Method) -> OrderId:
    gouda, brie = shop.product("Gouda", york=9, leeds=9), in_two_sizes(shop)
    shop.product("Oat Drink", york=9, leeds=9, cents=300)
    delivery = 399 if method is Method.SHIP else 0
    purchase = checkout.Purchase(
        market=shop.market.id,
        channel=shop.web.id,
        method=method,
        place=shop.york.id,
        contact=ANA,
        lines=(checkout.Wanted(gouda, 3), checkout.Wanted(brie, 1)),
        tenders=(checkout.Tender("external", Money(750 + 799 + delivery, "USD")),),
    )
    return checkout.place_order(purchase, actor=SYSTEM).order


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_staff_see_what_a_change_comes_to_while_they_fill_it_in(
    visitor: Visitor, live_server: object, width: int, scheme: str
) -> None:
    order = ordered(a_web_shop(), Method.COLLECT)
    page, base = visitor(width, color_scheme=scheme), str(live_server)
    cookie = sign_in(Client(), a_member("owner")).cookies[STAFF_COOKIE].value
    page.context.add_cookies([{"name": STAFF_COOKIE, "value": cookie, "url": base}])
    page.goto(f"{base}/backoffice/orders/{order}/")
    page.get_by_role("link", name="Change order").click()
    seen(page, f"change-{width}-{scheme}")
    page.get_by_label("Quantity of Gouda").fill("1")
    page.get_by_label("Quantity of Gouda").blur()
    preview = page.locator("#preview")
    expect(preview).to_contain_text("Goes back")
    expect(preview).to_contain_text("$5.00")
    page.get_by_label("Article 1").fill("oat drink")
    page.get_by_label("Quantity 1").fill("3")
    page.get_by_label("Quantity 1").blur()
    expect(preview).to_contain_text("goes along with what is sent anyway")
    expect(preview).to_contain_text("To be paid")
    seen(page, f"change-shown-{width}-{scheme}")
    preview.get_by_role("button", name="Agree and ask for $4.00").click()
    expect(page.get_by_text("A change waits until $4.00 are paid")).to_be_visible()
    seen(page, f"change-waits-{width}-{scheme}")
    (waiting,) = amendments.amendments_of(order)
    page.goto(base + re.sub(r"^https?://[^/]+", "", amendments.payment_link(waiting)))
    seen(page, f"change-pay-{width}-{scheme}")
    page.get_by_role("button", name="Pay $4.00").click()
    expect(page.get_by_text("Your order is changed")).to_be_visible()
    assert amendments.get_amendment(waiting.id).state is AmendmentState.CONFIRMED
    assert orders.get_order(order).due.minor == 750 + 799 - 500 + 900


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_shoppers_change_and_cancel_their_own_order(
    visitor: Visitor, live_server: object, width: int, scheme: str
) -> None:
    shop = a_web_shop()
    order = ordered(shop, Method.COLLECT)
    oats = shop.product("Oat Milk", leeds=9, cents=300)
    page, base = visitor(width, color_scheme=scheme), str(live_server)
    page.goto(f"{base}/product/{shop.slug(oats)}/")
    page.get_by_role("button", name="Add to basket").click()
    expect(page.locator("#basket-count")).to_contain_text("1")
    page.goto(base + link_to(order))
    page.get_by_role("link", name="Change or cancel").click()
    page.get_by_label("Quantity of Gouda").fill("2")
    page.get_by_label("Instead of Brie de Meaux").select_option(label="Brie de Meaux, 500 g, $9.99")
    page.get_by_label("Add what is in my basket").check()
    seen(page, f"own-change-{width}-{scheme}")
    page.get_by_label("Collect it in").select_option(label="Leeds Briggate")
    page.get_by_role("button", name="Show what changes").click()
    expect(page.get_by_text("Go on to payment")).to_be_visible()
    seen(page, f"own-change-shown-{width}-{scheme}")
    page.get_by_role("button", name="Go on to payment").click()
    page.get_by_role("button", name="Pay $2.50").click()
    expect(page.get_by_text("Your order is changed")).to_be_visible()
    seen(page, f"own-changed-{width}-{scheme}")
    page.get_by_role("link", name="Change or cancel").click()
    page.get_by_role("button", name="Cancel the whole order").click()
    page.get_by_role("button", name="Yes, cancel my order").click()
    expect(page.get_by_text("Your order is cancelled")).to_be_visible()
    assert orders.get_order(order).summary.state is orders.OrderState.CANCELLED


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_a_parcel_is_sent_elsewhere(visitor: Visitor, live_server: object, width: int, scheme: str) -> None:
    order = ordered(a_web_shop(), Method.SHIP)
    page, base = visitor(width, color_scheme=scheme), str(live_server)
    cookie = sign_in(Client(), a_member("owner")).cookies[STAFF_COOKIE].value
    page.context.add_cookies([{"name": STAFF_COOKIE, "value": cookie, "url": base}])
    page.goto(f"{base}/backoffice/orders/{order}/change/")
    page.get_by_label("Postal code").fill("10002")
    page.get_by_label("How much of Gouda leaves in a parcel of its own").fill("2")
    page.get_by_label("How much of Gouda leaves in a parcel of its own").blur()
    expect(page.locator("#preview")).to_contain_text("in a parcel of its own, ready")
    seen(page, f"ship-change-{width}-{scheme}")
    page.goto(base + link_to(order))
    page.get_by_role("link", name="Change or cancel").click()
    page.get_by_label("Street and number").fill("Low St 2")
    page.get_by_role("button", name="Show what changes").click()
    seen(page, f"own-ship-change-{width}-{scheme}")
    page.get_by_role("button", name="Yes, change it so").click()
    expect(page.get_by_text("Your order is changed")).to_be_visible()
    contact = orders.get_order(order).contact
    assert contact is not None
    assert contact.street == "Low St 2"
