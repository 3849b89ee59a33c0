"""What was ordered is handed over at the till: found, proven, paid; no goods without money, no money twice."""

from __future__ import annotations

from unittest.mock import ANY

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from oneshelf.kernel.actors import ANONYMOUS
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentState
from oneshelf.modules.payments import public as payments
from oneshelf.modules.staff import models as staff_models
from oneshelf.modules.tills import public as tills
from tests.browser import axe_violations
from tests.checkout.later import make_ready, may_pay_at_collection, proof, ready_to_collect
from tests.surfaces.answers import Answer
from tests.surfaces.till.builders import Counter, a_counter
from tests.surfaces.till.screens import opened
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def counter(transactional_db: None) -> Counter:
    counter = a_counter()
    may_pay_at_collection(counter.shop.market.id)
    return counter


@pytest.fixture
def sent(counter: Counter) -> Consignment:
    return ready_to_collect(counter.shop, counter.shop.offered(5))


def prove(counter: Counter, sent: Consignment, pin: str) -> Answer:
    return counter.client.post(f"/till/collect/{sent.id}/", {"pin": pin})


def take(counter: Counter, sent: Consignment, **fields: str) -> Answer:
    body = {"token": proof(sent.id), "due": "750"} | fields
    return counter.client.post(f"/till/collect/{sent.id}/take", body)


def paid_for(sent: Consignment) -> list[tuple[str, int, str]]:
    found = payments.payments_of([sent.order])[sent.order]
    return [(each.method.value, each.amount, each.state.value) for each in found]


def test_who_knows_the_pin_pays_cash_and_gets_change_and_receipt(counter: Counter, sent: Consignment) -> None:
    waiting = counter.client.get("/till/collect/", {"q": "ana"}).content.decode()
    assert sent.order_number in waiting
    assert "To be paid" in waiting
    wrong = prove(counter, sent, f"{(int(fulfilment.pin_for(sent.id)) + 1) % 1_000_000:06d}")
    assert (wrong.status_code, 'name="token"' in wrong.content.decode()) == (403, False)
    page = prove(counter, sent, fulfilment.pin_for(sent.id)).content.decode()
    assert "$7.50" in page
    assert proof(sent.id) in page
    done = take(counter, sent, given="10")
    receipt = counter.client.get(done["Location"]).content.decode()
    assert all(words in receipt for words in ("$7.50", "$10.00", "$2.50", counter.cashier.name))
    assert counter.client.get(f"{done['Location'].rstrip('/')}.pdf")["Content-Type"] == "application/pdf"
    assert "$7.50" in counter.client.get("/till/receipts/").content.decode()
    assert paid_for(sent) == [("cash", 750, "captured")]
    assert fulfilment.get_consignment(sent.id).state is ConsignmentState.COLLECTED
    assert take(counter, sent, given="10")["Location"] == done["Location"]  # pressed twice
    assert paid_for(sent) == [("cash", 750, "captured")]
    assert tills.audit() == []


def test_a_card_that_is_declined_keeps_the_goods(counter: Counter, sent: Consignment) -> None:
    declined = take(counter, sent, card="tok_decline")
    assert declined.status_code == 402
    assert paid_for(sent) == []
    assert fulfilment.get_consignment(sent.id).state is ConsignmentState.READY
    assert take(counter, sent, card="tok_approve").status_code == 302
    assert paid_for(sent) == [("test_card", 750, ANY)]


def test_a_card_is_let_go_when_the_proof_is_wrong(counter: Counter, sent: Consignment) -> None:
    assert take(counter, sent, token="nothing", card="tok_approve").status_code == 403
    (tried,) = payments.attempts_for(sent.id)
    assert (tried.state, tried.order) == (payments.PaymentState.VOIDED, None)
    assert fulfilment.get_consignment(sent.id).state is ConsignmentState.READY


def test_what_is_paid_is_handed_over_for_nothing(counter: Counter) -> None:
    shop = counter.shop
    placed = checkout.complete(shop.paid_checkout(shop.offered(5), 2).id, actor=ANONYMOUS)
    sent = make_ready(fulfilment.consignments_of([placed.order])[placed.order][0], 2)
    assert "nothing, it is paid" in prove(counter, sent, fulfilment.pin_for(sent.id)).content.decode()
    assert take(counter, sent, due="0")["Location"] == "/till/collect/"
    assert fulfilment.get_consignment(sent.id).state is ConsignmentState.COLLECTED
    assert tills.receipts_of(counter.till.id) == []


def test_a_scanned_code_leads_to_what_is_due(counter: Counter, sent: Consignment) -> None:
    page = counter.client.get("/till/collect/", {"q": proof(sent.id)}).content.decode()
    assert "Take the money" in page


REFUSED = [
    ("too little cash", {"given": "7.49"}, 422),
    ("no amount", {"given": "some"}, 422),
    ("nothing at all", {}, 422),
    ("an older screen", {"due": "1", "given": "10"}, 409),
    ("no sum", {"due": "much", "given": "10"}, 409),
    ("another's code", {"token": "AAAA", "given": "10"}, 403),
]


@pytest.mark.parametrize(("fields", "status"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_not_right_is_refused_and_changes_nothing(
    counter: Counter, sent: Consignment, fields: dict[str, str], status: int
) -> None:
    with nothing_changes():
        answer = take(counter, sent, **fields)
        assert (answer.status_code, 'role="alert"' in answer.content.decode()) == (status, True)
        assert prove(counter, sent, "12 34").status_code == 422


def test_another_store_hands_nothing_over(sent: Consignment) -> None:
    elsewhere = a_counter()
    for answer in (prove(elsewhere, sent, fulfilment.pin_for(sent.id)), take(elsewhere, sent, given="10")):
        assert answer.status_code == 404
    assert fulfilment.get_consignment(sent.id).state is ConsignmentState.READY


def test_who_may_not_hand_over_does_not(counter: Counter, sent: Consignment) -> None:
    staff_models.Role.objects.filter(code="cashier").update(permissions=["tills.sell"])
    assert counter.client.get("/till/collect/").status_code == 403
    assert take(counter, sent, given="10").status_code == 403


@pytest.mark.browser
def test_a_cashier_takes_the_money_in_a_browser(page: Page, live_server: LiveServer) -> None:
    counter = a_counter()
    may_pay_at_collection(counter.shop.market.id)
    sent = ready_to_collect(counter.shop, counter.shop.offered(5))
    opened(page, live_server, counter)
    page.keyboard.press("F3")
    page.get_by_role("link", name=sent.order_number).click()
    for digit in fulfilment.pin_for(sent.id):
        page.get_by_role("button", name=digit, exact=True).click()
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("button", name="Exactly $7.50")).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_role("button", name="$10.00").click()
    expect(page.get_by_role("cell", name="$2.50", exact=True)).to_be_visible()
