"""Changing an order in the back office: looked at first, done as it was shown, refused without a trace."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.public import AmendmentState
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.orders.public import Method, OrderState
from tests.amendments.builders import Case, an_order, wrong
from tests.amendments.test_taxes import IN_NY, a_state, sent
from tests.checkout.builders import a_shop
from tests.orders.settling import forget_jobs, mailed, settle
from tests.staff.builders import a_member, sign_in
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _no_jobs_of_others(transactional_db: None) -> None:
    forget_jobs()


@pytest.fixture
def owner(client: Client) -> Client:
    return sign_in(client, a_member("owner"))


def filled(case: Case, **fields: str) -> dict[str, str]:
    """Return the form as it is shown, with some fields filled in otherwise."""
    kept = {f"keep_{line.line}": str(line.wanted) for line in case.now.lines}
    contact = case.now.contact
    address = {}
    if case.now.summary.method is Method.SHIP and contact:
        names = ("name", "email", "phone", "street", "postal_code", "city", "region", "country")
        address = {name: getattr(contact, name) for name in names}
    return {"reason": "customer_asked"} | kept | address | fields


def page_of(case: Case) -> str:
    return f"/backoffice/orders/{case.order}/change/"


def agree(owner: Client, answer: Any) -> Any:
    """Press the button under what was shown."""
    shown = answer.context["shown"].amendment
    return owner.post(
        f"/backoffice/orders/{shown.order}/changes/{shown.id}/confirm/", {"seal": shown.seal}, follow=True
    )


def sku(variant: VariantId) -> str:
    return catalogue.snapshots([variant])[variant].sku


def test_a_change_is_shown_then_done(owner: Client) -> None:
    case = an_order(3, 2)
    looked = owner.post(page_of(case), filled(case, keep_1="1"))
    assert "Confirm the change" in looked.content.decode()
    assert case.now.version == 1
    assert "is changed" in agree(owner, looked).content.decode()
    settle()
    assert (case.now.due.minor, case.paid()) == (750, 750)
    story = owner.get(f"/backoffice/orders/{case.order}/").content.decode()
    assert "2 cancelled" in story
    assert "Changed: " in story
    assert wrong() == []


def test_a_piece_of_the_page_shows_what_is_being_filled_in(owner: Client) -> None:
    case = an_order(3)
    piece = owner.post(page_of(case), filled(case, keep_1="2"), headers={"HX-Request": "true"})
    text = piece.content.decode()
    assert (piece.status_code, "<html" in text, "$2.50" in text) == (200, False, True)
    unread = owner.post(page_of(case), filled(case, keep_1="some"), headers={"HX-Request": "true"})
    assert (unread.status_code, "Write a number" in unread.content.decode()) == (200, True)


def test_a_substitute_is_found_by_its_code(owner: Client) -> None:
    case = an_order(3)
    oats = case.shop.offered(5)
    looked = owner.post(page_of(case), filled(case, code_0=sku(oats), units_0="3", instead_0="1"))
    agree(owner, looked)
    assert [(line.variant, line.wanted) for line in case.now.lines] == [(case.variants[0], 0), (oats, 3)]


def test_a_part_of_a_line_comes_from_elsewhere(owner: Client) -> None:
    case = an_order(5, method=Method.SHIP)
    case.at(case.other, case.variants[0], 2)
    fields = {"apart_1": "2", "from": case.other.code}
    looked = owner.post(page_of(case), filled(case, **fields))
    assert f"{case.other.name} – in a parcel of its own" in " ".join(looked.content.decode().split())
    agree(owner, looked)
    assert [(each.place, each.lines[0].quantity) for each in case.parcels] == [
        (case.shop.store.id, 3),
        (case.other.id, 2),
    ]
    assert wrong() == []


def test_a_part_of_what_is_collected_is_brought_from_elsewhere(owner: Client) -> None:
    case = an_order(5)
    case.at(case.other, case.variants[0], 2)
    fields = {"apart_1": "2", "from": case.other.code}
    refused = owner.post(page_of(case), filled(case, **fields))
    assert (refused.status_code, "a transport leads there" in refused.content.decode()) == (422, True)
    delivery.set_lane(delivery.Lane(case.other.id, None), actor=SYSTEM)
    agree(owner, owner.post(page_of(case), filled(case, **fields)))
    assert [(each.place, each.bring_to) for each in case.parcels] == [
        (case.shop.store.id, None),
        (case.other.id, case.shop.store.id),
    ]
    assert wrong() == []


def test_what_costs_more_is_shown_with_its_link_and_can_be_withdrawn(owner: Client) -> None:
    case = an_order(3)
    answer = agree(owner, owner.post(page_of(case), filled(case, keep_1="5")))
    settle()
    waiting = amendments.awaiting_payment(case.order)
    assert waiting is not None
    link = f"/changes/{waiting.id}/"  # behind what names the order, which is signed anew each time
    assert link in answer.content.decode()
    (sent,) = mailed()
    assert link in str(sent.body)
    assert link in amendments.payment_link(waiting)
    assert "waits until" in owner.get(page_of(case)).content.decode()
    owner.post(f"/backoffice/orders/{case.order}/changes/{waiting.id}/withdraw/")
    assert amendments.get_amendment(waiting.id).state is AmendmentState.WITHDRAWN
    assert (case.now.due.minor, case.reserved(case.variants[0])) == (750, 3)


def test_the_board_names_what_waits_for_money(owner: Client) -> None:
    case = an_order(3)
    (milk,) = case.variants
    case.propose({1: 1})
    waiting = case.change(None, amendments.Addition(milk, 2))
    assert amendments.waiting_for_money(case.shop.market.id, places=[case.other.id], most=5) == []
    shown = owner.get("/backoffice/")
    assert shown.context["unpaid"] == [waiting]
    assert waiting.order_number in shown.content.decode()


def test_why_an_added_article_comes_from_there_is_told(owner: Client) -> None:
    case = an_order(3, method=Method.SHIP)
    oats = case.shop.offered(1)
    case.at(case.other, oats, 5)
    agree(owner, owner.post(page_of(case), filled(case, code_0=sku(oats), units_0="3", instead_0="1")))
    why = owner.get(f"/backoffice/orders/{case.order}/why/").content.decode()
    assert "because the order was changed" in why
    assert case.other.name in why


def test_an_outdated_page_is_told_and_changes_nothing(owner: Client) -> None:
    case = an_order(3)
    looked = owner.post(page_of(case), filled(case, keep_1="2"))
    case.change({1: 1})
    with nothing_changes():
        answer = agree(owner, looked)
    assert "Somebody changed order" in answer.content.decode()


def test_everything_can_be_cancelled(owner: Client) -> None:
    case = an_order(3, method=Method.SHIP)
    looked = owner.post(page_of(case), filled(case, keep_1="0"))
    assert "Cancel the order" in looked.content.decode()
    agree(owner, looked)
    assert case.now.summary.state is OrderState.CANCELLED


BAD = [
    {"keep_1": "-1"},
    {"keep_1": "1.5"},
    {"keep_1": ""},
    {"keep_1": "some"},
    {"keep_1": "٣"},
    {"reason": "boredom"},
    {"code_0": "no such article"},
    {"code_0": "x" * 101},
    {"instead_0": "9", "code_0": "x"},
    {"store": "nowhere"},
    {"apart_1": "some"},
    {"apart_1": "4"},
    {"apart_1": "1", "not_before": "soon"},
    {"apart_1": "1", "not_before": "2020-02-02"},
    {"from": "nowhere"},
    {},
]


@pytest.mark.parametrize("fields", BAD, ids=[str(row)[:40] for row in BAD])
def test_bad_input_is_said_and_nothing_changes(owner: Client, fields: dict[str, str]) -> None:
    case = an_order(3)
    owner.get(page_of(case))
    with nothing_changes():
        answer = owner.post(page_of(case), filled(case, **fields))
    assert answer.status_code == 422
    assert "%(" not in answer.content.decode()


@pytest.mark.parametrize("seal", ["", "forged", "0" * 64])
def test_a_forged_seal_changes_nothing(owner: Client, seal: str) -> None:
    case, other = an_order(3), an_order(2)
    shown, foreign = case.propose({1: 1}), other.propose({1: 1})
    with nothing_changes():
        owner.post(f"/backoffice/orders/{case.order}/changes/{shown.id}/confirm/", {"seal": seal})
    address = f"/backoffice/orders/{case.order}/changes/{foreign.id}/confirm/"
    with nothing_changes():
        assert owner.post(address, {"seal": foreign.seal}).status_code == 404


@pytest.mark.parametrize("role", ["picker", "cashier"])
def test_who_may_not_change_orders_is_refused(client: Client, role: str) -> None:
    case = an_order(3)
    shown = case.propose({1: 1})
    sign_in(client, a_member(role))
    assert client.get(page_of(case)).status_code == 403
    for act in ("confirm", "withdraw"):
        address = f"/backoffice/orders/{case.order}/changes/{shown.id}/{act}/"
        assert client.post(address, {"seal": shown.seal}).status_code == 403
    assert case.now.version == 1


def test_the_questions_of_the_page_do_not_grow_with_its_lines(owner: Client) -> None:
    counts = []
    for units in ((1,), (1,), (1, 1, 1, 1)):  # the first one fills what is remembered
        case = an_order(*units)
        owner.get(page_of(case))
        with CaptureQueriesContext(connection) as queries:
            owner.post(page_of(case), filled(case, keep_1="0") | ({"keep_2": "0"} if len(units) > 1 else {}))
        counts.append(len(queries))
    assert counts[1] == counts[2] <= 21, counts


def test_an_address_where_goods_are_taxed_otherwise_is_named_with_the_way_out(owner: Client) -> None:
    shop = a_shop(tax_included=False)
    a_state(shop, "NY", 40_000)
    a_state(shop, "NJ", 66_250)
    case = Case(shop, sent(shop, 520, IN_NY), (), shop.store)
    with nothing_changes():
        refused = owner.post(page_of(case), filled(case, region="NJ", postal_code="07001"))
    text = refused.content.decode()
    assert (refused.status_code, "cannot go to US NJ 07001" in text, "Order anew to that address" in text) == (
        422,
        True,
        True,
    )
