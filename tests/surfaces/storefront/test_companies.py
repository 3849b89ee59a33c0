"""Buying for a company: on its account at the checkout, and its pages, which nobody else sees."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from structlog.testing import capture_logs

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.idempotency.models import Answer
from oneshelf.kernel.ids import new_id
from oneshelf.modules.carts import public as carts
from oneshelf.modules.companies import public as companies
from oneshelf.modules.companies.models import Document
from oneshelf.modules.orders import public as orders
from oneshelf.modules.payments import public as payments
from oneshelf.surfaces.storefront import billing
from oneshelf.surfaces.storefront.orders import link_to
from tests.companies.builders import a_company, pays, usd
from tests.customers.builders import a_shopper
from tests.markets.builders import a_seller
from tests.orders.settling import first_claim_is_tried_again, forget_jobs, settle
from tests.surfaces.pseudo import data_of_the_house, spoken, unmarked
from tests.surfaces.storefront.builders import WebShop
from tests.surfaces.storefront.companies import a_buyer
from tests.surfaces.storefront.shopping import collecting, fill, placed

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


ANNA = carts.Holder(carts.HolderKind.STAFF, new_id(), "Anna")


def test_a_member_orders_on_account(shop: WebShop) -> None:
    buyer = a_buyer(shop)
    fill(buyer.browser, shop.product(york=4), "4")
    page = buyer.browser.get("/checkout/").content.decode()
    for words in ("On account of Acme Catering", "$100.00 of its credit are left", "due 30 days after"):
        assert words in page
    summary = buyer.browser.get(f"/checkout/summary/?method=collect&card=on_account&store={shop.york.code}")
    assert "Order for $10.00 on account" in summary.content.decode()
    filled = collecting(buyer.browser, shop, card="on_account", reference="PO 4711")
    ordered = buyer.browser.post("/checkout/", filled, follow=True).content.decode()
    for words in ("On account of Acme Catering", "PO 4711", "An invoice follows when the goods leave"):
        assert words in ordered
    (order,) = placed(shop)
    assert orders.get_order(order.id).terms is orders.Terms.ON_ACCOUNT
    assert (buyer.now.ordered.minor, payments.payments_of([order.id])[order.id]) == (1_000, [])


def test_a_change_of_an_order_on_account_changes_what_is_taken_of_the_credit(shop: WebShop) -> None:
    buyer = a_buyer(shop)
    page = f"{link_to(buyer.orders(4))}change/"
    shown = buyer.browser.post(page, {"keep_1": "1"})
    said = shown.content.decode()
    assert "on account" in said
    assert "when you collect" not in said
    proposed = shown.context["proposed"]
    buyer.browser.post(page, {"amendment": str(proposed.id), "seal": proposed.seal})
    assert buyer.now.ordered.minor == 250


def test_a_change_that_is_beyond_the_credit_is_warned_of_before_it_is_agreed_to(shop: WebShop) -> None:
    buyer = a_buyer(shop, limit=1_200)
    page = f"{link_to(buyer.orders(4))}change/"
    oats, stranger = shop.product("Oats", york=5), Client()
    for who, warned in ((buyer.browser, True), (stranger, False)):  # what it has left is nobody else's business
        fill(who, oats)
        said = who.post(page, {"keep_1": "4", "basket": "on"}).content.decode()
        assert ("$2.00" in said) is warned
    assert "$2.00" not in buyer.browser.post(page, {"keep_1": "3", "basket": "on"}).content.decode()


def test_others_are_not_offered_an_account_and_get_none(client: Client, shop: WebShop) -> None:
    a_company(shop.market.id)
    stranger = Client()
    a_shopper(stranger)
    for who in (client, stranger):
        fill(who, shop.product(york=1))
        assert "On account" not in who.get("/checkout/").content.decode()
        filled = collecting(who, shop, card="on_account")
        refused = who.post("/checkout/", filled)
        assert (refused.status_code, placed(shop)) == (403, [])
        assert "You cannot order on account here." in str(refused.context["form"].errors["card"])


WHY_NOT: list[tuple[str, dict[str, Any], int, str]] = [
    ("too little", {"minimum": 1_001}, 422, "$10.01"),
    ("more than the member may", {"most": 999}, 422, "$9.99"),
    ("more than is left", {"limit": 999}, 409, "$9.99"),
]


@pytest.mark.parametrize(("what", "terms", "status", "figure"), WHY_NOT, ids=[row[0] for row in WHY_NOT])
def test_why_it_cannot_be_is_said_with_its_figure(
    shop: WebShop, what: str, terms: dict[str, Any], status: int, figure: str
) -> None:
    buyer = a_buyer(shop, **terms)
    fill(buyer.browser, shop.product(york=4), "4")
    filled = collecting(buyer.browser, shop, card="on_account")
    account = buyer.browser.get("/checkout/").context["account"]
    assert figure in account.refused
    refused = buyer.browser.post("/checkout/", filled)
    assert refused.status_code == status
    assert figure in str(refused.context["form"].errors["card"])
    assert (placed(shop), buyer.now.used.minor) == ([], 0)


def test_who_is_on_hold_or_long_overdue_pays_otherwise(shop: WebShop) -> None:
    forget_jobs()
    buyer = a_buyer(shop)
    invoice = buyer.is_invoiced(1)
    fill(buyer.browser, shop.product(york=4), "4")
    filled = collecting(buyer.browser, shop, card="on_account")
    companies.hold(buyer.company, actor=SYSTEM)
    assert "buys nothing on account" in str(buyer.browser.post("/checkout/", filled).context["form"].errors["card"])
    companies.release(buyer.company, actor=SYSTEM)
    Document.objects.update(due_on=invoice.due_on - timedelta(days=38))
    late = buyer.browser.post("/checkout/", filled)
    assert f"Invoice {invoice.number}" in str(late.context["form"].errors["card"])
    assert "An invoice is overdue: $2.50" in buyer.browser.get("/account/company/").content.decode()
    pays(invoice)
    assert buyer.browser.post("/checkout/", filled).status_code == 302


def test_a_prepared_basket_is_bought_on_account_by_its_customer_only(shop: WebShop) -> None:
    buyer, other = a_buyer(shop), a_buyer(shop)
    draft = carts.draft(shop.market.id, shop.web.id, customer=buyer.customer, by=ANNA)
    carts.add_line(draft.id, shop.product(york=3), 1, by=ANNA)
    carts.set_gift(draft.id, carts.Gift("For Ida"), by=ANNA)
    token = carts.send(draft.id, by=ANNA)
    for who, status in ((Client(), 403), (other.browser, 403), (buyer.browser, 302)):
        who.post(f"/cart/prepared/{token}/")
        filled = collecting(who, shop, card="on_account")
        offered = who.get("/checkout/").context["account"]
        assert (offered is None, who.post("/checkout/", filled).status_code) == (status == 403, status)
    (order,) = placed(shop)
    assert (buyer.now.ordered.minor, other.now.ordered.minor) == (250, 0)
    assert orders.get_order(order.id).gift == "For Ida"


def test_the_company_page_says_what_is_left_owed_and_ordered(shop: WebShop) -> None:
    forget_jobs()
    buyer = a_buyer(shop)
    invoice = buyer.is_invoiced(4, reference="PO 1")
    order = buyer.orders(2)
    page = buyer.browser.get("/account/company/").content.decode()
    for words in (
        "Acme Catering",
        "$85.00 of $100.00 left",
        f"Invoice {invoice.number}",
        orders.get_order(order).summary.number,
    ):
        assert words in page
    assert "Company</a>" in buyer.browser.get("/account/").content.decode()
    pays(invoice)
    assert "Paid" in buyer.browser.get("/account/company/").content.decode()


def test_a_member_with_a_bound_sees_what_they_ordered_and_others_see_all(shop: WebShop) -> None:
    forget_jobs()
    lead = a_buyer(shop)
    bound = a_buyer(shop, lead.company, most=5_000)
    theirs, mine = lead.is_invoiced(1), bound.is_invoiced(2)
    seen = [[each.document.number for each in _company(who.browser)["documents"]] for who in (lead, bound)]
    assert seen == [[mine.number, theirs.number], [mine.number]]
    for address, status in ((_pdf(theirs), 404), (f"/account/purchases/{theirs.order}/", 404), (_pdf(mine), 200)):
        assert bound.browser.get(address).status_code == status
    assert lead.browser.get(f"/account/purchases/{mine.order}/").status_code == 200
    assert [len(_company(who.browser)["bought"]) for who in (lead, bound)] == [2, 1]


def test_earlier_invoices_follow_and_nonsense_begins_at_the_latest(
    shop: WebShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_jobs()
    monkeypatch.setattr("oneshelf.surfaces.storefront.company.PAGE", 1)
    buyer = a_buyer(shop)
    earlier, latest = buyer.is_invoiced(1), buyer.is_invoiced(1)

    def shown(query: str) -> list[int]:
        answer = buyer.browser.get(f"/account/company/{query}")
        return [each.document.number for each in answer.context["documents"]]

    pages = [shown(query) for query in ("", f"?below={latest.number}", "?below=-1", "?below=x", f"?below={'9' * 40}")]
    assert pages == [[latest.number], [earlier.number], *[[latest.number]] * 3]


def test_nobody_else_sees_a_company(client: Client, shop: WebShop) -> None:
    forget_jobs()
    buyer, other = a_buyer(shop), a_buyer(shop)
    invoice = buyer.is_invoiced()
    stranger, dropped = Client(), a_buyer(shop, buyer.company)
    a_shopper(stranger)
    assert dropped.browser.get("/account/company/").status_code == 200
    companies.drop_member(buyer.company, dropped.customer, actor=SYSTEM)
    for who in (stranger, dropped.browser):
        assert who.get("/account/company/").status_code == 404
        assert "Company</a>" not in who.get("/account/").content.decode()
    for who in (stranger, dropped.browser, other.browser):
        assert who.get(_pdf(invoice)).status_code == 404
        assert who.get(f"/account/purchases/{invoice.order}/").status_code == 404
    assert _company(other.browser)["documents"] == []
    for address in ("/account/company/", _pdf(invoice)):
        assert client.get(address)["Location"].startswith("/account/sign-in/")


def test_an_invoice_is_a_pdf(shop: WebShop) -> None:
    forget_jobs()
    buyer = a_buyer(shop)
    a_seller(shop.market)
    invoice = buyer.is_invoiced()
    answer = buyer.browser.get(_pdf(invoice))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'inline; filename="invoice-{invoice.number}.pdf"'
    assert answer.content.startswith(b"%PDF-")


def test_invoices_and_reminders_are_mailed_once(shop: WebShop, monkeypatch: pytest.MonkeyPatch) -> None:
    forget_jobs()
    buyer = a_buyer(shop)
    settle()
    mail.outbox.clear()
    invoice = buyer.is_invoiced()
    confirmed, sent = mail.outbox
    assert "On account of Acme Catering" in str(confirmed.body)
    assert sent.to == ["bills@acme.example"]
    assert f"invoice {invoice.number}" in sent.subject
    assert [name for name, _content, _type in sent.attachments] == [f"invoice-{invoice.number}.pdf"]
    assert billing.send_document(invoice.id)
    tries = first_claim_is_tried_again(monkeypatch)
    for days, words in ((28, "due soon"), (31, "overdue"), (31, "overdue"), (38, "overdue")):
        companies.remind(clock.now() + timedelta(days=days))
        settle()
        assert words in mail.outbox[-1].subject
    assert (tries[:2], len(mail.outbox)) == ([str(invoice.id)] * 2, 5), "kept at the second try, and sent once"
    (note,) = companies.credit_order(invoice.order, invoice.amount, cause=orders.OrderId(buyer.company), actor=SYSTEM)
    settle()
    assert f"credit note {note.number}" in mail.outbox[-1].subject
    assert not billing.send_reminder(invoice.id, companies.Reminder.LAST), "nothing is to be paid any more"


def test_an_invoice_that_nobody_gets_is_in_the_log(shop: WebShop, monkeypatch: pytest.MonkeyPatch) -> None:
    forget_jobs()
    invoice = a_buyer(shop).is_invoiced()
    monkeypatch.setattr(billing, "_address", lambda _document: "")
    with capture_logs() as logs:
        assert not billing.send_document(invoice.id)
    assert [(each["log_level"], each["number"]) for each in logs] == [("warning", invoice.number)]


def test_every_word_of_these_mails_is_translated(shop: WebShop, monkeypatch: pytest.MonkeyPatch) -> None:
    forget_jobs()
    buyer = a_buyer(shop)
    a_seller(shop.market)
    invoice = buyer.is_invoiced()
    (note,) = companies.credit_order(invoice.order, usd(100), cause=new_id(), actor=SYSTEM)
    settle()
    mail.outbox.clear()
    forget_jobs()
    Answer.objects.all().delete()
    with spoken(monkeypatch):
        for document in (invoice, note):
            billing.send_document(document.id)
        for step in companies.Reminder:
            billing.send_reminder(invoice.id, step)
    assert len(mail.outbox) == 5
    texts = [re.sub(r"https?://\S+|RF\d+", "", f"{sent.subject}\n{sent.body}") for sent in mail.outbox]
    body = "".join(f"<p>{text.replace(settings.SHOP_NAME, '')}</p>" for text in texts)
    assert unmarked(body, data_of_the_house() | {"Acme Catering", "IBAN", "BIC"}) == []


def _company(browser: Client) -> Any:
    return browser.get("/account/company/").context


def _pdf(document: companies.Document) -> str:
    return f"/account/company/{document.id}.pdf"
