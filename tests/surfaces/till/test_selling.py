"""The till sells what it shows, at the price it shows, once."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.customers import public as customers
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.modules.payments import public as payments
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.tills import public as tills
from oneshelf.surfaces.till.cash import quick_amounts
from tests.catalogue.builders import a_variant
from tests.customers.builders import a_customer
from tests.places.builders import a_store
from tests.surfaces.till.builders import Counter, a_counter

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

MOST_QUERIES = 20
"""Statements of one scan, sessions and permissions included."""


def _sold(counter: Counter) -> list[tills.Receipt]:
    return tills.receipts_of(counter.till.id)


def _weighed(counter: Counter) -> catalogue.VariantId:
    variant = a_variant("Gouda in one piece", unit=Unit.KILOGRAM)
    shop = counter.shop
    pricing.set_price(shop.market.id, variant, UnitPrice(1200, "USD", 1000), clock.now(), actor=SYSTEM)
    inventory.receive(shop.market.id, shop.store.id, {variant: 5000}, cause=new_id(), at=clock.now())
    return variant


def test_the_basket_is_priced_by_the_house() -> None:
    counter = a_counter()
    variant = counter.shop.offered(3)
    answer = counter.basket((variant, 2)).json()
    assert answer["total"] == 500
    kept = {"quantity": 2, "price": "250/1", "step": 1, "serials": [], "label": "", "lots": []}
    line = {"key": str(variant), "variant": str(variant)} | kept
    assert answer["lines"] == [line]
    assert "$5.00" in answer["html"]["sum"]
    assert counter.basket().json()["total"] == 0


def test_scanning_adds_one_and_an_unknown_code_nothing() -> None:
    counter = a_counter()
    variant = counter.shop.offered(3)
    sku = catalogue.snapshots([variant])[variant].sku
    assert counter.basket(code=sku).json()["lines"][0]["quantity"] == 1
    assert counter.basket((variant, 1), code=sku).json()["lines"][0]["quantity"] == 2
    refused = counter.basket((variant, 1), code="4006381333931")
    assert (refused.status_code, refused.json()["code"]) == (404, "unknown_code")


def test_pieces_are_counted_and_what_is_weighed_is_one() -> None:
    counter = a_counter()
    cheese, cups = _weighed(counter), counter.shop.offered(2)
    assert "4 pieces" in counter.basket((cheese, 250), (cups, 3)).json()["html"]["sum"]


def test_an_empty_shelf_is_told_in_words() -> None:
    counter, sold_out = a_counter(), a_variant()
    pricing.set_price(counter.shop.market.id, sold_out, UnitPrice(250, "USD"), clock.now(), actor=SYSTEM)
    articles = (counter.shop.offered(1), sold_out)
    shown = [counter.basket((each, 2)).json()["html"]["lines"] for each in articles]
    assert ["None here" in each for each in shown] == [False, True]
    assert ["Only 1 here" in each for each in shown] == [True, False]


def test_what_is_weighed_is_not_added_by_a_scan() -> None:
    counter = a_counter()
    variant = _weighed(counter)
    answer = counter.basket(code=catalogue.snapshots([variant])[variant].sku).json()
    assert answer["lines"] == []
    assert answer["weigh"] == {"variant": str(variant), "title": "Gouda in one piece", "unit": "kg"}
    assert counter.basket((variant, 250)).json()["total"] == 300


@pytest.mark.parametrize("quantity", [-1, 0, 10**10])
def test_a_quantity_that_nobody_can_buy_is_refused(quantity: int) -> None:
    counter = a_counter()
    variant = counter.shop.offered(3)
    for answer in (counter.basket((variant, quantity)), counter.sell((variant, quantity), total=250)):
        assert answer.status_code == 422
        assert answer.json()["field"] == "quantity"
    assert _sold(counter) == []
    assert counter.shop.level(variant).on_hand == 3


def test_a_body_that_cannot_be_read_is_refused() -> None:
    counter = a_counter()
    answer = counter.client.post("/till/basket/", b'{"lines": 3}', content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "not_understood")


def test_a_sale_gives_a_receipt_and_change() -> None:
    counter = a_counter()
    variant = counter.shop.offered(3)
    answer = counter.sell((variant, 2), total=500, tenders=[{"method": "cash", "amount": 500, "given": 2000}])
    assert answer.status_code == 201
    (receipt,) = _sold(counter)
    assert (receipt.number, receipt.total, receipt.cash_given) == (1, 500, 2000)
    assert "$15.00" in answer.json()["html"]
    order = orders.get_order(receipt.order)
    assert (order.staff, order.till, order.summary.place) == (
        counter.cashier.id,
        counter.till.id,
        counter.shop.store.id,
    )
    assert counter.shop.level(variant).on_hand == 1


def test_the_same_key_sells_once() -> None:
    counter = a_counter()
    variant = counter.shop.offered(3)
    first, again = counter.sell((variant, 1), total=250), counter.sell((variant, 1), total=250)
    assert first.json()["order"] == again.json()["order"]
    assert len(_sold(counter)) == 1
    other = counter.sell((variant, 2), total=500)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert counter.sell((variant, 1), total=250, key="").json()["code"] == "key_missing"
    assert counter.shop.level(variant).on_hand == 2


def test_a_declined_card_sells_nothing_and_the_next_try_does() -> None:
    counter = a_counter()
    variant = counter.shop.offered(3)
    card = {"method": "test_card", "amount": 250}
    declined = counter.sell((variant, 1), total=250, tenders=[card | {"token": "tok_decline"}])
    assert (declined.status_code, declined.json()["code"]) == (402, "card_declined")
    delayed = counter.sell((variant, 1), total=250, key="k2", tenders=[card | {"token": "tok_delay"}])
    assert (delayed.status_code, delayed.json()["code"]) == (409, "payment_not_ready")
    assert _sold(counter) == []
    approved = counter.sell((variant, 1), total=250, key="k3", tenders=[card | {"token": "tok_approve"}])
    assert approved.status_code == 201
    assert counter.shop.level(variant).on_hand == 2


def test_cash_and_card_pay_together() -> None:
    counter = a_counter()
    variant = counter.shop.offered(3)
    cash = {"method": "cash", "amount": 100, "given": 100}
    card = {"method": "test_card", "amount": 150, "token": "tok_approve"}
    order = counter.sell((variant, 1), total=250, tenders=[cash, card]).json()["order"]
    paid = payments.payments_of([UUID(order)])[UUID(order)]
    assert sorted((each.method.value, each.amount) for each in paid) == [("cash", 100), ("test_card", 150)]


def test_too_little_cash_sells_nothing() -> None:
    counter = a_counter()
    variant = counter.shop.offered(3)
    short = counter.sell((variant, 1), total=250, tenders=[{"method": "cash", "amount": 250, "given": 200}])
    assert (short.status_code, short.json()["code"]) == (422, "too_little_cash")
    none = counter.sell((variant, 1), total=250, tenders=[])
    assert none.json()["code"] == "payment_missing"
    assert _sold(counter) == []


def test_a_price_that_changed_meanwhile_is_told_kindly() -> None:
    counter = a_counter()
    variant = counter.shop.offered(3)
    shown = counter.basket((variant, 1)).json()["lines"]
    raised = UnitPrice(300, "USD")
    pricing.set_price(counter.shop.market.id, variant, raised, clock.now(), actor=SYSTEM)
    refused = counter.sell((variant, 1), total=250)
    assert (refused.status_code, refused.json()["code"]) == (409, "price_changed")
    assert "$3.00" in refused.json()["detail"]
    assert _sold(counter) == []
    body = {"lines": [{key: shown[0][key] for key in ("variant", "quantity", "price")}]}
    answer = counter.client.post("/till/basket/", body, content_type="application/json").json()
    assert (answer["changed"], answer["total"]) == (["Gouda"], 300)


def test_the_loser_of_the_last_unit_is_told_what_is_left() -> None:
    counter = a_counter()
    variant = counter.shop.offered(2)
    refused = counter.sell((variant, 3), total=750)
    assert (refused.status_code, refused.json()["code"], refused.json()["available"]) == (409, "out_of_stock", 2)
    assert refused.json()["detail"] == "Only 2 of Gouda are left, not 3: somebody else was quicker."
    assert counter.sell((variant, 2), total=500, key="k2").status_code == 201
    gone = counter.sell((variant, 1), total=250, key="k3").json()
    assert gone["detail"].startswith("Gouda has just been sold elsewhere")


def test_a_customer_is_known_by_card_and_found_by_name() -> None:
    counter = a_counter()
    ana = a_customer(name="Ana Kowalska", phone="+48221234567")
    (card,) = customers.cards_of(ana.id) or [customers.issue_card(ana.id, actor=SYSTEM)]
    answer = counter.basket(code=card).json()
    assert answer["customer"] == str(ana.id)
    assert "Ana Kowalska" in answer["html"]["regular"]
    assert "Ana Kowalska" in counter.client.get("/till/customers/?q=kowalska").content.decode()
    variant = counter.shop.offered(3)
    body = {"lines": [{"variant": str(variant), "quantity": 1}], "total": 250, "customer": str(ana.id)}
    body["tenders"] = [{"method": "cash", "amount": 250, "given": 250}]
    headers = {"Idempotency-Key": "k1"}
    assert (
        counter.client.post("/till/sales/", body, content_type="application/json", headers=headers).status_code == 201
    )
    assert len(orders.orders_of_customer(ana.id)) == 1
    assert "1 purchase" in counter.basket(customer=str(ana.id)).json()["html"]["regular"]


def test_things_are_found_by_name_and_their_price_is_told() -> None:
    counter = a_counter()
    variant = counter.shop.offered(3)
    page = counter.client.get("/till/find/?q=gou").content.decode()
    assert str(variant) in page
    assert "3 left" in page
    sku = catalogue.snapshots([variant])[variant].sku
    assert "$2.50" in counter.client.get(f"/till/price/?code={sku}").content.decode()
    assert counter.client.get("/till/price/?code=nothing").status_code == 404


def test_a_receipt_is_in_the_customers_language_and_the_till_in_the_cashiers() -> None:
    counter = a_counter()
    ana = a_customer(language="pl")
    body = {"lines": [{"variant": str(counter.shop.offered(1)), "quantity": 1}], "total": 250, "customer": str(ana.id)}
    body["tenders"] = [{"method": "cash", "amount": 250, "given": 300}]
    sold = counter._send("/till/sales/", body, headers={"Idempotency-Key": "k1"}).json()
    page = counter.client.get(f"/till/receipts/{sold['order']}/").content.decode()
    head, receipt = page.split("<article")
    assert "Today’s receipts" in head
    assert 'lang="pl"' in receipt
    for said in ("Razem", "Gotówka", "Reszta", "0,50\xa0USD", "Paragon 1"):
        assert said in receipt
    pdf = PdfReader(BytesIO(counter.client.get(f"/till/receipts/{sold['order']}.pdf").content))
    assert "Gotówka" in pdf.pages[0].extract_text()


def test_a_receipt_can_be_read_again_and_as_pdf() -> None:
    counter = a_counter()
    variant = counter.shop.offered(3)
    order = counter.sell((variant, 2), total=500).json()["order"]
    (receipt,) = _sold(counter)
    number = orders.get_order(receipt.order).summary.number
    assert number in counter.client.get(f"/till/receipts/{order}/").content.decode()
    pdf = counter.client.get(f"/till/receipts/{order}.pdf")
    assert pdf.headers["Content-Type"] == "application/pdf"
    text = PdfReader(BytesIO(pdf.content)).pages[0].extract_text()
    for expected in ("Receipt 1", "$5.00", number, receipt.digest[:12], counter.shop.store.name):
        assert expected in text
    day = counter.client.get("/till/receipts/").content.decode()
    assert "Receipt 1" in day
    assert day.count("$5.00") == 3, "cash, altogether, and the receipt"


def test_a_gift_receipt_says_no_price() -> None:
    counter = a_counter()
    variant = counter.shop.offered(3)
    order = counter.sell((variant, 2), total=500).json()["order"]
    title = catalogue.snapshots([variant])[variant].title
    page = counter.client.get(f"/till/receipts/{order}/", {"gift": ""}).content.decode()
    assert title in page
    assert "$" not in page
    printed = PdfReader(BytesIO(counter.client.get(f"/till/receipts/{order}.pdf", {"gift": ""}).content))
    text = printed.pages[0].extract_text()
    assert title in text
    assert "$" not in text


def test_a_receipt_is_shown_where_it_was_issued_only() -> None:
    counter, other = a_counter(), a_counter()
    order = counter.sell((counter.shop.offered(1), 1), total=250).json()["order"]
    assert other.client.get(f"/till/receipts/{order}/").status_code == 409
    assert other.client.get(f"/till/receipts/{new_id()}/").status_code == 404


def test_a_scan_asks_the_database_the_same_however_long_the_basket_is() -> None:
    counter = a_counter()
    few = [(counter.shop.offered(3), 1)]
    many = [*few, *((counter.shop.offered(3), 1) for _ in range(9))]
    counter.basket(*few)
    counts = []
    for lines in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert counter.basket(*lines).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= MOST_QUERIES


def test_a_ticket_follows_what_is_on_the_screen() -> None:
    counter = a_counter()
    variant = counter.shop.offered(1)
    answer = counter.client.post("/till/live/", {"variants": [str(variant)]}, content_type="application/json")
    assert "/live/?ticket=" in answer.json()["url"]
    assert counter.client.post("/till/live/", {"variants": []}, content_type="application/json").status_code == 422


@pytest.mark.parametrize(
    ("total", "offered"),
    [
        (Money(1234, "USD"), [1300, 1500, 2000, 5000]),
        (Money(2000, "USD"), [5000, 10000, 20000, 50000]),
        (Money(1234, "JPY"), [1300, 1500, 2000, 5000]),
        (Money(0, "USD"), []),
    ],
)
def test_quick_amounts_are_the_next_round_ones(total: Money, offered: list[int]) -> None:
    assert [amount.minor for amount in quick_amounts(total)] == offered


def test_a_price_check_tells_how_else_what_is_missing_here_can_be_had() -> None:
    counter = a_counter()
    shop = counter.shop
    variant = a_variant()
    sku = catalogue.snapshots([variant])[variant].sku
    other = a_store(shop.market, name="Harbour")
    assert "None here" in counter.client.get("/till/price/", {"code": sku}).content.decode()
    inventory.receive(shop.market.id, other.id, {variant: 3}, cause=new_id(), at=clock.now())
    said = counter.client.get("/till/price/", {"code": sku}).content.decode()
    assert "From the shelf of the chain" in said
    assert "in Harbour" in said
