"""Companies by the API: their terms, orders on account, invoices, payments, and what each key may do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.companies import public as companies
from oneshelf.modules.customers import public as customers
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId
from tests.amendments.builders import wrong
from tests.checkout.builders import Shop
from tests.companies.builders import Account, a_company
from tests.customers.builders import a_customer
from tests.markets.builders import a_market
from tests.orders.settling import forget_jobs, settle
from tests.surfaces.api.programs import Program, sku, usd
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

TERMS = {"name": "Acme", "limit": usd(10_000), "net_days": 14, "email": "bills@acme.example", "country": "US"}
CONTACT = {"name": "Ana", "email": "ana@example.com"}


@pytest.fixture
def account(shop: Shop) -> Account:
    forget_jobs()
    program = Program.with_key(shop)
    company = program.post("/companies", TERMS)
    assert company.status == 201, company.body
    member = a_customer().id
    told = program.post(f"/companies/{company['id']}/members", {"customer": str(member)})
    assert told["items"] == [{"customer": str(member), "most": None}]
    return Account(shop, companies.CompanyId(UUID(company["id"])), member)


def on_account(account: Account, program: Program, units: int = 4) -> dict[str, Any]:
    """Return the body of an order on account by telephone, for collection."""
    card = customers.cards_of(account.member)[0]
    return program.order(
        account.shop.offered(units),
        units,
        method="collect",
        contact=CONTACT,
        customer_card=card,
        payments=[{"method": "on_account", "amount": usd(250 * units)}],
    )


def test_from_order_to_paid_invoice(account: Account) -> None:
    program = Program.with_key(account.shop)
    placed = program.post("/orders", on_account(account, program))
    assert placed.status == 201, placed.body
    assert program.get(f"/orders/{placed['number']}")["terms"] == "on_account"
    assert program.get(f"/companies/{account.id}")["left"] == usd(9_000)
    account.hands_out(OrderId(UUID(placed["id"])))
    settle()
    (invoice,) = program.get(f"/companies/{account.id}/documents")["items"]
    assert (invoice["number"], invoice["open"], invoice["lines"][0]["quantity"]) == (1, usd(1_000), 4)
    refund = {"amount": usd(250), "goods": [{"line": 1, "quantity": 1}], "to_place": account.shop.store.code}
    given = program.post(f"/orders/{placed['number']}/refunds", refund, key="once")
    assert given["credit_notes"][0]["number"] == 2
    assert program.post(f"/orders/{placed['number']}/refunds", refund, key="once").body == given.body
    paid = program.post("/invoices/1/payments", {"amount": usd(1), "reference": "A"}, key="paid")
    assert program.post("/invoices/1/payments", {"amount": usd(1), "reference": "A"}, key="paid").body == paid.body
    assert program.post("/invoices/1/payments", {"amount": usd(749)})["open"] == usd(0)
    program.post(f"/orders/{placed['number']}/refunds", {"amount": usd(10)})
    assert program.post("/invoices/1/paybacks", {"amount": usd(10)})["open"] == usd(0)
    assert program.get("/invoices/2")["about"] == invoice["id"]
    since, until = clock.now() - timedelta(days=1), clock.now() + timedelta(days=1)
    told = program.get(f"/companies/{account.id}/statement?since={since:%FT%TZ}&until={until:%FT%TZ}")
    kinds = ["invoice", "credit_note", "payment", "payment", "credit_note", "paid_back"]
    assert [each["kind"] for each in told["entries"]] == kinds
    assert (told["before"], told["after"]) == (usd(0), usd(0))
    assert wrong() == []


def test_a_change_beyond_the_credit_is_refused(account: Account) -> None:
    program = Program.with_key(account.shop)
    number = program.post("/orders", on_account(account, program))["number"]
    more = {"add": [{"sku": sku(account.shop.offered(50)), "quantity": 37}], "reason": "other"}
    shown = program.post(f"/orders/{number}/amendments", more)
    assert shown.status == 201, shown.body
    at = f"/orders/{number}/amendments/{shown['id']}/confirm"
    refused = program.post(at, {"seal": shown["seal"]})
    assert (refused.status, refused["code"], refused["field"]) == (409, "over_credit", "payments")
    assert account.figures == (1_000, 0)


def test_terms_holds_and_members_are_changed(account: Account) -> None:
    program, at = Program.with_key(account.shop), f"/companies/{account.id}"
    held = program.post(f"{at}/hold")
    refused = program.post("/orders", on_account(account, program))
    assert (refused.status, refused["code"], refused["field"]) == (409, "company_on_hold", "payments")
    assert program.post(f"{at}/release")["on_hold"] is False
    changed = program.send("PUT", at, TERMS | {"limit": usd(999), "version": held["version"] + 1})
    assert (changed.status, changed["limit"]) == (200, usd(999))
    assert program.send("PUT", at, TERMS | {"version": held["version"]})["code"] == "company_changed"
    refused = program.post("/orders", on_account(account, program))
    assert (refused["code"], refused["field"]) == ("over_credit", "payments")
    assert program.send("DELETE", f"{at}/members/{account.member}")["items"] == []
    assert program.post("/orders", on_account(account, program))["code"] == "not_a_member"


def test_companies_and_documents_come_in_pages(account: Account) -> None:
    for name in ("Beta", "Acme"):
        a_company(account.shop.market.id, name=name)
    program, names, cursor = Program.with_key(account.shop), [], ""
    while True:
        page = program.get(f"/companies?limit=1{cursor}")
        names += [each["name"] for each in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert names == ["Acme", "Acme", "Beta"]
    assert [each["name"] for each in program.get("/companies?q=bet")["items"]] == ["Beta"]
    for _ in range(2):
        account.hands_out(account.orders(1))
    settle()
    first = program.get(f"/companies/{account.id}/documents?limit=1")
    later = program.get(f"/companies/{account.id}/documents?limit=1&cursor={first['next']}")
    assert [first["items"][0]["number"], later["items"][0]["number"], later["next"]] == [2, 1, None]


def test_only_who_may_sell_to_companies_sells_on_account(account: Account) -> None:
    body = on_account(account, Program(account.shop))
    refused = Program.with_key(account.shop, "orders.place").post("/orders", body)
    assert (refused.status, refused["permission"]) == (403, "companies.sell")
    here = Program.with_key(account.shop, "orders.place", "companies.sell", place=account.shop.store.id)
    assert here.post("/orders", body).status == 201
    of_one_place = Program.with_key(account.shop, "companies.view", place=account.shop.store.id)
    assert of_one_place.get("/companies").status == 403
    assert of_one_place.get(f"/companies/{account.id}").status == 403


def test_who_may_not_sell_to_companies_makes_no_order_of_theirs_cost_more(account: Account) -> None:
    order, variant = account.orders(4), account.shop.offered(9)
    program = Program.with_key(account.shop, "orders.amend")
    at = f"/orders/{orders.get_order(order).summary.number}/amendments"
    for less, add, status in ((0, 1, 403), (1, 1, 200), (1, 0, 200)):
        cancel = [{"line": 1, "quantity": less}] if less else []
        wish = {"cancel": cancel, "add": [{"sku": sku(variant), "quantity": add}] if add else [], "reason": "other"}
        shown = program.post(at, wish)
        told = program.post(f"{at}/{shown['id']}/confirm", {"seal": shown["seal"]})
        assert told.status == status, told.body
    assert account.figures == (750, 0)


def test_a_company_of_another_market_is_unknown(account: Account) -> None:
    other = a_company(a_market().id)
    program = Program.with_key(account.shop)
    for method, path in (("GET", ""), ("POST", "/hold"), ("GET", "/documents"), ("GET", "/members")):
        assert program.send(method, f"/companies/{other.id}{path}")["code"] == "unknown_company"


BAD: list[tuple[str, str, str, dict[str, Any] | None, int, str, str]] = [
    ("a limit below nothing", "POST", "/companies", TERMS | {"limit": usd(-1)}, 422, "invalid", "limit.amount"),
    ("no name", "POST", "/companies", TERMS | {"name": ""}, 422, "invalid", "name"),
    ("no e-mail", "POST", "/companies", TERMS | {"email": "nobody"}, 422, "invalid", "email"),
    ("no country", "POST", "/companies", TERMS | {"country": "us"}, 422, "invalid", "country"),
    ("endless days", "POST", "/companies", TERMS | {"net_days": 366}, 422, "invalid", "net_days"),
    (
        "another currency",
        "POST",
        "/companies",
        TERMS | {"limit": {"amount": 1, "currency": "EUR"}},
        422,
        "invalid",
        "limit.currency",
    ),
    ("no id", "GET", "/companies/acme", None, 422, "invalid", "company"),
    ("an unknown company", "GET", f"/companies/{new_id()}", None, 404, "unknown_company", "company"),
    ("a cursor of nobody", "GET", "/companies?cursor=x", None, 422, "invalid", "company"),
    ("a customer of nobody", "POST", "{at}/members", {"customer": str(new_id())}, 404, "unknown_customer", "customer"),
    (
        "a member for nothing",
        "POST",
        "{at}/members",
        {"customer": "{member}", "most": usd(0)},
        422,
        "invalid",
        "most.amount",
    ),
    ("a page of nobody", "GET", "{at}/documents?cursor=x", None, 422, "invalid", "cursor"),
    ("no time", "GET", "{at}/statement?since=x", None, 422, "invalid", "since"),
    ("an unknown invoice", "POST", "/invoices/7/payments", {"amount": usd(1)}, 404, "unknown_invoice", "invoice"),
    ("no invoice", "GET", "/invoices/one", None, 404, "unknown_invoice", "invoice"),
    ("an endless invoice", "GET", f"/invoices/{'9' * 40}", None, 404, "unknown_invoice", "invoice"),
    ("nothing paid", "POST", "/invoices/7/payments", {"amount": usd(0)}, 422, "invalid", "amount.amount"),
]


@pytest.mark.parametrize(("why", "method", "path", "body", "status", "code", "field"), BAD, ids=[row[0] for row in BAD])
def test_bad_input_changes_nothing(
    account: Account, why: str, method: str, path: str, body: dict[str, Any] | None, status: int, code: str, field: str
) -> None:
    program = Program.with_key(account.shop)
    if body and body.get("customer") == "{member}":
        body = body | {"customer": str(account.member)}
    with nothing_changes():
        told = program.send(
            method, path.replace("{at}", f"/companies/{account.id}"), body, Idempotency_Key=str(new_id())
        )
    assert (told.status, told["code"], told["field"]) == (status, code, field), told.body
    assert told["cure"]


def begun(account: Account, program: Program, **fields: Any) -> Program:
    """Start a checkout over 10.00 for a member, to be collected; return the program that holds its secret."""
    lines = [{"sku": sku(account.shop.offered(4)), "quantity": 4}]
    told = program.post("/checkouts", {"channel": account.shop.web.code, "lines": lines} | fields)
    assert told.status == 201, told.body
    holder = Program(account.shop, program.key, {"Checkout_Secret": told["secret"], "at": f"/checkouts/{told['id']}"})
    body = {"method": "collect", "place": account.shop.store.code, "contact": CONTACT}
    assert holder.send("PUT", f"{holder.headers['at']}/delivery", body).status == 200
    return holder


def test_a_checkout_of_a_member_becomes_an_order_on_account(account: Account) -> None:
    program = Program.with_key(account.shop)
    holder = begun(account, program, customer_card=customers.cards_of(account.member)[0])
    path = f"{holder.headers['at']}/complete?pay=on_account&reference="
    assert holder.post(f"{path}{'x' * 61}")["code"] == "invalid"
    placed = holder.post(f"{path}PO%204711")
    assert placed.status == 201, placed.body
    assert account.figures == (1_000, 0)
    account.hands_out(OrderId(UUID(placed["id"])))
    settle()
    told = program.get(f"/orders/{placed['number']}")["account"]
    (invoice,) = told["documents"]
    assert (told["reference"], invoice["number"], invoice["open"]) == ("PO 4711", 1, usd(1_000))


def test_a_checkout_is_on_account_for_members_and_programs_that_may_sell_so_only(account: Account) -> None:
    everything, shopper = Program.with_key(account.shop), Program(account.shop)
    mine = {"customer_card": customers.cards_of(account.member)[0]}
    holder = begun(account, everything, **mine)
    weak = Program.with_key(account.shop, "checkout.use")
    nobody = {"customer_card": customers.cards_of(a_customer().id)[0]}
    rows: list[tuple[Program, str | None, int, str]] = [
        (holder, None, 401, "not_signed_in"),
        (holder, weak.key, 403, "not_allowed"),
        (begun(account, shopper), everything.key, 403, "not_a_member"),
        (begun(account, everything, **nobody), everything.key, 403, "not_a_member"),
    ]
    for held, key, status, code in rows:
        held.key = key
        told = held.post(f"{held.headers['at']}/complete?pay=on_account")
        assert (told.status, told["code"]) == (status, code), told.body
    assert account.figures == (0, 0)
    companies.hold(account.id, actor=SYSTEM)
    holder.key = everything.key
    assert holder.post(f"{holder.headers['at']}/complete?pay=on_account")["code"] == "company_on_hold"


def test_what_a_company_calls_an_order_is_sent_with_it(account: Account) -> None:
    program = Program.with_key(account.shop)
    body = on_account(account, program)
    for token, status in (("PO 1", 201), ("x" * 61, 422)):
        body["payments"][0]["token"] = token
        placed = program.post("/orders", body)
        assert placed.status == status, placed.body
        if status == 201:
            assert program.get(f"/orders/{placed['number']}")["account"]["reference"] == "PO 1"
