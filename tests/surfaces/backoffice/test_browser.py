"""The back office in a real browser: every page keeps the policy and is open to everybody's eyes and hands."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page

from oneshelf.app.sessions import STAFF_COOKIE
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.companies import public as companies
from oneshelf.modules.companies.models import Document
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots import public as lots
from oneshelf.modules.orders import public as orders
from oneshelf.modules.places import public as places
from tests.browser import Visitor, axe_violations
from tests.checkout.builders import Shop
from tests.companies.builders import Account, a_company, credits, pays
from tests.customers.builders import a_customer
from tests.orders.settling import forget_jobs, settle
from tests.staff.builders import a_member, sign_in
from tests.surfaces.backoffice.coupons import coupon_pages
from tests.surfaces.backoffice.lots import dated_goods
from tests.surfaces.storefront.builders import a_web_shop

pytestmark = [pytest.mark.database, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHOTS = os.environ.get("ONESHELF_SHOTS")


def seen(page: Page, name: str) -> None:
    """Let axe look at the page as it stands, and keep a picture where somebody asked for them."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
    assert axe_violations(page) == [], name


def an_invoiced_company(shop: Shop) -> dict[str, str]:
    """Let a company order twice, collect and pay in part; return the paths of its pages."""
    forget_jobs()
    account = Account(shop, a_company(shop.market.id).id, a_customer(name="Ana Kowalska").id)
    companies.add_member(account.id, account.member, most=5_000, actor=SYSTEM)
    for units in (9, 4):
        account.hands_out(account.orders(units))
    account.orders(3)
    settle()
    first, second = account.documents
    pays(first, 1_000)
    credits(first.order, 250)
    Document.objects.filter(id=second.id).update(due_on=date(2026, 1, 31))
    return {
        "companies": "companies/",
        "company": f"companies/{account.id}/",
        "invoice": f"companies/invoices/{first.id}/",
        "order-on-account": f"orders/{first.order}/",
    }


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")])
def test_every_page_is_open_to_all(visitor: Visitor, live_server: object, width: int, scheme: str) -> None:
    shop = a_web_shop()
    gouda, brie = shop.product("Gouda", york=9, leeds=3), shop.product("Brie de Meaux", york=1, cents=799)
    for units in (1, 2, 1):
        sold = shop.till_sale(gouda, units)
    shop.till_sale(brie)
    orders.renew_search([sold.order])
    dated = dated_goods(shop.market.id, shop.york)
    given = (shop.market.id, shop.york.id, gouda)
    inventory.note_rejection(*given[:2], {gouda: 4}, cause=new_id())
    inventory.accept_suggestion(*given, 2, actor=SYSTEM, note="Fragile")
    inventory.set_fence(*given, shop.web.id, 3, actor=SYSTEM, note="For the weekend")
    for code, name in (("A-1", "Cold room"), ("B-1", "")):
        places.open_bin(shop.york.id, code=code, name=name, actor=SYSTEM)
    inventory.put_away(shop.market.id, shop.york.id, dated, 1, "A-1", from_bin=lots.NO_BIN, actor=SYSTEM)
    on_account = an_invoiced_company(Shop(shop.market, shop.york, shop.web, shop.till))
    page = visitor(width, color_scheme=scheme)
    base = str(live_server)
    cookie = sign_in(Client(), a_member("owner")).cookies[STAFF_COOKIE].value
    page.context.add_cookies([{"name": STAFF_COOKIE, "value": cookie, "url": base}])
    paths = (
        on_account
        | coupon_pages(shop.market)
        | {
            "board": "",
            "orders": "orders/",
            "orders-found": "orders/?q=gouda&least=1&from=2020-01-01",
            "orders-wrong": "orders/?q=gouda&least=cheap&state=lost",
            "order": f"orders/{sold.order}/",
            "refund": f"orders/{sold.order}/refund/?goods_1=1&place={shop.york.code}&amount=",
            "refund-wrong": f"orders/{sold.order}/refund/?goods_1=9&amount=1",
            "stock": f"stock/?place={shop.york.code}",
            "level": f"stock/{shop.york.code}/{gouda}/",
            "bins": f"stock/{shop.york.code}/bins/",
            "unit": f"units/{lots.lots_called(shop.market.id, 'L1')[0].id}/",
            "lots": f"stock/{shop.york.code}/{dated}/",
            "apart": f"stock/{shop.york.code}/apart/",
            "why": f"stock/{shop.york.code}/{gouda}/why/",
            "buffers": "buffers/",
            "fences": "fences/",
            "prices": "prices/",
            "price": f"prices/{gouda}/",
            "nothing": "orders/?q=nothing",
        }
    )
    for name, path in paths.items():
        page.goto(f"{base}/backoffice/{path}")
        seen(page, f"{name}-{width}-{scheme}")
        wide = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert wide, f"{name} scrolls sideways at {width} px"
