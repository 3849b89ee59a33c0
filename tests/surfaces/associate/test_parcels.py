"""Parcels: packed, labelled, shipped."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.outbox import relay
from oneshelf.modules.customers import public as customers
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.fulfilment.public import ConsignmentState
from oneshelf.modules.offers import public as offers
from oneshelf.modules.offers.public import Telling, Trigger
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderState
from tests.checkout.builders import a_shop
from tests.delivery.builders import a_service
from tests.offers.builders import an_offer, codes
from tests.surfaces.associate.builders import Work, a_work, somebody

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def work() -> Work:
    return a_work(ship=True)


@pytest.fixture
def phone(work: Work) -> Client:
    return somebody("picker", work.shop.store)


def test_from_the_shelf_to_the_carrier(work: Work, phone: Client) -> None:
    work.picked()
    assert "Pack it, then print" in phone.get(work.url("order")).content.decode()
    phone.post(work.url("ready"))
    assert work.now.state is ConsignmentState.PACKED
    page = phone.get(work.url("order")).content.decode()
    assert "High St 1" in page
    answer = phone.post(work.url("ship"), {"carrier": " DHL ", "tracking": "JJD01"}, follow=True)
    assert "On its way" in answer.content.decode()
    assert (work.now.state, work.now.carrier, work.now.tracking) == (ConsignmentState.SHIPPED, "DHL", "JJD01")
    assert work.shop.level(work.milk).on_hand == 8
    relay.drain()
    assert orders.get_order(work.order).summary.state is OrderState.COMPLETED


def test_the_carrier_that_the_customer_chose_stands_there(work: Work, phone: Client) -> None:
    delivery.open_service(work.shop.market.id, a_service(code="express", carrier="Swift"), actor=SYSTEM)
    work.packed()
    assert 'value="Swift"' not in phone.get(work.url("order")).content.decode()
    orders.note_service(work.order, "express")
    assert 'value="Swift"' in phone.get(work.url("order")).content.decode()


@pytest.mark.parametrize(
    "fields",
    [{}, {"carrier": " "}, {"carrier": "x" * 51}, {"carrier": "DHL", "tracking": "x" * 101}, {"carrier": "a\nb"}],
)
def test_a_parcel_needs_a_carrier_with_a_name(work: Work, phone: Client, fields: dict[str, str]) -> None:
    work.packed()
    refused = phone.post(work.url("ship"), fields)
    assert refused.status_code == 422
    assert "Write one line of at most" in refused.content.decode()
    assert work.now.state is ConsignmentState.PACKED


def test_what_is_to_be_collected_is_not_shipped() -> None:
    work = a_work().ready()
    refused = somebody("picker", work.shop.store).post(work.url("ship"), {"carrier": "DHL"})
    assert refused.status_code == 409
    assert work.now.state is ConsignmentState.READY


@pytest.mark.parametrize("paper", ["slip", "label"])
def test_papers_are_pdf(work: Work, phone: Client, paper: str) -> None:
    work.packed()
    answer = phone.get(work.url(paper))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'inline; filename="{paper}-{work.now.order_number}.pdf"'
    assert answer.content.startswith(b"%PDF-")
    assert somebody("picker", a_work().shop.store).get(work.url(paper)).status_code == 403


def test_papers_are_in_the_customers_language(work: Work, phone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    work.packed()
    monkeypatch.setattr(customers, "language_for", lambda customer, market: "pl")
    slip = PdfReader(BytesIO(phone.get(work.url("slip")).content)).pages[0].extract_text()
    assert "Dziękujemy za zakupy" in slip


def test_a_slip_brings_the_coupon_of_its_parcel() -> None:
    shop = a_shop()
    an_offer(shop.market, trigger=Trigger.PARCEL, told=(Telling.PARCEL,))
    work = a_work(ship=True, shop=shop).packed()
    slip = PdfReader(BytesIO(somebody("picker", shop.store).get(work.url("slip")).content))
    (code,) = codes(offers.awards_of_order(work.order))
    assert code in " ".join(page.extract_text() for page in slip.pages)


def test_a_present_brings_its_message_and_no_price(work: Work, phone: Client) -> None:
    orders.note_gift(work.order, work.shop.market.id, "Happy birthday,\nIda!")
    assert "Happy birthday" in phone.get(work.url("order")).content.decode()
    work.packed()
    assert "This is a present" in phone.get(work.url("order")).content.decode()
    slip = PdfReader(BytesIO(phone.get(work.url("slip")).content))
    text = " ".join(page.extract_text() for page in slip.pages)
    assert "Ida!" in text
    assert "bought for you" in text
    assert "$" not in text
