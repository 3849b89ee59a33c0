"""Shoppers change their own order while it is not picked, and pay for what staff agreed with them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.public import Addition, AmendmentState
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.orders.public import Method, OrderState
from oneshelf.surfaces.storefront.orders import link_to, payment_link
from tests.amendments.builders import Case, an_order, wrong
from tests.orders.settling import forget_jobs, settle
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

FEW = (9, 25)
"""Statements of the form, and of what it comes to."""


@pytest.fixture(autouse=True)
def _no_jobs_of_others(transactional_db: None) -> None:
    forget_jobs()


def change(client: Client, case: Case, **fields: str) -> str:
    """Look at a change and agree to it; return the page that it ends on."""
    page = f"{link_to(case.order)}change/"
    shown = client.post(page, {f"keep_{line.line}": str(line.wanted) for line in case.now.lines} | fields)
    proposed = shown.context["proposed"]
    return client.post(page, {"amendment": str(proposed.id), "seal": proposed.seal}, follow=True).content.decode()


def test_fewer_units_give_their_money_back(client: Client) -> None:
    case = an_order(3, 2)
    assert "Change or cancel" in client.get(link_to(case.order)).content.decode()
    page = change(client, case, keep_1="1")
    settle()
    assert "Your order is changed" in page
    assert (case.now.due.minor, case.paid()) == (750, 750)
    assert wrong() == []


def test_one_press_cancels_everything(client: Client) -> None:
    case = an_order(3, method=Method.SHIP)
    contact = case.now.contact
    assert contact is not None
    address = {name: getattr(contact, name) for name in ("name", "street", "postal_code", "city", "country")}
    assert "Your order is cancelled" in change(client, case, nothing="yes", **address)
    settle()
    assert (case.now.summary.state, case.paid()) == (OrderState.CANCELLED, 0)


def test_another_store_gets_the_goods_ready(client: Client) -> None:
    case = an_order(3)
    case.at(case.other, case.variants[0], 3)
    change(client, case, store=case.other.code)
    _, moved = case.parcels
    assert (moved.place, case.now.summary.place) == (case.other.id, case.other.id)
    assert (case.reserved(case.variants[0]), case.reserved(case.variants[0], case.other)) == (0, 3)
    assert wrong() == []


def test_a_parcel_goes_to_another_street(client: Client) -> None:
    case = an_order(3, method=Method.SHIP)
    contact = case.now.contact
    assert contact is not None
    address = {name: getattr(contact, name) for name in ("name", "postal_code", "city", "country")}
    change(client, case, street="Low St 2", **address)
    now = case.now.contact
    assert now is not None
    assert (now.street, now.email) == ("Low St 2", contact.email)
    assert amendments.amendments_of(case.order)[0].wish.contact is None  # kept in one row alone


def test_more_is_another_order(client: Client) -> None:
    case = an_order(3)
    with nothing_changes():
        answer = client.post(f"{link_to(case.order)}change/", {"keep_1": "4"})
    assert (answer.status_code, "another order" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("keep", ["", "-1", "some", "1.5", "٣", "99999999999999"])
def test_a_quantity_that_is_none_changes_nothing(client: Client, keep: str) -> None:
    case = an_order(3)
    with nothing_changes():
        assert client.post(f"{link_to(case.order)}change/", {"keep_1": keep}).status_code == 422


def test_what_is_picked_is_offered_no_change(client: Client) -> None:
    case = an_order(3)
    fulfilment.start_picking(case.parcel.id, actor=SYSTEM)
    fulfilment.record_pick(case.parcel.id, 1, 3, actor=SYSTEM)
    assert "Change or cancel" not in client.get(link_to(case.order)).content.decode()
    answer = client.post(f"{link_to(case.order)}change/", {"keep_1": "1"})
    assert (answer.status_code, "still lie on the shelf" in answer.content.decode()) == (422, True)


def test_a_change_is_paid_by_its_link_once(client: Client) -> None:
    case = an_order(3)
    waiting = case.change(None, Addition(case.variants[0], 2))
    link = payment_link(waiting)
    assert "waits to be paid" in client.get(link_to(case.order)).content.decode()
    assert client.post(link, {"card": "tok_decline"}).status_code == 402
    assert client.post(link, {"card": "4111111111111111"}).status_code == 402
    assert "Your order is changed" in client.post(link, {"card": "tok_approve"}, follow=True).content.decode()
    settle()
    assert (case.now.due.minor, case.paid()) == (1250, 1250)
    assert client.post(link, {"card": "tok_approve"}).status_code == 302
    assert case.paid() == 1250
    assert wrong() == []


def test_a_link_opens_the_changes_of_its_own_order_only(client: Client) -> None:
    case, other = an_order(3), an_order(3)
    waiting = other.change(None, Addition(other.variants[0], 2))
    foreign = payment_link(waiting).replace(link_to(other.order), link_to(case.order))
    assert client.get(foreign).status_code == 404
    assert client.post(foreign, {"card": "tok_approve"}).status_code == 404
    asked = {"amendment": str(waiting.id), "seal": waiting.seal}
    client.post(f"{link_to(case.order)}change/", asked)
    assert amendments.get_amendment(waiting.id).state is AmendmentState.AWAITING_PAYMENT


def test_the_questions_of_the_pages_do_not_grow_with_the_lines(client: Client) -> None:
    counts = []
    for units in ((1,), (1,), (1, 1, 1, 1)):  # the first one fills what is remembered
        case = an_order(*units)
        page = f"{link_to(case.order)}change/"
        with CaptureQueriesContext(connection) as form:
            client.get(page)
        with CaptureQueriesContext(connection) as shown:
            client.post(page, {"nothing": "yes", **{f"keep_{line}": "1" for line in range(1, len(units) + 1)}})
        counts.append((len(form), len(shown)))
    assert counts[1] == counts[2] == FEW, counts
