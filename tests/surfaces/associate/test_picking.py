"""Picking: scanned, counted, short, and refused."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from oneshelf.kernel.outbox import relay
from oneshelf.kernel.outbox.models import Event
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.fulfilment.public import ConsignmentState
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderState
from tests.catalogue.builders import a_variant
from tests.surfaces.associate.builders import BARCODES, Work, a_work, somebody
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

MILK, APPLES = 1, 2


@pytest.fixture
def work() -> Work:
    return a_work()


@pytest.fixture
def phone(work: Work) -> Client:
    return somebody("picker", work.shop.store)


def test_from_the_shelf_to_the_desk(work: Work, phone: Client) -> None:
    assert "Start picking" in phone.get(work.url("order")).content.decode()
    assert phone.post(work.url("begin")).headers["Location"] == work.url("order")
    begun = work.now
    assert begun.state is ConsignmentState.PICKING
    phone.post(work.url("pick", MILK), {"quantity": "2"})
    phone.post(work.url("pick", APPLES), {"quantity": "1.2"})
    assert [line.picked for line in work.now.lines] == [2, 1200]
    assert "All picked" in phone.get(work.url("order")).content.decode()
    phone.post(work.url("ready"))
    assert work.now.state is ConsignmentState.READY


def test_weights_are_shown_in_kilograms(work: Work, phone: Client) -> None:
    phone.post(work.url("begin"))
    page = phone.get(f"{work.url('order')}?line={APPLES}").content.decode()
    assert "1.2 kg" in page
    assert "1,200" not in page
    assert 'value="1.2"' in page


def test_each_scan_is_one_more(work: Work, phone: Client) -> None:
    phone.post(work.url("begin"))
    for picked in (1, 2):
        answer = phone.post(work.url("scan"), {"code": BARCODES[0]}, follow=True)
        assert work.now.lines[0].picked == picked
        assert f"Oat milk: {picked} of 2" in answer.content.decode()
    refused = phone.post(work.url("scan"), {"code": BARCODES[0]})
    assert refused.status_code == 409
    assert "needs no more of “Oat milk”" in refused.content.decode()
    assert work.now.lines[0].picked == 2


def test_a_scale_is_taken_as_ordered_until_corrected(work: Work, phone: Client) -> None:
    phone.post(work.url("begin"))
    phone.post(work.url("scan"), {"code": work.now.lines[1].sku})
    assert work.now.lines[1].picked == 1200
    phone.post(work.url("pick", APPLES), {"quantity": "1,15"})
    assert work.now.lines[1].picked == 1150


@pytest.mark.parametrize(
    ("code", "status", "words"),
    [
        (BARCODES[1], 409, "Wrong article: “Rye bread” is not in this order."),
        (BARCODES[2], 404, "is neither an order nor an article"),
        ("4006381333930", 422, "wrong last digit"),
        ("hello", 422, "is not a barcode"),
        ("", 422, "is not a barcode"),
        ("9" * 5000, 422, "is not a barcode"),
        ("<b>", 422, "is not a barcode"),
    ],
)
def test_a_wrong_barcode_is_said_plainly(work: Work, phone: Client, code: str, status: int, words: str) -> None:
    a_variant("Rye bread", barcodes=(BARCODES[1],))
    phone.post(work.url("begin"))
    refused = phone.post(work.url("scan"), {"code": code})
    assert refused.status_code == status
    assert words in refused.content.decode()
    assert refused.headers["Associate-Refused"]
    assert work.now.picked == 0


@pytest.mark.parametrize("quantity", ["-1", "3", "99999999999", "9" * 400, "1.5", "two", "", "1e3", "٣"])
def test_a_quantity_that_cannot_be_changes_nothing(work: Work, phone: Client, quantity: str) -> None:
    phone.post(work.url("begin"))
    refused = phone.post(work.url("pick", MILK), {"quantity": quantity})
    assert refused.status_code == 422
    assert "Write a number from 0 to 2." in refused.content.decode()
    assert work.now.picked == 0


def test_what_is_not_there_is_asked_about_and_written_off(work: Work, phone: Client) -> None:
    phone.post(work.url("begin"))
    phone.post(work.url("pick", MILK), {"quantity": "1"})
    asked = phone.get(work.url("short", MILK)).content.decode()
    assert "1 of “Oat milk” not found?" in asked
    assert "nobody else is promised it" in asked
    assert work.now.lines[0].short == 0
    phone.post(work.url("short", MILK))
    assert (work.now.lines[0].picked, work.now.lines[0].short) == (1, 1)
    assert work.shop.level(work.milk).on_hand == 9
    phone.post(work.url("scan"), {"code": work.now.lines[1].sku})
    phone.post(work.url("ready"))
    assert work.now.state is ConsignmentState.READY


def test_what_is_missing_keeps_an_order_from_being_ready(work: Work, phone: Client) -> None:
    phone.post(work.url("begin"))
    refused = phone.post(work.url("ready"))
    assert refused.status_code == 409
    assert "Not everything is picked yet" in refused.content.decode()
    assert work.now.state is ConsignmentState.PICKING


def test_an_order_of_which_nothing_was_found_is_cancelled_by_who_may(work: Work, phone: Client) -> None:
    phone.post(work.url("begin"))
    for line in (MILK, APPLES):
        phone.post(work.url("short", line))
    assert "Ask a manager to cancel it" in phone.get(work.url("order")).content.decode()
    assert phone.post(work.url("ready")).status_code == 409
    assert phone.post(work.url("cancel")).status_code == 403
    manager = somebody("manager", work.shop.store)
    assert "Cancel the order" in manager.get(work.url("order")).content.decode()
    manager.post(work.url("cancel"))
    assert work.now.state is ConsignmentState.CANCELLED
    relay.drain()
    assert orders.get_order(work.order).summary.state is OrderState.CANCELLED


def test_whoever_comes_second_is_told(work: Work, phone: Client) -> None:
    phone.post(work.url("begin"))
    refused = somebody("picker", work.shop.store).post(work.url("begin"))
    assert refused.status_code == 409
    assert 'id="refused"' in refused.content.decode()


def test_acts_are_for_who_may_at_that_place(work: Work) -> None:
    elsewhere = a_work().shop.store
    for phone in (somebody("cashier", work.shop.store), somebody("picker", elsewhere)):
        for act in ("begin", "scan", "ready", "ship", "cancel"):
            assert phone.post(work.url(act)).status_code == 403
        assert phone.post(work.url("pick", MILK), {"quantity": "1"}).status_code == 403
        assert phone.post(work.url("short", MILK)).status_code == 403
    assert work.now.state is ConsignmentState.OPEN
    assert work.now.picked == 0


def test_forged_ids_lead_nowhere(work: Work, phone: Client) -> None:
    everywhere = somebody("owner", None)
    for name in ("order", "hand_over", "slip", "label"):
        assert everywhere.get(reverse(f"associate:{name}", args=[uuid4()])).status_code == 404
    phone.post(work.url("begin"))
    assert phone.post(work.url("pick", 9), {"quantity": "1"}).status_code == 404
    assert phone.get(work.url("short", 9)).status_code == 404
    assert phone.get(f"{work.url('order')}?line=99999999999999999999").status_code == 200
    assert catalogue.find_variant_by_barcode(BARCODES[2]) is None


def test_work_is_given_back_with_a_reason(work: Work, phone: Client) -> None:
    phone.post(work.url("begin"))
    page = phone.get(work.url("reject")).content.decode()
    assert "Goods damaged" in page
    assert "Not begun in time" not in page, "the clock says that, nobody else"
    answer = phone.post(work.url("reject"), {"reason": "damaged"}, follow=True)
    assert "is not yours to do any more" in answer.content.decode()
    assert work.now.state is ConsignmentState.CANCELLED
    rejected = Event.objects.get(aggregate=work.now.id, type="fulfilment.rejected.v1")
    assert '"damaged"' in str(rejected.data)
    assert phone.get(work.url("reject")).context["consignment"].state is ConsignmentState.CANCELLED


@pytest.mark.parametrize("reason", ["", "missed_clock", "bored"])
def test_work_is_not_given_back_without_a_reason(work: Work, phone: Client, reason: str) -> None:
    with nothing_changes():
        answer = phone.post(work.url("reject"), {"reason": reason})
    assert answer.status_code == 422
    assert "Nobody has said why" in answer.content.decode()


def test_what_is_ready_is_not_given_back(work: Work, phone: Client) -> None:
    work.ready()
    assert "We cannot do it" not in phone.get(work.url("order")).content.decode()
    with nothing_changes():
        phone.post(work.url("reject"), {"reason": "no_time"})
    assert work.now.state is ConsignmentState.READY
